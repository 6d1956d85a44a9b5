import { checkInteger, checkNumSamples, checkOptions } from '../check.js';
import { codesOf, type Label } from '../weights.js';
import type { BatchBalanceOptions, ClassBalance, CountForecast } from './batch-balance.js';
import { checkProbability } from './finite-values.js';

/**
 * A batch that spans two passes over the data takes some items from the end of the first. Batches that take equally
 * many are of one kind. Of more kinds than this, evenly spaced ones stand for all.
 */
const MOST_KINDS = 64;

/** Hypergeometric terms below this fraction of the largest term are left out. */
const SMALL = 1e-30;

/** The number of items that a batch takes from the end of a pass, and the number of such batches. */
type BatchKind = readonly [fromEnd: number, batches: number];

/**
 * Forecasts how many items of each class a batch and an epoch of a plain shuffle contain, in closed form. Compare it
 * with {@link batchBalance} to see what weights change.
 *
 * A shuffle draws without replacement, so counts are hypergeometric. An epoch of fewer draws than items is the beginning
 * of a shuffle; a longer one is several shuffles in a row, as in `RandomSampler`. A range that `confidence` gives is
 * exact, except that of more than 64 ways in which batches can span two shuffles, 64 stand for all.
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
  const bounds = [(1 - confidence) / 2, (1 + confidence) / 2];
  const found: number[] = [];
  let reached = 0;
  for (const [count, chance] of [...chances].sort(([a], [b]) => a - b)) {
    reached += chance;
    // sums are off by their rounding
    while (found.length < 2 && reached >= bounds[found.length] * sum * (1 - 1e-12)) found.push(count);
  }
  return {
    mean: (batchSize * marked) / items,
    lower: found[0],
    upper: found[1],
    lacking: (chances.get(0) ?? 0) / sum,
  };
}

/**
 * The possible numbers of `marked` items in `draws` draws without replacement, with their probabilities. Computed from
 * the mode outwards, where the terms that matter are.
 */
function hypergeometric(items: number, marked: number, draws: number): [number, probability: number][] {
  const first = Math.max(0, draws - (items - marked));
  const last = Math.min(draws, marked);
  const mode = Math.min(last, Math.max(first, Math.floor(((draws + 1) * (marked + 1)) / (items + 2))));
  // P(k + 1) / P(k)
  const ratio = (k: number): number => ((marked - k) * (draws - k)) / ((k + 1) * (items - marked - draws + k + 1));
  const terms: [number, number][] = [[mode, 1]];
  for (let k = mode, term = 1; k < last && term > SMALL; k++) terms.push([k + 1, (term *= ratio(k))]);
  for (let k = mode, term = 1; k > first && term > SMALL; k--) terms.push([k - 1, (term /= ratio(k - 1))]);
  const whole = terms.reduce((sum, [, term]) => sum + term, 0);
  return terms.map(([k, term]) => [k, term / whole]);
}
