import type { TorchGenerator } from '../generators/torch.js';
import { checkInteger, checkOptions, checkSeeded, type Seed } from '../internal/check.js';
import { describe, plural } from '../internal/describe.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Loop } from '../samplers/cursor.js';
import { type RestoreOptions, restoreWith } from '../samplers/elastic.js';
import type { Identity, InnerState, Member, SamplerState } from '../samplers/sampler.js';
import { shapeOver } from '../samplers/shapes.js';
import { samplerForJson } from '../samplers/wrapped.js';
import type { EpochSource, StartPoint } from '../sources/epochs.js';
import { AsyncLoop } from './async-loop.js';
import { BaseSeeds } from './base-seeds.js';
import { batchSourceOf, checkExclusions } from './batching.js';
import { type Collated, defaultCollate } from './collate.js';
import { checkDataset, isModule, type Source } from './dataset.js';
import type { Collate } from './fetch.js';
import type { BatchSource } from './index-batches.js';
import { IndexLoading } from './index-loading.js';
import type { Loading } from './loading.js';
import { fetcherOf, ModuleLoader } from './module-loader.js';
import { checkNumItems, checkWorkers, openLoader } from './module-source.js';
import { checkTimeout, type DataLoaderOptions, type ModuleOptions, OPTIONS } from './options.js';
import { checkStreamOptions, isStream, Stream, type StreamSource, streamOf } from './stream.js';
import { StreamLoading } from './stream-loading.js';
import type { DatasetModule } from './threads/backend.js';

/**
 * Loads the items of a data set in batches, like PyTorch's DataLoader. With `numWorkers`, threads make the items.
 *
 * `for…of` and `for await…of` go from the loader's position to the end of that epoch. Epoch and position count
 * delivered batches, not batches that were loaded ahead. So a state continues with the first batch that you did not
 * get.
 *
 * The data set must keep its length. If items were added or removed, the next batch throws, and so does a state of a
 * data set of another length. Over an iterable of indices of your own, the data set may change its length, even between
 * a state and `restore`. Only an index beyond its end throws.
 *
 * If an iterable of indices has `state` and `restore`, the loader's state holds the iterable's state. It also holds the
 * indices of batches that were loaded ahead. Such a state fits any loader over an iterable of the same `length`.
 *
 * An error of `get` or `collate` ends the loop, and the loader stays at the batch that failed.
 *
 * A data set may also be an iterable or async iterable of items, like PyTorch's IterableDataset. Each epoch then gets a
 * new iterator. Leaving the loop closes the iterator, and so does an error. The loader's state counts batches. After
 * `restore`, `skip` or an error, the next loop reads the batches before that position, and drops them. But if the
 * iterable has `state` and `restore`, the loader saves the iterable's state before each batch, and restores it. If the
 * iterable has `setEpoch`, the loader calls it when an epoch begins, unless the iterable's `epoch` already has that
 * value.
 *
 * A data set may be the default export of a module, given by its URL: `new DataLoader(new URL('./dataset.js',
 * import.meta.url), { numWorkers: 2, numItems: 50_000 })`. Each worker then loads the module, and makes whole batches.
 * Batches come in the same order with any number of workers. The first `for await` starts the workers, and later loops
 * reuse them. An idle loader does not keep a process alive. `close()` ends the workers, and so does leaving the block
 * of `await using`.
 */
export class DataLoader<T, B = Collated<T>> extends ModuleLoader<T, B> implements AsyncIterable<B> {
  readonly #source: BatchSource | Stream<T>;
  readonly #collate: Collate<T, B>;
  readonly #base: BaseSeeds;
  readonly #options: string;

