import { lintWeights, sampleWeights } from '../../index.js';
import { sentences, unasked } from '../balance/balance.js';
import { type Labeled, type ReadOptions, readLabels, readWeights } from '../input/dataset.js';
import type { RowText } from '../input/rows.js';
import { type Subset, takeSubset } from '../input/subset.js';
import { targetOfCodes } from '../input/target.js';
import { UserError } from '../user-error.js';
import { type Epoch, epochOf } from './epoch.js';
import { type Head, headOf } from './json-header.js';
import type { How } from './sampler-options.js';

export interface SampleOptions extends How {
  weights?: string;
  column?: string;
  classes?: string[];
  limit?: ReadonlyMap<string, number>;
  target?: ReadonlyMap<string, number>;
  number?: number;
  batchSize: number;
  seed: number;
}

/** What `sample` prints. */
export interface Sample {
  readonly head: Head & { readonly warnings: readonly string[] };
  /** Draws row numbers of the file. */
  readonly epoch: Pick<Epoch, 'length' | 'chunks'>;
  readonly text: RowText | undefined;
}

/**
 * Reads a file, and prepares draws from those of its rows that are asked for.
 * @throws {UserError} What is wrong with the file or the options.
 */
export async function sampleOf(file: string, options: SampleOptions, reading: ReadOptions): Promise<Sample> {
  const { data, subset, weights, text } = await read(file, options, reading);
  const target = subset && targetOfCodes({ name: data.name, classes: subset.classes }, options.target);
  const source = {
    weights: weights ?? sampleWeights((subset as Subset).codes, target && { target }),
    codes: weights ? undefined : subset?.codes,
    target,
  };
  const numSamples = options.number ?? source.weights.length;
  const all = { ...options, numSamples };
  const drawn = { numSamples, counted: '--number', batchSize: options.batchSize, seed: options.seed } as const;
  const epoch = epochOf({ ...source, ...drawn }, options);
  const labels = source.codes && Array.from(source.codes, (code) => (subset as Subset).classes[code]);
  const findings = lintWeights(source.weights, {
    numSamples,
    replacement: options.replacement ?? true,
    ...(labels && { labels }),
  });
  // this is one sample: what a hundred of them would show does not matter; weights by class are one for each row
  const meant = findings.filter(({ code }) => code !== 'never-expected' && code !== 'class-weights');
  const { batchSize, limit = new Map<string, number>() } = options;
  const warnings = [
    ...sentences(meant, subset?.rows),
    ...(subset ? unasked(subset, { numSamples, draws: epoch.length, batchSize, limit }) : []),
  ];
  const parts = subset ?? {
    rows: source.weights,
    otherClasses: { classes: 0, rows: 0 },
    beyondLimit: new Map<string, number>(),
  };
  return {
    head: { ...headOf(data, parts, all), warnings },
    epoch: subset ? inFile(epoch, subset.rows) : epoch,
    text,
  };
}

/** The rows that take part; all, where there are weights and no classes. */
async function read(file: string, options: SampleOptions, reading: ReadOptions) {
  const { classes, limit = new Map<string, number>(), seed } = options;
  const chosen = classes !== undefined || limit.size > 0;
  const subsetOf = (data: Labeled): Subset => takeSubset(data, classes, limit, seed);
  if (options.weights === undefined) {
    const data = await readLabels(file, options.column, reading);
    return { data, subset: subsetOf(data), weights: undefined, text: data.rows };
  }
  if (chosen !== (options.column !== undefined)) {
    throw new UserError(
      chosen
        ? `--classes and --limit need --column NAME beside --weights: the column that holds the class`
        : `--column cannot be used with --weights, unless --classes or --limit chooses rows by it`,
    );
  }
  const { labels, rows, ...data } = await readWeights(file, options.weights, options.column, reading);
  const subset = labels && subsetOf(labels);
  const weights = subset ? Float64Array.from(subset.rows, (row) => data.weights[row]) : data.weights;
  if (!weights.some((weight) => weight > 0)) {
    const which = subset ? `all ${weights.length} of these rows` : `all ${weights.length}`;
    throw new UserError(`${data.name}: ${options.weights} must have a positive number, ${which} are 0`);
  }
  return { data: { name: data.name, unlabelled: 0 }, subset, weights, text: rows };
}

/** Draws of rows that take part, as row numbers of the file. */
function inFile(epoch: Epoch, rows: Uint32Array): Sample['epoch'] {
  return {
    length: epoch.length,
    *chunks() {
      for (const chunk of epoch.chunks()) yield chunk.map((item) => rows[item]);
    },
  };
}
