import { sampleWeights } from '../../index.js';
import { type ReadOptions, readLabels } from '../input/dataset.js';
import type { Inputs } from '../input/find-input.js';
import type { RowText } from '../input/rows.js';
import { type Subset, type SubsetOptions, takeSubset } from '../input/subset.js';
import { targetOfCodes } from '../input/target.js';
import { readWeightedRows, selectsRows } from '../input/weighted-rows.js';
import { UserError } from '../user-error.js';
import { type Epoch, epochOf } from './epoch.js';
import { type JsonHeader, jsonHeader } from './json-header.js';
import type { SamplerOptions } from './sampler-options.js';
import { warningsOf } from './warnings.js';

export interface SampleOptions extends SamplerOptions, SubsetOptions {
  /** The column of weights. Default: weights that balance the classes. */
  weights?: string;
  /** The column of labels. */
  column?: string;
  target?: ReadonlyMap<string, number>;
  /** Draws in the sample. Default: as many as rows. */
  number?: number;
  batchSize: number;
}

/** A sample that is ready to be drawn and written. */
export interface Sample {
  readonly header: JsonHeader & { readonly warnings: readonly string[] };
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
  const { data, subset, weights, text } = await readRows(input, options, reading);
  const { batchSize, seed } = options;
  const target = subset && targetOfCodes({ name: data.name, classes: subset.classes }, options.target);
  const classes = weights ? {} : { codes: subset?.codes, target };
  const own = weights ?? sampleWeights((subset as Subset).codes, target && { target });
  const numSamples = options.number ?? own.length;
  const source = { weights: own, ...classes, numSamples, countOption: '--number', batchSize, seed } as const;
  const epoch = epochOf(source, options);
  return {
    header: {
      ...jsonHeader({ ...data, missing: subset?.missing ?? new Map() }, own.length, subset, { ...options, numSamples }),
      warnings: [...data.doubts, ...warningsOf(source, subset, { ...options, draws: epoch.length, once: true })],
    },
    epoch: subset ? inFile(epoch, subset.rows) : epoch,
    text,
  };
}

/** Reads the rows that take part, with their weights where a column has them. */
async function readRows(input: Inputs, options: SampleOptions, reading: ReadOptions) {
  const { weights: column } = options;
  if (column === undefined) {
    const data = await readLabels(input, options.column, reading);
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