  /**
   * @param dataset An array, a typed array, an object with `length` and `get(index, { signal })` or
   * `getBatch(indices, { signal })`, or an iterable or async iterable of items. `get` returns an item, or a promise
   * of an item. `getBatch` returns an array of items, or a promise of one.
   * @throws {TypeError | RangeError} An argument is not as described, or options exclude each other.
   */
  constructor(
    dataset: (Source<T> | StreamSource<T>) & (Source<B> | StreamSource<B>),
    options: DataLoaderOptions<T, B> & { batchSize: null; collate?: never },
  );
  constructor(
    dataset: Source<T> | StreamSource<T>,
    options?: DataLoaderOptions<T, B> & { batchSize?: number | undefined },
  );
  constructor(dataset: Source<T> | StreamSource<T>, options: DataLoaderOptions<T, B> & { collate: unknown });
  /**
   * @param dataset The URL of a module. Its default export is the data set, or a function that gets { workerId,
   * numWorkers, seed } and makes the data set. Instead of a URL: a function that starts a Worker whose module calls
   * `serveDataset`.
   * @throws {TypeError | RangeError} An argument is not as described, or options exclude each other.
   */
  constructor(dataset: DatasetModule, options: ModuleOptions<T, B>);
  constructor(dataset: Source<T> | StreamSource<T> | DatasetModule, options?: ModuleOptions<T, B>) {
    const {
      collate,
      prefetch = 2,
      timeout = 0,
      generator,
      numWorkers = 0,
      numItems,
      ...batching
    } = checkOptions<ModuleOptions<T, B>>(options, OPTIONS);
    const streams = isStream<T>(dataset);
    if (streams) checkStreamOptions({ ...batching, generator });
    checkExclusions(batching, generator);
    checkWorkers(dataset, numWorkers);
    const size = checkNumItems(numItems, isModule(dataset), batching);
    const { items, length } =
      streams || isModule(dataset) ? { items: undefined, length: size } : checkDataset<T>(dataset);
    checkInteger('prefetch', prefetch, 0);
    checkTimeout(timeout);
    checkSeeded(batching.seed, generator, undefined);
    if (collate !== undefined && typeof collate !== 'function') {
      throw new TypeError(`collate must be a function, got ${describe(collate)}`);
    }
    const source = streams ? streamOf<T>(dataset, batching) : batchSourceOf(length, batching, generator);
    const single = options?.batchSize === null;
    const make = collate ?? ((single ? ([item]: T[]) => item : defaultCollate) as Collate<T, B>);
    const collates = collate === undefined && !single;
    const given = { dataset, items, single, numWorkers, numItems: length, source, generator, collate: make, collates };
    super(source, fetcherOf(given), dataset, { batching, prefetch, timeout, numWorkers }, length);
    this.#source = source;
    this.#collate = make;
    this.#base = new BaseSeeds(generator);
    const fixed = source._access !== 'iterable' && length !== undefined;
    this.#options = `${fixed ? `length=${length} ` : ''}single=${single}`;
  }

  /**
   * Makes a loader over the data set of a module, and asks the module for its length: `await DataLoader.open(new
   * URL('./dataset.js', import.meta.url), { numWorkers: 2, batchSize: 32, shuffle: true })`.
   * @throws {TypeError | RangeError} An argument is not as described, or options exclude each other.
   * @throws {Error} The module cannot be loaded. The cause says why.
   */
  static async open<T, B = Collated<T>>(
    dataset: DatasetModule,
    options: ModuleOptions<T, B> = {},
  ): Promise<DataLoader<T, B>> {
    // not by its name: the build renames a class that names itself here
    return openLoader(dataset, options, (settled) => new this<T, B>(dataset, settled));
  }

  /**
   * Number of batches in an epoch, or of items with `batchSize: null`.
   * @throws {TypeError} The wrapped iterable, or the iterable data set, has no length.
   */
  get length(): number {
    return this.#source._lengthOf(this.epoch);
  }

  /**
   * The function that makes a batch of its items: the given one, or `defaultCollate`. Without either, as with
   * `batchSize: null`, it gives the item.
   */
  get collate(): (items: T[], indices: Uint32Array) => B | PromiseLike<B> {
    return this.#collate;
  }

  /** The generator of the shuffle and of the base seeds, as given. */
  get generator(): TorchGenerator | undefined {
    return this.#base.generator;
  }

  /** @internal */
  override _settings(): Shown {
    const { batchSize, shuffle, dropLast, prefetch } = this;
    // an engine without URL has no modules, and a URL may be of another realm
    const isUrl = isModule(this.dataset) && typeof this.dataset !== 'function';
    const name = isUrl ? String(this.dataset) : describe(this.dataset);
    const dataset = this.numItems === undefined ? name : `${name} of ${this.numItems}`;
    const numWorkers = isModule(this.dataset) ? this.numWorkers : undefined;
    const [sampler, batchSampler] = [this.sampler, this.batchSampler].map(samplerForJson);
    const more = { ...(this.timeout > 0 && { timeout: this.timeout }), numWorkers };
    return { type: 'DataLoader', dataset, batchSize, shuffle, sampler, batchSampler, dropLast, prefetch, ...more };
  }

