// Finds columns by their names, and says where a header looks like data.
import { LABELS, OTHERS } from './column-names.js';
import { delimiterOption, SPACES } from './dialect.js';
import { FileError } from './file-error.js';
import { isMissing } from './missing.js';
import { inQuotes, word } from './words.js';

/** A column that was asked for. */
export interface WantedColumn {
  /** The option that names it, for errors. */
  readonly option: string;
  /** Its name; without a header, its 1-based number. */
  readonly column: string;
}

/** The names of columns without a header: 1, 2, 3, … */
export const numberedColumns = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));

/**
 * The index of a column; -1 if there is none of this name.
 * @param isText Whether the file is a text table, whose columns have numbers as well.
 * @param trim Whether white space around names does not count, where no column has the very name.
 * @throws {FileError} Two columns have the name.
 */
export function findColumn(
  file: string,
  names: readonly string[],
  column: string,
  isText = true,
  trim = false,
): number {
  const at = names.indexOf(column);
  if (at === -1 && trim) {
    const found = names.filter((name) => name.trim() === column.trim());
    return found.length === 1 ? names.indexOf(found[0]) : -1;
  }
  if (at !== -1 && names.lastIndexOf(column) !== at) {
    const [first, second] = [at + 1, names.indexOf(column, at + 1) + 1];
    const byNumber = ', or leave the header out and name columns by number: tail -n +2, --no-header';
    throw new FileError(
      `${file} has two columns ${inQuotes(column)}, columns ${first} and ${second}: rename one of them` +
        (isText ? byNumber : ''),
    );
  }
  return at;
}

/** A column of a similar name, or of this number: " label " for label. Undefined if there is none. */
function similarColumn(names: readonly string[], column: string, header: boolean): string | undefined {
  const plain = (text: string): string =>
    text
      .normalize('NFC')
      .replace(/[\s_"'#.-]+/g, '')
      .toLowerCase();
  const similar = names.filter((name) => plain(name) === plain(column));
  const close = similar.length > 0 ? similar : names.filter((name) => distance(plain(name), plain(column)) === 1);
  if (close.length > 0) return close[0];
  const number = /^\d+$/.test(column) ? Number(column) : 0;
  return header ? names[number - 1] : undefined;
}

/** Whether two texts differ by one character at most: 0, 1, or 2 for more. */
function distance(one: string, other: string): number {
  if (one === other) return 0;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1 || short.length < 3) return 2;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  return short.slice(long.length === short.length ? i + 1 : i) === long.slice(i + 1) ? 1 : 2;
}

/**
 * What speaks for a first row that is data.
 * @param rows Some rows below it.
 * @returns A sentence; undefined if it looks like a header.
 */
export function headerDoubt(file: string, names: readonly string[], rows: readonly string[][]): string | undefined {
  const advice = `if it is data: --no-header, and columns by number`;
  const numbers = names.map((name) => name.trim() !== '' && Number.isFinite(Number(name)));
  // data frames number columns that have no names
  const first = Number(names[numbers.indexOf(true)]);
  const counted = names.filter((_, i) => numbers[i]).every((name, i) => Number(name) === first + i);
  const isCounted = counted && first <= 1 && numbers.filter(Boolean).length > 1;
  // beside a name such as label, numbers are names as well: years, for one
  const hasName = names.some((name) => LABELS.test(name) || OTHERS.test(name));
  for (const [column, name] of names.entries()) {
    const values = rows.map((row) => row[column] ?? '').filter((value) => !isMissing(value));
    if (values.length === 0 || name.trim() === '') continue;
    const repeated = values.filter((value) => value === name).length;
    if (repeated > 0 && !(isCounted && numbers[column])) {
      const times = `${repeated} of ${rows.length === 1 ? 'the row' : `the first ${rows.length} rows`}`;
      return `${file}: the header looks like data: its ${inQuotes(name)} is also a value of ${times} below; ${advice}`;
    }
    if (numbers[column] && !isCounted && !hasName && values.every((value) => Number.isFinite(Number(value)))) {
      return `${file}: the header looks like data: its ${inQuotes(name)} is a number in a column of numbers; ${advice}`;
    }
  }
  return undefined;
}

/** What speaks for a first row that is data: the name of a column is also a class. A sentence, or undefined. */
export function classDoubt(file: string, column: string, classes: readonly string[]): string | undefined {
  if (!classes.includes(column)) return undefined;
  const problem = `the header looks like data: ${JSON.stringify(column)} is also a class`;
  return `${file}: ${problem}; if it is data: --no-header, and columns by number`;
}

/** The names of all columns, for an error. */
const columnList = (names: readonly string[]): string => {
  const shown = names.slice(0, 12).map(inQuotes).join(', ');
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
};

/** What to do about a column that is not there. */
export function missingColumn(names: readonly string[], { option, column }: WantedColumn, header: boolean): string {
  const similar = similarColumn(names, column, header);
  const hint = similar === undefined ? `its columns are ${columnList(names)}` : `did you mean ${word(similar)}?`;
  const problem = `no column ${inQuotes(column)}, which ${option} names; ${hint}`;
  // a whole line as the only name
  if (header && names[0]?.startsWith('#')) return `${problem}; if it is a comment: --comment '#'`;
  const sign =
    names.length === 1 ? /[\p{L}\d]["']? *([^\p{L}\d_'".-]+?) *["']?[\p{L}\d]/u.exec(names[0])?.[1] : undefined;
  if (sign?.length === 1) {
    const delimiter = delimiterOption(sign === ' ' ? SPACES : sign);
    return `${problem}; if it is several columns: --delimiter ${delimiter}`;
  }
  return header && similar !== undefined && /^\d+$/.test(column) && similar !== column
    ? `${problem} If the first row is data: --no-header`
    : problem;
}
