import { checkDistinct, checkTotal, checkWeights } from '../internal/check.js';

// Weights are checked as they are given, and copied. A getter or another thread may change them in between, so that the
// copy counts: kernels say what is wrong with it, and then it is checked for the error.

/**
 * Copies `count` weights to f64[first] and on, each read once. A typed array's `length` may be a subclass's own, so
 * that its own one decides on a copy in one go.
 */
export function copyWeights(weights: ArrayLike<number>, count: number, f64: Float64Array, first: number): void {
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
  const whole = ArrayBuffer.isView(weights) && Reflect.get(typedArray, 'length', weights) === count;
  if (whole) f64.set(weights, first);
  else for (let i = 0; i < count; i++) f64[first + i] = weights[i];
}

/** The index behind the last positive one of the `count` weights at f64[first]. */
export function boundOf(f64: Float64Array, first: number, count: number): number {
  let bound = count;
  while (bound > 1 && !(f64[first + bound - 1] > 0)) bound--;
  return bound;
}

/**
 * Throws what is wrong with the `count` weights at f64[first], of which `least` are to be drawn without replacement.
 */
export function checkCopy(f64: Float64Array, first: number, count: number, least = 1): void {
  const copy = f64.subarray(first, first + count);
  checkWeights(copy, least === 1);
  checkDistinct(copy, count, least);
}

/** The `count` weights at f64[first] as 32-bit words; -0 is 0, as it is to draws. */
export function weightWords(f64: Float64Array, first: number, count: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(f64.slice(first, first + count).map((weight) => weight + 0).buffer);
}

/** Copies `count` weights that others can be divided by the sum of, at least `least` of them positive. */
export function copySummable(
  weights: ArrayLike<number>,
  count: number,
  f64: Float64Array,
  first: number,
  least: number,
): void {
  copyWeights(weights, count, f64, first);
  let total = 0;
  let zeros = 0;
  let negative = 0;
  for (let i = first; i < first + count; i++) {
    const weight = f64[i];
    total += weight;
    if (weight > 0) continue;
    zeros++;
    if (weight < 0) negative++;
  }
  // NaN is in the total
  if (negative === 0 && count - zeros >= least && total < Infinity) return;
  checkCopy(f64, first, count, least);
  checkTotal(f64.subarray(first), count);
}
