import type { Understood } from './dialect.js';

/** How a text is packed into the bytes of a file. */
export type Packing = Pick<Understood, 'encoding' | 'compressed'>;

/** What readTable calls. */
export interface TableReader {
  /**
   * Takes the names of the columns: once, before the first row.
   * @param lines The first line and the last line of the header; undefined without one.
   * @returns The indices of the columns to read; undefined for all.
   */
  header(names: readonly string[], lines: readonly [number, number] | undefined): readonly number[] | undefined;
  /**
   * Takes a row.
   * @param fields An array that is used again. Only the columns to read have their texts.
   * @param line The line on which it begins, from 1. @param last The line on which it ends.
   */
  row(fields: readonly string[], line: number, last: number): void;
  /** Gets all bytes, unpacked, before the rows that they hold. */
  bytes?(chunk: Uint8Array, packing: Packing): void;
}

/** Rows of a format, from text that comes in pieces. */
export interface Rows {
  push(text: string): void;
  end(): void;
  /** The line on which what was pushed ends. */
  readonly lineAtEnd: number;
  understood(): Omit<Understood, keyof Packing>;
  /** What is probably right and might not be, in sentences. */
  readonly doubts: readonly string[];
}
