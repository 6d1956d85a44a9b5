import { quoted } from '../text.js';
import { UserError } from '../user-error.js';
import { ColumnSurvey } from './column-survey.js';
import type { ColumnOptions, ColumnRequest } from './columns.js';
import { readCsvColumns } from './csv-columns.js';
import type { Inputs } from './find-input.js';
import { GrowingArray } from './growing-array.js';
import { checkNoTables, readImages } from './images.js';
import { readParquetColumns } from './parquet-columns.js';
import { imageRows, type RowText } from './rows.js';

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

export type ReadOptions = Omit<ColumnOptions, 'survey'>;

/**
 * Reads all columns of CSV or Parquet files.
 * @throws {UserError} There are none.
 */
export async function readSurvey(input: Inputs, options: ReadOptions): Promise<ColumnSurvey> {
  if (input.kind === 'folder') {
    checkNoTables(input.parts[0]);
    throw new UserError(`${input.name} is a folder: it has no columns`);
  }
  const survey = new ColumnSurvey();
  await readColumns(input, [], { ...options, survey });
  return survey;
}

/**
 * Reads labels from a column of CSV or Parquet files, or from a folder of images.
 * @throws {UserError} There are none: the message says why, and on which line.
 */
export async function readLabels(
  input: Inputs,
  column: string | undefined,
  options: ReadOptions,
): Promise<LabeledData> {
  const encoder = new LabelEncoder(input.name);
  if (input.kind === 'folder') {
    if (column !== undefined) throw noColumn(input, column);
    const { files, labels, unlabeled } = readImages(input.parts[0]);
    for (const label of labels) encoder.add(label);
    const rows = options.rows ? imageRows(files, labels) : undefined;
    return { name: input.name, ...encoder.result(), unlabeled, rows };
  }
  const rows = await readColumns(input, [{ option: '--column', column, add: (field) => encoder.add(field) }], options);
  return { name: input.name, ...encoder.result(), unlabeled: 0, rows };
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/**
 * Reads weights from a column of CSV or Parquet files.
 * @param labels The column of labels to read beside them, if any.
 * @throws {UserError} There are none: the message says why, and in which row.
 */
export async function readWeights(
  input: Inputs,
  column: string,
  labels: string | undefined,
  options: ReadOptions,
): Promise<WeightedData> {
  if (input.kind === 'folder') throw noColumn(input, column);
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
  const requests: ColumnRequest[] = [{ option: '--weights', column, add, addNumber: (weight) => weights.push(weight) }];
  if (encoder) requests.push({ option: '--column', column: labels, add: (field) => encoder.add(field) });
  const rows = await readColumns(input, requests, options);
  return {
    name: input.name,
    weights: weights.values(),
    labels: encoder && { name: input.name, ...encoder.result(), unlabeled: 0, rows },
    rows,
  };
}

function noColumn({ name, parts }: Inputs, column: string): UserError {
  checkNoTables(parts[0]);
  return new UserError(`${name} is a folder: it has no column ${JSON.stringify(column)}`);
}

/** Reads columns. @returns The rows themselves, if they were asked for. */
function readColumns(
  input: Inputs,
  requests: readonly ColumnRequest[],
  options: ColumnOptions,
): Promise<RowText | undefined> {
  return (input.kind === 'parquet' ? readParquetColumns : readCsvColumns)(input, requests, options);
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
