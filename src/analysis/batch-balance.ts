import { checkInteger, checkNumSamples, checkOptions } from '../internal/check.js';
import { takeWeights } from '../internal/check-weights.js';
import { codesOf, type Label } from '../weights/class-weights.js';
import { binomialRange } from './binomial-range.js';
import { checkProbability } from './finite-values.js';

/** A forecast of the number of draws of a class. */
export interface CountForecast {
  /** The expected number of draws. */
  readonly mean: number;
  /** The ends of a range, both included. The number lies in it with at least the `confidence` that was asked for. */
  readonly lower: number;
  readonly upper: number;
  /** The probability that there is no draw of the class. */
  readonly lacking: number;
}

/** The forecast for one class. */
export interface ClassBalance<L extends Label = Label> {
  readonly class: L;
  /** The probability that a draw is of the class. */
  readonly probability: number;
  /** Draws of the class in a batch. */
  readonly batch: CountForecast;
  /** Draws of the class in an epoch. */
  readonly epoch: CountForecast;
}

/** Options of {@link batchBalance}. */
export interface BatchBalanceOptions {
  /** Draws in an epoch. Default: the number of items. */
  numSamples?: number | undefined;
  /** The probability that a number lies in its range, in (0, 1). Default 0.95. */
  confidence?: number | undefined;
}

/**
 * Forecasts how many draws of each class a batch and an epoch contain, in closed form. With weighted draws with
 * replacement, counts are binomial. O(n + classes * sqrt(numSamples)). See {@link shuffleBalance} for plain shuffling.
 * @param weights (n,), finite and at least 0, on any scale, as a WeightedRandomSampler takes them.
 * @param labels (n,), the class of each item.
 * @param batchSize Draws in a batch, a positive integer.
 * @returns A forecast for each class, in order of first appearance.
 * @throws {TypeError | RangeError} An argument is of the wrong kind or out of range, or weights and labels differ in
 * length.
 */
export function batchBalance<L extends Label>(
  weights: ArrayLike<number>,
  labels: ArrayLike<L>,
  batchSize: number,
  options?: BatchBalanceOptions,
): ClassBalance<L>[] {
  const own = takeWeights(weights, true);
  const { length } = own;
  const { codes, classes } = codesOf(labels);
  if (codes.length !== length) {
    throw new RangeError(`weights and labels must have the same length, got ${length} and ${codes.length}`);
  }
  checkInteger('batchSize', batchSize, 1);
  const { numSamples = length, confidence = 0.95 } = checkOptions(options, ['numSamples', 'confidence']);
  checkNumSamples(numSamples);
  checkProbability('confidence', confidence);
  let largest = 0;
  for (let i = 0; i < length; i++) largest = Math.max(largest, own[i]);
  const sums = new Float64Array(classes.length);
  // scaled first: a sum may overflow
  for (let i = 0; i < length; i++) sums[codes[i]] += own[i] / largest;
  const total = sums.reduce((all, sum) => all + sum, 0);
  return classes.map((label, code) => {
    const probability = sums[code] / total;
    const [batch, epoch] = [batchSize, numSamples].map((draws) => countForecast(draws, probability, confidence));
    return { class: label, probability, batch, epoch };
  });
}

/** Forecasts how many of a number of draws are of a class that each draw is of with probability `p`. */
export function countForecast(draws: number, p: number, confidence: number): CountForecast {
  const [lower, upper] = binomialRange(draws, p, (1 - confidence) / 2, (1 + confidence) / 2);
  return { mean: draws * p, lower, upper, lacking: Math.exp(draws * Math.log1p(-p)) };
}
