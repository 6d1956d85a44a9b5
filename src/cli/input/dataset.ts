import type { Readable } from 'node:stream';
import type { Progress } from '../progress.js';
import { quoted } from '../text.js';
import { UserError } from '../user-error.js';
import { ColumnSurvey } from './column-survey.js';
import { type CsvReader, readCsv } from './csv.js';
import { findInput, type Input } from './find-input.js';
import { Growing } from './growing-array.js';
import { readImages } from './images.js';
import { csvRows, imageRows, type RowText } from './rows.js';

/** Rows with a label each: `codes` index `classes`. */
export interface Labeled {
  readonly name: string;
  readonly codes: Int32Array;
  /** In order of first appearance. */
  readonly classes: string[];
  /** Images of a folder that have no class. */
  readonly unlabelled: number;
  /** Where it was asked for. */
  readonly rows: RowText | undefined;
}

/** Rows with a weight each, and with labels where a column of them was asked for. */
export interface Weighed {
  readonly name: string;
  readonly weights: Float64Array;
  readonly labels: Labeled | undefined;
  readonly rows: RowText | undefined;
}

export interface ReadOptions {
  delimiter: string;
  progress: Progress;
  /** Whether the rows themselves are wanted. */
  rows: boolean;
  /** Opens standard input. */
  stdin?: (() => Readable) | undefined;
}

/** @throws {UserError} FILE cannot be read as a CSV or folder with labels: what, and where. */
export async function readLabels(path: string, column: string | undefined, options: ReadOptions): Promise<Labeled> {
  const input = await findInput(path, options.stdin);
  const coder = new Coder(input.name);
  if (input.kind === 'folder') {
    if (column !== undefined) throw new UserError(`${path} is a folder: it has no column ${JSON.stringify(column)}`);
    const { files, labels, unlabelled } = readImages(input);
    for (const label of labels) coder.add(label);
    const rows = options.rows ? imageRows(files, labels) : undefined;
    return { name: input.name, ...coder.done(), unlabelled, rows };
  }
  const labels = { flag: '--column', column, add: (field: string) => coder.add(field) };
  const rows = await readColumns(input, [labels], options);
  return { name: input.name, ...coder.done(), unlabelled: 0, rows };
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/**
 * @throws {UserError} FILE cannot be read as a CSV with weights, and with labels where `labels` names their column:
 * what, and where.
 */
export async function readWeights(
  path: string,
  column: string,
  labels: string | undefined,
  options: ReadOptions,
): Promise<Weighed> {
  const input = await findInput(path, options.stdin);
  if (input.kind === 'folder') throw new UserError(`${path} is a folder: it has no column ${JSON.stringify(column)}`);
  const weights = new Growing((length) => new Float64Array(length));
  const coder = labels === undefined ? undefined : new Coder(input.name);
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
  const wanted = [{ flag: '--weights', column, add }];
  if (coder) wanted.push({ flag: '--column', column: labels as string, add: (field) => coder.add(field) });
  const rows = await readColumns(input, wanted, options);
  return {
    name: input.name,
    weights: weights.done(),
    labels: coder && { name: input.name, ...coder.done(), unlabelled: 0, rows },
    rows,
  };
}

/** A column that is wanted, the option that names it, and what takes its fields. */
interface Wanted {
  readonly flag: string;
  readonly column: string | undefined;
  readonly add: (field: string) => void;
}

/** Reads columns; where there is none of a name, all of them, for the error. */
async function readColumns(
  input: Input,
  wanted: readonly Wanted[],
  options: ReadOptions,
): Promise<RowText | undefined> {
  const survey = new ColumnSurvey();
  const ends = new Growing((length) => new Float64Array(length));
  const kept: Buffer[] = [];
  let places: number[] = [];
  let missing: Wanted | undefined;
  let count = 0;
  const reader: CsvReader = {
    header(names, end) {
      places = wanted.map(({ column }) => (column === undefined ? -1 : names.indexOf(column)));
      missing = wanted[places.indexOf(-1)];
      for (const [i, { column }] of wanted.entries()) {
        if (places[i] !== -1 && names.lastIndexOf(column as string) !== places[i]) {
          throw new UserError(`${input.name} has two columns ${JSON.stringify(column)}`);
        }
      }
      if (missing) survey.header(names);
      if (options.rows) ends.push(end);
    },
    row(fields, end) {
      count++;
      if (missing) survey.row(fields);
      else for (let i = 0; i < wanted.length; i++) wanted[i].add(fields[places[i]]);
      if (options.rows) ends.push(end);
    },
  };
  // a pipe can be read once only
  if (options.rows && input.found === undefined) reader.bytes = (chunk) => kept.push(chunk);
  await readCsv(input, { delimiter: options.delimiter, ends: options.rows, progress: options.progress }, reader);
  if (missing) throw survey.error(input.name, missing.flag, missing.column);
  if (count === 0) throw new UserError(`${input.name} has a header and no rows`);
  return options.rows ? csvRows(input, ends.done(), reader.bytes && Buffer.concat(kept)) : undefined;
}

/** A Map holds no more. */
const MOST_CLASSES = 2 ** 24;

/** Labels to codes, as they come. */
class Coder {
  readonly #codes = new Growing((length) => new Int32Array(length));
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

  done(): { codes: Int32Array; classes: string[] } {
    return { codes: this.#codes.done(), classes: [...this.#byLabel.keys()] };
  }
}
