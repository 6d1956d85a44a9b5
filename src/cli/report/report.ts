import { batchBalance, type ClassBalance, shuffleBalance } from '../../analysis.js';
import { BatchSampler, classWeights, RandomSampler, sampleWeights } from '../../index.js';
import { type BalanceOptions, warnings } from '../balance/balance.js';
import type { Labeled } from '../input/dataset.js';
import { type Subset, takeSubset } from '../input/subset.js';
import { targetOfCodes } from '../input/target.js';
import { epochOf } from '../sample/epoch.js';
import { type Head, headOf } from '../sample/json-header.js';
import { type Alternative, alternativesOf } from './alternatives.js';
import { isIndependent } from './class-text.js';
import { type Drawn, drawnOf } from './epoch-stats.js';
import { type Imbalance, sweepOf } from './imbalance-sweep.js';
import { type Run, runUntilAll } from './run-until-all-seen.js';
import { type UntilAll, untilAll } from './until-all-seen.js';

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

/** A mix that was not asked for; its numbers are shares on any scale. */
export interface OtherMix extends Mix {
  readonly equal: boolean;
  readonly numbers: readonly number[];
}

/**
 * Everything that a report tells. Classes are in the order of `classes`, the most common first, wherever there is a
 * list of them.
 */
export interface Report extends Head {
  /** All classes of the file, with how many of their rows take part. */
  readonly all: readonly { readonly class: string; readonly rows: number; readonly taken: number }[];
  readonly classes: readonly string[];
  readonly counts: readonly number[];
  readonly shuffle: { readonly balance: readonly ClassBalance<number>[]; readonly epoch: Drawn };
  /** What is to be done: the target's shares, or equal ones. */
  readonly plan: Mix;
  /** An epoch twice as long; none where it would have more draws than rows without replacement. */
  readonly twice: Drawn | null;
  /** Epochs drawn by the plan. */
  readonly run: Run;
  readonly sweep: readonly Imbalance[];
  /**
   * Another ratio, as an example: equal shares where the plan has others, else the imbalance turned round. None where
   * there is one class.
   */
  readonly other: OtherMix | null;
  readonly alternatives: readonly Alternative[];
  readonly stratified: Drawn;
  readonly warnings: readonly string[];
}

/** Computes a report, with a word to `progress` on each step. */
export async function makeReport(data: Labeled, options: ReportOptions): Promise<Report> {
  const { batchSize, seed, progress } = options;
  const subset = commonFirst(takeSubset(data, options.classes, options.limit, seed));
  const { codes, classes } = subset;
  const numSamples = options.numSamples ?? codes.length;
  const counts = countsOf(codes, classes.length);
  const target = targetOfCodes({ name: data.name, classes }, options.target);
  const base = { codes, numSamples, batchSize, seed };
  const step = (draws: number): void => progress.add(draws);

  // of fewer draws than a batch has, an epoch is one batch
  const inBatch = Math.min(batchSize, numSamples);
  const mixOf = async (target: Map<number, number> | undefined, trials: number | undefined): Promise<Mix> => {
    const weights = sampleWeights(codes, target && { target });
    const byClass = classWeights(codes, target && { target });
    const shares = sharesOf(classes.map((_, code) => target?.get(code) ?? 1));
    const epoch = epochOf({ ...base, weights, target }, options);
    return {
      shares,
      weights: classes.map((_, code) => byClass.get(code) as number),
      balance: inOrder(batchBalance(weights, codes, inBatch, { numSamples }), classes.length),
      epoch: drawnOf(epoch.batches(), codes, wantedOf(shares), step),
      untilAll: await untilAll(weights, numSamples, {
        ...{ trials, epochs: options.epochs, seed, progress },
        what: 'trying how long it takes to see everything',
      }),
    };
  };
  progress.start('drawing epochs', 2 * numSamples);
  const plan = await mixOf(target, options.trials);
  const wanted = wantedOf(plan.shares);
  const shuffled = new BatchSampler(new RandomSampler(codes, { numSamples, seed }), batchSize);
  const shuffle = {
    balance: inOrder(shuffleBalance(codes, inBatch, { numSamples }), classes.length),
    epoch: drawnOf(shuffled, codes, wanted, step),
  };
  const weights = sampleWeights(codes, target && { target });
  progress.start('drawing an epoch twice as long', 2 * numSamples);
  const long = { ...base, weights, target, numSamples: 2 * numSamples };
  const canDraw = options.replacement === false ? plan.untilAll.items : Infinity;
  const twice = long.numSamples > canDraw ? null : drawnOf(epochOf(long, options).batches(), codes, wanted, step);
  const head = headOf(data, subset, { ...options, numSamples });
  const chosen = epochOf({ ...base, weights, target }, options);
  progress.start('drawing until all is seen', codes.length);
  const run = runUntilAll(weights, (epoch) => chosen.indices(epoch), isIndependent(head), step);
  progress.start('drawing by other samplers', 4 * (numSamples + codes.length));
  const draft = { ...base, weights, target, shares: plan.shares };
  const { rows: alternatives, stratified } = alternativesOf(draft, step);
  // rounding aside
  const equal = !plan.shares.every((share) => Math.abs(share * classes.length - 1) < 1e-9);
  const example = equal ? new Map(classes.map((_, code) => [code, 1])) : turnedRound(counts);
  progress.start('drawing by another target', numSamples);
  const numbers = classes.map((_, code) => example.get(code) as number);
  const other = classes.length > 1 ? { ...(await mixOf(example, 0)), equal, numbers } : null;
  const sweep = await sweepOf(counts, {
    ...{ shares: plan.shares, drawsPerEpoch: numSamples, trials: options.trials, seed, progress },
  });
  progress.stop();
  return {
    ...head,
    all: allOf(data, subset),
    classes,
    counts,
    shuffle,
    plan,
    twice,
    run,
    sweep,
    other,
    alternatives,
    stratified,
    warnings: warnings(subset, target, { ...options, numSamples, draws: plan.epoch.tally.draws }),
  };
}

/** Which classes are to be drawn at all. */
export function wantedOf(shares: readonly number[]): boolean[] {
  return shares.map((share) => share > 0);
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

function allOf(data: Labeled, { codes, classes }: Subset): Report['all'] {
  const rows = countsOf(data.codes, data.classes.length);
  const taken = new Map(countsOf(codes, classes.length).map((count, code) => [classes[code], count]));
  return data.classes.map((label, code) => ({ class: label, rows: rows[code], taken: taken.get(label) ?? 0 }));
}

/** The library has classes in order of first appearance. */
function inOrder(balance: ClassBalance<number>[], classes: number): ClassBalance<number>[] {
  const byCode = new Array<ClassBalance<number>>(classes);
  for (const each of balance) byCode[each.class] = each;
  return byCode;
}

function sharesOf(numbers: readonly number[]): number[] {
  const total = (all: readonly number[]) => all.reduce((sum, number) => sum + number, 0);
  // a sum may overflow
  const scale = total(numbers) < Infinity ? 1 : numbers.reduce((a, b) => Math.max(a, b));
  const scaled = numbers.map((number) => number / scale);
  const sum = total(scaled);
  // what is wanted at all stays wanted
  return scaled.map((number, i) => (numbers[i] > 0 ? Math.max(number / sum, Number.MIN_VALUE) : 0));
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
