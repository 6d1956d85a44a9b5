import { type LogitsOptions, WeightedRandomSampler } from '../../index.js';
import { UserError } from '../user-error.js';
import type { ReadNote } from './columns.js';
import { type LabeledData, type ReadOptions, readWeights, type WeightedData } from './dataset.js';
import type { Inputs } from './find-input.js';
import type { RowNaming } from './row-names.js';
import type { RowText } from './rows.js';
import { type Subset, type SubsetOptions, selectsRows, takeSubset, withWeights } from './subset.js';

/** The rows that take part, with a weight each. */
export interface WeightedRows {
  /** The name of the file in messages. */
  readonly name: string;
  /** The column of weights. */
  readonly column: string;
  /** (rows,), finite and at least 0, at least one positive. */
  readonly weights: Float64Array;
  /** (rows,), their row numbers in the file, ascending; undefined where all rows of the file take part. */
  readonly rows: Uint32Array | undefined;
  /** These rows; its classes are those of `grouping`, or none. */
  readonly subset: Subset | undefined;
  /** The column of labels, and the class of each row by it; undefined without one. */
  readonly grouping: { readonly column: string; readonly subset: Subset } | undefined;
  /** What names the rows of a small table without a column of labels. Its names are by row of the file. */
  readonly naming: RowNaming | undefined;
  /** The spellings of missing weights and labels, with the numbers of their rows. */
  readonly missing: ReadonlyMap<string, number>;
  /** What some rows are without, and their number. */
  readonly what: 'label' | 'weight' | 'weight or a label';
  readonly withoutRows: number;
  /** What was understood of the file. */
  readonly read: ReadNote;
  /** What is probably right and might not be, in sentences. */
  readonly doubts: readonly string[];
}

export interface WeightedOptions extends SubsetOptions {
  /** The column of weights. */
  weights: string;
  /** The column of labels. Default: none. */
  column?: string | undefined;
  /** How to draw by the column, if it holds logits. Default: it holds weights. */
  logits?: LogitsOptions | undefined;
}

/**
 * Reads the rows that take part from a table with a column of weights.
 * @throws {UserError} There are no such rows: the message says why.
 */
export async function readWeightedRows(
  input: Inputs,
  options: WeightedOptions,
  reading: ReadOptions,
): Promise<{ data: WeightedRows; text: RowText | undefined }> {
  const { weights, column } = options;
  if (selectsRows(options) && (column ?? reading.labels.oneHot) === undefined) {
    throw new UserError('--classes and --limit need --column NAME beside --weights: the column that holds the class');
  }
  const data = await readWeights(input, weights, column, reading);
  return { data: takeWeighted(data, options), text: data.rows };
}

/** Data without the classes that no row has. */
function ofKnown(data: LabeledData): LabeledData {
  const has = new Uint8Array(data.classes.length);
  for (const code of data.codes) if (code !== -1) has[code] = 1;
  const known = [...has.keys()].filter((code) => has[code] === 1);
  if (known.length === has.length) return data;
  const newCodes = new Int32Array(has.length);
  for (const [code, old] of known.entries()) newCodes[old] = code;
  const classes = known.map((code) => data.classes[code]);
  return { ...data, classes, codes: data.codes.map((code) => (code === -1 ? -1 : newCodes[code])) };
}

/** Selects the rows that take part. @throws {UserError} None of them has a positive weight. */
function takeWeighted(data: WeightedData, options: WeightedOptions): WeightedRows {
  const { name, labels, naming } = data;
  // a row without a weight does not count toward the limit of its class
  const withWeight = (code: number, row: number): number => (Number.isNaN(data.weights[row]) ? -1 : code);
  const labeled = labels && takeSubset(ofKnown({ ...labels, codes: labels.codes.map(withWeight) }), options);
  const isWithout = (weight: number, row: number): boolean => Number.isNaN(weight) || labels?.codes[row] === -1;
  const withoutRows = data.weights.reduce((sum, weight, row) => sum + Number(isWithout(weight, row)), 0);
  const what = labels?.missing.size ? 'weight or a label' : 'weight';
  const subset = withWeights(data, labeled);
  const given = subset ? Float64Array.from(subset.rows, (row) => data.weights[row]) : data.weights;
  const { logits } = options;
  if (!given.some((value) => value > (logits ? -Infinity : 0))) {
    const which = subset ? `all ${given.length} of these rows` : `all ${given.length}`;
    const [needed, are] = logits ? ['finite', '-inf'] : ['positive', '0'];
    throw new UserError(`${name}: ${options.weights} must have a ${needed} number, ${which} are ${are}`);
  }
  const weights = logits ? WeightedRandomSampler.fromLogits(given, { ...logits, numSamples: 1 }).weights : given;
  const grouping = labeled && { column: options.column ?? 'label', subset: subset as Subset };
  const { missing = new Map() } = subset ?? {};
  const { read, doubts } = data;
  const rows = subset?.rows;
  const ofRows = { weights, rows, subset, grouping, naming };
  return { name, column: options.weights, ...ofRows, missing, what, withoutRows, read, doubts };
}
