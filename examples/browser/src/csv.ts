import Papa from 'papaparse';
import { type ClassSetup, LIMITS } from './setup.js';
import { count, plural, short } from './text.js';

/** The rows of a file below its header. */
export interface Sheet {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const BYTES = 64 * 2 ** 20;
const FIELD = 2 ** 20;

/** Reads a CSV. @throws {Error} It cannot be read or has no rows. The message is one line. */
export async function readSheet(file: File): Promise<Sheet> {
  const name = short(file.name);
  if (file.size > BYTES) throw new Error(`${name} is larger than 64 MB`);
  const text = await file.text().catch(() => {
    throw new Error(`${name} cannot be read`);
  });
  if (text.includes('\0')) throw new Error(`${name} is a binary file, not a CSV`);
  const { data, errors, meta } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const wrong = errors.find(({ type }) => type === 'Quotes');
  if (wrong) throw new Error(`${name} has quotes that do not match on line ${count(lineAt(text, wrong.index ?? 0))}`);
  const [header, ...rows] = data;
  if (!header) throw new Error(`${name} is empty`);
  if (rows.length === 0) throw new Error(`${name} has no rows below its header`);
  const ragged = rows.find(({ length }) => length !== header.length);
  if (ragged) {
    const fields = plural(ragged.length, 'field');
    const line = count(
      lineOf(text, meta.delimiter, (row) => row.length !== header.length && row.join('').trim() !== ''),
    );
    throw new Error(`${name}: line ${line} has ${fields}, the header ${count(header.length)}`);
  }
  if (text.length > FIELD) {
    const isLong = (row: readonly string[]) => row.some((field) => field.length > FIELD);
    if (data.some(isLong)) {
      const line = count(lineOf(text, meta.delimiter, isLong));
      throw new Error(`${name}: line ${line} has a field of more than 1 MB`);
    }
  }
  return { file: file.name, columns: header.map((each, i) => each.trim() || `(column ${i + 1})`), rows };
}

/** The line on which the first row begins that `such` accepts. */
function lineOf(text: string, delimiter: string, such: (row: string[]) => boolean): number {
  const { data } = Papa.parse<string[]>(text, { delimiter });
  const at = data.findIndex(such);
  // a preview of 0 rows would be a preview of all
  if (at === 0) return 1;
  // in fast mode the cursor is one row too far
  return lineAt(text, Papa.parse(text, { delimiter, preview: at, fastMode: false }).meta.cursor);
}

/** The line of a position in a text, from 1. */
function lineAt(text: string, place: number): number {
  return (text.slice(0, place).match(/\r\n|\n|\r/g)?.length ?? 0) + 1;
}

/**
 * The values of a column with their numbers of rows, in order of first appearance. Rows without a value are left out.
 * @throws {Error} The values are not classes that can be balanced. The message is one line.
 */
export function classesOf({ columns, rows }: Sheet, column: number): ClassSetup[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = row[column]?.trim();
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const name = `Column ${short(columns[column])}`;
  const [first] = counts.keys();
  if (first === undefined) throw new Error(`${name} has no values`);
  if (counts.size === 1) throw new Error(`${name} has only one value, ${short(first)}: there is nothing to balance`);
  if (counts.size === rows.length) {
    throw new Error(
      `${name} has a different value in each of ${plural(rows.length, 'row')}: choose a column of classes`,
    );
  }
  if (counts.size > LIMITS.ofFile.classes) {
    throw new Error(
      `${name} has ${count(counts.size)} different values, and at most ${LIMITS.ofFile.classes} can be shown`,
    );
  }
  const long = [...counts.keys()].find((each) => each.length > LIMITS.name);
  if (long) throw new Error(`${name} has values of more than ${LIMITS.name} characters, such as ${short(long)}`);
  return [...counts].map(([value, items]) => ({ name: value, count: items, share: 1 }));
}

/** The first column with classes, or the first column if there is none. */
export function likelyColumn(sheet: Sheet): number {
  const found = sheet.columns.findIndex((_, column) => {
    try {
      return classesOf(sheet, column).length > 0;
    } catch {
      return false;
    }
  });
  return Math.max(0, found);
}
