import type { BatchSampler } from '../batches/batch.js';
import { restoreWords } from '../generators/restore-words.js';
import type { TorchGenerator } from '../generators/torch.js';
import { checkBoolean, checkInteger, checkOptions, checkSeeded, type Seed } from '../internal/check.js';
import { describe, plural } from '../internal/describe.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Loop } from '../samplers/cursor.js';
import { EpochSampler } from '../samplers/epoch-sampler.js';
import type { Identity, InnerState, Sampler, SamplerState } from '../samplers/sampler.js';
import { samplerForJson } from '../samplers/wrapped.js';
import type { EpochSource, StartPoint } from '../sources/epochs.js';
import { AsyncLoop } from './async-loop.js';
import { type BatchingOptions, batchSourceOf, checkExclusions } from './batching.js';
import { type Collated, defaultCollate } from './collate.js';
import { checkDataset, type Get, type Source } from './dataset.js';
import { type BatchSource, IndexBatches } from './index-batches.js';
import { type DataLoaderOptions, OPTIONS } from './options.js';
import { isPromise, itemError, requireSync } from './promises.js';
import { Signals } from './signals.js';

/**
 * Loads the items of a data set in batches, like PyTorch's DataLoader, on one thread.
 *
 * `for…of` and `for await…of` go from the loader's position to the end of that epoch. Epoch and position count
 * delivered batches, not batches that were loaded ahead. So a state continues with the next batch that you did not get.
 *
 * The data set must keep its length. If items were added or removed, the next batch throws, and so does a state of a
 * data set of another length. Over an iterable of indices of your own, the data set may change its length, even between
 * a state and `restore`. Only an index beyond its end throws.
 *
 * If an iterable of your own has `state` and `restore`, the loader's state holds the iterable's state. It also holds
 * the indices of batches that were loaded ahead. Such a state fits any loader over an iterable of the same `length`.
 *
 * An error of `get` or `collate` ends the loop, and the loader stays at the batch that failed.
 */
export class DataLoader<T, B = Collated<T>> extends EpochSampler<B, IndexBatches> implements AsyncIterable<B> {
  readonly #dataset: Source<T>;
  readonly #get: Get<T>;
  readonly #source: BatchSource;
  readonly #collate: (items: T[], indices: Uint32Array) => B | PromiseLike<B>;
  readonly #batching: BatchingOptions;
  readonly #prefetch: number;
  readonly #generator: TorchGenerator | undefined;
  readonly #size: number;
  readonly #options: string;

  /**
   * @param dataset An array, a typed array, or an object with `length` and `get(index, { signal })`. `get` returns an
   * item or a promise of one.
   * @throws {TypeError | RangeError} An argument is not as described, or options exclude each other.
   */
  constructor(dataset: Source<T> & Source<B>, options: DataLoaderOptions<T, B> & { batchSize: null; collate?: never });
  constructor(dataset: Source<T>, options?: DataLoaderOptions<T, B> & { batchSize?: number | undefined });
  constructor(dataset: Source<T>, options: DataLoaderOptions<T, B> & { collate: unknown });
  constructor(dataset: Source<T>, options?: DataLoaderOptions<T, B>) {
    const { collate, prefetch = 2, generator, ...batching } = checkOptions(options, OPTIONS);
    checkExclusions(batching, generator);
    const { get, length } = checkDataset<T>(dataset);
    checkInteger('prefetch', prefetch, 0);
    checkSeeded(batching.seed, generator, undefined);
    if (collate !== undefined && typeof collate !== 'function') {
      throw new TypeError(`collate must be a function, got ${describe(collate)}`);
    }
    const source = batchSourceOf(length, batching, generator);
    super(source);
    this.#dataset = dataset;
    this.#get = get;
    this.#source = source;
    const single = options?.batchSize === null;
    this.#collate = collate ?? ((single ? ([item]: T[]) => item : defaultCollate) as never);
    this.#batching = batching;
    this.#prefetch = prefetch;
    this.#generator = generator;
    this.#size = length;
    this.#options = `${source._access === 'iterable' ? '' : `length=${length} `}single=${single}`;
  }

