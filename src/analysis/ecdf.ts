import { checkOptions } from '../internal/check.js';
import { checkProbability, uniqueValues } from './finite-values.js';

/** An empirical distribution function. It is y[i] from x[i] on, and 0 before x[0]. */
export interface Ecdf {
  /** The different values, ascending. */
  readonly x: Float64Array<ArrayBuffer>;
  /** The share of values that are at most x, in [0, 1]. */
  readonly y: Float64Array<ArrayBuffer>;
  /**
   * The confidence band, in [0, 1]. If the values are independent, their true distribution lies within it everywhere,
   * with the `confidence` that was asked for.
   */
  readonly lower: Float64Array<ArrayBuffer>;
  readonly upper: Float64Array<ArrayBuffer>;
}

/** Options of {@link ecdf}. */
export interface EcdfOptions {
  /** The confidence of the band, in (0, 1). Default 0.95. */
  confidence?: number | undefined;
}

/**
 * The empirical distribution function of values, with the Dvoretzky-Kiefer-Wolfowitz confidence band. O(n log n).
 *
 * P. Massart, "The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality", Ann. Probab. 18 (1990),
 * doi:10.1214/aop/1176990746.
 * @param values (n,), finite, at least one.
 * @throws {TypeError | RangeError} An argument is of the wrong kind or out of range.
 */
export function ecdf(values: ArrayLike<number>, options?: EcdfOptions): Ecdf {
  const { confidence = 0.95 } = checkOptions(options, ['confidence']);
  checkProbability('confidence', confidence);
  const { x, times, count } = uniqueValues(values);
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
