import {
  BatchSampler,
  classCounts,
  classWeights,
  lintWeights,
  RandomSampler,
  sampleWeights,
  WeightedRandomSampler,
} from '../index.js';
import type { Labelled } from './dataset.js';
import { type Epoch as Drawn, epochOf, type How } from './epoch.js';
import type { Progress } from './progress.js';
import { type Subset, takeSubset } from './subset.js';
import { type ClassTally, type Tally, tally } from './tally.js';
import { targetOfCodes } from './target.js';

export interface BalanceOptions extends How {
  classes?: string[];
  limit: ReadonlyMap<string, number>;
  target?: ReadonlyMap<string, number>;
  numSamples?: number;
  batchSize: number;
  seed: number;
  progress: Progress;
}

/** What `balance` shows, and prints as JSON. Shares and probabilities are in [0, 1]. */
export interface Balance {
  readonly file: string;
  readonly seed: number;
  readonly sampler: NonNullable<How['sampler']>;
  readonly replacement: boolean;
  readonly distinct: boolean;
  readonly rows: number;
  readonly leftOut: {
    readonly otherClasses: { readonly classes: number; readonly rows: number };
    readonly beyondLimit: Readonly<Record<string, number>>;
    readonly unlabelledImages: number;
  };
  readonly batchSize: number;
  readonly sumOfWeights: number;
  readonly shuffle: Epoch;
  readonly weighted: Epoch;
  readonly classes: readonly BalancedClass[];
  readonly warnings: readonly string[];
}

type Epoch = Pick<Tally, 'draws' | 'batches' | 'neverSeen'>;

interface BalancedClass {
  readonly class: string;
  readonly rows: number;
  /** Of each row of the class. */
  readonly weight: number;
  readonly probability: number;
  readonly shuffle: ClassTally;
  readonly weighted: ClassTally;
}

/** The rows that take part, and what one epoch drew of them. */
export interface Draws {
  readonly subset: Subset;
  /** What was drawn: indices into subset.rows. */
  readonly epoch: Drawn;
  /** (subset.rows.length,) */
  readonly times: Float64Array;
}

/** Balances a data set, and compares one epoch of plain shuffling with one of weighted draws. */
export function balance(data: Labelled, options: BalanceOptions): { summary: Balance; draws: Draws } {
  const { batchSize, seed } = options;
  const subset = takeSubset(data, options.classes, options.limit, seed);
  const { codes, classes } = subset;
  const target = targetOfCodes({ name: data.name, classes }, options.target);
  const weights = classWeights(codes, target && { target });
  const itemWeights = sampleWeights(codes, target && { target });
  const probabilities = new WeightedRandomSampler(itemWeights, 1, { seed }).probabilities();
  const numSamples = options.numSamples ?? codes.length;
  const drawn = epochOf({ weights: itemWeights, codes, target, numSamples, batchSize, seed }, options);

  options.progress.start('drawing an epoch', drawn.length);
  const weighted = tally(watched(drawn.batches(), options.progress), codes, classes.length);
  options.progress.stop();
  const shuffle = new BatchSampler(new RandomSampler(codes, { seed }), batchSize);
  const shuffled = tally(shuffle, codes, classes.length);

  const counts = classCounts(codes);
  const rowsOf = (code: number): number => counts.get(code) as number;
  const weightOf = (code: number): number => weights.get(code) as number;
  const first = firstOf(codes, classes.length);
  const summary: Balance = {
    file: data.name,
    seed,
    sampler: options.sampler ?? 'weighted',
    replacement: !options.withoutReplacement,
    distinct: options.distinct ?? false,
    rows: codes.length,
    leftOut: {
      otherClasses: subset.otherClasses,
      beyondLimit: Object.fromEntries(subset.beyondLimit),
      unlabelledImages: data.unlabelled,
    },
    batchSize,
    sumOfWeights: classes.reduce((sum, _, code) => sum + rowsOf(code) * weightOf(code), 0),
    shuffle: epoch(shuffled),
    weighted: epoch(weighted),
    classes: classes.map((label, code) => ({
      class: label,
      rows: rowsOf(code),
      weight: weightOf(code),
      probability: probabilities[first[code]],
      shuffle: shuffled.classes[code],
      weighted: weighted.classes[code],
    })),
    warnings: warnings(codes, classes, {
      ...(target && { target }),
      numSamples,
      // quotas are kept in batches of any size
      ...(options.sampler !== 'stratified' && { batchSize }),
      replacement: !options.withoutReplacement,
    }),
  };
  return { summary, draws: { subset, epoch: drawn, times: weighted.times } };
}

/** What a lint of the weights finds, as sentences with the classes' names. */
export function warnings(
  codes: Int32Array,
  classes: readonly string[],
  {
    target,
    ...options
  }: { target?: ReadonlyMap<number, number>; numSamples: number; batchSize?: number; replacement?: boolean },
): string[] {
  const weights = sampleWeights(codes, target && { target });
  const labels = Array.from(codes, (code) => classes[code]);
  return lintWeights(weights, { ...options, labels }).map(({ message }) => message);
}

function epoch({ draws, batches, neverSeen }: Tally): Epoch {
  return { draws, batches, neverSeen };
}

/** The first item of each class. */
function firstOf(codes: Int32Array, classes: number): number[] {
  const first = new Array<number>(classes);
  for (let item = codes.length - 1; item >= 0; item--) first[codes[item]] = item;
  return first;
}

function* watched(batches: Iterable<Uint32Array>, progress: Progress): Generator<Uint32Array> {
  for (const batch of batches) {
    yield batch;
    progress.add(batch.length);
  }
}
