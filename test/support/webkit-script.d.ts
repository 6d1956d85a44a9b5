declare module '*/scripts/webkit.mjs' {
  type Machine = Pick<import('*/scripts/chromium.mjs').Machine, 'platform' | 'env' | 'root' | 'places' | 'limit'>;
  interface WebKit {
    driver: string;
    xvfb: string;
  }
  export function findWebKit(machine?: Machine): WebKit | undefined;
  export function ensureWebKit(machine?: Machine): WebKit | undefined;
}
