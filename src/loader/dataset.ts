import { describe } from '../internal/describe.js';
import type { GetOptions } from './signals.js';

/** A data set for DataLoader that is not an array: items by index. */
export interface Dataset<T> {
  readonly length: number;
  /**
   * Item `index`, in [0, length), or a promise of it. Leaving the `for await` loop that asked for the item aborts
   * `signal`.
   */
  get(index: number, options: { signal: AbortSignal }): T | PromiseLike<T>;
}

/** What a DataLoader loads from: an array of items or of promises, or a data set. */
export type Source<T> = ArrayLike<T | PromiseLike<T>> | Dataset<T>;

/** Gets one item. */
export type Get<T> = (index: number, options: GetOptions) => T | PromiseLike<T>;

/**
 * The function that gets an item from any kind of data set, and the data set's length, read once.
 * @throws {TypeError | RangeError} `dataset` is no data set.
 */
export function checkDataset<T>(dataset: unknown): { get: Get<T>; length: number } {
  const wanted = 'dataset must be an array, a typed array or an object with length and get(index)';
  if (typeof dataset !== 'object' || dataset === null) throw new TypeError(`${wanted}, got ${describe(dataset)}`);
  const length = checkLength(dataset, `${wanted}, got ${describe(dataset)}`);
  const { get } = dataset as { get?: unknown };
  if (typeof get === 'function') return { get: (index, options) => get.call(dataset, index, options), length };
  const items = ArrayBuffer.isView(dataset) || length === 0 || 0 in dataset;
  if (get !== undefined || !items) {
    throw new TypeError(`${wanted}, got ${describe(dataset)} whose get is ${describe(get)}`);
  }
  return { get: (index) => (dataset as ArrayLike<T>)[index], length };
}

function checkLength(dataset: object, wanted: string): number {
  const { length } = dataset as { length?: unknown };
  if (typeof length !== 'number') throw new TypeError(`${wanted} with length ${describe(length)}`);
  if (!(Number.isInteger(length) && length >= 0)) throw new RangeError(`${wanted} with length ${length}`);
  return length;
}
