import { ColumnSurvey } from '../../files/column-survey.js';
import type { FormatOptions } from '../../files/dialect.js';
import { findColumn, missingColumn } from '../../files/header.js';
import { type EncodedLabels, LabelEncoder, type LabelOptions } from '../../files/labels.js';
import { LogitColumn } from '../../files/logit-column.js';
import { OneHotLabels, oneHotColumns } from '../../files/one-hot.js';
import { WeightColumn } from '../../files/weight-column.js';
import { quoted } from '../text.js';
import { UserError } from '../user-error.js';
import {
  type ColumnOptions,
  type ColumnRequest,
  type GroupRequest,
  Place,
  type ReadColumns,
  type ReadNote,
} from './columns.js';
import type { Inputs } from './find-input.js';
import type { ImageOptions } from './image-options.js';
import { checkNoTables, readImages } from './images.js';
import { headerDoubts, respelledDoubts } from './label-doubts.js';
import { type LabelSets, OneHotSets, splitLabels } from './label-sets.js';
import { readParquetColumns } from './parquet-columns.js';
import { PrintedColumn, printedImages } from './printed-column.js';
import { RowNames, type RowNaming } from './row-names.js';
import { imageRows, type RowText } from './rows.js';
import { readTextColumns } from './text-columns.js';

/** A data set whose rows have one label each. */
export interface LabeledData {
  /** The name of the file in messages. */
  readonly name: string;
  /** (rows,), the class of each row as an index into `classes`; -1 if it has none and is left out. */
  readonly codes: Int32Array;
  /** The labels, in order of first appearance. */
  readonly classes: string[];
  /** Where rows have several labels, those of each class, which is then a combination of labels. */
  readonly sets?: LabelSets | undefined;
  /** The spellings of missing labels that are left out, with their numbers of rows. */
  readonly missing: ReadonlyMap<string, number>;
  /** The number of images in a folder that have no class. */
  readonly unlabeled: number;
  /** The rows themselves, if they were asked for. */
  readonly rows: RowText | undefined;
  /** What was understood of the file. */
  readonly read: ReadNote;
  /** What is probably right and might not be, in sentences. */
  readonly doubts: readonly string[];
}

/** A data set whose rows have one weight each. */
export interface WeightedData {
  /** The name of the file in messages. */
  readonly name: string;
  /** (rows,), finite and at least 0, or logits; NaN where it is missing and left out. */
  readonly weights: Float64Array;
  /** The spellings of missing weights, with their numbers of rows. */
  readonly missing: ReadonlyMap<string, number>;
  /** The labels of the rows, if a column of labels was asked for. */
  readonly labels: LabeledData | undefined;
  /** What names the rows of a small table, where no column of labels was asked for. */
  readonly naming: RowNaming | undefined;
  /** The rows themselves, if they were asked for. */
  readonly rows: RowText | undefined;
  readonly read: ReadNote;
  readonly doubts: readonly string[];
}

export interface ReadOptions extends Omit<ColumnOptions, 'survey' | 'naming' | 'group'> {
  /** What counts as a label. */
  readonly labels: Pick<LabelOptions, 'missing' | 'trim' | 'ignoreCase'> & {
    readonly oneHot: string | undefined;
    /** What stands between the labels of a field. Default: a field holds one label. */
    readonly multiLabel?: string | undefined;
  };
  /** The decimal sign of weights. Default: found. */
  readonly decimal: '.' | ',' | undefined;
  /** Whether the column of weights holds logits. */
  readonly logits: boolean;
  /** How to read a folder of images. */
  readonly images: ImageOptions;
}

/** All columns, and what was understood. */
export interface SurveyedData {
  readonly survey: ColumnSurvey;
  readonly read: ReadNote;
  readonly doubts: readonly string[];
}

/**
 * Reads all columns of text tables or Parquet files.
 * @throws {UserError | FileError} There are none.
 */
