import { checkArrayLength, checkArrayLike, MAX_INDICES } from '../check.js';
import { describe } from '../describe.js';
import { zeros } from '../zeros.js';

/**
 * How often each index comes: (n,).
 * @param indices (m,), each in [0, n): of an array, a typed array, or anything to loop over, such as a sampler (which
 * is moved by it).
 * @param n How many there are to come.
 * @throws {TypeError | RangeError} An argument is not as described; the message has the place.
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

/** What is wrong with an index that is none of [0, n). */
export function wrongIndex(name: string, index: unknown, n: number): Error {
  const wanted = `${name} must be an integer in [0, ${n}), got ${describe(index)}`;
  return typeof index === 'number' ? new RangeError(wanted) : new TypeError(wanted);
}
