import { MAX_INDICES } from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';
import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import { checkBatch, type Dataset, type Source } from './dataset.js';
import { checkInner, checkItemIndex, type GetBatch, type Inner, neverAborted } from './inner-dataset.js';
import { ignore, isPromise } from './promises.js';
import type { GetOptions } from './signals.js';

type Items<T> = (T | PromiseLike<T>)[];

/**
 * Several data sets as one, like PyTorch's class of this name: the items of the first one, then those of the second
 * one, and so on. Nothing is copied. Each data set must keep its length.
 */
export class ConcatDataset<T> implements Dataset<T> {
  readonly #datasets: readonly Source<T>[];
  readonly #inner: readonly Inner<T>[];
  readonly #ends: readonly number[];
  /** Gets several items at once: one call for each data set. Undefined unless all of them have a `getBatch`. */
  declare readonly getBatch?: (
    indices: Uint32Array,
    options?: { signal: AbortSignal },
  ) => ArrayLike<T | PromiseLike<T>> | PromiseLike<ArrayLike<T | PromiseLike<T>>>;

  /**
   * @param datasets At least one: arrays, typed arrays, or objects with `length` and `get(index, { signal })` or
   * `getBatch`. Together they have at most 2^32 - 1 items.
   * @throws {TypeError | RangeError} `datasets` is not as described.
   */
  constructor(datasets: Iterable<Source<T>>) {
    if (typeof datasets !== 'object' || datasets === null || !(Symbol.iterator in datasets)) {
      throw new TypeError(`datasets must be an array of data sets, got ${describe(datasets)}`);
    }
    const list = [...datasets];
    if (list.length === 0) {
      throw new RangeError(`datasets must not be empty${torch('datasets should not be an empty iterable')}`);
    }
    const inner = list.map((dataset, i) => checkInner<T>(`datasets[${i}]`, dataset));
    let end = 0;
    this.#ends = inner.map(({ length }) => {
      end += length;
      return end;
    });
    if (end > MAX_INDICES) {
      throw new RangeError(`datasets must have at most 2^32 - 1 items together, got ${end}`);
    }
    inspectable(new.target.prototype);
    this.#datasets = list;
    this.#inner = inner;
    if (inner.some(({ getBatch }) => !getBatch)) return;
    const value: GetBatch<T> = (indices, options = neverAborted()) => this.#getBatch(indices, options);
    Object.defineProperty(this, 'getBatch', { value });
  }

  /** Number of items of all data sets. */
  get length(): number {
    return this.#ends[this.#ends.length - 1];
  }

  /** Copy of the list of data sets; the data sets themselves are as given. */
  get datasets(): Source<T>[] {
    return [...this.#datasets];
  }

  /** For each data set, the number of items up to its end, as PyTorch's `cumulative_sizes`. */
  get cumulativeSizes(): number[] {
    return [...this.#ends];
  }

  /**
   * Item `index`, in [0, length), or a promise of it.
   * @throws {TypeError | RangeError} There is no such item.
   */
  get(index: number, options: { signal: AbortSignal } = neverAborted()): T | PromiseLike<T> {
    const set = this.#setOf(index);
    return this.#inner[set].get(index - this.#startOf(set), options);
  }

  /** Class name, data sets and length, for JSON.stringify and console.log. */
  toJSON(): Shown {
    const datasets = this.#datasets.map((dataset, i) => `${describe(dataset)} of ${this.#inner[i].length}`);
    return settingsForJson(this, { type: 'ConcatDataset', datasets, length: this.length });
  }

  #startOf(set: number): number {
    return set === 0 ? 0 : this.#ends[set - 1];
  }

  /** The data set that has an item: the first one that ends behind it. O(log of their number). */
  #setOf(index: number): number {
    checkItemIndex(index, this.length);
    let [low, high] = [0, this.#ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle] > index) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #getBatch(indices: Uint32Array, options: GetOptions): Items<T> | Promise<Items<T>> {
    /** For each data set that is asked: where its items belong in the batch. */
    const places = new Map<number, number[]>();
    for (const [place, index] of indices.entries()) {
      const set = this.#setOf(index);
      const known = places.get(set);
      if (known) known.push(place);
      else places.set(set, [place]);
    }
    const asked = [...places];
    const parts: ReturnType<GetBatch<T>>[] = [];
    try {
      for (const [set, at] of asked) {
        const own = Uint32Array.from(at, (place) => indices[place] - this.#startOf(set));
        parts.push((this.#inner[set].getBatch as GetBatch<T>)(own, options));
      }
    } catch (error) {
      for (const part of parts) if (isPromise(part)) ignore(part);
      throw error;
    }
    const merge = (parts: readonly ArrayLike<T | PromiseLike<T>>[]): Items<T> => {
      const batch = new Array<T | PromiseLike<T>>(indices.length);
      for (const [part, [set, at]] of asked.entries()) {
        const items = checkBatch(parts[part], at.length, () => `datasets[${set}].getBatch`);
        for (const [i, place] of at.entries()) batch[place] = items[i];
      }
      return batch;
    };
    return parts.some(isPromise) ? Promise.all(parts).then(merge) : merge(parts as ArrayLike<T | PromiseLike<T>>[]);
  }
}
