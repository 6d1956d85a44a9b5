// Reads a file in a worker: a file of any size keeps the page responsive, and to stop is to end the worker.
import { ColumnSurvey } from '../../../src/files/column-survey.js';
import type { FormatOptions, Understood } from '../../../src/files/dialect.js';
import { FileError } from '../../../src/files/file-error.js';
import { findColumn, missingColumn } from '../../../src/files/header.js';
import { OneHotLabels, oneHotColumns } from '../../../src/files/one-hot.js';
import { readTable } from '../../../src/files/read-table.js';
import type { TableReader } from '../../../src/files/table-reader.js';
import { gunzip } from './gunzip.js';
import { type TooMany, ValueCounts, type Values } from './value-counts.js';

/** A file to read. */
export interface ReadRequest {
  readonly file: File;
  readonly format: FormatOptions;
  /** The columns of which one has a 1, as A,B,C or FIRST:LAST; undefined for one column of labels. */
  readonly oneHot: string | undefined;
  /** The column that was chosen before, if any. */
  readonly chosen: ChosenColumn | undefined;
}

export interface ChosenColumn {
  readonly index: number;
  readonly name: string;
}

/** What was read. */
export interface Sheet {
  readonly file: string;
  readonly columns: readonly string[];
  /** The index of the column that was chosen before, or that looks most like labels. */
  readonly column: number;
  readonly understood: Understood;
  /** What is probably right and might not be, in sentences. */
  readonly doubts: readonly string[];
  /** Columns in a row of which each row has a 1 in one, as FIRST:LAST; undefined if there are none. */
  readonly oneHot: string | undefined;
  /** (columns,), the texts of each column. Of JSON Lines, only those of `column` are those that the command reads. */
  readonly values: readonly (Values | TooMany)[];
}

/** The part that was read so far, from 0 to 1; then one of the others. */
export type ReadAnswer =
  | { readonly part: number }
  | { readonly sheet: Sheet }
  | { readonly failed: string; readonly columns: readonly string[]; readonly column: number };

/** Milliseconds between two messages. */
const PAUSE = 100;

const PARQUET = 'a Parquet file, which this page does not read: the command loaded-dice does';

addEventListener('message', async ({ data }: MessageEvent<ReadRequest>) => {
  const answer = (message: ReadAnswer) => postMessage(message);
  const reading = new Reading(data, (part) => answer({ part }));
  try {
    answer({ sheet: await reading.sheet() });
  } catch (error) {
    const { columns, column } = reading;
    answer({ failed: messageOf(error, data.file.name), columns, column });
  }
});

class Reading {
  columns: readonly string[] = [];
  readonly #survey = new ColumnSurvey();

  constructor(
    private readonly request: ReadRequest,
    private readonly progress: (part: number) => void,
  ) {}

  /** The column that was chosen before, or that looks most like labels. */
  get column(): number {
    const { columns } = this;
    const { chosen } = this.request;
    if (chosen && columns[chosen.index] === chosen.name) return chosen.index;
    if (chosen && columns.includes(chosen.name)) return columns.indexOf(chosen.name);
    return Math.max(0, columns.indexOf(this.#survey.suggestion('--column') ?? ''));
  }

  sheet(): Promise<Sheet> {
    const { oneHot } = this.request;
    return oneHot === undefined ? this.#oneColumn() : this.#oneHot(oneHot);
  }

  async #oneColumn(): Promise<Sheet> {
    let read: { understood: Understood; doubts: string[] } | undefined;
    let counts = new ValueCounts();
    try {
      read = await this.#read({
        header: (names) => {
          this.columns = [...names];
          this.#survey.header(names);
          counts.header(names.length);
          return undefined;
        },
        row: (fields, line) => {
          this.#survey.row(fields);
          counts.row(fields, line);
        },
      });
    } catch (error) {
      // JSON Lines may have values in other columns that are no texts
      if (!(error instanceof FileError) || this.columns.length === 0) throw error;
    }
    if (read?.understood.format !== 'text') {
      // as the command does, which reads only the column that it needs
      const { column } = this;
      counts = new ValueCounts(column);
      read = await this.#read({
        header: (names) => {
          counts.header(names.length);
          return [column];
        },
        row: (fields, line) => counts.row(fields, line),
      });
    }
    return this.#sheetOf(this.columns, read, counts);
  }

  async #oneHot(wanted: string): Promise<Sheet> {
    const file = this.request.file.name;
    const counts = new ValueCounts();
    let at = 0;
    let labels: OneHotLabels | undefined;
    const read = await this.#read({
      header: (names) => {
        const find = (column: string): number => {
          const found = findColumn(file, names, column);
          if (found !== -1) return found;
          const { header = true } = this.request.format;
          throw new FileError(`${file}: ${missingColumn(names, { option: '--one-hot', column }, header)}`);
        };
        const columns = oneHotColumns(file, wanted, names, find);
        labels = new OneHotLabels({ file, columns, where: () => `line ${at}` });
        counts.header(1);
        return columns.map(({ index }) => index);
      },
      row: (fields, line) => {
        at = line;
        counts.row([(labels as OneHotLabels).label(fields)], line);
      },
    });
    return this.#sheetOf([wanted], read, counts);
  }

  #sheetOf(columns: readonly string[], read: Pick<Sheet, 'understood' | 'doubts'>, counts: ValueCounts): Sheet {
    const file = this.request.file.name;
    if (read.understood.rows === 0) throw new FileError(`${file} has a header and no rows`);
    const column = columns === this.columns ? this.column : 0;
    return { file, columns, column, ...read, oneHot: this.#survey.oneHot(), values: counts.values() };
  }

  #read(reader: TableReader): Promise<{ understood: Understood; doubts: string[] }> {
    const { file, format } = this.request;
    const { name } = file;
    const bytes = bytesOf(file, this.progress);
    return readTable({ name, bytes, gunzip: (packed) => gunzip(name, packed), parquet: PARQUET }, format, reader);
  }
}

/** The bytes of a file, piece by piece. */
async function* bytesOf(file: File, progress: (part: number) => void): AsyncGenerator<Uint8Array> {
  // not every browser loops over a stream
  const reader = file.stream().getReader();
  let bytes = 0;
  let lastMessage = performance.now();
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(() => {
        throw new Unreadable();
      });
      if (done) return;
      bytes += value.length;
      if (performance.now() - lastMessage > PAUSE) {
        lastMessage = performance.now();
        progress(bytes / file.size);
      }
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** An error of the stream itself. */
class Unreadable extends Error {}

function messageOf(error: unknown, name: string): string {
  if (error instanceof FileError) return error.message;
  if (error instanceof Unreadable) return `${name} cannot be read: was it changed or removed? Choose it again`;
  return `${name} cannot be read: ${error instanceof Error ? error.message : error}`;
}
