import { batchBalance, type ClassBalance } from '../../analysis.js';
import { BatchSampler, RandomSampler, sampleWeights } from '../../index.js';
import { type BalanceOptions, warnings } from '../balance.js';
import type { Labelled } from '../dataset.js';
import { epochOf, type How } from '../epoch.js';
import { type Subset, takeSubset } from '../subset.js';
import { targetOfCodes } from '../target.js';
import { type Alternative, alternativesOf } from './alternatives.js';
import { type Drawn, drawnOf } from './drawn.js';
import { type Run, runUntilAll } from './one-run.js';
import { shuffledBatch } from './shuffled.js';
import { type Imbalance, sweepOf } from './sweep.js';
import { type UntilAll, untilAll } from './until-all.js';

export interface ReportOptions extends BalanceOptions {
  epochs?: number;
  trials?: number;
}

/** What a mix of classes does. */
export interface Mix {
  /** By class, summing to 1. */
  readonly shares: readonly number[];
  /** Of an item of each class. */
  readonly weights: readonly number[];
  readonly balance: readonly ClassBalance<number>[];
  readonly epoch: Drawn;
  readonly untilAll: UntilAll;
}

/** Everything that a report tells. Classes are in the order of `classes`, the most common first, wherever there is a list of them. */
export interface Report {
  readonly file: string;
  readonly seed: number;
  readonly how: Required<How>;
  readonly batchSize: number;
  readonly numSamples: number;
  /** All classes of the file, with how many of their rows take part. */
  readonly all: readonly { readonly class: string; readonly rows: number; readonly taken: number }[];
  readonly rows: number;
  readonly classes: readonly string[];
  readonly counts: readonly number[];
  readonly shuffle: { readonly balance: readonly ClassBalance<number>[]; readonly epoch: Drawn };
  readonly balanced: Mix;
  /** An epoch twice as long; none where it would have more draws than rows without replacement. */
  readonly twice: Drawn | null;
  /** Epochs drawn as `how` says. */
  readonly run: Run;
  readonly sweep: readonly Imbalance[];
  /** The target that was given, or the imbalance turned round; its numbers on whatever scale. */
  readonly other: Mix & { readonly given: boolean; readonly numbers: readonly number[] };
  readonly alternatives: readonly Alternative[];
  readonly stratified: Drawn;
  readonly warnings: readonly string[];
}

