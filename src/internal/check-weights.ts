// Checks of weights: see check.ts.
import { checkArrayLike, MAX_WEIGHTS } from './check.js';
import { describe, torch } from './describe.js';

const NEGATIVE = 'invalid multinomial distribution (encountering probability entry < 0)';
const INFINITE = 'invalid multinomial distribution (encountering probability entry = infinity or NaN)';
const NO_SUM = 'invalid multinomial distribution (sum of probabilities <= 0)';
const NOT_PROBABILITIES = 'probability tensor contains either `inf`, `nan` or element < 0';
const TOO_MANY = 'cannot sample n_sample > prob_dist.size(-1) samples without replacement';

/** For fewer weights, a loop takes less time than to make a view of their words. */
const LONG = 64;
/** The high word of the largest finite number. */
const MOST_HIGH = 0x7fefffff;

/** PyTorch's sentences about invalid weights, with and without replacement. */
const WITH = { negative: NEGATIVE, infinite: INFINITE };
const WITHOUT = { negative: NOT_PROBABILITIES, infinite: NOT_PROBABILITIES };

/** Checks weights, and returns their number. O(n). Copies nothing. */
export function checkWeights(weights: unknown, replacement: boolean): number {
  const length = checkArrayLike('weights', weights, MAX_WEIGHTS);
  checkPositive(length, hasPositive(weights as ArrayLike<unknown>, 0, length, replacement), replacement);
  return length;
}

/** Checks weights `from` to `end`. Returns whether one of them is positive. */
export function hasPositive(values: ArrayLike<unknown>, from: number, end: number, replacement: boolean): boolean {
  const isLong = end - from >= LONG && values.constructor === Float64Array;
  if (isLong && arePositive(values as Float64Array, from, end)) return true;
  let positive = false;
  for (let i = from; i < end; i++) {
    const value = values[i];
    // NaN fails the first comparison
    if (typeof value === 'number' && value >= 0 && value < Infinity) {
      if (value > 0) positive = true;
    } else {
      throw weightError('weights', values, i, replacement ? WITH : WITHOUT);
    }
  }
  return positive;
}

/** Checks that there are weights, and that one of them is positive. */
export function checkPositive(length: number, positive: boolean, replacement: boolean): void {
  if (positive) return;
  const sentence = torch(length > 0 || replacement ? NO_SUM : TOO_MANY);
  if (length === 0) throw new RangeError(`weights must not be empty${sentence}`);
  const got = length === 1 ? 'one zero' : `${length} zeros`;
  throw new RangeError(`weights must have a positive entry, got ${got}${sentence}`);
}

/**
 * Whether numbers `from` to `end` of an array are valid weights, and some are positive. Looks at their high words, in
 * half the time: those of negative numbers, of -0, infinities and NaN are not among those of finite positive numbers.
 * False if it cannot tell.
 */
function arePositive({ buffer, byteOffset, byteLength }: Float64Array, from: number, end: number): boolean {
  if (!(8 * end <= byteLength)) return false;
  const words = new Int32Array(buffer, byteOffset + 8 * from, 2 * (end - from));
  let all = 0;
  let left = 0;
  let i = 1;
  for (const most = words.length - 7; i < most; i += 8) {
    const a = words[i];
    const b = words[i + 2];
    const c = words[i + 4];
    const d = words[i + 6];
    all |= a | b | c | d;
    left |= (MOST_HIGH - a) | (MOST_HIGH - b) | (MOST_HIGH - c) | (MOST_HIGH - d);
  }
  for (; i < words.length; i += 2) {
    all |= words[i];
    left |= MOST_HIGH - words[i];
  }
  return all > 0 && left >= 0;
}

/**
 * Checks and copies weights, for code that reads them more than once. The copy is checked again, because another thread
 * may have changed the weights.
 */
export function takeWeights(weights: ArrayLike<number>, replacement: boolean): Float64Array {
  const copy = new Float64Array(checkWeights(weights, replacement));
  for (let i = 0; i < copy.length; i++) copy[i] = weights[i];
  checkWeights(copy, replacement);
  return copy;
}

/** Checks that weights have a finite sum, because PyTorch divides by it. Call `checkWeights` first. */
export function checkTotal(weights: ArrayLike<number>, count: number): void {
  let total = 0;
  for (let i = 0; i < count; i++) total += weights[i];
  if (total === Infinity)
    throw new RangeError('weights must sum to less than 2^1024 with a generator, got more: scale them down');
}

/** Checks numSamples for draws without replacement. Call `checkWeights` first. */
export function checkWithoutReplacement(weights: ArrayLike<number>, count: number, numSamples: number): void {
  checkEnough(countPositive(weights, 0, count), numSamples);
}

/** Number of positive weights among weights `from` to `end`. */
export function countPositive(weights: ArrayLike<number>, from: number, end: number): number {
  let positives = 0;
  for (let i = from; i < end; i++) if (weights[i] > 0) positives++;
  return positives;
}

/** Checks that there are as many positive weights as draws without replacement. */
export function checkEnough(positives: number, numSamples: number): void {
  if (numSamples <= positives) return;
  throw new RangeError(
    `numSamples must be at most the number of positive weights, ${positives}, to draw without ` +
      `replacement, got ${numSamples}${torch(TOO_MANY)}`,
  );
}

/** The error about weight number `i`, which is not valid. */
export function weightError(
  name: string,
  values: ArrayLike<unknown>,
  i: number,
  { negative, infinite }: { negative: string; infinite: string } = WITH,
): Error {
  const value = values[i];
  const expected = `${name}[${i}] must be a finite number of at least 0, got`;
  if (typeof value === 'number') {
    return new RangeError(`${expected} ${value}${torch(value === Infinity ? infinite : negative)}`);
  }
  if (!(i in values)) return new TypeError(`${expected} a hole`);
  const nested = typeof value === 'object' && value !== null && 'length' in value;
  const shape = nested && `(${values.length}, ${value.length})`;
  const sentence = shape ? torch(`weights should be a 1d sequence but given weights have shape ${shape}`) : '';
  return new TypeError(`${expected} ${describe(value)}${sentence}`);
}
