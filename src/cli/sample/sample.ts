import { sampleWeights } from '../../index.js';
import { type ReadOptions, readLabels, readWeights } from '../input/dataset.js';
import type { Inputs } from '../input/find-input.js';
import type { RowText } from '../input/rows.js';
import { type Subset, type SubsetOptions, takeSubset } from '../input/subset.js';
import { targetOfCodes } from '../input/target.js';
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
      ...jsonHeader(data, own.length, subset, { ...options, numSamples }),
      warnings: warningsOf(source, subset, { ...options, draws: epoch.length, once: true }),
    },
    epoch: subset ? inFile(epoch, subset.rows) : epoch,
    text,
  };
}

/** Reads the rows that take part, with their weights where a column has them. */
async function readRows(input: Inputs, options: SampleOptions, reading: ReadOptions) {
  const { classes, limit, weights: column } = options;
  if (column === undefined) {
    const data = await readLabels(input, options.column, reading);
    return { data, subset: takeSubset(data, options), weights: undefined, text: data.rows };
  }
  const selects = classes !== undefined || Boolean(limit?.size);
  if (selects !== (options.column !== undefined)) {
    throw new UserError(
      selects
        ? '--classes and --limit need --column NAME beside --weights: the column that holds the class'
        : '--column cannot be used with --weights, unless --classes or --limit selects rows by it',
    );
  }
  const { labels, rows, ...data } = await readWeights(input, column, options.column, reading);
  const subset = labels && takeSubset(labels, options);
  const weights = subset ? Float64Array.from(subset.rows, (row) => data.weights[row]) : data.weights;
  if (!weights.some((weight) => weight > 0)) {
    const which = subset ? `all ${weights.length} of these rows` : `all ${weights.length}`;
    throw new UserError(`${data.name}: ${column} must have a positive number, ${which} are 0`);
  }
  return { data: { name: data.name, unlabeled: 0 }, subset, weights, text: rows };
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
