import { count } from '../text.js';

/** Rows that a page shows. */
const MOST = 60;

/** A cell about being seen, of a class that the target excludes. */
export const EXCLUDED = 'excluded';

/** A table: the first column names its rows. */
export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is not shown. */
  readonly more?: string;
}

/** A table of as many rows as people read. */
export function tableOf(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): Table {
  if (rows.length <= MOST) return { caption, head, rows };
  const more = `and ${count(rows.length - MOST)} more: loaded-dice report --json has them all`;
  return { caption, head, rows: rows.slice(0, MOST), more };
}
