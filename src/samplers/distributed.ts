import { checkInteger, type Seed } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { Shown } from '../internal/inspect.js';
import type { EpochSource, IndexSource, StartPoint } from '../sources/epochs.js';
import type { Positions } from '../sources/source.js';
import { type RestoreOptions, restoreWith } from './elastic.js';
import { IndexSampler } from './index-sampler.js';
import { IterableShare } from './iterable-share.js';
import { type DistributedOptions, RankShare } from './ranks.js';
import type { Identity, InnerState, ResumableSampler, Sampler, SamplerState } from './sampler.js';
import { samplerForJson, WrappedSampler } from './wrapped.js';

/**
 * Gives one rank its share of a sampler's draws: draws rank, rank + numReplicas, … It is PyTorch's class of this name,
 * over any sampler. All ranks get equally many draws: the epoch is padded with its first draws, or with `dropLast` the
 * last ones are dropped. With `pad: false`, each draw comes exactly once, and shares are uneven: 10 draws on 3 ranks
 * give 4, 3 and 3. Interleaved, the ranks' draws are those of a single run, for any number of ranks. Give all ranks one
 * seed.
 *
 * It never changes the position of the wrapped sampler, so ranks in one process may share it. With random access, it
 * computes only this rank's draws. Over an iterable of your own, `setEpoch` and `indices` throw. `state` and `restore`
 * throw too, unless the iterable has both methods ({@link ResumableSampler}).
 */
export class DistributedSampler extends IndexSampler {
  readonly #inner: WrappedSampler;
  readonly #all: number;
  readonly #share: RankShare;

  /**
   * @param sampler A sampler of this library, or an iterable of indices of your own with a length.
   * @param options numReplicas, rank, dropLast and pad.
   * @throws {TypeError | RangeError} An argument is not as described.
   */
  constructor(sampler: Sampler, options: DistributedOptions) {
    const hint = '; for a data set or a length, wrap new RandomSampler(length, { seed })';
    const inner = new WrappedSampler(sampler, 'DistributedSampler', hint, '; use a DistributedBatchSampler');
    if (Array.isArray(sampler) && sampler.length > 0 && typeof sampler[0] !== 'number') {
      throw new TypeError(`sampler must be an iterable of indices, got an Array of ${describe(sampler[0])}${hint}`);
    }
    const all = inner.length;
    if (all === undefined) throw new TypeError(`sampler must have a length, got ${describe(sampler)} without one`);
    checkInteger('length of the sampler', all, 0);
    const share = new RankShare(options);
    super(inner);
    this.#inner = inner;
    this.#all = all;
    this.#share = share;
  }

  /** Number of draws of this rank in one epoch. It is equal for all ranks, except with `pad: false`. */
  get length(): number {
    return this.#share.countOf(this.#all);
  }

  /** The wrapped sampler. */
  get sampler(): Sampler {
    return this.#inner.sampler;
  }

  /** Total number of replicas (world size). */
  get numReplicas(): number {
    return this.#share.numReplicas;
  }

  /** Rank of this replica, in [0, numReplicas). */
  get rank(): number {
    return this.#share.rank;
  }

  /** Whether the last draws are dropped when they do not divide evenly. If not, see `pad`. Default: false. */
  get dropLast(): boolean {
    return this.#share.dropLast;
  }

  /** Whether the first draws may be repeated so that all ranks get equally many. If false, each draw comes once. */
  get pad(): boolean {
    return this.#share.pad;
  }

  /**
   * Continues exactly where `state` was saved; `setEpoch` with that epoch keeps the position. An unseeded sampler that
   * has not drawn yet takes the seed of the state. With `elastic`, the state may be of other ranks ({@link
   * RestoreOptions}).
   * @param state A state, or with `elastic` also the states of all old ranks.
   * @throws {TypeError | RangeError | Error} `state` is invalid or does not match class, weights, options and seed. The
   * sampler does not change.
   */
  override restore(state: SamplerState | readonly SamplerState[], options?: RestoreOptions): void {
    restoreWith(this, state, options);
  }

