import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Input } from './input.js';

/** Files up to this size are held as bytes; larger ones are read row by row, through the system's cache. */
const HELD = 1 << 29;

/** The rows of a file as they stand there, by number. */
export interface RowText {
  readonly header: Buffer;
  row(number: number): Buffer;
  close(): void;
}

/** Rows of a CSV; row i lies between ends[i] and ends[i + 1]. What was standard input is in `bytes`. */
export function csvRows(input: Input, ends: Float64Array, bytes: Buffer | undefined, most = HELD): RowText {
  const held = bytes ?? ((input.size ?? Number.POSITIVE_INFINITY) <= most ? readFileSync(input.path) : undefined);
  const file = held ? undefined : openSync(input.path, 'r');
  const between = (from: number, to: number): Buffer => {
    if (held) return held.subarray(from, to);
    const bytes = Buffer.allocUnsafe(to - from);
    readSync(file as number, bytes, 0, bytes.length, from);
    return bytes;
  };
  const header = between(0, ends[0]);
  return {
    header: trimmed(header.subarray(hasMark(header) ? 3 : 0)),
    row: (number) => trimmed(between(ends[number], ends[number + 1])),
    close: () => file !== undefined && closeSync(file),
  };
}

/** Rows of a folder of images, as a CSV would have them. */
export function imageRows(files: readonly string[], labels: readonly string[]): RowText {
  return {
    header: Buffer.from('file,label'),
    row: (number) => Buffer.from(csvLine([files[number], labels[number]])),
    close: () => {},
  };
}

/** A line of CSV, quoted where it has to be (RFC 4180). */
export function csvLine(fields: readonly (string | number)[]): string {
  return fields
    .map((field) => (/[",\r\n]/.test(String(field)) ? `"${String(field).replaceAll('"', '""')}"` : field))
    .join(',');
}

const NEWLINES = [10, 13];

/** Without the line breaks around it: empty lines before a row belong to none. */
function trimmed(row: Buffer): Buffer {
  let from = 0;
  let to = row.length;
  while (from < to && NEWLINES.includes(row[from])) from++;
  while (to > from && NEWLINES.includes(row[to - 1])) to--;
  return row.subarray(from, to);
}

/** A UTF-8 byte order mark. */
function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
