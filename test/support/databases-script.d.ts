declare module '*/scripts/databases.mjs' {
  type Known = 'platform' | 'env' | 'root' | 'places' | 'limit';
  type Machine = Pick<import('*/scripts/chromium.mjs').Machine, Known> & { versions: string };
  /** The paths of the server and client programs of a database, by their names. */
  export function ensureDatabase(which: 'postgres' | 'mariadb', machine?: Machine): Record<string, string>;
}
