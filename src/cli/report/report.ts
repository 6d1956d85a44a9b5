import { batchBalance, type ClassBalance, shuffleBalance } from '../../analysis.js';
import { classWeights, sampleWeights, type WeightScheme } from '../../index.js';
import type { LabeledData } from '../input/dataset.js';
import { type Subset, takeSubset } from '../input/subset.js';
import { sharesOfScheme, targetOfCodes } from '../input/target.js';
import { batchSizeOf, epochOf, shuffledEpoch } from '../sample/epoch.js';
import { jsonHeader } from '../sample/json-header.js';
import { warningsOf } from '../sample/warnings.js';
import { alternativesOf } from './alternatives.js';
import { type EpochStats, epochStats, inCodeOrder } from './epoch-stats.js';
import { imbalanceSweep } from './imbalance-sweep.js';
import { longerEpochs } from './longer-epochs.js';
import type { ReportOptions } from './report-options.js';
import type { BalancedReport } from './seen-report.js';
import { type UntilAllSeen, untilAllSeen } from './until-all-seen.js';

/** What a target does. */
export interface Mix {
  /** The share of the draws of each class. They sum to 1. */
  readonly shares: readonly number[];
  /** The weight of each row of a class. */
  readonly weights: readonly number[];
  /** What batches and epochs of independent draws contain. */
  readonly balance: readonly ClassBalance<number>[];
  /** An epoch that was drawn. */
  readonly epoch: EpochStats;
  readonly untilAll: UntilAllSeen;
}

/** Another target, as an example. */
export interface ExampleMix extends Mix {
  /** Whether it gives all classes the same share. */
  readonly equal: boolean;
  /** Its shares as --target takes them, on any scale. */
  readonly numbers: readonly number[];
}

/** All numbers of a report. Lists by class are in the order of `classes`, the most common first. */
export interface Report extends BalancedReport {
  readonly weights?: never;
  /** Every class of the file: its rows, and those of them that take part. */
  readonly all: readonly { readonly class: string; readonly rows: number; readonly taken: number }[];
  /** The draws that were asked for: by the target, or with equal shares. */
  readonly plan: Mix;
  /** Equal shares where the plan has others, else the imbalance reversed; null where there is one class. */
  readonly other: ExampleMix | null;
  /** An epoch of stratified batches. */
  readonly stratified: EpochStats;
}

/** Computes all numbers of a report. */
export async function makeReport(data: LabeledData, options: ReportOptions): Promise<Report> {
  const { batchSize, seed, trials, progress, workers } = options;
  const subset = commonFirst(takeSubset(data, options));
  const { codes, classes } = subset;
  const numSamples = options.numSamples ?? codes.length;
  const counts = countsOf(codes, classes.length);
  const given = targetOfCodes({ name: data.name, classes }, options.target);
  const sourceOf = (given: Map<number, number> | undefined, scheme?: WeightScheme) => {
    const weights = sampleWeights(codes, { target: given, scheme });
    return { weights, codes, target: sharesOfScheme(codes, given, scheme), numSamples, batchSize, seed };
  };
  const source = sourceOf(given, options.scheme);
  const size = batchSizeOf(source);
  const inClassOrder = (balance: ClassBalance<number>[]) =>
    inCodeOrder(
      balance.map((each) => each.class),
      balance,
    );
  const mixOf = async (
    given: Map<number, number> | undefined,
    trials: number | undefined,
    scheme?: WeightScheme,
  ): Promise<Mix> => {
    const source = sourceOf(given, scheme);
    const { weights, target } = source;
    const byClass = classWeights(codes, { target: given, scheme });
    const shares = sharesOf(classes.map((_, code) => target?.get(code) ?? 1));
    return {
      shares,
      weights: classes.map((_, code) => byClass.get(code) as number),
      balance: inClassOrder(batchBalance(weights, codes, size, { numSamples })),
      epoch: epochStats(epochOf(source, options).batches(), codes, wantedOf(shares), progress),
      untilAll: await untilAllSeen(weights, numSamples, options.epochs, { trials, seed, progress, workers }),
    };
  };

  progress.start('drawing epochs', 2 * numSamples);
  const plan = await mixOf(given, trials, options.scheme);
  const wanted = wantedOf(plan.shares);
  const shuffle = {
    balance: inClassOrder(shuffleBalance(codes, size, { numSamples })),
    epoch: epochStats(shuffledEpoch(source).batches(), codes, wanted, progress),
  };
  const longer = longerEpochs(source, { codes, wanted, items: plan.untilAll.items }, options);
  progress.start('drawing with other samplers', 4 * (numSamples + codes.length));
  const { rows: alternatives, stratified } = alternativesOf(source, wanted, progress, true);
  progress.start('drawing by another target', numSamples);
  const example = exampleTarget(plan.shares, counts);
  const other = classes.length > 1 ? { ...(await mixOf(example.target, 0)), ...example.described } : null;
  const sweep = await imbalanceSweep(counts, {
    ...{ shares: plan.shares, drawsPerEpoch: numSamples, trials, seed, progress, workers },
  });
  progress.stop();
  return {
    ...jsonHeader(data, codes.length, subset, { ...options, numSamples }),
    all: allClasses(data, subset),
    classes,
    counts,
    shuffle,
    plan,
    ...longer,
    sweep,
    other,
    alternatives,
    stratified: stratified as EpochStats,
    warnings: [...data.doubts, ...warningsOf(source, subset, { ...options, draws: plan.epoch.totals.draws })],
  };
}

