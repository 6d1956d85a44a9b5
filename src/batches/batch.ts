import {
  checkArrayLength,
  checkBatches,
  checkBoolean,
  checkIndex,
  checkInteger,
  checkOptions,
  checkUint32Array,
  type Seed,
} from '../internal/check.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import { zeros } from '../internal/zeros.js';
import { nextEpoch } from '../samplers/cursor.js';
import { type RestoreOptions, restoreWith } from '../samplers/elastic.js';
import { EpochSampler } from '../samplers/epoch-sampler.js';
import { IterableLoop } from '../samplers/iterable-loop.js';
import type { Identity, InnerState, ResumableSampler, Sampler, SamplerState } from '../samplers/sampler.js';
import { shapeOver } from '../samplers/shapes.js';
import { passDraws } from '../samplers/skipped.js';
import { samplerForJson, WrappedSampler } from '../samplers/wrapped.js';
import type { EpochSource, IndexSource, StartPoint } from '../sources/epochs.js';
import { batchesOf, MAX_BATCHES, MAX_READ_AHEAD, type Neighbors } from './batch-copies.js';
import type { BatchOptions } from './batch-options.js';
import { spreadRepeats } from './deduplicate.js';
import { DeduplicatedEpochs, epochOf } from './deduplicated-epochs.js';

/**
 * Groups the draws of another sampler in batches, like PyTorch's class of this name. `length` and `position` count
 * batches. It never changes the position of the wrapped sampler, so several may share one. Each batch is a new
 * Uint32Array with its own buffer: keep it, write to it or transfer it.
 *
 * Over an iterable of indices of your own, `setEpoch`, `indices` and `fill` throw. `state` and `restore` throw too,
 * unless the iterable has both methods ({@link ResumableSampler}).
 *
 * With `distinct`, a whole epoch is read and rearranged before its first batch. This takes O(draws log batches) time,
 * and about 60 bytes per draw.
 */
export class BatchSampler extends EpochSampler<Uint32Array<ArrayBuffer>, EpochSource> {
  readonly #inner: WrappedSampler;
  readonly #batchSize: number;
  readonly #dropLast: boolean;
  readonly #distinct: boolean;
  readonly #cache = new DeduplicatedEpochs();

  /**
   * @param sampler A sampler of this library, or an iterable of indices of your own.
   * @param batchSize Number of indices in a batch, at least 1.
   * @param dropLast Whether to drop a last batch that is shorter. Default false.
   * @throws {TypeError | RangeError} An argument is invalid.
   */
  constructor(sampler: Sampler, batchSize: number, dropLast = false, options?: BatchOptions) {
    const inner = new WrappedSampler(sampler, 'BatchSampler');
    super(inner);
    checkBatches(batchSize, dropLast);
    const { distinct = false } = checkOptions(options, ['distinct']);
    this.#distinct = checkBoolean('distinct', distinct);
    if (distinct && !inner.seekable) {
      throw new TypeError('distinct needs a sampler of this library: epochs of an iterable cannot be read ahead');
    }
    this.#batchSize = batchSize;
    this.#dropLast = dropLast;
    this.#inner = inner;
  }

  /**
   * Number of batches in one epoch.
   * @throws {TypeError} The wrapped sampler has no length.
   */
  get length(): number {
    const { length } = this.#inner;
    if (length === undefined) throw new TypeError('length is not known: the wrapped sampler has none');
    return this.#dropLast ? Math.floor(length / this.#batchSize) : Math.ceil(length / this.#batchSize);
  }

  /** The wrapped sampler. */
  get sampler(): Sampler {
    return this.#inner.sampler;
  }

  /** Number of indices in a batch. */
  get batchSize(): number {
    return this.#batchSize;
  }

  /** Whether a last batch that is shorter is dropped. */
  get dropLast(): boolean {
    return this.#dropLast;
  }

  /** Whether batches are deduplicated: no index comes twice in one, if possible. */
  get distinct(): boolean {
    return this.#distinct;
  }

  /** @internal */
  override _settings(): Shown {
    const { sampler, batchSize, dropLast, distinct } = this;
    return { type: 'BatchSampler', sampler: samplerForJson(sampler), batchSize, dropLast, distinct };
  }

  /** The wrapped sampler's seed; undefined if it has none. */
  get seed(): Seed | undefined {
    return this.#inner.seed;
  }

