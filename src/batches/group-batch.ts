import {
  checkArrayLength,
  checkArrayLike,
  checkBatches,
  checkInteger,
  MAX_INDICES,
  type Seed,
} from '../internal/check.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import { zeros } from '../internal/zeros.js';
import { type RestoreOptions, restoreWith } from '../samplers/elastic.js';
import { EpochSampler } from '../samplers/epoch-sampler.js';
import type { Identity, InnerState, Sampler, SamplerState } from '../samplers/sampler.js';
import { samplerForJson, WrappedSampler } from '../samplers/wrapped.js';
import type { EpochSource, IndexSource, StartPoint } from '../sources/epochs.js';
import { codesOf, type Label } from '../weights/class-weights.js';
import { countBatches, type GroupCodes, type GroupedEpoch, noGroup, typeOf } from './group-draws.js';
import { checkPending, GroupLoop, type PendingState, type RestoredEpoch } from './group-loop.js';
import { batchesFrom, GroupEpochs, GroupReader } from './group-reader.js';

/** A batch that is skipped. */
const NO_BATCH = undefined as never as Uint32Array<ArrayBuffer>;

/**
 * Makes batches of one group each from the draws of any sampler: items of similar length, so that padding them wastes
 * little, or of one aspect ratio or language. A group's batch comes as soon as it has `batchSize` indices. After the
 * last draw, the incomplete batches follow, in the order in which their first indices came. torchvision and detectron2
 * call it GroupedBatchSampler.
 *
 * `length` and `position` count batches. It never changes the position of the wrapped sampler, so several may share
 * one. Each batch is a new Uint32Array with its own buffer: keep it, write to it or transfer it.
 *
 * The number of batches depends on how the draws of an epoch fall into groups. With a sampler that gives each index
 * once, it is equal in every epoch; with weighted draws, it differs. `length` is the number in the current epoch.
 *
 * Over a sampler of this library, an epoch is computed when its first batch or its `length` is asked for, in O(draws).
 * The latest two are cached, each in 4 bytes per draw, with 8 bytes more meanwhile. If the
 * weights of a DynamicWeightedSampler change within an epoch, the epoch is computed again for the next batch.
 *
 * Over an iterable of indices of your own, batches are made as indices come, and `length`, `setEpoch` and `indices`
 * throw. `state` and `restore` throw too, unless the iterable has both methods. The state then holds the indices of
 * incomplete batches.
 *
 * Ranks may share whole batches: wrap this in a DistributedBatchSampler. Or each rank groups its own draws: give this a
 * DistributedSampler; then ranks may have different numbers of batches.
 */
export class GroupBatchSampler<L extends Label = Label> extends EpochSampler<
  Uint32Array<ArrayBuffer>,
  GroupReader | GroupLoop
