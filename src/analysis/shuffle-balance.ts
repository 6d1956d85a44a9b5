import { checkInteger, checkNumSamples, checkOptions } from '../internal/check.js';
import { codesOf, type Label } from '../weights/class-weights.js';
import type { BatchBalanceOptions, ClassBalance, CountForecast } from './batch-balance.js';
import { type CountDistribution, countDistribution, quantilesOf } from './count-distribution.js';
import { checkProbability } from './finite-values.js';

/**
 * A batch that spans two passes over the data takes some items from the end of the first. Batches that take equally
 * many are of one kind. Of more kinds than this, evenly spaced ones stand for all.
 */
const MOST_KINDS = 64;

/** The number of items that a batch takes from the end of a pass, and the number of such batches. */
type BatchKind = readonly [fromEnd: number, batches: number];

/**
 * Forecasts how many items of each class a batch and an epoch of a plain shuffle contain, in closed form. Compare it
 * with {@link batchBalance} to see what weights change.
 *
 * A shuffle draws without replacement, so counts are hypergeometric. An epoch of fewer draws than items is the
 * beginning of a shuffle; a longer one is several shuffles in a row, as in `RandomSampler`. Forecasts are exact. Only
 * where batches span two shuffles in more than 64 ways, 64 of these stand for all.
 * @param labels (n,), the class of each item.
 * @param batchSize Draws in a batch. A batch larger than the epoch is the whole epoch.
 * @param options `numSamples`: draws in an epoch (default n). `confidence`: of the ranges, in (0, 1) (default 0.95).
 * @returns A forecast for each class, in order of first appearance. `probability` is the class's share of the items.
 * @throws {TypeError | RangeError} An argument is of the wrong kind or out of range.
 */
export function shuffleBalance<L extends Label>(
  labels: ArrayLike<L>,
  batchSize: number,
  options?: BatchBalanceOptions,
): ClassBalance<L>[] {
  const { codes, classes } = codesOf(labels);
  const items = codes.length;
  if (items === 0) throw new RangeError('labels must not be empty');
  checkInteger('batchSize', batchSize, 1);
  const { numSamples = items, confidence = 0.95 } = checkOptions(options, ['numSamples', 'confidence']);
  checkNumSamples(numSamples);
  checkProbability('confidence', confidence);
  const size = Math.min(batchSize, numSamples);
  const kinds = batchKinds(items, size, Math.floor(numSamples / size));
  const counts = new Float64Array(classes.length);
  for (const code of codes) counts[code]++;
  return classes.map((label, code) => ({
    class: label,
    probability: counts[code] / items,
    batch: forecast(items, counts[code], size, kinds, confidence),
    epoch: forecast(items, counts[code], numSamples, [[0, 1]], confidence),
  }));
}

/** Batches that begin with a pass, or lie within one, take nothing from the end of a pass: they are of one kind. */
function batchKinds(items: number, batchSize: number, batches: number): BatchKind[] {
  const kinds = new Map([[0, 0]]);
  const period = items / greatestDivisor(items, batchSize);
  for (let batch = 0; batch < Math.min(batches, period); batch++) {
    const left = items - ((batch * batchSize) % items);
    const fromEnd = left < items && left < batchSize ? left : 0;
    const times = Math.floor(batches / period) + Number(batch < batches % period);
    kinds.set(fromEnd, (kinds.get(fromEnd) ?? 0) + times);
  }
  const [within, ...across] = kinds;
  const step = Math.ceil(across.length / MOST_KINDS);
  return [within, ...across.filter((_, i) => i % step === 0).map(([items, times]) => [items, times * step] as const)];
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** How many of the `marked` among all items a batch contains. */
function forecast(
  items: number,
  marked: number,
  batchSize: number,
  kinds: readonly BatchKind[],
  confidence: number,
): CountForecast {
  const chances = new Map<number, number>();
  for (const [fromEnd, batches] of kinds) {
    // the end of a pass, whole passes, the beginning of a pass
    const whole = marked * Math.floor((batchSize - fromEnd) / items);
    const end = batches === 0 ? [] : hypergeometric(items, marked, fromEnd);
    const begin = hypergeometric(items, marked, (batchSize - fromEnd) % items);
    for (const [i, p] of end) {
      for (const [j, q] of begin) chances.set(whole + i + j, (chances.get(whole + i + j) ?? 0) + batches * p * q);
    }
  }
  const sum = [...chances.values()].reduce((all, chance) => all + chance, 0);
  const terms: CountDistribution = [...chances].sort(([a], [b]) => a - b).map(([count, p]) => [count, p / sum]);
  // sums are off by rounding errors
  const bounds = [1 - confidence, 1 + confidence].map((share) => (share / 2) * (1 - 1e-12));
  const [lower, upper] = quantilesOf(terms, bounds[0], bounds[1]);
  return { mean: (batchSize * marked) / items, lower, upper, lacking: (chances.get(0) ?? 0) / sum };
}

/** The distribution of the number of `marked` items in `draws` draws without replacement. */
function hypergeometric(items: number, marked: number, draws: number): CountDistribution {
  const first = Math.max(0, draws - (items - marked));
  const last = Math.min(draws, marked);
  const mode = Math.min(last, Math.max(first, Math.floor(((draws + 1) * (marked + 1)) / (items + 2))));
  return countDistribution(
    mode,
    first,
    last,
    (k) => ((marked - k) * (draws - k)) / ((k + 1) * (items - marked - draws + k + 1)),
  );
}
