import { checkBatch, type Items } from './dataset.js';
import { failed, ignore, isPromise, requireSync } from './promises.js';
import type { Signals } from './signals.js';

/** Makes a batch of its items. */
export type Collate<T, B> = (items: T[], indices: Uint32Array) => B | PromiseLike<B>;

/**
 * Makes batches from indices, which are all below the length of the data set. An error says which item failed. A
 * fetcher must not keep or change `indices`, because the loop may ask for a batch again.
 */
export interface Fetcher<B> {
  /**
   * A batch, for `for await`, and its place. Never throws. Once `signals` are aborted, nobody waits for the batch
   * anymore. Sets `signals.waitsFor`, for the error of a timeout.
   */
  batch(indices: Uint32Array, signals: Signals, position: number): Promise<B>;
  /**
   * A batch, for a loop that cannot wait.
   * @throws {TypeError} The batch can only be promised.
   */
  batchNow(indices: Uint32Array, signals: Signals): B;
}

/** Gets items on this thread. */
export class ItemFetcher<T, B> implements Fetcher<B> {
  /** With `single`, a batch is one item, which `get` gives even if there is `getBatch`. */
  constructor(
    private readonly dataset: Items<T>,
    private readonly collate: Collate<T, B>,
    private readonly single: boolean,
  ) {}

  async batch(indices: Uint32Array, signals: Signals): Promise<B> {
    const items = this.#items(indices, signals, false);
    const ready = isPromise(items) ? await items : items;
    signals.waitsFor = undefined;
    // pass a copy, which collate may transfer: the loop may ask for this batch again
    return this.collate(ready, indices.slice());
  }

  batchNow(indices: Uint32Array, signals: Signals): B {
    const items = requireSync(this.#items(indices, signals, true), 'what getBatch gave');
    return requireSync(this.collate(items, indices.slice()), 'what collate gave');
  }

  /** The items of a batch. With `now`, the first item that is a promise throws. */
  #items(indices: Uint32Array, signals: Signals, now: boolean): T[] | Promise<T[]> {
    const { get, getBatch } = this.dataset;
    if (getBatch && !(this.single && get)) return this.#together(getBatch, indices, signals, now);
    const items = new Array<T | PromiseLike<T>>(indices.length);
    let options = get === undefined ? undefined : signals.options();
    let promised = false;
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i];
      try {
        items[i] = (get as NonNullable<typeof get>)(index, options as NonNullable<typeof options>);
      } catch (cause) {
        if (promised) for (const item of items) ignore(item);
        throw failed(`dataset.get(${index})`, cause);
      }
      if (isPromise(items[i])) {
        if (now) requireSync(items[i], 'an item of the data set');
        promised = true;
        options = signals.options();
      } else if (signals.read) options = signals.options();
    }
    return promised ? settle(items, (i) => `dataset.get(${indices[i]})`, signals) : (items as T[]);
  }

  #together(
    getBatch: NonNullable<Items<T>['getBatch']>,
    indices: Uint32Array,
    signals: Signals,
    now: boolean,
  ): T[] | Promise<T[]> {
    const name = () => `dataset.getBatch(${listed(indices)})`;
    const check = (given: ArrayLike<T | PromiseLike<T>>) => {
      // copied, because a data set may give one array again and again
      const items = Array.from(checkBatch(given, indices.length, name));
      if (!items.some(isPromise)) return items as T[];
      if (now) requireSync(items.find(isPromise), 'an item of the data set');
      return settle(items, (i) => `item ${i} of ${name()}`, signals);
    };
    let given: ArrayLike<T | PromiseLike<T>> | PromiseLike<ArrayLike<T | PromiseLike<T>>>;
    try {
      given = getBatch(indices.slice(), signals.options());
    } catch (cause) {
      throw failed(name(), cause);
    }
    if (!isPromise(given)) return check(given);
    signals.waitsFor = name;
    return Promise.resolve(given).then(check, (cause) => {
      throw failed(name(), cause);
    });
  }
}

/** Waits for the items that are promises, and puts what they give in their places. */
export async function settle<T>(
  items: (T | PromiseLike<T>)[],
  name: (i: number) => string,
  signals: Signals,
): Promise<T[]> {
  // only an item that is still waited for is a promise
  signals.waitsFor = () => name(items.findIndex(isPromise));
  await Promise.all(
    items.map(async (item, i) => {
      if (!isPromise(item)) return;
      try {
        items[i] = await item;
      } catch (cause) {
        throw failed(name(i), cause);
      }
    }),
  );
  return items as T[];
}

/** The first indices of a batch, for an error. */
function listed(indices: Uint32Array): string {
  const first = Array.from(indices.subarray(0, 8)).join(', ');
  return indices.length > 8 ? `[${first}, … ${indices.length - 8} more]` : `[${first}]`;
}
