import { type LogitsOptions, sampleWeights, type WeightScheme } from '../../index.js';
import { type ReadOptions, readLabels } from '../input/dataset.js';
import type { Inputs } from '../input/find-input.js';
import { hasSets } from '../input/label-sets.js';
import type { RowText } from '../input/rows.js';
import { type Subset, type SubsetOptions, selectsRows, takeSubset } from '../input/subset.js';
import { sharesOfScheme, targetOfCodes } from '../input/target.js';
import { readWeightedRows } from '../input/weighted-rows.js';
import { UserError } from '../user-error.js';
import { type Epoch, epochOf } from './epoch.js';
import { type JsonHeader, jsonHeader } from './json-header.js';
import { labelRowsOf } from './label-rows.js';
import type { SamplerOptions } from './sampler-options.js';
import { warningsOf } from './warnings.js';

export interface SampleOptions extends SamplerOptions, SubsetOptions {
  /** The column of weights. Default: weights that balance the classes. */
  weights?: string;
  /** The column of labels. */
  column?: string;
  target?: ReadonlyMap<string, number>;
  /** How the weight of a row follows from the rows of its class. Default 'inverse'. */
  scheme?: WeightScheme | undefined;
  /** Whether the column of weights holds logits, and how to draw by them. */
  logits?: boolean;
  temperature?: number;
  topK?: number;
  topP?: number;
  /** Draws in the sample. Default: as many as rows. */
  number?: number;
  batchSize: number;
}

/** A sample that is ready to be drawn and written. */
export interface Sample {
  readonly header: JsonHeader & {
    /** How rows are drawn by logits; absent without them. */
    readonly logits?: { readonly temperature: number; readonly topK: number | null; readonly topP: number };
    readonly warnings: readonly string[];
  };
  /** Draws row numbers of the file. */
  readonly epoch: Pick<Epoch, 'length' | 'chunks'>;
  /** The rows themselves, if they were asked for. */
  readonly text: RowText | undefined;
}

/**
 * Reads a file and prepares draws from the rows that take part.
 * @throws {UserError} Something is wrong with the file or the options.
 */
export async function sampleOf(input: Inputs, options: SampleOptions, reading: ReadOptions): Promise<Sample> {
  const logits = logitsOf(options);
  const { data, subset, weights, text } = await readRows(input, { ...options, logits }, reading);
  const { batchSize, seed, scheme } = options;
  const { codes, classes } = weights ? { codes: undefined, classes: [] } : (subset as Subset);
  const target = codes && targetOfCodes({ name: data.name, classes }, options.target);
  const own = weights ?? sampleWeights(codes as Int32Array, { target, scheme });
  const ofClasses = codes && { codes, target: sharesOfScheme(codes, target, scheme) };
  const numSamples = options.number ?? own.length;
  const source = { weights: own, ...ofClasses, numSamples, countOption: '--number', batchSize, seed } as const;
  const epoch = epochOf(source, options);
  return {
    header: {
      ...jsonHeader({ ...data, missing: subset?.missing ?? new Map() }, own.length, subset, { ...options, numSamples }),
      ...(logits && { logits: { temperature: 1, topK: null, topP: 1, ...logits } }),
      warnings: [...data.doubts, ...warningsOf(source, subset, { ...options, draws: epoch.length, once: true })],
    },
    epoch: subset ? inFile(epoch, subset.rows) : epoch,
    text,
  };
}

/**
 * How to draw by logits: the options that were given; undefined without `--logits`.
 * @throws {UserError} An option is missing beside them.
 */
function logitsOf({ logits, weights, temperature, topK, topP }: SampleOptions) {
  if (logits && weights === undefined) throw new UserError('--logits needs --weights NAME: the column of logits');
  const given = { temperature, topK, topP };
  const [name] =
    Object.entries({ temperature, 'top-k': topK, 'top-p': topP }).find(([, value]) => value !== undefined) ?? [];
  if (!logits && name) throw new UserError(`--${name} goes with --logits`);
  return logits ? Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) : undefined;
}

/** Reads the rows that take part, with their weights where a column has them. */
async function readRows(
  input: Inputs,
  options: Omit<SampleOptions, 'logits'> & { logits: LogitsOptions | undefined },
  reading: ReadOptions,
) {
  const { weights: column } = options;
  if (column === undefined) {
    const data = await readLabels(input, options.column, reading);
    if (hasSets(data)) {
      const { subset, weights, warnings } = labelRowsOf(data, options);
      return { data: { ...data, doubts: [...data.doubts, ...warnings] }, subset, weights, text: data.rows };
    }
    return { data, subset: takeSubset(data, options), weights: undefined, text: data.rows };
  }
  const named = options.column ?? reading.labels.oneHot;
  if (named !== undefined && !selectsRows(options)) {
    throw new UserError('--column cannot be used with --weights, unless --classes or --limit selects rows by it');
  }
  const { data, text } = await readWeightedRows(input, { ...options, weights: column }, reading);
  return { data: { ...data, unlabeled: 0 }, subset: data.subset, weights: data.weights, text };
}

/** Turns draws of rows that take part into row numbers of the file. */
function inFile(epoch: Epoch, rows: Uint32Array): Sample['epoch'] {
  return {
    length: epoch.length,
    *chunks() {
      for (const chunk of epoch.chunks()) yield chunk.map((item) => rows[item]);
    },
  };
}
