import { count } from '../text.js';

/** The most rows of a table on the page. */
const MOST_ROWS = 60;

/** A cell about being seen, of a class that the target excludes. */
export const EXCLUDED = 'excluded';

/** A table of the page. The first cell of each row is its name. */
export interface PageTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** A sentence about the rows that are left out. */
  readonly more?: string;
}

/** A table of at most 60 rows. */
export function pageTable(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): PageTable {
  if (rows.length <= MOST_ROWS) return { caption, head, rows };
  const more = `and ${count(rows.length - MOST_ROWS)} more: loaded-dice report --json has them all`;
  return { caption, head, rows: rows.slice(0, MOST_ROWS), more };
}
