import { checkInteger, checkNumSamples, checkOptions, takeWeights } from '../check.js';
import { codesOf, type Label } from '../weights.js';
import { binomialRange } from './binomial-range.js';
import { checkProbability } from './finite-values.js';

/** How many draws of a class are to be expected. */
export interface CountForecast {
  readonly mean: number;
  /** Between these, both included, the number is with the confidence asked for, at least. */
  readonly lower: number;
  readonly upper: number;
  /** The probability that there is none. */
  readonly lacking: number;
}

/** What is to be expected of a class. */
export interface ClassBalance<L extends Label = Label> {
  readonly class: L;
  /** Of a draw. */
  readonly probability: number;
  readonly batch: CountForecast;
  readonly epoch: CountForecast;
}

/** Options of {@link batchBalance}. */
export interface BatchBalanceOptions {
  /** Draws in an epoch. Default: as many as weights. */
  numSamples?: number | undefined;
  /** Of the ranges, between 0 and 1. Default 0.95. */
  confidence?: number | undefined;
}

/**
 * Whether weights balance: of each class how many draws a batch and an epoch have, in closed form. With replacement the
 * number is binomial. O(n + classes * sqrt(numSamples)).
 * @param weights (n,), as a WeightedRandomSampler takes them.
 * @param labels (n,), the class of each item.
 * @returns A forecast for each class, in order of first appearance.
 * @throws {TypeError | RangeError} An argument is not as described, or weights and labels are not of one length.
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
    throw new RangeError(`weights and labels must be of one length, got ${length} and ${codes.length}`);
  }
  checkInteger('batchSize', batchSize, 1);
  const { numSamples = length, confidence = 0.95 } = checkOptions(options, ['numSamples', 'confidence']);
  checkNumSamples(numSamples);
  checkProbability('confidence', confidence);
  let largest = 0;
  for (let i = 0; i < length; i++) largest = Math.max(largest, own[i]);
  const sums = new Float64Array(classes.length);
  // 1e308 three times has no sum
  for (let i = 0; i < length; i++) sums[codes[i]] += own[i] / largest;
  const total = sums.reduce((all, sum) => all + sum, 0);
  const forecast = (draws: number, p: number): CountForecast => {
    const [lower, upper] = binomialRange(draws, p, (1 - confidence) / 2, (1 + confidence) / 2);
    return { mean: draws * p, lower, upper, lacking: Math.exp(draws * Math.log1p(-p)) };
  };
  return classes.map((label, code) => {
    const probability = sums[code] / total;
    const [batch, epoch] = [batchSize, numSamples].map((draws) => forecast(draws, probability));
    return { class: label, probability, batch, epoch };
  });
}
