import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UserError, withReadErrors } from '../user-error.js';
import type { ByteSpool } from './byte-spool.js';
import type { Input } from './find-input.js';

/** Files of at most this many bytes are kept in memory. Larger ones are read row by row, from the system's cache. */
export const MOST_KEPT = 1 << 29;

/** Gives the rows of a file, byte by byte as they are there, by their 0-based number. */
export interface RowText {
  readonly header: Buffer;
  row(number: number): Buffer;
  close(): void;
}

/**
 * The rows of a CSV.
 * @param ends The byte behind the header, then behind each row.
 * @param bytes The whole file, where it came from standard input.
 * @param most Files of at most this many bytes are kept in memory. Default 2^29.
 * @throws {UserError} The file has changed since its rows were counted. `row` and `close` throw it, too.
 */
export function csvRows(input: Input, ends: Float64Array, bytes: Buffer | undefined, most = MOST_KEPT): RowText {
  const file = bytes ? undefined : withReadErrors(input.name, () => openSync(input.path, 'r'));
  const check = (unchanged: boolean): void => {
    if (!unchanged) throw new UserError(`${input.name} changed while it was read; run the command again`);
  };
  const checkFile = (): void => {
    const [before, now] = [input.stats, fstatSync(file as number)];
    check(before?.ino === now.ino && before.size === now.size && before.mtimeMs === now.mtimeMs);
  };
  const read = (from: number, to: number): Buffer => {
    const bytes = Buffer.allocUnsafe(to - from);
    for (let at = 0; at < bytes.length; ) {
      const count = withReadErrors(input.name, () => readSync(file as number, bytes, at, bytes.length - at, from + at));
      check(count > 0);
      at += count;
    }
    return bytes;
  };
  const end = ends[ends.length - 1];
  const kept = bytes ?? (end <= most ? read(0, end) : undefined);
  if (file !== undefined) {
    checkFile();
    if (kept) closeSync(file);
  }
  const between = (from: number, to: number): Buffer => kept?.subarray(from, to) ?? read(from, to);
  const header = between(0, ends[0]);
  return {
    header: trimmed(header.subarray(hasByteOrderMark(header) ? 3 : 0)),
    row: (number) => trimmed(between(ends[number], ends[number + 1])),
    close: () => {
      if (file === undefined || kept) return;
      checkFile();
      closeSync(file);
    },
  };
}

/**
 * The rows of several files, one after the other.
 * @param counts The number of rows of each, at least 1.
 */
export function chainedRows(texts: readonly RowText[], counts: readonly number[]): RowText {
  if (texts.length === 1) return texts[0];
  const ends: number[] = [];
  for (const count of counts) ends.push(count + (ends.at(-1) ?? 0));
  return {
    header: texts[0].header,
    row(number) {
      let [from, to] = [0, ends.length - 1];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (number < ends[middle]) to = middle;
        else from = middle + 1;
      }
      return texts[from].row(number - (from > 0 ? ends[from - 1] : 0));
    },
    close: () => {
      for (const text of texts) text.close();
    },
  };
}

/**
 * Rows that were made, such as those of a Parquet file.
 * @param ends The byte behind the header, then behind each row.
 */
export function spooledRows(spool: ByteSpool, ends: Float64Array): RowText {
  return {
    header: trimmed(spool.read(0, ends[0])),
    row: (number) => trimmed(spool.read(ends[number], ends[number + 1])),
    close: () => spool.close(),
  };
}

/** The images of a folder, as the rows of a CSV with the columns file and label. */
export function imageRows(files: readonly string[], labels: readonly string[]): RowText {
  return {
    header: Buffer.from('file,label'),
    row: (number) => Buffer.from(csvLine([files[number], labels[number]])),
    close: () => {},
  };
}

/** A line of a CSV without its line break. Fields are quoted where RFC 4180 requires it. */
export function csvLine(fields: readonly (string | number)[], delimiter = ','): string {
  const quotes = (text: string): boolean => /["\r\n]/.test(text) || text.includes(delimiter);
  return fields
    .map((field) => (quotes(String(field)) ? `"${String(field).replaceAll('"', '""')}"` : field))
    .join(delimiter);
}

const NEWLINES = [10, 13];

/** A row without the line breaks around it: empty lines belong to no row. */
function trimmed(row: Buffer): Buffer {
  let from = 0;
  let to = row.length;
  while (from < to && NEWLINES.includes(row[from])) from++;
  while (to > from && NEWLINES.includes(row[to - 1])) to--;
  return row.subarray(from, to);
}

function hasByteOrderMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
