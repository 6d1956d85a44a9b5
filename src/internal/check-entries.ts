// Checks of weights that may change, and of changes to them.
import { checkArrayLike, MAX_WEIGHTS } from './check.js';
import { weightError } from './check-weights.js';
import { describe } from './describe.js';

/** Checks weights that may all be zero, and returns their number. O(n). Copies nothing. */
export function checkChangingWeights(weights: unknown): number {
  const length = checkArrayLike('weights', weights, MAX_WEIGHTS);
  const values = weights as ArrayLike<unknown>;
  for (let i = 0; i < length; i++) if (!isWeight(values[i])) throw weightError('weights', values, i);
  return length;
}

function isWeight(value: unknown): boolean {
  // NaN fails the first comparison
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

/** Checks one weight. */
export function checkWeight(weight: unknown): void {
  if (isWeight(weight)) return;
  const message = `weight must be a finite number of at least 0, got ${describe(weight)}`;
  throw typeof weight === 'number' ? new RangeError(message) : new TypeError(message);
}

/** Checks an index of one of `size` weights. */
export function checkWeightIndex(name: string, index: unknown, size: number): void {
  if (typeof index === 'number' && index >= 0 && index < size && Number.isInteger(index)) return;
  const range =
    size === 0 ? 'there are no weights yet' : `an integer in [0, ${size - 1}], as there are ${size} weights`;
  const message = `${name} must be ${size === 0 ? 'an index, but ' : ''}${range}, got ${describe(index)}`;
  throw typeof index === 'number' ? new RangeError(message) : new TypeError(message);
}

/** Indices, and a weight for each. */
export interface Entries {
  readonly indices: Uint32Array;
  readonly weights: Float64Array;
}

/**
 * Checks and copies the arguments of `updateMany`, for `size` weights. The copy is what was checked, because another
 * thread may change the arrays meanwhile.
 */
export function takeEntries(indices: unknown, weights: unknown, size: number): Entries {
  const count = checkArrayLike('indices', indices, MAX_WEIGHTS);
  const given = checkArrayLike('weights', weights, MAX_WEIGHTS);
  if (count !== given) {
    throw new RangeError(`indices and weights must have the same length, got ${count} indices and ${given} weights`);
  }
  const entries = { indices: new Uint32Array(count), weights: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    const index = (indices as ArrayLike<unknown>)[i];
    const weight = (weights as ArrayLike<unknown>)[i];
    checkEntryIndex(index, i, size);
    if (!isWeight(weight)) throw weightError('weights', weights as ArrayLike<unknown>, i);
    entries.indices[i] = index as number;
    entries.weights[i] = weight as number;
  }
  return entries;
}

/** The name in an error is made only if there is one. */
function checkEntryIndex(index: unknown, i: number, size: number): void {
  if (typeof index !== 'number' || !(index >= 0 && index < size) || index !== Math.floor(index)) {
    checkWeightIndex(`indices[${i}]`, index, size);
  }
}
