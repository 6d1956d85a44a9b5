// Weights from logits.
import { checkArrayLike, checkInteger, MAX_WEIGHTS } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { zeros } from '../internal/zeros.js';
import type { Backend } from '../kernels/allocation.js';
import { copyWeights } from '../sources/copied-weights.js';
import { softmax } from '../sources/softmax.js';
import { largestByCount, largestBySum } from '../weights/largest.js';

/** Options that decide which weights logits have. */
export interface LogitsOptions {
  /**
   * Divides the logits: below 1, draws favor large logits more; above 1, less. A finite number of at least 0. At 0, the
   * largest logit is always drawn, and of equal ones the first. Default 1.
   */
  temperature?: number | undefined;
  /**
   * Draws only from this many largest logits, at least 1. Of equal logits, the first stay. Default: all.
   */
  topK?: number | undefined;
  /**
   * Draws only from the most probable indices: the fewest whose probabilities sum to at least this share, in (0, 1].
   * The one that reaches it stays. Of equal ones, the first stay. Applied after `temperature` and `topK`, whose
   * probabilities sum to 1 again. Default 1: all.
   */
  topP?: number | undefined;
}

/** Checks the options, and returns them with their defaults. @throws {TypeError | RangeError} One is invalid. */
export function checkLogitsOptions({ temperature = 1, topK = Number.MAX_SAFE_INTEGER, topP = 1 }: LogitsOptions) {
  checkNumber('temperature', temperature, 'a finite number of at least 0', temperature >= 0 && temperature < Infinity);
  checkInteger('topK', topK, 1);
  checkNumber('topP', topP, 'a number above 0 and at most 1', topP > 0 && topP <= 1);
  return { temperature, topK, topP };
}

function checkNumber(name: string, value: unknown, expected: string, holds: boolean): void {
  if (typeof value !== 'number') throw new TypeError(`${name} must be ${expected}, got ${describe(value)}`);
  if (!holds) throw new RangeError(`${name} must be ${expected}, got ${value}`);
}

/** Weights of logits, (n,), and the indices of the positive ones, in ascending order, if all others are 0. */
export interface LogitsWeights {
  readonly weights: Float64Array<ArrayBuffer>;
  readonly kept: Uint32Array | undefined;
}

/**
 * The weights of logits: exp((logit - largest) / temperature), and 0 for those that `topK` and `topP` leave out.
 * `found` is what `checkLogits` found, and the options are from `checkLogitsOptions`.
 */
export function weightsOfLogits(
  logits: ArrayLike<number>,
  found: ReturnType<typeof checkLogits>,
  { temperature, topK, topP }: ReturnType<typeof checkLogitsOptions>,
  backend: Backend,
): LogitsWeights {
  const { count } = found;
  const { copy, largest = found.largest } = copyLogits(logits, count);
  if (temperature === 0) return spread(Float64Array.of(1), Uint32Array.of(copy.indexOf(largest)), copy);
  let kept = topK < count ? largestByCount(copy, topK) : undefined;
  let weights = kept ? pick(copy, kept, new Float64Array(kept.length)) : copy;
  softmax(weights, largest, temperature, backend);
  if (topP < 1) {
    const nucleus = largestBySum(weights, topP);
    weights = pick(weights, nucleus, new Float64Array(nucleus.length));
    kept = kept ? pick(kept, nucleus, new Uint32Array(nucleus.length)) : nucleus;
  }
  return kept ? spread(weights, kept, copy) : { weights, kept };
}

/** Writes those of the values that have these indices to `out`. */
function pick<A extends Float64Array | Uint32Array>(values: A, ids: Uint32Array, out: A): A {
  for (let j = 0; j < ids.length; j++) out[j] = values[ids[j]];
  return out;
}

/** Writes the values at their indices into an array, and zeros to all other places. */
function spread(values: Float64Array, ids: Uint32Array, weights: Float64Array<ArrayBuffer>): LogitsWeights {
  weights.fill(0);
  for (let j = 0; j < ids.length; j++) weights[ids[j]] = values[j];
  return { weights, kept: ids };
}

/**
 * Checks logits, and returns their number and the largest. O(n). Copies nothing.
 * @throws {TypeError | RangeError} A logit is NaN, +Infinity or not a number, or all are -Infinity.
 */
export function checkLogits(logits: ArrayLike<number>): { count: number; largest: number } {
  const count = checkArrayLike('logits', logits, MAX_WEIGHTS);
  if (count === 0) throw new RangeError('logits must not be empty');
  // a typed array has numbers only, or bigints only
  const others = ArrayBuffer.isView(logits) ? 1 : count;
  for (let i = 0; i < others; i++) if (typeof logits[i] !== 'number') throw logitError(logits, i);
  let largest = -Infinity;
  for (let i = firstAbove(logits, 0, largest); i < count; i = firstAbove(logits, i, largest)) {
    largest = logits[i];
    if (!(largest < Infinity)) throw logitError(logits, i);
  }
  if (largest > -Infinity) return { count, largest };
  throw new RangeError(
    `logits must have an entry above -Infinity, got ${count === 1 ? 'one -Infinity' : `${count} times -Infinity`}`,
  );
}

/** The index of the first logit from `i` on that is above a number, or NaN. A loop of its own takes half the time. */
function firstAbove(logits: ArrayLike<number>, i: number, most: number): number {
  const { length } = logits;
  let at = i;
  while (at < length && logits[at] <= most) at++;
  return at;
}

/** Number of finite logits. */
export function countFinite(logits: ArrayLike<number>): number {
  let finite = 0;
  for (let i = 0; i < logits.length; i++) if (logits[i] > -Infinity) finite++;
  return finite;
}

/** Copies checked logits, and checks the copy if another thread or a getter may have changed what was given. */
function copyLogits(logits: ArrayLike<number>, count: number): { copy: Float64Array<ArrayBuffer>; largest?: number } {
  const copy = zeros(Float64Array, count, 'logits');
  copyWeights(logits, count, copy, 0);
  const isStable = ArrayBuffer.isView(logits) && logits.buffer[Symbol.toStringTag] === 'ArrayBuffer';
  return isStable ? { copy } : { copy, ...checkLogits(copy) };
}

function logitError(logits: ArrayLike<unknown>, i: number): Error {
  const expected = `logits[${i}] must be a finite number or -Infinity, got`;
  const value = logits[i];
  if (typeof value === 'number') return new RangeError(`${expected} ${value}`);
  return new TypeError(`${expected} ${i in logits ? describe(value) : 'a hole'}`);
}