  /** The wrapped sampler's backend; undefined if it has none. */
  get backend(): 'wasm' | 'js' | undefined {
    return this.#inner.backend;
  }

  /**
   * Returns the next `count` batches, and continues into the following epochs.
   * @throws {TypeError | RangeError} `count` is not an integer in [0, 2^32 - 1], or the sampler is empty.
   */
  take(count: number): Uint32Array<ArrayBuffer>[] {
    const batches: Uint32Array<ArrayBuffer>[] = [];
    for (let left = checkArrayLength('count', count); left > 0; left--) batches.push(this.draw());
    return batches;
  }

  /**
   * Writes the draws of the next batches into `out`, batch after batch, and returns `out`. Allocates nothing.
   * @throws {TypeError | RangeError} `out` is not a Uint32Array or would end within a batch, or the sampler is empty.
   * @throws {Error} The wrapped sampler is an iterable of your own.
   */
  fill<Out extends Uint32Array>(out: Out): Out {
    this.#inner.requireSeekable('fill');
    checkUint32Array('out', out);
    const size = this.#batchSize;
    const perEpoch = this._delivered;
    if (out.length === 0) return out;
    if (perEpoch === 0) throw new RangeError('nothing to draw: the sampler is empty');
    const target = this.position * size + out.length;
    const rest = target % perEpoch;
    if (rest % size !== 0) {
      throw new RangeError(
        `out must end with a whole batch of ${size}, got ${out.length} entries from batch ${this.position} on`,
      );
    }
    const reader = this.reader() as IndexSource;
    let { epoch } = this;
    let from = this.position * size;
    for (let done = 0; done < out.length; ) {
      const count = Math.min(out.length - done, perEpoch - from);
      this.#read(reader, { epoch, position: from, stride: 1, count }, out, done);
      done += count;
      from += count;
      if (from < perEpoch) continue;
      reader._generated?.finish(epoch);
      epoch = nextEpoch(epoch);
      from = 0;
    }
    this.moveTo(epoch, rest / size, target >= perEpoch);
    return out;
  }