  /**
   * Number of batches in an epoch, or of items with `batchSize: null`.
   * @throws {TypeError} The wrapped iterable has no length.
   */
  get length(): number {
    return this.#source.length;
  }

  /** The data set, as given. */
  get dataset(): Source<T> {
    return this.#dataset;
  }

  /** Number of items in a batch. Null if the loader gives single items, undefined with a `batchSampler`. */
  get batchSize(): number | null | undefined {
    const { batchSize, batchSampler } = this.#batching;
    return batchSize === undefined && !batchSampler ? 1 : batchSize;
  }

  /** Whether each epoch has its own random order. */
  get shuffle(): boolean {
    return this.#batching.shuffle ?? false;
  }

  /** The sampler of single indices: the given one, or the loader's own. Undefined with a `batchSampler`. */
  get sampler(): Sampler | undefined {
    return this.#batching.batchSampler ? undefined : (this.#source as BatchSampler).sampler;
  }

  /** The sampler of batches, as given. */
  get batchSampler(): Iterable<ArrayLike<number>> | undefined {
    return this.#batching.batchSampler;
  }

  /** Whether a last batch with fewer items is dropped. */
  get dropLast(): boolean {
    return this.#batching.dropLast ?? false;
  }

  /** The function that makes a batch of its items: the given one, or `defaultCollate`. */
  get collate(): (items: T[], indices: Uint32Array) => B | PromiseLike<B> {
    return this.#collate;
  }

  /** Number of batches that `for await` loads ahead. */
  get prefetch(): number {
    return this.#prefetch;
  }

  /** The generator of the shuffle and of the base seeds, as given. */
  get generator(): TorchGenerator | undefined {
    return this.#generator;
  }

  /** @internal */
  override _settings(): Shown {
    const { batchSize, shuffle, sampler, batchSampler, dropLast, prefetch } = this;
    const dataset = `${describe(this.#dataset)} of ${this.#size}`;
    const [single, batches] = [sampler, batchSampler].map(samplerForJson);
    return {
      type: 'DataLoader',
      dataset,
      batchSize,
      shuffle,
      sampler: single,
      batchSampler: batches,
      dropLast,
      prefetch,
    };
  }

