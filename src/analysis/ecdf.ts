import { checkOptions } from '../check.js';
import { checkProbability, distinctValues } from './finite-values.js';

/** Steps of a distribution function: from x[i] on it is y[i], and before x[0] zero. */
export interface Ecdf {
  /** The values that there are, rising. */
  readonly x: Float64Array<ArrayBuffer>;
  /** The share of values of at most x. */
  readonly y: Float64Array<ArrayBuffer>;
  /**
   * Between these the distribution lies that the values are independent draws of, everywhere at once, with the
   * confidence asked for.
   */
  readonly lower: Float64Array<ArrayBuffer>;
  readonly upper: Float64Array<ArrayBuffer>;
}

/** Options of {@link ecdf}. */
export interface EcdfOptions {
  /** Of the band, between 0 and 1. Default 0.95. */
  confidence?: number | undefined;
}

/**
 * The empirical distribution function of values, with the band of Dvoretzky, Kiefer and Wolfowitz. O(n log n).
 *
 * P. Massart, "The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality", Ann. Probab. 18 (1990),
 * doi:10.1214/aop/1176990746.
 * @param values (n,), finite.
 * @throws {TypeError | RangeError} An argument is not as described.
 */
export function ecdf(values: ArrayLike<number>, options?: EcdfOptions): Ecdf {
  const { confidence = 0.95 } = checkOptions(options, ['confidence']);
  checkProbability('confidence', confidence);
  const { x, times, count } = distinctValues(values);
  const band = Math.sqrt(Math.log(2 / (1 - confidence)) / (2 * count));
  let below = 0;
  const y = times.map((each) => (below += each) / count);
  return {
    x,
    y,
    lower: y.map((share) => Math.max(0, share - band)),
    upper: y.map((share) => Math.min(1, share + band)),
  };
}
