import type { InnerState, SamplerState } from '../samplers/sampler.js';
import type { StartPoint } from '../sources/epochs.js';
import { type Collate, settle } from './fetch.js';
import { END, type Loading } from './loading.js';
import { ignore, isPromise, requireSync } from './promises.js';
import type { Signals } from './signals.js';
import type { Stream } from './stream.js';
import { AsyncItems, SyncItems } from './stream-items.js';

type ItemsOfBatch<T> = (T | PromiseLike<T>)[];

/**
 * Batches of the items of an iterable. What was read of a batch stays until it was delivered.
 *
 * Each epoch has an iterator of its own. After an error, a new one begins, and reads and drops the batches that were
 * delivered. An iterable that is its own iterator cannot begin anew. It goes on with what it has left.
 */
export class StreamLoading<T, B> implements Loading<B> {
  /** @internal */
  declare readonly _generated?: undefined;
  #items: SyncItems<T> | AsyncItems<T> | undefined;
  /** Where a new iterator begins. */
  #start: number;
  /** The batch that the iterator gives next. */
  #next = 0;
  /** Batches that are read, or being read, and not delivered. */
  readonly #read = new Map<number, ItemsOfBatch<T> | Promise<ItemsOfBatch<T>>>();
  /** The iterable's own state before each of these batches. */
  readonly #states = new Map<number, InnerState>();
  /** The state that the iterable takes before a new iterator begins. */
  #resume: InnerState | undefined;
  /** The last read of an async iterable: it gives one batch after the other. */
  #tail: Promise<unknown> = Promise.resolve();
  /** Number of batches of the epoch, once it is known. */
  #end = Infinity;
  #closed: Promise<unknown> | undefined;

  constructor(
    private readonly stream: Stream<T>,
    private readonly collate: Collate<T, B>,
    from: StartPoint,
  ) {
    // an iterable that was restored begins there
    this.#start = stream.own ? from.position : 0;
  }

