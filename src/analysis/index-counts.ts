import { checkArrayLength, checkArrayLike, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { zeros } from '../internal/zeros.js';

/**
 * Counts how often each index occurs.
 * @param indices (m,), integers in [0, n): an array, a typed array or an iterable. A sampler delivers its current epoch
 * and moves on.
 * @param n The number of different indices that are possible.
 * @returns (n,)
 * @throws {TypeError | RangeError} An argument is of the wrong kind, or an index is not in [0, n). The message names
 * its position.
 */
export function indexCounts(indices: ArrayLike<number> | Iterable<number>, n: number): Uint32Array<ArrayBuffer> {
  checkArrayLength('n', n);
  if (typeof indices !== 'object' || indices === null) {
    throw new TypeError(`indices must be an array, a typed array or an iterable, got ${describe(indices)}`);
  }
  const counts = zeros(Uint32Array, n, 'counts');
  let i = 0;
  const count = (index: number): void => {
    if (!(Number.isInteger(index) && index >= 0 && index < n)) throw wrongIndex(`indices[${i}]`, index, n);
    counts[index]++;
    i++;
  };
  if (Symbol.iterator in indices) {
    for (const index of indices) count(index);
  } else {
    const length = checkArrayLike('indices', indices, MAX_INDICES);
    while (i < length) count(indices[i]);
  }
  return counts;
}

/** The error for an index that is not in [0, n). */
export function wrongIndex(name: string, index: unknown, n: number): Error {
  const wanted = `${name} must be an integer in [0, ${n}), got ${describe(index)}`;
  return typeof index === 'number' ? new RangeError(wanted) : new TypeError(wanted);
}
