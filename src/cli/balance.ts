import {
  BatchSampler,
  classCounts,
  classWeights,
  type Finding,
  lintWeights,
  RandomSampler,
  sampleWeights,
  WeightedRandomSampler,
} from '../index.js';
import type { Labelled } from './dataset.js';
import { type Epoch as Drawn, epochOf } from './epoch.js';
import { type Head, headOf } from './head.js';
import type { How } from './how.js';
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
export interface Balance extends Head {
  readonly sumOfWeights: number;
  /** As many draws of a plain shuffle: the beginning of one, or one after another. */
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

  // what the target excludes is not missed
  const wanted = classes.map((_, code) => target?.get(code) !== 0);
  options.progress.start('drawing an epoch', drawn.length);
  const weighted = tally(watched(drawn.batches(), options.progress), codes, wanted);
  options.progress.stop();
  const shuffle = new BatchSampler(new RandomSampler(codes, { numSamples, seed }), batchSize);
  const shuffled = tally(shuffle, codes, wanted);

  const counts = classCounts(codes);
  const rowsOf = (code: number): number => counts.get(code) as number;
  const weightOf = (code: number): number => weights.get(code) as number;
  const first = firstOf(codes, classes.length);
  const summary: Balance = {
    ...headOf(data, subset, { ...options, numSamples }),
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
    warnings: warnings(subset, target, { ...options, numSamples }),
  };
  return { summary, draws: { subset, epoch: drawn, times: weighted.times } };
}

/** What a lint of the weights finds, as sentences. */
export function warnings(
  { rows, codes, classes }: Pick<Subset, 'rows' | 'codes' | 'classes'>,
  target: ReadonlyMap<number, number> | undefined,
  { numSamples, batchSize, sampler, replacement }: How & { numSamples: number; batchSize?: number },
): string[] {
  const findings = lintWeights(sampleWeights(codes, target && { target }), {
    labels: Array.from(codes, (code) => classes[code]),
    numSamples,
    // quotas are kept in batches of any size
    ...(batchSize !== undefined && sampler !== 'stratified' && { batchSize: Math.min(batchSize, numSamples) }),
    ...(replacement !== undefined && { replacement }),
  });
  return sentences(findings, rows);
}

/** Findings about rows: with their numbers in the file, of which `rows` take part. */
export function sentences(findings: readonly Finding[], rows: Uint32Array | undefined): string[] {
  return findings.map((finding) =>
    'index' in finding
      ? finding.message.replaceAll(/\bitem (\d+)/g, (_, item) => `row ${rows?.[item] ?? item}`)
      : finding.message,
  );
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
