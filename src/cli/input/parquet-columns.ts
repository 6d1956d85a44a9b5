import type { DuckDBDataChunk } from '@duckdb/node-api';
import { ColumnSurvey } from '../../files/column-survey.js';
import { GrowingArray } from '../../files/growing-array.js';
import type { Progress } from '../progress.js';
import { UserError } from '../user-error.js';
import { ByteSpool } from './byte-spool.js';
import {
  type ColumnOptions,
  type ColumnRequest,
  findColumns,
  type GroupRequest,
  type Place,
  type ReadColumns,
} from './columns.js';
import { DuckDb, sqlName } from './duckdb.js';
import type { Inputs } from './find-input.js';
import { checkUnchanged, type ParquetColumn, type ParquetTable, parquetTable } from './parquet.js';
import { isCast, isNumeric, sqlLine, textOf } from './parquet-text.js';
import { MOST_NAMED, type RowNames } from './row-names.js';
import { csvLine, type RowText, spooledRows } from './rows.js';

/** Takes values of a result, chunk by chunk. */
interface Reader {
  /** What to query: an expression for each column of the chunks. */
  readonly expressions: string[];
  /** @param first The index of the first of its expressions. */
  read(chunk: DuckDBDataChunk, first: number): void;
}

/**
 * Reads columns of Parquet files, one file after the other. A value counts as its text in a CSV, and a missing one as
 * an empty cell.
 * @throws {UserError} A column is missing, or holds lists or other nested values. Or a file is broken.
 */
export async function readParquetColumns(
  input: Inputs,
  requests: readonly ColumnRequest[],
  options: ColumnOptions,
  place: Place,
): Promise<ReadColumns> {
  const { name } = input;
  const db = await DuckDb.open(name);
  try {
    const table = await parquetTable(db, input);
    if (table.rows === 0) throw new UserError(`${name} has columns and no rows`);
    const names = table.columns.map((column) => column.name);
    const { places, missing } = findColumns(names, requests, name, false, options.trimNames);
    const read = { format: 'parquet', files: input.parts.length, rows: table.rows } as const;
    const survey = options.survey ?? (missing && new ColumnSurvey());
    if (survey) {
      survey.header(names);
      await readAll(db, input, table, [surveyed(table.columns, survey)], options.progress);
      if (missing) throw survey.error(name, missing.option, missing.column, {});
      return { text: undefined, read, doubts: [] };
    }
    const readers = requests.map((request, i) => requested(table.columns[places[i]], request, name, place));
    if (options.naming && table.rows <= MOST_NAMED) {
      options.naming.header(names);
      readers.push(surveyed(table.columns, options.naming));
    }
    if (options.group) readers.push(grouped(table.columns, options.group, place));
    const lines = options.rows ? new Lines(table.columns, options.format.delimiter ?? ',') : undefined;
    await readAll(db, input, table, lines ? [...readers, lines] : readers, options.progress);
    return { text: lines?.text(), read, doubts: [] };
  } finally {
    db.close();
  }
}

async function readAll(
  db: DuckDb,
  input: Inputs,
  { from, rows }: ParquetTable,
  readers: readonly Reader[],
  progress: Progress,
): Promise<void> {
  const expressions = readers.flatMap((reader) => reader.expressions);
  progress.start(`reading ${input.name}`, rows);
  try {
    for await (const chunk of db.chunks(`SELECT ${expressions.join(', ')} FROM ${from}`)) {
      let first = 0;
      for (const reader of readers) {
        reader.read(chunk, first);
        first += reader.expressions.length;
      }
      progress.add(chunk.rowCount);
    }
    checkUnchanged(input);
  } catch (error) {
    // this explains other errors
    checkUnchanged(input);
    throw error;
  } finally {
    progress.stop();
  }
}

function requested(
  column: ParquetColumn,
  { option, add, addNumber, signed }: ColumnRequest,
  file: string,
  place: Place,
): Reader {
  const { name, queried, type } = column;
  if (/[\])]$/.test(type) && !/^(DECIMAL|ENUM)\([^[]*$/.test(type)) {
    const what = `${option} needs a column of texts, numbers, booleans or dates`;
    throw new UserError(`${file}: column ${JSON.stringify(name)} has nested values (${type}): ${what}`);
  }
  const text = textOf(column);
  let row = 0;
  if (addNumber && isNumeric(column)) {
    const value = isCast(type) ? sqlName(queried) : `CAST(${sqlName(queried)} AS VARCHAR)`;
    const number = `CAST(${value} AS DOUBLE)`;
    // NaN is above infinity
    const least = signed ? "> '-inf'::DOUBLE" : '>= 0';
    const wrong = `CASE WHEN ${number} ${least} AND ${number} < 'inf'::DOUBLE THEN NULL ELSE ${text} END`;
    return {
      expressions: [number, wrong],
      read(chunk, first) {
        const [numbers, texts] = [chunk.getColumnVector(first), chunk.getColumnVector(first + 1)];
        for (let i = 0; i < chunk.rowCount; i++) {
          const text = texts.getItem(i) as string | null;
          place.row = row++;
          if (text === null) addNumber(numbers.getItem(i) as number);
          else add(text);
        }
      },
    };
  }
  return {
    expressions: [text],
    read(chunk, first) {
      const texts = chunk.getColumnVector(first);
      for (let i = 0; i < chunk.rowCount; i++) {
        place.row = row++;
        add(texts.getItem(i) as string);
      }
    },
  };
}

function grouped(columns: readonly ParquetColumn[], { columns: find, add }: GroupRequest, place: Place): Reader {
  const indices = find(columns.map(({ name }) => name));
  const fields: string[] = [];
  let row = 0;
  return {
    expressions: indices.map((index) => textOf(columns[index])),
    read(chunk, first) {
      const vectors = indices.map((_, i) => chunk.getColumnVector(first + i));
      for (let i = 0; i < chunk.rowCount; i++) {
        place.row = row++;
        for (const [at, index] of indices.entries()) fields[index] = vectors[at].getItem(i) as string;
        add(fields);
      }
    },
  };
}

function surveyed(columns: readonly ParquetColumn[], survey: ColumnSurvey | RowNames): Reader {
  return {
    expressions: columns.map(textOf),
    read(chunk, first) {
      const vectors = columns.map((_, i) => chunk.getColumnVector(first + i));
      for (let i = 0; i < chunk.rowCount; i++) survey.row(vectors.map((vector) => vector.getItem(i) as string));
    },
  };
}

/** Makes the rows of a CSV. */
class Lines implements Reader {
  readonly expressions: string[];
  readonly #spool = new ByteSpool();
  readonly #ends = new GrowingArray((length) => new Float64Array(length));

  constructor(columns: readonly ParquetColumn[], delimiter: string) {
    this.expressions = [sqlLine(columns, delimiter)];
    this.#add([
      csvLine(
        columns.map(({ name }) => name),
        delimiter,
      ),
    ]);
  }

  read(chunk: DuckDBDataChunk, first: number): void {
    const lines = chunk.getColumnVector(first);
    this.#add(Array.from({ length: chunk.rowCount }, (_, i) => lines.getItem(i) as string));
  }

  #add(lines: readonly string[]): void {
    let end = this.#spool.length;
    for (const line of lines) this.#ends.push((end += Buffer.byteLength(line) + 1));
    this.#spool.append(Buffer.from(`${lines.join('\n')}\n`));
  }

  text(): RowText {
    return spooledRows(this.#spool, this.#ends.values());
  }
}
