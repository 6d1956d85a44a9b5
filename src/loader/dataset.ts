import { describe } from '../internal/describe.js';
import type { GetOptions } from './signals.js';

/** Items by index: what a DataLoader loads, where that is no array. */
export interface Dataset<T> {
  readonly length: number;
  /** Item `index`, in [0, length). `signal` is aborted when the `for await` that asked for it is left. */
  get(index: number, options: { signal: AbortSignal }): T | PromiseLike<T>;
}

/** What a data loader loads from. */
export type Source<T> = ArrayLike<T | PromiseLike<T>> | Dataset<T>;

/** How an item is got. */
export type Get<T> = (index: number, options: GetOptions) => T | PromiseLike<T>;

/** A data set's getter, whatever kind of data set it is, and its length, which is read once. */
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