> {
  readonly #inner: WrappedSampler;
  readonly #groups: GroupCodes;
  readonly #names: readonly L[];
  readonly #batchSize: number;
  readonly #dropLast: boolean;
  readonly #settings: string;
  readonly #epochs: GroupEpochs;
  /** The epoch of an iterable of your own that was restored, until the next loop over it begins. */
  #restored: RestoredEpoch | undefined;

  /**
   * @param sampler A sampler of this library, or an iterable of indices of your own.
   * @param groups (n,), the group of each index: strings, numbers, bigints or booleans, such as those of
   * `bucketByLength`. Copied.
   * @param batchSize Number of indices in a batch, at least 1.
   * @param dropLast Whether to drop the batches that are shorter, at most one for each group. Default false.
   * @throws {TypeError | RangeError} An argument is invalid, or the sampler can draw an index without a group.
   */
  constructor(sampler: Sampler, groups: ArrayLike<L>, batchSize: number, dropLast = false) {
    const inner = new WrappedSampler(sampler, 'GroupBatchSampler');
    super(inner);
    checkBatches(batchSize, dropLast);
    const count = checkArrayLike('groups', groups, MAX_INDICES);
    const largest = inner._maxIndex;
    if (largest !== undefined && largest >= count) throw noGroup(count, `draws indices up to ${largest}`);
    const { codes, classes } = codesOf(groups, 'groups');
    const smallest = zeros(typeOf(classes.length), codes.length, 'groups');
    smallest.set(codes);
    this.#inner = inner;
    this.#groups = { codes: smallest, count: classes.length };
    this.#names = classes;
    this.#epochs = new GroupEpochs(inner, this.#groups, batchSize, dropLast);
    this.#batchSize = batchSize;
    this.#dropLast = dropLast;
    this.#settings = fingerprint(`batchSize=${batchSize} dropLast=${dropLast}`, codes);
  }

  /**
   * Number of batches in the current epoch. It may differ in the next one. With a generator, it is that of the epoch
   * that a loop would begin or is in, computed anew from a copy at each call.
   * @throws {TypeError} The wrapped sampler is an iterable of your own: the number is not known before its end.
   */
  get length(): number {
    return this._lengthOf(this.epoch);
  }

  /** The wrapped sampler. */
  get sampler(): Sampler {
    return this.#inner.sampler;
  }

  /** Copy of the given groups, (n,). */
  get groups(): L[] {
    return Array.from(this.#groups.codes, (code) => this.#names[code]);
  }

  /** Number of indices in a batch, except in the incomplete batches at the end of an epoch. */
  get batchSize(): number {
    return this.#batchSize;
  }

  /** Whether batches that are shorter are dropped. */
  get dropLast(): boolean {
    return this.#dropLast;
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
   * @throws {TypeError | RangeError} `count` is not an integer in [0, 2^32 - 1], or two epochs in a row have no batch.
   */
  take(count: number): Uint32Array<ArrayBuffer>[] {
    const batches: Uint32Array<ArrayBuffer>[] = [];
    for (let left = checkArrayLength('count', count); left > 0; left--) batches.push(this.draw());
    return batches;
  }

  /**
   * Returns the draws of an epoch's batches as a new array, batch after batch. Does not change the position.
   * @param epoch Default: the current epoch.
   * @throws {TypeError | RangeError} `epoch` is not a non-negative safe integer, or the epoch has too many draws.
   * @throws {Error} The wrapped sampler is an iterable of your own.
   */
  indices(epoch: number = this.epoch): Uint32Array<ArrayBuffer> {
    this.#inner.requireSeekable('indices');
    const { indices, rests } = this.#epoch(checkInteger('epoch', epoch, 0));
    return indices.slice(0, rests[rests.length - 1]);
  }

  /**
   * Continues exactly where `state` was saved; `setEpoch` with that epoch keeps the position. With `elastic`, `state`
   * may be that of ranks which shared these batches, or of all ranks ({@link RestoreOptions}). An open loop continues
   * at its own position. Over an iterable of your own, it ends.
   * @throws {TypeError | RangeError | Error} `state` does not fit. The sampler does not change.
   */
  override restore(state: SamplerState | readonly SamplerState[], options?: RestoreOptions): void {
    restoreWith(this, state, options);
  }

  /** @internal */
  override _settings(): Shown {
    const { sampler, batchSize, dropLast } = this;
    const groups = this.#groups.count;
    return { type: 'GroupBatchSampler', sampler: samplerForJson(sampler), groups, batchSize, dropLast };
  }

  /** @internal */
  get _itemKind(): 'batches' {
    return 'batches';
  }

  /** @internal */
  override _identity(): Identity {
    // its batches are what ranks share out, so that the shape ends here
    const { shape: _, ...inner } = this.#inner.identity();
    const print = fingerprint(`${inner.sampler} ${inner.fingerprint} ${this.#settings}`);
    return { ...inner, sampler: 'GroupBatchSampler', fingerprint: print };
  }

  /** @internal Number of batches in an epoch. */
  override _lengthOf(epoch: number): number {
    if (!this.#inner.seekable) {
      throw new TypeError('length is not known: how indices of an iterable fall into groups shows only at its end');
    }
    // a generator's epochs have no numbers: the one that it would give next
    return countBatches(this.#epoch(this._access === 'sequential' ? this.epoch : epoch));
  }

  /** @internal */
  override _takeSeed(seed: number): void {
    this.#epochs.clear();
    super._takeSeed(seed);
  }

  /** @internal */
  override _reader(from: StartPoint, shared: boolean): GroupReader | GroupLoop {
    const { seekable, sampler } = this.#inner;
    if (!seekable) {
      return new GroupLoop(
        sampler,
        this.#groups,
        this.#batchSize,
        () => this.#inner.length,
        () => this.#takeRestored(),
      );
    }
    // within an epoch, all of its draws are made
    return new GroupReader(seekable._reader({ ...from, position: from.position && seekable.length }, shared));
  }

  /** @internal */
  override _load(
    reader: GroupReader | GroupLoop,
    epoch: number,
    position: number,
    count: number,
  ): Uint32Array<ArrayBuffer>[] {
    if (reader instanceof GroupLoop) {
      reader.open(position);
      const batch = reader.nextBatch(this.#dropLast);
      return batch ? [Uint32Array.from(batch)] : [];
    }
    if (this.#epochs.left(reader, epoch, position) === 0) return [];
    const most = this.#inner.changes === undefined ? count : 1;
    return batchesFrom(this.#epochs.in(reader, epoch), position, most, this.#batchSize);
  }

  /** @internal */
  override _remaining(
    position: number,
    reader?: EpochSource,
    epoch = reader ? (reader as GroupReader).epoch : -1,
  ): number {
    if (reader instanceof GroupLoop) return position > 0 && reader.isDone ? 0 : Infinity;
    if (reader instanceof GroupReader && reader.grouped && reader.epoch === epoch) {
      return countBatches(reader.grouped) - position;
    }
    if (!(Number.isSafeInteger(epoch) && epoch >= 0) || this._mayTakeSeed()) return Infinity;
    if (this._access === 'random-access') return this._lengthOf(epoch) - position;
    // an epoch of a generator has batches, unless all are dropped: that shows in a copy
    const generated = this.#dropLast && position === 0 ? reader?._generated : undefined;
    return generated ? countBatches(this.#epochs.make(generated.peek(epoch, epoch, true), epoch)) : Infinity;
  }

  /** @internal An epoch has its own number of batches, so that it must be grouped to be skipped. */
  override get _skipsByReading(): boolean {
    return true;
  }

  /** @internal Batches that are dropped are not made. */
  override _drop(reader: GroupReader | GroupLoop, epoch: number, position: number, count: number) {
    if (reader instanceof GroupLoop) return this._load(reader, epoch, position, count);
    return this.#epochs.left(reader, epoch, position) === 0 ? [] : [NO_BATCH];
  }

  /** @internal */
  override _skip(reader: GroupReader | GroupLoop, epoch: number): void {
    if (reader instanceof GroupReader) reader._generated?.skip(epoch);
  }

  /** @internal */
  override _release(reader: EpochSource | undefined): void {
    if (reader instanceof GroupLoop) {
      reader.release();
      this.#restored = undefined;
    } else if (reader instanceof GroupReader) reader.release();
  }

  /** @internal The iterable's present state, and the indices that wait for their batches. */
  override _innerState(reader: GroupReader | GroupLoop): InnerState | undefined {
    const state = this.#inner.iterableState?.save();
    if (!state || !(reader instanceof GroupLoop)) return state;
    const present = reader.present ?? this.#restored;
    const pending = [...(present?.pending.values() ?? [])].map((indices) => [...indices]);
    return { inner: { sampler: state.inner, pending, last: present?.last ?? false } satisfies PendingState };
  }

  /** @internal */
  override _restoreInner(state: SamplerState): void {
    if (!this.#inner.iterableState) return;
    const restored = checkPending(state.inner, this.#groups, this.#batchSize);
    super._restoreInner({ ...state, inner: (state.inner as PendingState).sampler });
    this.#restored = restored;
  }

  #takeRestored(): RestoredEpoch | undefined {
    const restored = this.#restored;
    this.#restored = undefined;
    return restored;
  }

  /** An epoch of a sampler of this library. */
  #epoch(epoch: number): GroupedEpoch {
    const sampler = this.#inner.requireSeekable('length');
    if (this._access === 'random-access') return this.#epochs.of(sampler, epoch);
    return this.#epochs.make(this.peek(epoch) as IndexSource, epoch);
  }
}
