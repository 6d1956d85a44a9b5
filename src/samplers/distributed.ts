import { checkInteger, type Seed } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { EpochSource, IndexSource, StartPoint } from '../sources/epochs.js';
import type { Positions } from '../sources/source.js';
import { IndexSampler } from './index-sampler.js';
import { IterableShare } from './iterable-share.js';
import { checkRank, type DistributedOptions, shareOf } from './ranks.js';
import type { Identity, InnerState, ResumableSampler, Sampler } from './sampler.js';
import { shownInside, WrappedSampler } from './wrapped.js';

/**
 * One rank's share of another sampler: its draws rank, rank + numReplicas, … As in PyTorch's class of the same name,
 * all ranks have equally many: the first draws come again at the end, or with dropLast the last ones are left out.
 * Unlike there, what is shared out is any sampler; the ranks' draws, interleaved, are those of a single run, for any
 * number of ranks. The ranks need one seed: give it.
 *
 * Never moves the sampler inside, which the ranks of one process may share, and computes this rank's draws alone where
 * a draw stands for itself. Over a plain iterable of indices `setEpoch` and `indices` throw, and so do `state` and
 * `restore`, unless the iterable has methods of these names: its state is part of this one's
 * ({@link ResumableSampler}).
 */
export class DistributedSampler extends IndexSampler {
  readonly #inner: WrappedSampler;
  readonly #all: number;
  readonly #replicas: number;
  readonly #rank: number;
  readonly #dropLast: boolean;

  /**
   * @param sampler A sampler, or an iterable of indices with a length.
   * @throws {TypeError | RangeError} An argument is not as described.
   */
  constructor(sampler: Sampler, options: DistributedOptions) {
    const hint = '; for a data set or a length, give new DistributedSampler(new RandomSampler(length, { seed }), …)';
    const inner = new WrappedSampler(
      sampler,
      'DistributedSampler',
      hint,
      '; a DistributedBatchSampler shares them out',
    );
    if (Array.isArray(sampler) && sampler.length > 0 && typeof sampler[0] !== 'number') {
      throw new TypeError(`sampler must be an iterable of indices, got an Array of ${describe(sampler[0])}${hint}`);
    }
    const all = inner.length;
    if (all === undefined) throw new TypeError(`sampler must have a length, got ${describe(sampler)} without one`);
    checkInteger('length of the sampler', all, 0);
    const { numReplicas, rank, dropLast } = checkRank(options);
    super(inner);
    this.#inner = inner;
    this.#all = all;
    this.#replicas = numReplicas;
    this.#rank = rank;
    this.#dropLast = dropLast;
  }

  /** Draws of this rank in one epoch: equally many for every rank. */
  get length(): number {
    return shareOf(this.#all, this.#replicas, this.#dropLast);
  }

  /** The sampler that is shared out, as given. */
  get sampler(): Sampler {
    return this.#inner.sampler;
  }

  /** Total number of replicas (world size). */
  get numReplicas(): number {
    return this.#replicas;
  }

  /** Which replica this is, in [0, numReplicas). */
  get rank(): number {
    return this.#rank;
  }

  /** Whether draws that are left over are dropped, instead of the first ones being given again. */
  get dropLast(): boolean {
    return this.#dropLast;
  }

  /** @internal */
  override _settings(): Shown {
    const { sampler, numReplicas, rank, dropLast } = this;
    return { type: 'DistributedSampler', sampler: shownInside(sampler), numReplicas, rank, dropLast };
  }

  /** Of the sampler inside, where it has one. */
  get seed(): Seed | undefined {
    return this.#inner.seed;
  }

  /** Of the sampler inside, where it has one. */
  get backend(): 'wasm' | 'js' | undefined {
    return this.#inner.backend;
  }

  override indices(epoch: number = this.epoch): Uint32Array<ArrayBuffer> {
    this.#inner.needed('indices');
    return super.indices(epoch);
  }

  /** @internal An epoch is read whole: within it, the state is that of its beginning. */
  override _innerState(reader: IndexSource, epoch: number): InnerState | undefined {
    return reader instanceof IterableShare ? reader.stateAt(epoch) : undefined;
  }

  /** @internal */
  override _identity(): Identity {
    const inner = this.#inner.identity();
    const options = `numReplicas=${this.#replicas} rank=${this.#rank} dropLast=${this.#dropLast}`;
    return {
      ...inner,
      sampler: 'DistributedSampler',
      fingerprint: fingerprint(`${inner.sampler} ${inner.fingerprint} ${options}`),
    };
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
    if (!seekable) return new IterableShare(this.#inner, this.#all, this.#rank, this.#replicas, this.length);
    // behind the last draw that was read of the sampler inside, the padding aside
    const position = from.position && Math.min(this.#rank + (from.position - 1) * this.#replicas + 1, this.#all);
    const reader = seekable._reader({ ...from, position }, true);
    return reader !== seekable ? this.#rankOf(reader) : this;
  }

  /** Reads this rank's share of what another reader reads. */
  #rankOf(reader: IndexSource): IndexSource {
    const stream = reader._generated;
    return {
      _read: (...args) => this.#readFrom(reader, ...args),
      _generated: stream && {
        words: stream.words,
        together: (epoch, position) => {
          const first = this.#rank + position * this.#replicas;
          return first < this.#all ? Math.ceil(stream.together(epoch, first) / this.#replicas) : 1;
        },
        finish: (epoch) => stream.finish(epoch),
        pass: (epoch) => stream.pass(epoch),
        state: (epoch, pending) => stream.state(epoch, pending),
        peek: (...args) => this.#rankOf(stream.peek(...args)),
      },
    };
  }

  #readFrom(reader: IndexSource, positions: Positions, out: Uint32Array, offset: number): void {
    const { epoch, position, stride, count } = positions;
    const all = this.#all;
    const step = stride * this.#replicas;
    const first = this.#rank + position * this.#replicas;
    const inside = first < all ? Math.min(count, Math.ceil((all - first) / step)) : 0;
    if (inside > 0) reader._read({ epoch, position: first, stride: step, count: inside }, out, offset);
    // padding: the draws from the head again, and again where the epoch is shorter than what is missing
    for (let i = inside; i < count; i++) {
      reader._read({ epoch, position: (first + i * step) % all, stride: 1, count: 1 }, out, offset + i);
    }
  }

  /** @internal */
  override _release(reader: EpochSource | undefined): void {
    if (reader instanceof IterableShare) reader.release();
  }
}
