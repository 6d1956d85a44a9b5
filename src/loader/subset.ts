import { checkArrayLike, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import { zeros } from '../internal/zeros.js';
import type { Dataset, Source } from './dataset.js';
import { checkInner, checkItemIndex, type GetBatch, type Inner, neverAborted } from './inner-dataset.js';

/**
 * Some items of a data set as a data set of its own, like PyTorch's class of this name. Item `i` is item `indices[i]`
 * of the data set. Nothing is copied but the indices.
 */
export class Subset<T> implements Dataset<T> {
  readonly #dataset: Source<T>;
  readonly #inner: Inner<T>;
  readonly #indices: Uint32Array<ArrayBuffer>;
  /** Gets several items at once. Undefined if the data set has no `getBatch`. */
  declare readonly getBatch?: (
    indices: Uint32Array,
    options?: { signal: AbortSignal },
  ) => ArrayLike<T | PromiseLike<T>> | PromiseLike<ArrayLike<T | PromiseLike<T>>>;

  /**
   * @param dataset An array, a typed array, or an object with `length` and `get(index, { signal })` or `getBatch`.
   * @param indices (length,), integers in [0, dataset.length). Repeats are allowed. Copied.
   * @throws {TypeError | RangeError} An argument is not as described, or an index is beyond the data set.
   */
  constructor(dataset: Source<T>, indices: ArrayLike<number>) {
    const inner = checkInner<T>('dataset', dataset);
    const length = checkArrayLike('indices', indices, MAX_INDICES);
    for (let i = 0; i < length; i++) checkIndex(indices[i], i, inner.length);
    const copy = zeros(Uint32Array, length, 'indices');
    // checked again, because another thread may have changed them
    for (let i = 0; i < length; i++) copy[i] = checkIndex(indices[i], i, inner.length);
    inspectable(new.target.prototype);
    this.#dataset = dataset;
    this.#inner = inner;
    this.#indices = copy;
    const { getBatch } = inner;
    if (!getBatch) return;
    const value: GetBatch<T> = (positions, options = neverAborted()) =>
      getBatch(
        Uint32Array.from(positions, (position) => this.#at(position)),
        options,
      );
    Object.defineProperty(this, 'getBatch', { value });
  }

  /** Number of items: the number of indices. */
  get length(): number {
    return this.#indices.length;
  }

  /** The data set, as given. */
  get dataset(): Source<T> {
    return this.#dataset;
  }

  /** Copy of the indices, (length,). */
  get indices(): Uint32Array<ArrayBuffer> {
    return this.#indices.slice();
  }

  /**
   * Item `index`, in [0, length), or a promise of it.
   * @throws {TypeError | RangeError} There is no such item.
   */
  get(index: number, options: { signal: AbortSignal } = neverAborted()): T | PromiseLike<T> {
    return this.#inner.get(this.#at(index), options);
  }

  /** Class name, data set and length, for JSON.stringify and console.log. */
  toJSON(): Shown {
    const dataset = `${describe(this.#dataset)} of ${this.#inner.length}`;
    return settingsForJson(this, { type: 'Subset', dataset, length: this.length });
  }

  #at(index: number): number {
    checkItemIndex(index, this.#indices.length);
    return this.#indices[index];
  }
}

function checkIndex(index: unknown, i: number, length: number): number {
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < length) return index;
  const range = length === 0 ? 'is of no item: the data set is empty' : `must be an integer in [0, ${length - 1}]`;
  const problem = `indices[${i}] ${range}, got ${describe(index)}`;
  throw typeof index === 'number' ? new RangeError(problem) : new TypeError(problem);
}