  /** @internal */
  override _settings(): Shown {
    const { sampler, numReplicas, rank, dropLast, pad } = this;
    return { type: 'DistributedSampler', sampler: samplerForJson(sampler), numReplicas, rank, dropLast, pad };
  }

  /** The wrapped sampler's seed; undefined if it has none. */
  get seed(): Seed | undefined {
    return this.#inner.seed;
  }

  /** The wrapped sampler's backend; undefined if it has none. */
  get backend(): 'wasm' | 'js' | undefined {
    return this.#inner.backend;
  }

  override indices(epoch: number = this.epoch): Uint32Array<ArrayBuffer> {
    this.#inner.requireSeekable('indices');
    return super.indices(epoch);
  }

  /** @internal An iterable's epoch is read whole, so its state is that of the epoch's beginning. */
  override _innerState(reader: IndexSource, epoch: number): InnerState | undefined {
    return reader instanceof IterableShare ? reader.stateAt(epoch) : undefined;
  }

  /** @internal */
  get _changes(): number | undefined {
    return this.#inner.changes;
  }

  /** @internal Reads only what is asked for if the weights may change. */
  override _load(reader: IndexSource, epoch: number, position: number, count: number): Uint32Array {
    return super._load(reader, epoch, position, this._changes === undefined ? count : 1);
  }

  /** @internal */
  override _identity(): Identity {
    return this.#share.identity('DistributedSampler', this.#inner.identity(), this);
  }

  /** @internal */
  override _read(positions: Positions, out: Uint32Array, offset: number): void {
    const { seekable } = this.#inner;
    if (seekable) this.#readFrom(seekable, positions, out, offset);
    else this.reader()._read(positions, out, offset);
  }

  /** @internal */
  override _reader(from: StartPoint, _shared: boolean): IndexSource {
    const { seekable } = this.#inner;
    if (!seekable) return new IterableShare(this.#inner, this.#all, this.#share, this.length);
    // the position after the last draw that was read of the wrapped sampler, without padding
    const position = from.position && Math.min(this.#share.at(from.position - 1) + 1, this.#all);
    const reader = seekable._reader({ ...from, position }, true);
    return reader !== seekable ? this.#rankOf(reader) : this;
  }

  /** Reads this rank's share of another epoch source. */
  #rankOf(reader: IndexSource): IndexSource {
    const stream = reader._generated;
    return {
      _read: (...args) => this.#readFrom(reader, ...args),
      _generated: stream && {
        words: stream.words,
        available: (epoch, position) => {
          const first = this.#share.at(position);
          return first < this.#all ? Math.ceil(stream.available(epoch, first) / this.numReplicas) : 1;
        },
        finish: (epoch) => stream.finish(epoch),
        skip: (epoch) => stream.skip(epoch),
        state: (epoch, pending) => stream.state(epoch, pending),
        peek: (...args) => this.#rankOf(stream.peek(...args)),
      },
    };
  }

  #readFrom(reader: IndexSource, positions: Positions, out: Uint32Array, offset: number): void {
    const { epoch, position, stride, count } = positions;
    const all = this.#all;
    const step = stride * this.numReplicas;
    const first = this.#share.at(position);
    const unpadded = first < all ? Math.min(count, Math.ceil((all - first) / step)) : 0;
    if (unpadded > 0) reader._read({ epoch, position: first, stride: step, count: unpadded }, out, offset);
    // padding repeats the draws from the head, several times if the epoch is shorter than the padding
    for (let i = unpadded; i < count; i++) {
      reader._read({ epoch, position: (first + i * step) % all, stride: 1, count: 1 }, out, offset + i);
    }
  }

  /** @internal A rank without draws takes from a generator or an iterable of your own what the others take. */
  override _skip(reader: IndexSource, epoch: number): void {
    if (this.pad) return;
    if (reader instanceof IterableShare) reader.skip(epoch);
    else reader._generated?.skip(epoch);
  }

  /** @internal */
  override _release(reader: EpochSource | undefined): void {
    if (reader instanceof IterableShare) reader.release();
  }
}