  /** The wrapped sampler's seed, or undefined. */
  get seed(): Seed | undefined {
    return (this.#source as { seed?: Seed }).seed;
  }

  /** @internal */
  get _itemKind(): 'items' {
    return 'items';
  }

  /** @internal */
  override _ownState(reader: Loading<B>, epoch: number, words: string | undefined): Partial<SamplerState> {
    const items = this._access === 'iterable' || this.numItems === undefined ? {} : { items: this.numItems };
    return { ...items, ...this.#base.state(reader as IndexLoading<B>, epoch, words) };
  }

  /**
   * Continues with the batch after `state`; `setEpoch` with that epoch keeps the position. With `elastic`, `state` may
   * be of other ranks or another batch size, or an array of the states of all old ranks ({@link RestoreOptions}).
   * @throws {TypeError | RangeError | Error} `state` does not fit. The loader does not change.
   */
  override restore(state: SamplerState | readonly SamplerState[], options?: RestoreOptions): void {
    restoreWith(this, state, options);
  }

  /** @internal */
  override _restoreFrom(state: SamplerState, drawn?: number, covered?: (sampler: string) => string): void {
    this._require('restore', this);
    const items = state?.items;
    if (items !== undefined && this.numItems !== undefined && items !== this.numItems) {
      throw new RangeError(
        `state is of a data set of ${plural(describe(items), 'item')}, but this one has ` +
          `${this.numItems}: restore the same items, or begin a new run`,
      );
    }
    const put = this.#base.check(state);
    super._restoreFrom(state, drawn, covered);
    put?.(this.reader() as IndexLoading<B>, drawn !== undefined);
  }

  /**
   * Iterates over the rest of the epoch. It loads `prefetch` batches ahead, at most prefetch * batchSize items at once,
   * and delivers them in order. With workers, each worker loads that many. Leaving the loop aborts the signal that
   * `get` received, and drops batches that were loaded ahead.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<B, undefined> {
    const loop = this[Symbol.iterator]() as Loop<B>;
    const prefetch = this.prefetch * Math.max(1, this.numWorkers);
    return new AsyncLoop(loop, this.readerOf(loop.cursor), { prefetch, timeout: this.timeout });
  }

  /**
   * Moves on by `count` batches without loading them, also into the following epochs. Over an iterable data set, the
   * next loop reads these batches and drops them, up to the end of that epoch.
   * @throws {TypeError | RangeError} `count` is not a non-negative safe integer, or there are no batches. Also if the
   * data set is an async iterable with `state` and `restore`, which only `for await` can read.
   */
  override skip(count: number): void {
    if (this.#source instanceof Stream && !this.#source.own) {
      checkInteger('count', count, 0);
      this._cursor.moveTo(this.position + count);
    } else super.skip(count);
  }

  /** @internal */
  override _innerState(reader: Loading<B>, epoch: number, position: number): InnerState | undefined {
    return reader.innerState(epoch, position);
  }

  /** @internal */
  override _identity(): Identity {
    const inner = this.#source._identity();
    const options = `${inner.sampler} ${inner.fingerprint} ${this.#options}`;
    const shape = this._access === 'iterable' ? {} : shapeOver(inner, { of: this });
    return { ...inner, sampler: 'DataLoader', fingerprint: fingerprint(options), ...shape };
  }

  /** @internal */
  override _reader(from: StartPoint, shared: boolean): Loading<B> {
    const source = this.#source;
    if (source instanceof Stream) return new StreamLoading(source, this.#collate, from);
    return new IndexLoading(this, source, from, shared, this.#base.generator);
  }

  /** @internal Loads one batch at a time, when the loop asks for it. */
  override _load(reader: Loading<B>, epoch: number, position: number): B[] {
    return reader.now(epoch, position);
  }

  /** @internal */
  override get _takesWords(): boolean {
    return this.#base.generator !== undefined || super._takesWords;
  }

  /** @internal */
  override _require(member: Member, asked: { _settings(): Shown }): void {
    super._require(member, asked);
    if (member === 'skip' && !(this.#source instanceof Stream)) this._checkLength();
  }

  /** @internal Reads what a batch is made of, and makes none. */
  override _drop(reader: Loading<B>, epoch: number, position: number): B[] {
    return reader.drop(epoch, position) ? [undefined as B] : [];
  }

  /** @internal */
  override _advance(reader: Loading<B>, epoch: number, from: number, to: number): void {
    (reader as IndexLoading<B>).pass(epoch, from, to);
  }

  /** @internal */
  override _skip(reader: Loading<B>, epoch: number): void {
    reader.skip(epoch);
  }

  /** @internal */
  override _remaining(position: number, reader?: EpochSource, epoch?: number): number {
    return reader ? (reader as Loading<B>).remaining(position) : this.#source._remaining(position, undefined, epoch);
  }

  /** @internal */
  override _sharedIn(epoch: number): number {
    return (this.#source as BatchSource)._sharedIn(epoch);
  }

  /** @internal */
  override _release(reader: EpochSource | undefined, epoch: number): void {
    (reader as Loading<B> | undefined)?.release(epoch);
  }
}