export async function readSurvey(input: Inputs, options: ColumnOptions): Promise<SurveyedData> {
  if (input.kind === 'folder') {
    checkNoTables(input.parts[0]);
    throw new UserError(`${input.name} is a folder: it has no columns`);
  }
  const survey = new ColumnSurvey();
  const { read, doubts } = await readColumns(input, [], { ...options, survey }, new Place());
  return { survey, read, doubts };
}

/**
 * Reads labels from a column of text tables or Parquet files, or from a folder of images.
 * @throws {UserError | FileError} There are none: the message says why, and on which line.
 */
export async function readLabels(
  input: Inputs,
  column: string | undefined,
  options: ReadOptions,
): Promise<LabeledData> {
  const place = new Place();
  const encoder = encoderOf(input, column, options, place);
  if (input.kind === 'folder') {
    const named = column ?? options.labels.oneHot;
    if (named !== undefined) throw noColumn(input, named);
    if (options.labels.multiLabel !== undefined) {
      throw new UserError(`${input.name} is a folder: --multi-label is for the fields of a table`);
    }
    checkFormat(input, options.format);
    const { files, labels, unlabeled, read: text, warnings } = readImages(input.parts[0], options.images);
    // a folder may be named NA
    for (const label of labels) encoder.addClass(label);
    const { printed } = options;
    const rows = options.rows
      ? imageRows(files, labels)
      : printedImages(input, printed, { file: files, label: labels });
    const read = { format: 'folder', files: 1, rows: files.length, text } as const;
    return labeled(input, encoder, { text: rows, read, doubts: warnings }, unlabeled);
  }
  const several = new OneHotSets();
  const { request, group } = labelColumns(input, column, options, encoder, place, several);
  const read = labeled(input, encoder, await readColumns(input, request, { ...options, group }, place));
  const isPrinted = options.rows || (options.printed !== undefined && options.printed === column);
  const doubts = [...headerDoubts(input, column, read), ...(isPrinted ? respelledDoubts(input, encoder) : [])];
  const data = { ...read, doubts };
  const { multiLabel, ignoreCase } = options.labels;
  return multiLabel === undefined ? several.data(data) : splitLabels(data, multiLabel, ignoreCase);
}

/**
 * Reads weights from a column of text tables or Parquet files.
 * @param labels The column of labels to read beside them, if any.
 * @throws {UserError | FileError} There are none: the message says why, and on which line.
 */
export async function readWeights(
  input: Inputs,
  column: string,
  labels: string | undefined,
  options: ReadOptions,
): Promise<WeightedData> {
  if (input.kind === 'folder') throw noColumn(input, column);
  const place = new Place();
  const where = () => place.text();
  const weights = new (options.logits ? LogitColumn : WeightColumn)({
    file: input.name,
    column,
    where,
    missing: options.labels.missing,
    ...(options.decimal && { decimal: options.decimal }),
  });
  const requests: ColumnRequest[] = [
    {
      option: '--weights',
      column,
      add: (field) => weights.add(field),
      addNumber: (value) => weights.addNumber(value),
      signed: options.logits,
    },
  ];
  const isLabeled = labels !== undefined || options.labels.oneHot !== undefined;
  const encoder = isLabeled ? encoderOf(input, labels, options, place) : undefined;
  const { request = [], group } = encoder ? labelColumns(input, labels, options, encoder, place) : {};
  const naming = encoder ? undefined : new RowNames(column);
  const columns = await readColumns(input, [...requests, ...request], { ...options, group, naming }, place);
  const { guessed, ...read } = weights.finish();
  // semicolons separate where the comma is a decimal sign, and a point is between thousands
  const isDoubtful = guessed !== undefined && 'delimiter' in columns.read && columns.read.delimiter === ';';
  const doubt = `${input.name}: ${column} has ${quoted(guessed ?? '')}, read with a decimal point; if not: --decimal ,`;
  return {
    name: input.name,
    ...read,
    naming: naming?.result(),
    labels: encoder && labeled(input, encoder, columns),
    rows: columns.text,
    read: columns.read,
    doubts: isDoubtful ? [...columns.doubts, doubt] : columns.doubts,
  };
}