/** For each class whether it gets any draws. */
function wantedOf(shares: readonly number[]): boolean[] {
  return shares.map((share) => share > 0);
}

function countsOf(codes: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const code of codes) counts[code]++;
  return counts;
}

/** Sorts classes by their number of rows, the rarest last: charts have the last class at the bottom. */
function commonFirst(subset: Subset): Subset {
  const counts = countsOf(subset.codes, subset.classes.length);
  const order = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
  const newCodes = inCodeOrder(order, [...order.keys()]);
  return {
    ...subset,
    codes: subset.codes.map((code) => newCodes[code]),
    classes: order.map((code) => subset.classes[code]),
  };
}

function allClasses(data: LabeledData, { codes, classes }: Subset): Report['all'] {
  const rows = countsOf(data.codes, data.classes.length);
  const taken = new Map(countsOf(codes, classes.length).map((count, code) => [classes[code], count]));
  return data.classes.map((label, code) => ({ class: label, rows: rows[code], taken: taken.get(label) ?? 0 }));
}

/** Numbers on any scale as shares that sum to 1. A positive number keeps a positive share. */
function sharesOf(numbers: readonly number[]): number[] {
  // scaled first: a sum may overflow
  const largest = numbers.reduce((a, b) => Math.max(a, b));
  const sum = numbers.reduce((sum, number) => sum + number, 0);
  const scale = sum < Infinity ? 1 : largest;
  const total = sum < Infinity ? sum : numbers.reduce((sum, number) => sum + number / scale, 0);
  return numbers.map((number) => (number > 0 ? Math.max(number / scale / total, Number.MIN_VALUE) : 0));
}

/** Another target: equal shares where the plan has others, else the imbalance of the data reversed. */
function exampleTarget(shares: readonly number[], counts: readonly number[]) {
  // apart from rounding
  const equal = !shares.every((share) => Math.abs(share * shares.length - 1) < 1e-9);
  const numbers = equal ? counts.map(() => 1) : reversedShares(counts);
  return { target: new Map(numbers.map((number, code) => [code, number])), described: { equal, numbers } };
}

/** Makes rare classes as common as the common ones. Where all are alike, the last class gets nine draws in ten. */
function reversedShares(counts: readonly number[]): number[] {
  const most = counts.reduce((a, b) => Math.max(a, b));
  const least = counts.reduce((a, b) => Math.min(a, b));
  if (most >= 1.5 * least) return counts.map((count) => (most * least) / count);
  const others = 0.1 / Math.max(1, counts.length - 1);
  return counts.map((_, code) => (code === counts.length - 1 ? 0.9 : others));
}
