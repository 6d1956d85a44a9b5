import type { Readable } from 'node:stream';
import type { Progress } from '../progress.js';
import { quoted } from '../text.js';
import { UserError } from '../user-error.js';
import { ColumnSurvey } from './column-survey.js';
import { type CsvReader, readCsv } from './csv.js';
import { findInput, type Input } from './find-input.js';
import { GrowingArray } from './growing-array.js';
import { readImages } from './images.js';
import { csvRows, imageRows, type RowText } from './rows.js';

/** A data set whose rows have one label each. */
export interface LabeledData {
  /** The name of the file in messages. */
  readonly name: string;
  /** (rows,), the class of each row as an index into `classes`. */
  readonly codes: Int32Array;
  /** The labels, in order of first appearance. */
  readonly classes: string[];
  /** The number of images in a folder that have no class. */
  readonly unlabeled: number;
  /** The rows themselves, if they were asked for. */
  readonly rows: RowText | undefined;
}

/** A data set whose rows have one weight each. */
export interface WeightedData {
  /** The name of the file in messages. */
  readonly name: string;
  /** (rows,), finite and at least 0. */
  readonly weights: Float64Array;
  /** The labels of the rows, if a column of labels was asked for. */
  readonly labels: LabeledData | undefined;
  /** The rows themselves, if they were asked for. */
  readonly rows: RowText | undefined;
}

export interface ReadOptions {
  delimiter: string;
  progress: Progress;
  /** Whether to keep the rows themselves. */
  rows: boolean;
  /** Opens standard input. */
  stdin?: (() => Readable) | undefined;
}

/**
 * Reads labels from a column of a CSV, or from a folder of images.
 * @throws {UserError} There are none: the message says why, and on which line.
 */
export async function readLabels(path: string, column: string | undefined, options: ReadOptions): Promise<LabeledData> {
  const input = await findInput(path, options.stdin);
  const encoder = new LabelEncoder(input.name);
  if (input.kind === 'folder') {
    if (column !== undefined) throw noColumn(path, column);
    const { files, labels, unlabeled } = readImages(input);
    for (const label of labels) encoder.add(label);
    const rows = options.rows ? imageRows(files, labels) : undefined;
    return { name: input.name, ...encoder.result(), unlabeled, rows };
  }
  const rows = await readColumns(input, [{ option: '--column', column, add: (field) => encoder.add(field) }], options);
  return { name: input.name, ...encoder.result(), unlabeled: 0, rows };
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/**
 * Reads weights from a column of a CSV.
 * @param labels The column of labels to read beside them, if any.
 * @throws {UserError} There are none: the message says why, and in which row.
 */
export async function readWeights(
  path: string,
  column: string,
  labels: string | undefined,
  options: ReadOptions,
): Promise<WeightedData> {
  const input = await findInput(path, options.stdin);
  if (input.kind === 'folder') throw noColumn(path, column);
  const weights = new GrowingArray((length) => new Float64Array(length));
  const encoder = labels === undefined ? undefined : new LabelEncoder(input.name);
  const add = (field: string): void => {
    const weight = NUMBER.test(field) ? Number(field) : Number.NaN;
    if (!(weight >= 0 && weight < Infinity)) {
      const row = `row ${weights.length} (0-based, header not counted)`;
      throw new UserError(
        `${input.name}: ${row}: ${column} must be a finite number of at least 0, got ${quoted(field)}`,
      );
    }
    weights.push(weight);
  };
  const requests: ColumnRequest[] = [{ option: '--weights', column, add }];
  if (encoder) requests.push({ option: '--column', column: labels, add: (field) => encoder.add(field) });
  const rows = await readColumns(input, requests, options);
  return {
    name: input.name,
    weights: weights.values(),
    labels: encoder && { name: input.name, ...encoder.result(), unlabeled: 0, rows },
    rows,
  };
}

function noColumn(path: string, column: string): UserError {
  return new UserError(`${path} is a folder: it has no column ${JSON.stringify(column)}`);
}

/** A column to read. */
interface ColumnRequest {
  /** The option that names the column. */
  readonly option: string;
  /** The name of the column; undefined if the option was not given. */
  readonly column: string | undefined;
  /** Takes each field of the column. */
  readonly add: (field: string) => void;
}

/**
 * Reads columns of a CSV.
 * @returns The rows themselves, if they were asked for.
 * @throws {UserError} A column is missing: the message lists all columns.
 */
async function readColumns(
  input: Input,
  requests: readonly ColumnRequest[],
  options: ReadOptions,
): Promise<RowText | undefined> {
  const survey = new ColumnSurvey();
  const ends = new GrowingArray((length) => new Float64Array(length));
  const chunks: Buffer[] = [];
  let places: number[] = [];
  let missing: ColumnRequest | undefined;
  let count = 0;
  const reader: CsvReader = {
    header(names, end) {
      places = requests.map(({ column }) => (column === undefined ? -1 : names.indexOf(column)));
      missing = requests[places.indexOf(-1)];
      for (const [i, { column }] of requests.entries()) {
        if (places[i] !== -1 && names.lastIndexOf(column as string) !== places[i]) {
          throw new UserError(`${input.name} has two columns ${JSON.stringify(column)}: rename one of them`);
        }
      }
      if (missing) survey.header(names);
      if (options.rows) ends.push(end);
    },
    row(fields, end) {
      count++;
      if (missing) survey.row(fields);
      else for (let i = 0; i < requests.length; i++) requests[i].add(fields[places[i]]);
      if (options.rows) ends.push(end);
    },
  };
  // a pipe can be read only once
  if (options.rows && input.stats === undefined) reader.bytes = (chunk) => chunks.push(chunk);
  await readCsv(input, { delimiter: options.delimiter, ends: options.rows, progress: options.progress }, reader);
  if (missing) throw survey.error(input.name, missing.option, missing.column);
  if (count === 0) throw new UserError(`${input.name} has a header and no rows`);
  return options.rows ? csvRows(input, ends.values(), reader.bytes && Buffer.concat(chunks)) : undefined;
}

/** The most entries of a Map. */
const MOST_CLASSES = 2 ** 24;

/** Turns labels into codes, one after another. */
class LabelEncoder {
  readonly #codes = new GrowingArray((length) => new Int32Array(length));
  readonly #byLabel = new Map<string, number>();

  constructor(private readonly file: string) {}

  add(label: string): void {
    let code = this.#byLabel.get(label);
    if (code === undefined) {
      code = this.#byLabel.size;
      if (code === MOST_CLASSES) throw new UserError(`${this.file} has more than ${MOST_CLASSES} different labels`);
      this.#byLabel.set(label, code);
    }
    this.#codes.push(code);
  }

  result(): Pick<LabeledData, 'codes' | 'classes'> {
    return { codes: this.#codes.values(), classes: [...this.#byLabel.keys()] };
  }
}