  /** The wrapped sampler's seed, or undefined. */
  get seed(): Seed | undefined {
    return (this.#source as { seed?: Seed }).seed;
  }

  /** @internal */
  get _itemKind(): 'items' {
    return 'items';
  }

  /** @internal A sampler that draws from the loader's own generator may have to finish its epoch: its state counts. */
  override _ownState(reader: IndexBatches, epoch: number, words: string | undefined): Partial<SamplerState> {
    const items = this._access === 'iterable' ? {} : { items: this.#size };
    const generator = this.#generator;
    if (!generator) return items;
    const isOrders = words !== undefined && reader._generated?.words === generator._words;
    return { ...items, base: isOrders ? words : generator._encodeWords(), begun: reader.hasBegun(epoch) };
  }

  override restore(state: SamplerState): void {
    this._require('restore', this);
    const items = state?.items;
    if (items !== undefined && items !== this.#size) {
      throw new RangeError(
        `state is of a data set of ${plural(describe(items), 'item')}, but this one has ` +
          `${this.#size}: restore the same items, or begin a new run`,
      );
    }
    const base = this.#generator?._decodeWords(state?.base);
    const begun = base && state.begun;
    if (begun !== undefined) checkBoolean('state.begun', begun);
    super.restore(state);
    if (base && this.#generator) restoreWords(this.#generator._words, base);
    if (begun !== undefined) this.reader().begun = begun ? state.epoch : -1;
  }

  /**
   * Iterates over the rest of the epoch. It loads `prefetch` batches ahead, at most prefetch * batchSize items at once,
   * and delivers them in order. Leaving the loop aborts the signal that `get` received, and drops batches that were
   * loaded ahead.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<B, undefined> {
    const loop = this[Symbol.iterator]() as Loop<B>;
    const { cursor } = loop;
    const { epoch } = cursor;
    const reader = this.readerOf(cursor);
    return new AsyncLoop(loop, {
      prefetch: this.#prefetch,
      begin: (position, signals) => {
        const indices = this.#indices(reader, epoch, position);
        return indices && this.#load(indices, signals);
      },
      offer: (batch) => {
        reader.forget(cursor.position);
        cursor.offer([batch]);
      },
    });
  }

  /** @internal */
  override _innerState(reader: IndexBatches, epoch: number, position: number): InnerState | undefined {
    return reader.innerState(epoch, position);
  }

  /** @internal */
  override _identity(): Identity {
    const inner = this.#source._identity();
    const options = `${inner.sampler} ${inner.fingerprint} ${this.#options}`;
    return { ...inner, sampler: 'DataLoader', fingerprint: fingerprint(options) };
  }

  /** @internal */
  override _reader(from: StartPoint, shared: boolean): IndexBatches {
    return new IndexBatches(this.#source, from, shared, this.#generator);
  }

  /** @internal Loads one batch at a time, when the loop asks for it. */
  override _load(reader: IndexBatches, epoch: number, position: number): B[] {
    const indices = this.#indices(reader, epoch, position);
    if (!indices) return [];
    // a synchronous loop has nothing to abort
    const signals = new Signals();
    const items = Array.from(indices, (index) => requireSync(this.#item(index, signals), 'an item of the data set'));
    const batch = requireSync(this.#collate(items, indices.slice()), 'what collate gave');
    reader.forget(position);
    return [batch];
  }

  /** @internal */
  override _skip(reader: IndexBatches, epoch: number): void {
    this.#checkLength();
    reader.skip(epoch);
  }

  /** @internal */
  override _remaining(position: number, reader?: EpochSource): number {
    return reader instanceof IndexBatches ? reader.remaining(position) : this.#source._remaining(position);
  }

  /** @internal */
  override _release(reader: EpochSource | undefined, epoch: number): void {
    if (reader instanceof IndexBatches) reader.release(epoch);
  }

  /**
   * The indices of a batch, or undefined if the epoch is over.
   * @throws {RangeError} One is beyond the data set.
   */
  #indices(reader: IndexBatches, epoch: number, position: number): Uint32Array | undefined {
    this.#checkLength();
    const indices = reader.at(epoch, position);
    const { length } = this.#dataset;
    const beyond = indices?.find((index) => index >= length);
    if (beyond === undefined) return indices;
    // no later loop could continue after this batch
    reader.abandon();
    throw new RangeError(`the sampler's indices must be below the length of the data set, ${length}, got ${beyond}`);
  }

  async #load(indices: Uint32Array, signals: Signals): Promise<B> {
    const items = await Promise.all(Array.from(indices, async (index) => this.#item(index, signals)));
    // pass a copy, which collate may transfer: the loop may ask for this batch again
    return this.#collate(items, indices.slice());
  }

  #item(index: number, signals: Signals): T | PromiseLike<T> {
    try {
      const item = this.#get(index, signals.options());
      if (!isPromise(item)) return item;
      // wrap a thenable that has only `then(resolve)`, so that it has `catch`
      return Promise.resolve(item).catch((cause) => Promise.reject(itemError(index, cause)));
    } catch (cause) {
      throw itemError(index, cause);
    }
  }

  /**
   * Checks that the data set still has the length from which the number of batches was computed. Only an iterable of
   * your own may give indices of items that were added later.
   * @throws {RangeError} The length has changed.
   */
  #checkLength(): void {
    const { length } = this.#dataset;
    if (length === this.#size || this._access === 'iterable') return;
    throw new RangeError(
      `the data set has ${plural(length, 'item')}, but had ${this.#size} when this DataLoader ` +
        'was made: make a new DataLoader',
    );
  }
}
