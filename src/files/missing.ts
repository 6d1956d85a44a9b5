// Which texts of a file stand for a missing value.
import { count, counted, inQuotes } from './words.js';

/**
 * All that pandas.read_csv takes for missing (STR_NA_VALUES in pandas/_libs/parsers.pyx), except None, and three
 * signs: the ? of the UCI repository, a dash, and \N, which databases export. R writes NA, which is one of them.
 */
const MISSING: ReadonlySet<string> = new Set([
  ...['', 'na', 'n/a', '#na', '#n/a', '#n/a n/a', '<na>', 'null'],
  ...['nan', '-nan', '1.#ind', '-1.#ind', '1.#qnan', '-1.#qnan'],
  ...['?', '-', '\\n'],
]);
const LONGEST = Math.max(...Array.from(MISSING, ({ length }) => length));

/** What they begin with, in any case. */
const BEGINS: ReadonlySet<number> = new Set(
  Array.from(MISSING).flatMap((text) => [text.charCodeAt(0), text.toUpperCase().charCodeAt(0)]),
);

/** Whether a text stands for a missing value: nothing, white space, NA, NaN, null, ? and their like, in any case. */
export function isMissing(text: string): boolean {
  // most texts are told by their first character
  const first = text.charCodeAt(0);
  if (first > 32 && first < 127 && !BEGINS.has(first)) return false;
  const bare = text.trim();
  return bare.length <= LONGEST && MISSING.has(bare.toLowerCase());
}

/** What Python, Ruby and JavaScript print for no value. */
const NONE = /^\s*(none|nil|undefined)\s*$/i;

/** Whether a text is a word for no value that may just as well name a class. `isMissing` says no to these words. */
export function isNone(text: string): boolean {
  return NONE.test(text);
}

/** The number of missing values, with their spellings: "421 rows are missing: "" (400) and "NA" (21)". */
export function missingText(missing: ReadonlyMap<string, number>): string {
  const sorted = [...missing].sort(([, a], [, b]) => b - a);
  const total = sorted.reduce((sum, [, rows]) => sum + rows, 0);
  const shown = sorted.slice(0, 4).map(([spelling, rows]) => `${inQuotes(spelling)} (${count(rows)})`);
  const more = sorted.length > 4 ? [`${count(sorted.length - 4)} more`] : [];
  return `${counted(total, 'row is missing', 'rows are missing')}: ${[...shown, ...more].join(', ')}`;
}
