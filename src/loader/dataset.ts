import { describe } from '../internal/describe.js';
import type { GetOptions } from './signals.js';
import type { DatasetModule } from './threads/backend.js';

/** A data set for DataLoader that is not an array: items by index. */
export interface Dataset<T> {
  readonly length: number;
  /**
   * Item `index`, in [0, length), or a promise of it. Leaving the `for await` loop that asked for the item aborts
   * `signal`.
   */
  get(index: number, options: { signal: AbortSignal }): T | PromiseLike<T>;
  /** The items of a batch together. A DataLoader then calls this in place of `get`; see {@link BatchDataset}. */
  getBatch?(
    indices: Uint32Array,
    options: { signal: AbortSignal },
  ): ArrayLike<T | PromiseLike<T>> | PromiseLike<ArrayLike<T | PromiseLike<T>>>;
}

/** A data set for DataLoader that gives the items of a batch together, like PyTorch's `__getitems__`. */
export interface BatchDataset<T> {
  readonly length: number;
  /**
   * The items of a batch, one for each of `indices` and in their order, or a promise of them. A DataLoader calls this
   * once a batch, in place of `get`. With `batchSize: null`, it calls `get` if there is one. Leaving the `for await`
   * loop that asked for the batch aborts `signal`.
   */
  getBatch(
    indices: Uint32Array,
    options: { signal: AbortSignal },
  ): ArrayLike<T | PromiseLike<T>> | PromiseLike<ArrayLike<T | PromiseLike<T>>>;
}

/** What a DataLoader loads from by index: an array of items or of promises, or a data set. */
export type Source<T> = ArrayLike<T | PromiseLike<T>> | Dataset<T> | BatchDataset<T>;

/** How to get items: one of the two functions is there. */
export interface Items<T> {
  readonly get?: ((index: number, options: GetOptions) => T | PromiseLike<T>) | undefined;
  readonly getBatch?:
    | ((
        indices: Uint32Array,
        options: GetOptions,
      ) => ArrayLike<T | PromiseLike<T>> | PromiseLike<ArrayLike<T | PromiseLike<T>>>)
    | undefined;
}

export const WANTED =
  'dataset must be an array, a typed array, an iterable, or an object with length and get(index) or getBatch(indices)';

/**
 * How to get items from any kind of data set with indices, and the data set's length, read once. `expected` says in
 * errors what it must be.
 * @throws {TypeError | RangeError} `dataset` is no data set.
 */
export function checkDataset<T>(dataset: unknown, expected = WANTED): { items: Items<T>; length: number } {
  const wanted = `${expected}, got ${describe(dataset)}`;
  if (typeof dataset !== 'object' || dataset === null) throw new TypeError(wanted);
  const length = checkLength(dataset, wanted);
  const { get, getBatch } = dataset as { get?: unknown; getBatch?: unknown };
  const own: Items<T> = {
    ...(typeof get === 'function' && { get: (index, options) => get.call(dataset, index, options) }),
    ...(typeof getBatch === 'function' && { getBatch: (indices, options) => getBatch.call(dataset, indices, options) }),
  };
  if (getBatch !== undefined && !own.getBatch) {
    throw new TypeError(`${wanted} whose getBatch is ${describe(getBatch)}`);
  }
  if (own.get || (own.getBatch && get === undefined)) return { items: own, length };
  const items = ArrayBuffer.isView(dataset) || length === 0 || 0 in dataset;
  if (get !== undefined || !items) throw new TypeError(`${wanted} whose get is ${describe(get)}`);
  return { items: { get: (index) => (dataset as ArrayLike<T>)[index] }, length };
}

/**
 * The length of a data set.
 * @throws {TypeError | RangeError} It is not a non-negative integer.
 */
export function checkLength(dataset: object, wanted: string): number {
  const { length } = dataset as { length?: unknown };
  if (typeof length !== 'number') throw new TypeError(`${wanted} with length ${describe(length)}`);
  if (!(Number.isInteger(length) && length >= 0)) throw new RangeError(`${wanted} with length ${length}`);
  return length;
}

/**
 * Checks what a data set gave for several indices.
 * @throws {TypeError | RangeError} What `name` gave is not `count` items.
 */
export function checkBatch<T>(given: ArrayLike<T>, count: number, name: () => string): ArrayLike<T> {
  const length = typeof given === 'object' && given !== null ? given.length : undefined;
  if (length === count) return given;
  const wanted = `${name()} must give an array of ${count} items, one for each index, got`;
  if (typeof length !== 'number') throw new TypeError(`${wanted} ${describe(given)}`);
  throw new RangeError(`${wanted} ${length}`);
}

/** Whether a data set is a module: its URL, or a function that starts workers which serve it. */
export function isModule(dataset: unknown): dataset is DatasetModule {
  // a URL may be of another realm
  return typeof dataset === 'function' || Object.prototype.toString.call(dataset) === '[object URL]';
}
