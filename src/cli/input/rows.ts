import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { GrowingArray } from '../../files/growing-array.js';
import { UserError, withReadErrors } from '../user-error.js';
import type { ByteSpool } from './byte-spool.js';
import type { Input } from './find-input.js';

/** Files of at most this many bytes are kept in memory. Larger ones are read row by row, from the system's cache. */
export const MOST_KEPT = 1 << 29;

/** Gives the rows of a file, byte by byte as they are there, by their 0-based number. */
export interface RowText {
  /** What stands in front of the rows: the header and its line break, if there is one, and UTF-16's byte-order mark. */
  readonly begin: Buffer;
  /** What to write behind each row. */
  readonly lineBreak: Buffer;
  row(number: number): Buffer;
  close(): void;
}

/** Bytes that can be read in any order. */
export interface StoredBytes {
  /** The bytes in [from, to). */
  read(from: number, to: number): Buffer;
  close(): void;
}

/**
 * The bytes of a file, which must not have changed since it was found.
 * @param end The number of bytes that count.
 * @param most Files of at most this many bytes are kept in memory. Default 2^29.
 * @throws {UserError} The file has changed. `read` and `close` throw it, too.
 */
export function fileBytes(input: Input, end: number, most = MOST_KEPT): StoredBytes {
  const file = withReadErrors(input.name, () => openSync(input.path, 'r'));
  const check = (unchanged: boolean): void => {
    if (!unchanged) throw new UserError(`${input.name} changed while it was read; run the command again`);
  };
  const checkFile = (): void => {
    const [before, now] = [input.stats, fstatSync(file)];
    check(before?.ino === now.ino && before.size === now.size && before.mtimeMs === now.mtimeMs);
  };
  const read = (from: number, to: number): Buffer => {
    const bytes = Buffer.allocUnsafe(to - from);
    for (let at = 0; at < bytes.length; ) {
      const count = withReadErrors(input.name, () => readSync(file, bytes, at, bytes.length - at, from + at));
      check(count > 0);
      at += count;
    }
    return bytes;
  };
  const kept = end <= most ? read(0, end) : undefined;
  checkFile();
  if (kept) closeSync(file);
  return {
    read: (from, to) => kept?.subarray(from, to) ?? read(from, to),
    close: () => {
      if (kept) return;
      checkFile();
      closeSync(file);
    },
  };
}

/** Where the rows of a text table stand, in bytes. */
export class RowPlaces {
  readonly #starts = new GrowingArray((length) => new Float64Array(length));
  readonly #lengths = new GrowingArray((length) => new Int32Array(length));

  #lastIsOpen = false;

  /** Adds the bytes [from, to) of the next row. @param hasLineBreak Whether they end with one that is not its own. */
  add([from, to]: readonly [number, number], hasLineBreak = true): void {
    this.#lastIsOpen = !hasLineBreak;
    this.#starts.push(from);
    this.#lengths.push(to - from);
  }

  /** The byte behind the last row. */
  get end(): number {
    const starts = this.#starts.values();
    return starts.length === 0 ? 0 : starts[starts.length - 1] + this.#lengths.values()[starts.length - 1];
  }

  /**
   * The rows themselves.
   * @param header The bytes of the header, if there is one.
   * @param encoding As TextDecoder names it.
   */
  rows(bytes: StoredBytes, header: readonly [number, number] | undefined, encoding: string): RowText {
    const [starts, lengths] = [this.#starts.values(), this.#lengths.values()];
    const isWide = encoding.startsWith('utf-16');
    const wide = (text: string): Buffer => {
      const units = Buffer.from(text, 'utf16le');
      return encoding === 'utf-16be' ? units.swap16() : units;
    };
    const lineBreak = isWide ? wide('\n') : Buffer.from('\n');
    const trimmed = (line: Buffer): Buffer => withoutLineBreak(line, isWide, encoding === 'utf-16be');
    return {
      begin: Buffer.concat([
        ...(isWide ? [wide('\ufeff')] : []),
        ...(header ? [trimmed(bytes.read(...header)), lineBreak] : []),
      ]),
      lineBreak,
      row: (number) => {
        const row = bytes.read(starts[number], starts[number] + lengths[number]);
        return this.#lastIsOpen && number === starts.length - 1 ? row : trimmed(row);
      },
      close: () => bytes.close(),
    };
  }
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
    begin: texts[0].begin,
    lineBreak: texts[0].lineBreak,
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
    begin: spool.read(0, ends[0]),
    lineBreak: LINE_FEED,
    row: (number) => withoutLineBreak(spool.read(ends[number], ends[number + 1])),
    close: () => spool.close(),
  };
}

/** The images of a folder, as the rows of a CSV with the columns file and label. */
export function imageRows(files: readonly string[], labels: readonly string[]): RowText {
  return {
    begin: Buffer.from('file,label\n'),
    lineBreak: LINE_FEED,
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

const LINE_FEED = Buffer.from('\n');

/** A row without the line break at its end. */
function withoutLineBreak(row: Buffer, isWide = false, isBigEndian = false): Buffer {
  const unit = isWide ? 2 : 1;
  const last = (end: number): number => {
    if (end < unit) return -1;
    if (!isWide) return row[end - 1];
    return isBigEndian ? row.readUInt16BE(end - 2) : row.readUInt16LE(end - 2);
  };
  let to = row.length;
  if (last(to) === 10) to -= unit;
  if (last(to) === 13) to -= unit;
  return row.subarray(0, to);
}
