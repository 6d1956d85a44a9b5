import type { ColumnSurvey } from '../../files/column-survey.js';
import type { FormatOptions, Understood } from '../../files/dialect.js';
import { findColumn } from '../../files/header.js';
import { leftOutText } from '../../files/left-out.js';
import { understoodText } from '../../files/understood.js';
import type { Progress } from '../progress.js';
import { count, plural } from '../text.js';
import type { RowNames } from './row-names.js';
import type { RowText } from './rows.js';

export interface ColumnOptions {
  /** How files are written; what is left out is found. */
  format: FormatOptions;
  progress: Progress;
  /** Whether white space around the names of columns does not count. Default false. */
  trimNames?: boolean;
  /** Whether to keep the rows themselves. */
  rows: boolean;
  /** The column whose fields are kept in place of whole rows. Default: none. */
  printed?: string | undefined;
  /** Gets all columns. Default: a column is missing if it was not asked for, and the error lists all columns. */
  survey?: ColumnSurvey;
  /** Gets all fields of the rows, to find what names them; of a Parquet file only where it is small. */
  naming?: RowNames | undefined;
  /** Columns to read together. */
  group?: GroupRequest | undefined;
}

/** Columns that are read together. */
export interface GroupRequest {
  /** Finds them. @returns Their indices. @throws {FileError} One is missing. */
  columns(names: readonly string[]): readonly number[];
  /** Takes each row, of which these columns have their texts. */
  add(fields: readonly string[]): void;
}

/** What was read beside the columns that were asked for. */
export interface ReadColumns {
  /** The rows themselves, or the fields of a column of theirs, if they were asked for. */
  readonly text: RowText | undefined;
  /** What was understood of the files, in one line, and as data. */
  readonly read: ReadNote;
  /** What is probably right and might not be, in sentences. */
  readonly doubts: readonly string[];
}

/** What was understood of files. */
export type ReadNote =
  | ({ readonly format: 'text' | 'json-lines'; readonly files: number } & Understood)
  | { readonly format: 'parquet'; readonly files: number; readonly rows: number }
  | { readonly format: 'folder'; readonly files: number; readonly rows: number; readonly text: string };

/**
 * What was understood of files, in one line.
 * @param missing The spellings of missing labels or weights, with the numbers of their rows.
 * @param withoutRows The number of rows without it. Default: the sum of all spellings.
 */
export function readText(
  read: ReadNote,
  missing: ReadonlyMap<string, number>,
  what: string,
  withoutRows?: number,
): string {
  const left = leftOutText(missing, what, withoutRows);
  const notes = left === undefined ? [] : [left];
  const files = read.files > 1 ? [`${count(read.files)} files`] : [];
  const text =
    'encoding' in read
      ? understoodText(read, notes)
      : [read.format === 'parquet' ? `Parquet, ${plural(read.rows, 'row')}` : read.text, ...notes].join('; ');
  return [...files, text].join(', ');
}

/** A column to read. */
export interface ColumnRequest {
  /** The option that names the column. */
  readonly option: string;
  /** The name of the column; undefined if the option was not given. */
  readonly column: string | undefined;
  /** Takes each field of the column. An empty cell is an empty text. */
  readonly add: (field: string) => void;
  /** Takes a finite number of at least 0 where a column consists of numbers: faster than its text. */
  readonly addNumber?: (value: number) => void;
  /** Whether `addNumber` also takes negative numbers. */
  readonly signed?: boolean;
}

/**
 * Finds the columns that were asked for.
 * @param names The names of all columns.
 * @param file The input, for errors.
 * @param isText Whether it is a text table.
 * @param trim Whether white space around names does not count.
 * @returns The index of each, -1 for one that is missing, and the first request of those.
 * @throws {UserError} Two columns have the name.
 */
export function findColumns(
  names: readonly string[],
  requests: readonly ColumnRequest[],
  file: string,
  isText: boolean,
  trim = false,
): { places: number[]; missing: ColumnRequest | undefined } {
  const places = requests.map(({ column }) =>
    column === undefined ? -1 : findColumn(file, names, column, isText, trim),
  );
  return { places, missing: requests[places.indexOf(-1)] };
}

/** Where the field stands that is being read, for errors. */
export class Place {
  /** The name of the file, if there are several. */
  file: string | undefined;
  /** The line from 1; undefined where there are none, as in Parquet. */
  line: number | undefined;
  /** The row from 0. */
  row = -1;

  text(): string {
    const place = this.line === undefined ? `row ${this.row} (0-based)` : `line ${this.line}`;
    return this.file === undefined ? place : `${place} of ${this.file}`;
  }
}
