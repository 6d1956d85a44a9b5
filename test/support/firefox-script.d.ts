declare module '*/scripts/firefox.mjs' {
  type Machine = Pick<import('*/scripts/chromium.mjs').Machine, 'platform' | 'env' | 'root' | 'places' | 'limit'>;
  export function findFirefox(machine?: Machine): string | undefined;
  export function ensureFirefox(machine?: Machine): string;
}
