import { checkTotal, checkWeights, checkWithoutReplacement } from '../internal/check-weights.js';

// Weights are checked as given, and then copied. A getter or another thread may change them in between, so only the
// copy counts. The kernels report a copy that is not valid, and `checkCopy` then throws the error.

/**
 * Whether weights are a typed array of `count` entries. A subclass may define its own `length`; the array's real length
 * counts.
 */
export function isWhole(weights: ArrayLike<number>, count: number): boolean {
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
  return ArrayBuffer.isView(weights) && Reflect.get(typedArray, 'length', weights) === count;
}

/** Copies `count` weights to f64[first] and on. Reads each once. Copies a whole typed array in one go. */
export function copyWeights(weights: ArrayLike<number>, count: number, f64: Float64Array, first: number): void {
  if (isWhole(weights, count)) f64.set(weights, first);
  else for (let i = 0; i < count; i++) f64[first + i] = weights[i];
}

/** One more than the index of the last positive weight among the `count` weights at f64[first]. */
export function boundOf(f64: Float64Array, first: number, count: number): number {
  let bound = count;
  while (bound > 1 && !(f64[first + bound - 1] > 0)) bound--;
  return bound;
}

/**
 * Throws the error of the `count` weights at f64[first], if there is one. `least` of them must be positive.
 * @throws {TypeError | RangeError} A weight is not valid, or too few are positive.
 */
export function checkCopy(f64: Float64Array, first: number, count: number, least = 1): void {
  const copy = f64.subarray(first, first + count);
  checkWeights(copy, least === 1);
  checkWithoutReplacement(copy, count, least);
}

/** The `count` weights at f64[first] as 32-bit words. -0 becomes 0, since both give the same draws. */
export function weightWords(f64: Float64Array, first: number, count: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(f64.slice(first, first + count).map((weight) => weight + 0).buffer);
}

/**
 * Copies `count` weights whose sum must be positive and finite. At least `least` of them must be positive.
 * @throws {TypeError | RangeError} A weight is not valid, too few are positive, or the sum is not finite.
 */
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
  // a NaN among the weights makes the total NaN
  if (negative === 0 && count - zeros >= least && total < Infinity) return;
  checkCopy(f64, first, count, least);
  checkTotal(f64.subarray(first), count);
}
