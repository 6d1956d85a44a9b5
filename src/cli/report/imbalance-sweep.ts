import { coverage, type Density } from '../../analysis.js';
import { type TrialOptions, trialEpochs } from './until-all-seen.js';

/** Round ratios: 1, 2, 5, 10, 20, … */
const ROUND = Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();
/** The most draws of all trials of a ratio, and the fewest trials that make a density. */
const LIMITS = { draws: 1e8, least: 200 };

/** How long it takes to see everything, for the same number of rows at some imbalance. */
export interface Imbalance {
  /** Rows of the largest class, divided by those of the smallest. */
  readonly ratio: number;
  /** Rows of each class. */
  readonly counts: readonly number[];
  /** Whether these are the counts of the data. */
  readonly own: boolean;
  /** The forecast, in epochs. */
  readonly median: number;
  readonly p95: number;
  readonly mean: number;
  readonly mode: number;
  /** The epochs of simulated runs; undefined where they would take too long. */
  readonly epochs: readonly number[] | undefined;
  /** The forecast as a curve. */
  readonly curve: Density;
}

export interface SweepOptions extends TrialOptions {
  /** The share of the draws of each class. */
  shares: readonly number[];
  drawsPerEpoch: number;
}

/**
 * Compares imbalances from 1 : 1 to beyond that of the data, with the same numbers of rows and classes and the same
 * shares of the draws. Few rows allow few imbalances: each is shown once.
 */
export async function imbalanceSweep(counts: readonly number[], options: SweepOptions): Promise<Imbalance[]> {
  const { shares, drawsPerEpoch } = options;
  const found: Imbalance[] = [];
  for (const each of differentCounts(counts)) {
    const ratio = ratioOf(each);
    const weights = weightsOf(each, shares);
    const forecast = coverage(weights, drawsPerEpoch);
    const { mean, mode } = forecast;
    found.push({
      ratio,
      counts: each,
      own: ratioText(ratio) === ratioText(ratioOf(counts)),
      ...{ median: forecast.quantile(0.5), p95: forecast.quantile(0.95), mean, mode },
      epochs: await trialEpochs(weights, forecast, {
        ...options,
        limits: LIMITS,
        title: `simulating ${ratioText(ratio)}`,
      }),
      curve: forecast.density(),
    });
  }
  return found;
}

/** Class sizes at imbalances up to that of the data, at the data's own, and at two beyond. */
function differentCounts(counts: readonly number[]): Iterable<readonly number[]> {
  const own = ratioOf(counts);
  const below = ROUND.filter((ratio) => ratio < own / 1.5);
  // classes of nearly equal size stand for 1 : 1
  const upToOwn = below.length === 0 ? [own] : [...new Set([1, below[below.length >> 1], own])].sort((a, b) => a - b);
  const different = upToOwn.map((ratio) => (ratio === own ? counts : countsAt(ratio, counts)));
  for (const ratio of ROUND.filter((ratio) => ratio > own * 1.5)) {
    const each = countsAt(ratio, counts);
    // the rarest class has at most half as many rows each time: closer curves could not be told apart
    if (different.length < upToOwn.length + 2 && 2 * least(each) <= least(different[different.length - 1])) {
      different.push(each);
    }
  }
  const byRatio = new Map(different.map((each) => [ratioText(ratioOf(each)), each]));
  // where another one reads like the data's own ratio, the data has it
  return byRatio.set(ratioText(own), counts).values();
}

function ratioOf(counts: readonly number[]): number {
  return counts.reduce((a, b) => Math.max(a, b)) / least(counts);
}

function least(counts: readonly number[]): number {
  return counts.reduce((a, b) => Math.min(a, b));
}

export function ratioText(ratio: number): string {
  return `${Number(ratio.toPrecision(3))} : 1`;
}

/**
 * Class sizes at another imbalance: powers of the data's own, or by rank where all are the same. Every class has at
 * least one row.
 */
function countsAt(ratio: number, counts: readonly number[]): number[] {
  const items = counts.reduce((sum, count) => sum + count, 0);
  const own = ratioOf(counts);
  const exponent = own > 1 ? Math.log(ratio) / Math.log(own) : 0;
  const rank = Math.max(1, counts.length - 1);
  const parts = counts.map((count, i) => (own > 1 ? count ** exponent : ratio ** (i / rank)));
  const sum = parts.reduce((all, part) => all + part, 0);
  const sizes = parts.map((part) => 1 + Math.floor(((items - counts.length) * part) / sum));
  // the rows that rounding left go to the first classes, which are the most common
  const left = items - sizes.reduce((all, size) => all + size, 0);
  return sizes.map((size, i) => size + Number(i < left));
}

/** Weights of rows that give classes of these sizes these shares of the draws. */
function weightsOf(counts: readonly number[], shares: readonly number[]): Float64Array {
  const weights = new Float64Array(counts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (const [code, count] of counts.entries()) {
    const weight = shares[code] > 0 ? Math.max(shares[code] / count, Number.MIN_VALUE) : 0;
    weights.fill(weight, at, (at += count));
  }
  return weights;
}