/** Computes a report, with a word to `progress` on each step. */
export async function makeReport(data: Labelled, options: ReportOptions): Promise<Report> {
  const { batchSize, seed, progress } = options;
  const subset = commonFirst(takeSubset(data, options.classes, options.limit, seed));
  const { codes, classes } = subset;
  const numSamples = options.numSamples ?? codes.length;
  const counts = countsOf(codes, classes.length);
  const given = targetOfCodes({ name: data.name, classes }, options.target);
  const base = { codes, classes: classes.length, numSamples, batchSize, seed };
  const step = (draws: number): void => progress.add(draws);

  // of fewer draws than a batch has, an epoch is one batch
  const size = Math.min(batchSize, codes.length);
  progress.start('drawing epochs', 2 * numSamples);
  const every = classes.map(() => true);
  const shuffled = new BatchSampler(new RandomSampler(codes, { seed }), batchSize);
  const shuffle = {
    balance: counts.map((rows, code) => shuffledClass(code, rows, codes.length, size)),
    epoch: drawnOf(shuffled, codes, every, step),
  };
  const mixOf = async (target: Map<number, number> | undefined, trials: number | undefined): Promise<Mix> => {
    const weights = sampleWeights(codes, target && { target });
    const shares = sharesOf(target ? classes.map((_, code) => target.get(code) as number) : classes.map(() => 1));
    const epoch = epochOf({ ...base, weights, target }, options);
    return {
      shares,
      weights: shares.map((share, code) => (target ? share : 1) / counts[code]),
      balance: inOrder(batchBalance(weights, codes, Math.min(size, numSamples), { numSamples }), classes.length),
      epoch: drawnOf(
        epoch.batches(),
        codes,
        shares.map((share) => share > 0),
        step,
      ),
      untilAll: await untilAll(weights, numSamples, {
        ...{ trials, epochs: options.epochs, seed, progress },
        what: 'trying how long it takes to see everything',
      }),
    };
  };
  const weights = sampleWeights(codes);
  const balanced = await mixOf(undefined, options.trials);
  progress.start('drawing an epoch twice as long', 2 * numSamples);
  const long = { ...base, weights, target: undefined, numSamples: 2 * numSamples };
  const twice =
    options.withoutReplacement && long.numSamples > codes.length
      ? null
      : drawnOf(epochOf(long, options).batches(), codes, every, step);
  const chosen = epochOf({ ...base, weights, target: undefined }, options);
  progress.start('drawing until all is seen', codes.length);
  const run = runUntilAll(codes.length, (epoch) => chosen.indices(epoch), step);
  progress.start('drawing by other samplers', 4 * (numSamples + codes.length));
  const { rows: alternatives, stratified } = alternativesOf({ ...base, weights }, step);
  const target = given ?? turnedRound(counts);
  progress.start('drawing by another target', numSamples);
  const other = await mixOf(target, 0);
  const sweep = await sweepOf(counts, { drawsPerEpoch: numSamples, trials: options.trials, seed, progress });
  progress.stop();
  return {
    file: data.name,
    seed,
    how: {
      sampler: options.sampler ?? 'weighted',
      withoutReplacement: options.withoutReplacement ?? false,
      distinct: options.distinct ?? false,
    },
    batchSize,
    numSamples,
    all: allOf(data, subset),
    rows: codes.length,
    classes,
    counts,
    shuffle,
    balanced,
    twice,
    run,
    sweep,
    other: { ...other, given: given !== undefined, numbers: classes.map((_, code) => target.get(code) as number) },
    alternatives,
    stratified,
    warnings: warnings(codes, classes, {
      numSamples,
      ...(options.sampler !== 'stratified' && { batchSize }),
      replacement: !options.withoutReplacement,
    }),
  };
}

function countsOf(codes: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const code of codes) counts[code]++;
  return counts;
}

/** Classes by their number of rows, the rarest last: in pictures it is at the bottom. */
function commonFirst(subset: Subset): Subset {
  const counts = countsOf(subset.codes, subset.classes.length);
  const order = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
  const place = new Int32Array(order.length);
  order.forEach((code, i) => {
    place[code] = i;
  });
  return {
    ...subset,
    codes: subset.codes.map((code) => place[code]),
    classes: order.map((code) => subset.classes[code]),
  };
}

function allOf(data: Labelled, { codes, classes }: Subset): Report['all'] {
  const rows = countsOf(data.codes, data.classes.length);
  const taken = new Map(countsOf(codes, classes.length).map((count, code) => [classes[code], count]));
  return data.classes.map((label, code) => ({ class: label, rows: rows[code], taken: taken.get(label) ?? 0 }));
}

/** A class in a shuffle: an epoch has all of its rows. */
function shuffledClass(code: number, rows: number, all: number, batchSize: number): ClassBalance<number> {
  const epoch = { mean: rows, lower: rows, upper: rows, lacking: 0 };
  return { class: code, probability: rows / all, batch: shuffledBatch(all, rows, batchSize), epoch };
}

/** The library has classes in order of first appearance. */
function inOrder(balance: ClassBalance<number>[], classes: number): ClassBalance<number>[] {
  const byCode = new Array<ClassBalance<number>>(classes);
  for (const each of balance) byCode[each.class] = each;
  return byCode;
}

function sharesOf(numbers: readonly number[]): number[] {
  const largest = numbers.reduce((a, b) => Math.max(a, b));
  const sum = numbers.reduce((all, number) => all + number / largest, 0);
  return numbers.map((number) => number / largest / sum);
}

/** The rare ones as common as the common ones were; where all are alike, nine draws in ten of the last. */
function turnedRound(counts: readonly number[]): Map<number, number> {
  const most = counts.reduce((a, b) => Math.max(a, b));
  const least = counts.reduce((a, b) => Math.min(a, b));
  const alike = most < 1.5 * least;
  const others = 0.1 / Math.max(1, counts.length - 1);
  return new Map(
    counts.map((count, code) => [code, alike ? (code === counts.length - 1 ? 0.9 : others) : (most * least) / count]),
  );
}