  /**
   * Returns the draws of an epoch's batches as a new array, batch after batch. Does not change the position.
   * @param epoch Default: the current epoch.
   * @throws {TypeError | RangeError} `epoch` is not a non-negative safe integer, or the epoch has too many draws.
   * @throws {Error} The wrapped sampler is an iterable of your own.
   */
  indices(epoch: number = this.epoch): Uint32Array<ArrayBuffer> {
    const sampler = this.#inner.requireSeekable('indices');
    checkInteger('epoch', epoch, 0);
    const out = epochOf(this._delivered, this.#distinct);
    (this.peek(epoch) ?? sampler)._read({ epoch, position: 0, stride: 1, count: out.length }, out, 0);
    if (this.#distinct) spreadRepeats(out, this.#batchSize);
    return out;
  }

  /**
   * Continues exactly where `state` was saved; `setEpoch` with that epoch keeps the position. With `elastic`, `state`
   * may be of other ranks or another batch size, or an array of the states of all old ranks ({@link RestoreOptions}).
   * An open loop continues at its own position. Over an iterable of your own, an open loop ends.
   * @throws {TypeError | RangeError | Error} `state` does not fit. The sampler does not change.
   */
  override restore(state: SamplerState | readonly SamplerState[], options?: RestoreOptions): void {
    restoreWith(this, state, options);
  }

  /** @internal */
  override get _itemKind(): 'batches' {
    return 'batches';
  }

  /** @internal */
  override _takeSeed(seed: number): void {
    this.#cache.clear();
    super._takeSeed(seed);
  }

  /** @internal An iterable is not read ahead, so its state now is the state at this position. */
  override _innerState(): InnerState | undefined {
    return this.#inner.iterableState?.save();
  }

  /** @internal */
  override _reader(from: StartPoint, shared: boolean): EpochSource {
    const { seekable, sampler } = this.#inner;
    if (!seekable) return new IterableLoop(sampler);
    const position = Math.min(from.position * this.#batchSize, seekable.length);
    return seekable._reader({ ...from, position }, shared);
  }

  /** @internal */
  override _skip(reader: IndexSource | IterableLoop<number>, epoch: number): void {
    reader._generated?.skip(epoch);
  }

  /** @internal */
  override _advance(reader: IndexSource | IterableLoop<number>, epoch: number, from: number, to: number): void {
    const size = this.#batchSize;
    const ends = to === this.length;
    // an epoch of distinct batches is read whole before the first one
    const last = ends || this.#distinct ? this._delivered : to * size;
    passDraws(reader._generated, epoch, from * size, last, ends);
  }

  /** @internal Number of draws in all batches of an epoch: dropLast may drop some. */
  get _delivered(): number {
    const { length } = this.#inner.requireSeekable('length');
    return this.#dropLast ? this.length * this.#batchSize : length;
  }

  /** @internal Number of indices in every batch, except perhaps the last; undefined if batches may be of any size. */
  get _size(): number | undefined {
    return this.#batchSize;
  }

  /** @internal Writes draws of an epoch's batches to out[offset] and on. */
  _readDelivered(positions: Neighbors, out: Uint32Array, offset: number, reader?: IndexSource): void {
    this.#read(reader ?? this.#inner.requireSeekable('draw'), positions, out, offset);
  }

  /** @internal */
  override _identity(): Identity {
    const inner = this.#inner.identity();
    const batches = `batchSize=${this.#batchSize} dropLast=${this.#dropLast}${this.#distinct ? ' distinct=2' : ''}`;
    const options = `${inner.sampler} ${inner.fingerprint} ${batches}`;
    const { shape: _, ...own } = { ...inner, sampler: 'BatchSampler', fingerprint: fingerprint(options) };
    // batches that depend on their size are themselves what ranks share
    const isSubclass = Object.getPrototypeOf(this.constructor) !== EpochSampler;
    const whole = this.#distinct || isSubclass || inner.sampler.endsWith('Draws');
    return whole ? own : { ...own, ...shapeOver(inner, { batchSize: this.#batchSize, of: this }) };
  }

  /** @internal Each batch has its own buffer, so that you may write to it or transfer it. */
  override _load(
    reader: IndexSource | IterableLoop<number>,
    epoch: number,
    position: number,
    count: number,
  ): Uint32Array<ArrayBuffer>[] {
    const size = this.#batchSize;
    if (reader instanceof IterableLoop) {
      const batch = reader.batch(position, size, () => this._remaining(position + 1) <= 0, checkIndex);
      return batch.length < (this.#dropLast ? size : 1) ? [] : [Uint32Array.from(batch)];
    }
    const from = position * size;
    const rest = this.#inner.requireSeekable('draw').length - from;
    const stream = reader._generated;
    // read ahead only draws that a generator makes together; for a short last batch, PyTorch reads the epoch to its end
    const most = this.#inner.changes === undefined ? MAX_READ_AHEAD : size;
    const available = stream ? Math.min(stream.available(epoch, from), rest - (rest % size)) : most;
    const batches = Math.max(1, Math.min(count, MAX_BATCHES, Math.floor(Math.min(MAX_READ_AHEAD, available) / size)));
    const indices = Math.min(batches * size, rest);
    if (indices <= size) {
      const batch = zeros(Uint32Array, indices, 'draws of a batch');
      this.#read(reader, { epoch, position: from, stride: 1, count: indices }, batch, 0);
      if (indices < size) stream?.finish(epoch);
      return [batch];
    }
    const positions: Neighbors = { epoch, position: from, stride: 1, count: indices };
    return batchesOf(size, indices, (draws) => this.#read(reader, positions, draws, 0));
  }

  /** @internal */
  override _remaining(position: number, reader?: EpochSource): number {
    if (this.#inner.length !== undefined) return this.length - position;
    return position > 0 && reader instanceof IterableLoop && reader.over ? 0 : Infinity;
  }

  /** @internal */
  override _release(reader: EpochSource | undefined): void {
    if (reader instanceof IterableLoop) reader.close();
  }

  /** Writes draws of an epoch's batches to out[offset] and on. */
  #read(reader: IndexSource, positions: Neighbors, out: Uint32Array, offset: number): void {
    const { epoch, position, count } = positions;
    if (this.#distinct) {
      const all = this.#cache.of(reader, epoch, this.#inner.changes, this._delivered, this.#batchSize);
      out.set(all.subarray(position, position + count), offset);
    } else {
      reader._read(positions, out, offset);
    }
  }
}