  begin(epoch: number, position: number, signals: Signals): Promise<B | typeof END> | undefined {
    if (position >= this.#end) return undefined;
    return this.#make(this.#batch(epoch, position, true), position, signals);
  }

  now(epoch: number, position: number): B[] {
    if (position >= this.#end) return [];
    const items = requireSync(
      this.#orFail(position, () => this.#batch(epoch, position, false)),
      'the data set',
    );
    if (this.#isEnd(items)) return [];
    for (const item of items) requireSync(item, 'an item of the data set');
    const batch = this.#orFail(position, () => this.#collate(items as T[], position));
    this.forget(position);
    return [requireSync(batch, 'what collate gave')];
  }

  drop(epoch: number, position: number): boolean {
    if (position >= this.#end) return false;
    const items = requireSync(
      this.#orFail(position, () => this.#batch(epoch, position, false)),
      'the data set',
    );
    this.forget(position);
    return !this.#isEnd(items);
  }

  forget(position: number): void {
    for (const read of [this.#read, this.#states]) {
      for (const at of read.keys()) if (at < position) read.delete(at);
    }
  }

  remaining(position: number): number {
    return this.#end - position;
  }

  skip(): void {}

  release(): void {
    const items = this.#items;
    this.#discard(0);
    this.#end = Infinity;
    this.#resume = undefined;
    this.#closed = items?.close(false);
    ignore(this.#closed);
  }

  innerState(_epoch: number, position: number): InnerState | undefined {
    return this.#states.get(position) ?? this.stream.own?.save();
  }

  end(position: number): void {
    this.#end = position;
  }

  fail(position: number): void {
    const items = this.#items;
    const again = items?.iterator !== (this.stream.dataset as unknown);
    if (again) {
      this.#resume = this.#states.get(position) ?? this.#resume;
      this.#discard(this.stream.own ? position : 0);
      this.#end = Infinity;
    } else this.#tail = Promise.resolve();
    try {
      this.#closed = items?.close(!again);
      ignore(this.#closed);
    } catch {
      // the first error is the one to report
    }
  }

  closed(): Promise<unknown> | undefined {
    const closed = this.#closed;
    this.#closed = undefined;
    return closed;
  }

  /** Forgets the iterator and what it gave. A new one begins at batch `start`. */
  #discard(start: number): void {
    this.#items = undefined;
    this.#start = start;
    this.#read.clear();
    this.#states.clear();
    this.#tail = Promise.resolve();
  }

  #orFail<R>(position: number, make: () => R): R {
    try {
      return make();
    } catch (error) {
      // an async iterable fails in its own loop, not in one that cannot wait for it
      if (this.#items instanceof SyncItems) this.fail(position);
      throw error;
    }
  }

  #isEnd(items: ItemsOfBatch<T>): boolean {
    return items.length === 0 || (this.stream.dropLast && items.length < this.stream.size);
  }

  async #make(
    read: ItemsOfBatch<T> | Promise<ItemsOfBatch<T>>,
    position: number,
    signals: Signals,
  ): Promise<B | typeof END> {
    const first = position * this.stream.size;
    const name = (i: number) => `item ${first + i} of the data set`;
    const reader = this.#items;
    signals.waitsFor = () => name(Math.max(0, (reader?.count ?? 0) - first));
    const items = isPromise(read) ? await read : read;
    if (this.#isEnd(items)) return END;
    const ready = items.some(isPromise) ? await settle([...items], name, signals) : items;
    signals.waitsFor = undefined;
    return this.#collate(ready as T[], position);
  }

  /** Makes a batch of copies, which collate may change: a loop may ask for this batch again. */
  #collate(items: readonly T[], position: number): B | PromiseLike<B> {
    const indices = new Uint32Array(items.length);
    for (let i = 0; i < indices.length; i++) indices[i] = position * this.stream.size + i;
    return this.collate([...items], indices);
  }

  /** The items of a batch: fewer at the end of the epoch, none after it. */
  #batch(epoch: number, position: number, wait: boolean): ItemsOfBatch<T> | Promise<ItemsOfBatch<T>> {
    const kept = this.#read.get(position);
    if (kept) return kept;
    this.#items ??= this.#open(epoch, wait);
    const items = this.#items;
    const { size } = this.stream;
    if (items instanceof SyncItems) {
      for (; this.#next < position && !items.over; this.#next++) items.drop(size);
      const batch = items.read(size);
      this.#keep(position, batch);
      return batch;
    }
    if (!wait) throw new TypeError('the data set is an async iterable: iterate with for await (… of loader)');
    const batch = this.#tail.then(async () => {
      for (; this.#next < position && !items.over; this.#next++) await items.drop(size);
      const batch = await items.read(size);
      // a loop that was left, or that failed, has no use for it
      if (this.#items === items) this.#keep(position, batch);
      return batch;
    });
    this.#tail = batch;
    this.#read.set(position, batch);
    batch.catch(() => {
      if (this.#read.get(position) === batch) this.#read.delete(position);
    });
    return batch;
  }

  #keep(position: number, batch: ItemsOfBatch<T>): void {
    this.#next = position + 1;
    this.#read.set(position, batch);
    this.#saveAt(position + 1);
    if (batch.length < this.stream.size && !this.#isEnd(batch)) this.#end = position + 1;
  }

  #saveAt(position: number): void {
    const { own } = this.stream;
    if (own) this.#states.set(position, own.save());
  }

  #open(epoch: number, wait: boolean): SyncItems<T> | AsyncItems<T> {
    const { dataset, own } = this.stream;
    const { [Symbol.iterator]: sync, [Symbol.asyncIterator]: async } = dataset as Partial<
      Iterable<T | PromiseLike<T>> & AsyncIterable<T>
    >;
    if (!sync && !wait) throw new TypeError('the data set is an async iterable: iterate with for await (… of loader)');
    if (this.#resume) own?.restore(this.#resume as SamplerState);
    if (this.#start === 0) this.stream.begin(epoch);
    this.#next = this.#start;
    this.#saveAt(this.#start);
    return async && (wait || !sync)
      ? new AsyncItems<T>(async.call(dataset))
      : new SyncItems<T>((sync as NonNullable<typeof sync>).call(dataset));
  }
}
