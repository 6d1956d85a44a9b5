// Data sets that are made from other data sets: what they need of those.
import { describe, torch } from '../internal/describe.js';
import { checkBatch, checkDataset, type Items } from './dataset.js';
import { isPromise } from './promises.js';
import { type GetOptions, Signals } from './signals.js';

/** Gets the items of several indices at once. */
export type GetBatch<T> = NonNullable<Items<T>['getBatch']>;

/** A data set inside another one. */
export interface Inner<T> {
  /** Number of items, read once. */
  readonly length: number;
  /**
   * Gets an item.
   * @throws {RangeError} The data set has fewer items by now.
   */
  get(index: number, options: GetOptions): T | PromiseLike<T>;
  /** Gets several items at once; undefined if the data set cannot. */
  readonly getBatch: GetBatch<T> | undefined;
}

/** The options of a `get` that nobody aborts. */
export const neverAborted = (): GetOptions => new Signals().options();

/**
 * Checks a data set, an argument called `name`.
 * @throws {TypeError | RangeError} It is no data set. A data set that is only iterable has no items by index.
 */
export function checkInner<T>(name: string, dataset: unknown): Inner<T> {
  const what = 'an array, a typed array or an object with length and get(index) or getBatch(indices)';
  const wanted = `${name} must be ${what}`;
  if (typeof dataset === 'object' && dataset !== null && !('length' in dataset)) {
    if (Symbol.iterator in dataset || Symbol.asyncIterator in dataset) {
      const sentence = torch('ConcatDataset does not support IterableDataset');
      throw new TypeError(`${wanted}, got ${describe(dataset)}, which has no items by index${sentence}`);
    }
  }
  const { items, length } = checkDataset<T>(dataset, wanted);
  const check = (index: number): void => {
    const now = (dataset as { length: number }).length;
    if (index < now) return;
    throw new RangeError(`${name} has ${now} items by now, and had ${length}: there is no item ${index} anymore`);
  };
  const { getBatch } = items;
  const get = items.get ?? ((index, options) => firstOf((getBatch as GetBatch<T>)(Uint32Array.of(index), options)));
  return {
    length,
    get(index, options) {
      check(index);
      return get(index, options);
    },
    getBatch:
      getBatch &&
      ((indices, options) => {
        for (const index of indices) check(index);
        return getBatch(indices, options);
      }),
  };
}

/** The item of a batch of one. */
function firstOf<T>(batch: ReturnType<GetBatch<T>>): T | PromiseLike<T> {
  if (!isPromise(batch)) return checkBatch(batch, 1, () => 'getBatch')[0];
  return Promise.resolve(batch).then((items) => checkBatch(items, 1, () => 'getBatch')[0]);
}

/** Checks an index of one of `length` items. */
export function checkItemIndex(index: unknown, length: number): asserts index is number {
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < length) return;
  const range = length === 0 ? 'there are no items' : `index must be an integer in [0, ${length - 1}]`;
  const hint = typeof index === 'number' && index < 0 ? ' (negative indices do not count from the end)' : '';
  const message = `${range}, got ${describe(index)}${hint}`;
  throw typeof index === 'number' ? new RangeError(message) : new TypeError(message);
}