function encoderOf({ name }: Inputs, column: string | undefined, { labels }: ReadOptions, place: Place): LabelEncoder {
  const { missing, multiLabel } = labels;
  // fields with several labels are compared once they are split
  const { trim, ignoreCase } = multiLabel === undefined ? labels : { trim: false, ignoreCase: false };
  return new LabelEncoder({
    missing,
    trim,
    ignoreCase,
    file: name,
    column: column ?? 'label',
    where: () => place.text(),
  });
}

/**
 * What to read labels from: a column, or one-hot columns.
 * @param several Takes rows with several labels, if any may.
 */
function labelColumns(
  { name: file, kind }: Inputs,
  column: string | undefined,
  { labels: { oneHot, trim }, format }: ReadOptions,
  encoder: LabelEncoder,
  place: Place,
  several?: OneHotSets,
): { request: ColumnRequest[]; group?: GroupRequest } {
  const add = (field: string): void => encoder.add(field);
  if (oneHot === undefined) return { request: [{ option: '--column', column, add }] };
  let labels: OneHotLabels | undefined;
  const group: GroupRequest = {
    columns(names) {
      const find = (name: string): number => {
        const at = findColumn(file, names, name, kind !== 'parquet', trim);
        if (at !== -1) return at;
        const wanted = { option: '--one-hot', column: name };
        throw new UserError(`${file}: ${missingColumn(names, wanted, format.header ?? true)}`);
      };
      const columns = oneHotColumns(file, oneHot, names, find);
      labels = new OneHotLabels({ file, columns, where: () => place.text() });
      return columns.map(({ index }) => index);
    },
    add(fields) {
      const label = several
        ? several.name((labels as OneHotLabels).labels(fields))
        : (labels as OneHotLabels).label(fields);
      if (label === '') encoder.add(label);
      else encoder.addClass(label);
    },
  };
  return { request: [], group };
}

function labeled(
  { name }: Inputs,
  encoder: LabelEncoder,
  { text, read, doubts }: ReadColumns,
  unlabeled = 0,
): LabeledData {
  const { codes, classes, missing }: EncodedLabels = encoder.result();
  return { name, codes, classes, missing, unlabeled, rows: text, read, doubts };
}

/** @throws {UserError} An option says how a text table is written, and this is none. */
function checkFormat({ name, kind }: Inputs, { delimiter, lists: _, ...others }: FormatOptions): void {
  if (kind !== 'parquet' && kind !== 'folder') return;
  // rows of Parquet files are printed with it
  const format = kind === 'folder' ? { delimiter, ...others } : others;
  const [option] = Object.entries(format).find(([, value]) => value !== undefined && value !== true) ?? [];
  const given = option === 'header' ? '--no-header' : `--${option === 'shortRows' ? 'short-rows' : option}`;
  const what = kind === 'parquet' ? 'a Parquet file' : 'a folder of images';
  if (option) throw new UserError(`${name} is ${what}: ${given} is for text tables, such as CSV`);
}

function noColumn({ name, parts }: Inputs, column: string): UserError {
  checkNoTables(parts[0]);
  return new UserError(`${name} is a folder: it has no column ${JSON.stringify(column)}`);
}

/** Reads columns. @param place Is moved along, for errors. */
async function readColumns(
  input: Inputs,
  requests: readonly ColumnRequest[],
  options: ColumnOptions,
  place: Place,
): Promise<ReadColumns> {
  checkFormat(input, options.format);
  const read = input.kind === 'parquet' ? readParquetColumns : readTextColumns;
  const { printed: column } = options;
  if (column === undefined) return read(input, requests, options, place);
  const fields = new PrintedColumn();
  const request: ColumnRequest = { option: '--print', column, add: (field) => fields.add(field) };
  const columns = await read(input, [...requests, request], options, place);
  return { ...columns, text: fields.text() };
}
