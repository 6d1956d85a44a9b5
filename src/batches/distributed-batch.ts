import { checkArrayLength, checkInteger } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { Shown } from '../internal/inspect.js';
import { zeros } from '../internal/zeros.js';
import { type DistributedOptions, RankShare } from '../samplers/ranks.js';
import {
  type Identity,
  type InnerState,
  itemKindOf,
  type ResumableSampler,
  type SamplerState,
} from '../samplers/sampler.js';
import { ANY_COUNT } from '../samplers/shapes.js';
import { samplerForJson, unavailableError } from '../samplers/wrapped.js';
import type { EpochSource, IndexSource, StartPoint } from '../sources/epochs.js';
import { BatchSampler } from './batch.js';
import { type AnyBatches, BatchRounds } from './batch-rounds.js';
import { IterableBatches } from './iterable-batches.js';
import { RankDraws } from './rank-draws.js';

/**
 * Gives one rank its share of whole batches: batches rank, rank + numReplicas, … of any batches. All ranks get equally
 * many: the epoch is padded with its first batches, or with `dropLast` the last ones are dropped. With `pad: false`,
 * each batch comes exactly once, and shares are uneven: 10 batches on 3 ranks give 4, 3 and 3. Interleaved, the ranks'
 * batches are those of a single run, for any number of ranks. Give all ranks one seed.
 *
 * It never changes the position of a wrapped batch sampler, so ranks in one process may share it. Batches of one size
 * are computed for this rank only. Batches of any size are read in order, a round of `numReplicas` batches at a time;
 * `fill` then throws, and the first batches of an epoch are kept for padding.
 *
 * Over an iterable of your own, each rank reads all batches of an epoch. If it has a state, give each rank its own
 * iterable, with the same batches. `setEpoch` and `indices` throw. `state` and `restore` throw too, unless the iterable
 * has both methods ({@link ResumableSampler}). Its state is then that of the epoch's beginning, and after `restore`,
 * the epoch is read again up to the position.
 */
export class DistributedBatchSampler<B extends Iterable<ArrayLike<number>> = BatchSampler> extends BatchSampler {
  readonly #batches: B;
  readonly #draws: RankDraws;
  /** The reader that was opened last. */
  #rounds: BatchRounds | undefined;

  /**
   * @param batches A batch sampler of this library, or an iterable of arrays of indices of your own.
   * @param options numReplicas, rank, dropLast and pad.
   * @throws {TypeError | RangeError} An argument is invalid.
   */
  constructor(batches: B, options: DistributedOptions) {
    const draws = new RankDraws(sourceOf(batches), new RankShare(options));
    super(draws, draws.even?._size ?? 1);
    this.#batches = batches;
    this.#draws = draws;
  }

  /**
   * Number of batches of this rank in one epoch. It is equal for all ranks, except with `pad: false`. Over a
   * GroupBatchSampler, it is that of the current epoch.
   * @throws {TypeError} The wrapped iterable has no length. Or the batches of a GroupBatchSampler are from a generator,
   * and none of this epoch was read.
   */
  override get length(): number {
    return this._lengthOf(this.epoch);
  }

  /** The wrapped batch sampler, or iterable of batches. */
  get batches(): B {
    return this.#batches;
  }

  /**
   * Number of indices in a batch, if the wrapped batches have a `batchSize`.
   * @throws {TypeError} They have none.
   */
  override get batchSize(): number {
    const { batchSize } = this.#batches as { batchSize?: unknown };
    if (typeof batchSize === 'number') return batchSize;
    throw new TypeError(`batchSize is not known: ${describe(this.#batches)} has none`);
  }

  /** Total number of replicas (world size). */
  get numReplicas(): number {
    return this.#draws.share.numReplicas;
  }

  /** Rank of this replica, in [0, numReplicas). */
  get rank(): number {
    return this.#draws.share.rank;
  }

  /** Whether the last batches are dropped when they do not divide evenly. If not, see `pad`. Default: false. */
  override get dropLast(): boolean {
    return this.#draws.share.dropLast;
  }

  /** Whether the first batches may be repeated so that all ranks get equally many. If false, each batch comes once. */
  get pad(): boolean {
    return this.#draws.share.pad;
  }

