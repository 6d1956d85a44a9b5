import { coverage, type Density, simulateCoverage } from '../../analysis.js';
import type { Progress } from '../progress.js';
import { trialsOf } from './until-all-seen.js';

/** What people call ratios by. */
const ROUND = Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();
/** Draws that the trials of a ratio may take; fewer trials than `least` make no density. */
const LIMITS = { draws: 1e8, least: 200 };

/** How long it takes to see everything of as many items, were they more or less imbalanced. */
export interface Imbalance {
  /** The largest class over the smallest. */
  readonly ratio: number;
  /** Items of each class. */
  readonly counts: readonly number[];
  /** Whether these are the data's own. */
  readonly own: boolean;
  readonly median: number;
  readonly p95: number;
  readonly mean: number;
  readonly mode: number;
  /** By trial; none where that would take too long. */
  readonly epochs: readonly number[] | undefined;
  /** The density in closed form. */
  readonly curve: Density;
}

interface SweepOptions {
  /** Of the draws of each class. */
  shares: readonly number[];
  drawsPerEpoch: number;
  /** Default: what can be afforded. */
  trials: number | undefined;
  seed: number;
  progress: Progress;
}

/**
 * From 1 : 1 to the data's own ratio and beyond, with the same number of items and classes, and the same shares of the
 * draws. Few items have few ratios: of those that read the same, one is kept.
 */
export async function sweepOf(
  counts: readonly number[],
  { shares, drawsPerEpoch, trials: given, seed, progress }: SweepOptions,
): Promise<Imbalance[]> {
  const items = counts.reduce((sum, count) => sum + count, 0);
  const own = ratioOf(counts);
  const below = ROUND.filter((ratio) => ratio < own / 1.5);
  const beyond = ROUND.filter((ratio) => ratio > own * 1.5);
  // where classes are nearly alike they stand for 1 : 1
  const upToOwn = below.length === 0 ? [own] : [...new Set([1, below[below.length >> 1], own])].sort((a, b) => a - b);
  const different = upToOwn.map((ratio) => (ratio === own ? [...counts] : sizesAt(ratio, counts, items)));
  for (const ratio of beyond) {
    const each = sizesAt(ratio, counts, items);
    // half as many of the rarest class, at most: nearer ones could not be told apart
    if (different.length < upToOwn.length + 2 && 2 * leastOf(each) <= leastOf(different[different.length - 1])) {
      different.push(each);
    }
  }
  const found: Imbalance[] = [];
  const byRatio = new Map(different.map((each) => [ratioText(ratioOf(each)), each]));
  // whatever comes out like the data's own ratio, that is the data
  byRatio.set(ratioText(own), [...counts]);
  for (const each of byRatio.values()) {
    const weights = weighed(each, shares);
    const forecast = coverage(weights, drawsPerEpoch);
    const trials = trialsOf(forecast, given, LIMITS);
    let epochs: number[] | undefined;
    if (trials > 0) {
      progress.start(`trying ${ratioText(ratioOf(each))}`, trials);
      let before = 0;
      const onProgress = (done: number): void => {
        progress.add(done - before);
        before = done;
      };
      epochs = Array.from((await simulateCoverage(weights, drawsPerEpoch, { trials, seed, onProgress })).epochs);
      progress.stop();
    }
    const { mean, mode } = forecast;
    const [median, p95] = [0.5, 0.95].map((p) => forecast.quantile(p));
    found.push({
      ratio: ratioOf(each),
      counts: each,
      own: ratioText(ratioOf(each)) === ratioText(own),
      ...{ median, p95, mean, mode },
      epochs,
      curve: forecast.density(),
    });
  }
  return found;
}

function ratioOf(counts: readonly number[]): number {
  return counts.reduce((a, b) => Math.max(a, b)) / leastOf(counts);
}

function leastOf(counts: readonly number[]): number {
  return counts.reduce((a, b) => Math.min(a, b));
}

export function ratioText(ratio: number): string {
  return `${Number(ratio.toPrecision(3))} : 1`;
}

/**
 * Class sizes of another imbalance: powers of the data's own, or by rank where they are all the same. Each has an item
 * at least.
 */
function sizesAt(ratio: number, counts: readonly number[], items: number): number[] {
  const own = ratioOf(counts);
  const exponent = own > 1 ? Math.log(ratio) / Math.log(own) : 0;
  const rank = Math.max(1, counts.length - 1);
  const parts = counts.map((count, i) => (own > 1 ? count ** exponent : ratio ** (i / rank)));
  const sum = parts.reduce((all, part) => all + part, 0);
  const sizes = parts.map((part) => 1 + Math.floor(((items - counts.length) * part) / sum));
  // what rounding left goes to the first, which are the most common
  const left = items - sizes.reduce((all, size) => all + size, 0);
  return sizes.map((size, i) => size + Number(i < left));
}

function weighed(counts: readonly number[], shares: readonly number[]): Float64Array {
  const weights = new Float64Array(counts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (const [code, count] of counts.entries()) {
    const weight = shares[code] > 0 ? Math.max(shares[code] / count, Number.MIN_VALUE) : 0;
    weights.fill(weight, at, (at += count));
  }
  return weights;
}
