import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readable, UserError } from '../user-error.js';
import type { Input } from './find-input.js';

/** Files up to this size are held as bytes; larger ones are read row by row, through the system's cache. */
const HELD = 1 << 29;

/** The rows of a file as they stand there, by number. */
export interface RowText {
  readonly header: Buffer;
  row(number: number): Buffer;
  close(): void;
}

/**
 * Rows of a CSV; row i lies between ends[i] and ends[i + 1]. What was standard input is in `bytes`.
 * @throws {UserError} The file is not what it was before its rows were counted; also from `row` and `close`.
 */
export function csvRows(input: Input, ends: Float64Array, bytes: Buffer | undefined, most = HELD): RowText {
  const file = bytes ? undefined : readable(input.name, () => openSync(input.path, 'r'));
  const check = (same: boolean): void => {
    if (!same) throw new UserError(`${input.name} changed while it was read`);
  };
  const checkFile = (): void => {
    const [before, now] = [input.found, fstatSync(file as number)];
    check(before?.ino === now.ino && before.size === now.size && before.mtimeMs === now.mtimeMs);
  };
  const read = (from: number, to: number): Buffer => {
    const bytes = Buffer.allocUnsafe(to - from);
    for (let at = 0; at < bytes.length; ) {
      const count = readable(input.name, () => readSync(file as number, bytes, at, bytes.length - at, from + at));
      check(count > 0);
      at += count;
    }
    return bytes;
  };
  const end = ends[ends.length - 1];
  const held = bytes ?? (end <= most ? read(0, end) : undefined);
  if (file !== undefined) checkFile();
  const between = (from: number, to: number): Buffer => held?.subarray(from, to) ?? read(from, to);
  const header = between(0, ends[0]);
  return {
    header: trimmed(header.subarray(hasMark(header) ? 3 : 0)),
    row: (number) => trimmed(between(ends[number], ends[number + 1])),
    close: () => {
      if (file === undefined) return;
      if (!held) checkFile();
      closeSync(file);
    },
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