  /**
   * Writes the draws of the next batches into `out`, batch after batch, and returns `out`. Allocates nothing.
   * @throws {TypeError | RangeError} `out` is not a Uint32Array or would end within a batch, or the sampler is empty.
   * @throws {Error} The batches may be of any size, or are those of an iterable of your own.
   */
  override fill<Out extends Uint32Array>(out: Out): Out {
    if (this.#draws.even) return super.fill(out);
    throw new Error(`fill is not available over ${describe(this.#batches)}: its batches may be of any size; use take`);
  }

  /**
   * Returns the draws of an epoch's batches as a new array, batch after batch. Does not change the position.
   * @param epoch Default: the current epoch.
   * @throws {TypeError | RangeError} `epoch` is not a non-negative safe integer, or the epoch has too many draws.
   * @throws {Error} The batches are those of an iterable of your own, or they are of any size and from a generator.
   */
  override indices(epoch: number = this.epoch): Uint32Array<ArrayBuffer> {
    const { even, source, share } = this.#draws;
    if (even) return super.indices(epoch);
    if (this._access === 'iterable') throw unavailableError('indices', 'DistributedBatchSampler');
    if (this._access === 'sequential') {
      throw new Error('indices is not available over batches of any size from a generator: use a seed, or a loop');
    }
    checkInteger('epoch', epoch, 0);
    const rounds = new BatchRounds(source, share, { epoch, position: 0 });
    const batches: Uint32Array[] = [];
    let length = 0;
    for (let batch = rounds.at(epoch, 0); batch; batch = rounds.at(epoch, batches.length)) {
      batches.push(batch);
      length += batch.length;
    }
    const out = zeros(Uint32Array, checkArrayLength('length', length), 'draws of an epoch');
    for (const batch of batches.reverse()) {
      length -= batch.length;
      out.set(batch, length);
    }
    return out;
  }

  /** @internal */
  override _settings(): Shown {
    const { numReplicas, rank, dropLast, pad } = this;
    const batches = samplerForJson(this.#batches);
    return { type: 'DistributedBatchSampler', batches, numReplicas, rank, dropLast, pad };
  }

  /** @internal */
  override get _size(): number | undefined {
    return this.#draws.even?._size;
  }

  /** @internal */
  override _lengthOf(epoch: number): number {
    const { even, source, share } = this.#draws;
    if (even || source._access !== 'sequential') return share.countOf(source._lengthOf(epoch));
    const length = this.#rounds?.remaining(0, epoch) ?? Infinity;
    if (length < Infinity) return length;
    throw new TypeError('length is not known before the first batch of an epoch from a generator');
  }

  /** @internal */
  override _reader(from: StartPoint, shared: boolean): EpochSource {
    const { even, source, share } = this.#draws;
    if (even) return super._reader(from, shared);
    this.#rounds = new BatchRounds(source, share, from);
    return this.#rounds;
  }

  /** @internal */
  override _load(reader: EpochSource, epoch: number, position: number, count: number): Uint32Array<ArrayBuffer>[] {
    if (!(reader instanceof BatchRounds)) return super._load(reader as IndexSource, epoch, position, count);
    const batch = reader.at(epoch, position);
    return batch ? [batch] : [];
  }

  /** @internal */
  override _remaining(position: number, reader?: EpochSource, epoch?: number): number {
    if (reader instanceof BatchRounds) return reader.remaining(position, epoch);
    return this.#draws.share.countOf(this.#draws.source._remaining(0, undefined, epoch)) - position;
  }

  /** @internal */
  override _sharedIn(epoch: number): number {
    return this.#draws.source._sharedIn(epoch);
  }

  /** @internal */
  override get _skipsByReading(): boolean {
    return !this.#draws.even;
  }

  /** @internal */
  override _skip(reader: EpochSource, epoch: number): void {
    if (reader instanceof BatchRounds) reader.skip(epoch);
    else super._skip(reader as IndexSource, epoch);
  }

  /** @internal */
  override _innerState(reader?: EpochSource, epoch = 0): InnerState | undefined {
    return reader instanceof BatchRounds ? reader.innerState(epoch) : undefined;
  }

  /** @internal */
  override _restoreInner(state: SamplerState): void {
    this.#draws.source._restoreInner(state);
  }

  /** @internal */
  override _release(reader: EpochSource | undefined, epoch = 0): void {
    if (reader instanceof BatchRounds) reader.release(epoch);
  }

  /** @internal */
  override _identity(): Identity {
    const { even, source, share } = this.#draws;
    // the number of batches of any size differs from epoch to epoch
    const of = even ? this : { length: ANY_COUNT };
    const ranks = share.identity('RankBatches', source._identity(), of);
    const { shape } = ranks;
    return { ...(even ? super._identity() : ranks), ...(shape && { shape }), sampler: 'DistributedBatchSampler' };
  }
}

const WANTED = 'batches must be a batch sampler or an iterable of arrays of indices';

/** The batches of all ranks, as a sampler. */
function sourceOf(batches: unknown): AnyBatches {
  const kind = itemKindOf(batches);
  if (kind === 'batches') return batches as AnyBatches;
  if (kind === 'items') {
    throw new TypeError(`${WANTED}, got ${describe(batches)}, which gives items; wrap its batchSampler`);
  }
  const indices = isArray(batches) && batches.length > 0 && !(typeof batches[0] === 'object' && batches[0] !== null);
  if (kind === 'indices' || indices) {
    const got = Array.isArray(batches) ? `an Array of ${describe(batches[0])}` : describe(batches);
    throw new TypeError(`${WANTED}, got ${got}; for single indices, use a DistributedSampler`);
  }
  const { [Symbol.iterator]: iterate, length } = Object(batches);
  if (typeof batches !== 'object' || typeof iterate !== 'function') {
    throw new TypeError(`${WANTED}, got ${describe(batches)}${hintFor(batches)}`);
  }
  if (typeof length === 'number') checkInteger('length of the batches', length, 0);
  return new IterableBatches(batches as Iterable<ArrayLike<number>>, 'batches', true);
}

function isArray(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

function hintFor(batches: unknown): string {
  if (typeof batches === 'function') return '; give { [Symbol.iterator]: … } with a generator function';
  const isAsync = typeof (batches as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator] === 'function';
  return isAsync ? ', which is asynchronous; collect the batches of an epoch in an array first' : '';
}
