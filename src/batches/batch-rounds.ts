import type { EpochSampler } from '../samplers/epoch-sampler.js';
import type { RankShare } from '../samplers/ranks.js';
import type { InnerState } from '../samplers/sampler.js';
import type { EpochSource, GeneratorEpochs, StartPoint } from '../sources/epochs.js';

/** A sampler of batches of indices. */
export type AnyBatches = EpochSampler<Uint32Array<ArrayBuffer>, EpochSource>;

/**
 * Reads one rank's share of batches that come in order, such as those of an iterable of your own. It reads whole
 * rounds: a round is one batch for each rank. It keeps only the batches with which a last round can be padded.
 */
export class BatchRounds implements EpochSource {
  /** @internal */
  readonly rereads = true;
  readonly #reader: EpochSource;
  #epoch = -1;
  /** Number of batches of the epoch that were read. */
  #read = 0;
  /** The first batches of the epoch: all ranks but one may be padded with them. */
  #first: Uint32Array<ArrayBuffer>[] = [];
  /** Whether the epoch has no further batches. */
  #over = false;
  /** Whether the epoch ended by an error. */
  #failed = false;
  /** Returns the iterable's state at the beginning of this epoch, or throws what its `state` threw then. */
  #stateAtStart!: () => InnerState | undefined;

  constructor(
    private readonly source: AnyBatches,
    private readonly share: RankShare,
    from: StartPoint,
  ) {
    this.#reader = source._reader({ ...from, ahead: undefined }, true);
  }

  /** @internal */
  get _generated(): GeneratorEpochs | undefined {
    return this.#reader._generated;
  }

  /** This rank's batch number `i`; undefined if the epoch is over. */
  at(epoch: number, i: number): Uint32Array<ArrayBuffer> | undefined {
    const { numReplicas, dropLast, pad } = this.share;
    const iterable = this.source._access === 'iterable';
    // an iterable only moves forward
    if (epoch !== this.#epoch || (!iterable && i * numReplicas < this.#read)) this.#begin(epoch);
    if (this.#failed) return undefined;
    const own = this.share.at(i);
    const end = (i + 1) * numReplicas;
    let batch: Uint32Array<ArrayBuffer> | undefined;
    let isShort = false;
    try {
      while (this.#read < end && !isShort) {
        const isOwn = this.#read === own;
        const next = this.#next(isOwn);
        if (!next) isShort = true;
        else if (isOwn) batch = next[0];
      }
      if (this.source._remaining(this.#read, this.#reader, epoch) <= 0) this.#over = true;
      // the batches of other ranks are read, too, so that code after an iterable's last `yield` runs
      if (this.remaining(i + 1, epoch) <= 0) this.#finish();
    } catch (error) {
      if (iterable) this.#failed = true;
      else this.#epoch = -1;
      throw error;
    }
    if (isShort && dropLast) batch = undefined;
    else if (isShort && !batch && pad && this.#read > i * numReplicas) batch = this.#first[own % this.#read].slice();
    // the last batch ends the epoch. Where there is none, that is still to do
    if (!batch) this._generated?.skip(epoch);
    return batch;
  }

  /** Number of batches that this rank has from number `i` on; Infinity if it is not known. */
  remaining(i: number, epoch?: number): number {
    const all = this.source._remaining(0, this.#reader, epoch);
    if (all < Infinity) return this.share.countOf(all) - i;
    const isOver = this.#failed || (this.#over && this.#read <= i * this.share.numReplicas);
    return i > 0 && isOver ? 0 : Infinity;
  }

  /** Reads an epoch of which this rank gets nothing, as the other ranks do. */
  skip(epoch: number): void {
    this.#begin(epoch);
    this.#finish();
    this._generated?.skip(epoch);
  }

  /**
   * The part of a state that belongs to an iterable of your own: its state at the beginning of the epoch, which is read
   * again up to the position.
   */
  innerState(epoch: number): InnerState | undefined {
    return epoch === this.#epoch ? this.#stateAtStart() : this.source._innerState(this.#reader, epoch, 0);
  }

  /** @internal */
  abandon(): void {
    this.#failed = true;
    this.#reader.abandon?.();
  }

  /** Ends the epoch, whether it is over or was left. */
  release(epoch: number): void {
    this.#epoch = -1;
    this.#first = [];
    this.source._release(this.#reader, epoch);
  }

  #begin(epoch: number): void {
    this.#stateAtStart = this.#saveState(epoch);
    this.#epoch = epoch;
    this.#read = 0;
    this.#first = [];
    this.#over = false;
    this.#failed = false;
  }

  /** Reads the next batch of the epoch; undefined at its end. Unless it is `wanted`, it may have any value. */
  #next(wanted: boolean): ArrayLike<Uint32Array<ArrayBuffer>> | undefined {
    const { numReplicas, dropLast, pad } = this.share;
    const kept = pad && !dropLast && this.#read + 1 < numReplicas;
    if (!this.#over && this.source._remaining(this.#read, this.#reader, this.#epoch) > 0) {
      const read = wanted || kept ? '_load' : '_drop';
      const batches = this.source[read](this.#reader, this.#epoch, this.#read, 1);
      if (batches.length > 0) {
        this.#read++;
        if (kept) this.#first.push(batches[0].slice());
        return batches;
      }
    }
    this.#over = true;
    return undefined;
  }

  /** Reads the rest of the epoch, and keeps nothing of it. */
  #finish(): void {
    while (this.#next(false));
  }

  /** Saves the state before reading. An error is thrown only when the state is requested, so that loops do not fail. */
  #saveState(epoch: number): () => InnerState | undefined {
    try {
      const state = this.source._innerState(this.#reader, epoch, 0);
      return () => state;
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }
}
