declare module '*/scripts/databases.mjs' {
  type Machine = Pick<import('*/scripts/chromium.mjs').Machine, 'platform' | 'env' | 'root' | 'places' | 'limit'>;
  /** The paths of the server and client programs of a database, by their names. */
  export function ensureDatabase(which: 'postgres' | 'mariadb', machine?: Machine): Record<string, string>;
}
