import type { Seed } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { Shown } from '../internal/inspect.js';
import { IndexSampler } from '../samplers/index-sampler.js';
import { type DistributedOptions, RankShare } from '../samplers/ranks.js';
import { type Identity, itemKindOf, type SeekableSampler } from '../samplers/sampler.js';
import type { Positions } from '../sources/source.js';
import { BatchSampler } from './batch.js';

/**
 * Gives one rank its share of whole batches: batches rank, rank + numReplicas, … of a batch sampler. All ranks get
 * equally many batches: the epoch is padded with its first batches, or with `dropLast` the last ones are dropped.
 * Interleaved, the ranks' batches are those of a single run, for any number of ranks. Give all ranks one seed.
 *
 * It never changes the position of the wrapped sampler, so ranks in one process may share it.
 */
export class DistributedBatchSampler extends BatchSampler {
  readonly #draws: RankDraws;

  /**
   * @param batches A StratifiedBatchSampler, or a BatchSampler over a sampler of this library without a generator.
   * @param options numReplicas, rank and dropLast.
   * @throws {TypeError | RangeError} An argument is invalid.
   */
  constructor(batches: BatchSampler, options: DistributedOptions) {
    const draws = new RankDraws(batches, options);
    super(draws, batches._size);
    this.#draws = draws;
  }

  /** The wrapped batch sampler. */
  get batches(): BatchSampler {
    return this.#draws.batches;
  }

  /** Total number of replicas (world size). */
  get numReplicas(): number {
    return this.#draws.share.numReplicas;
  }

  /** Rank of this replica, in [0, numReplicas). */
  get rank(): number {
    return this.#draws.share.rank;
  }

  /** Whether the last batches are dropped when they do not divide evenly; otherwise the first ones are repeated. */
  override get dropLast(): boolean {
    return this.#draws.share.dropLast;
  }

  /** @internal */
  override _settings(): Shown {
    const { batches, numReplicas, rank, dropLast } = this;
    return { type: 'DistributedBatchSampler', batches, numReplicas, rank, dropLast };
  }

  /** @internal */
  override _identity(): Identity {
    return { ...super._identity(), sampler: 'DistributedBatchSampler' };
  }
}

/** The draws of one rank's batches, batch after batch. */
class RankDraws extends IndexSampler {
  readonly #batches: BatchSampler;
  readonly #share: RankShare;

  constructor(batches: BatchSampler, options: DistributedOptions) {
    if (itemKindOf(batches) !== 'batches') {
      throw new TypeError(
        `batches must be a BatchSampler or StratifiedBatchSampler, got ${describe(batches)}; for single ` +
          'indices, use a DistributedSampler',
      );
    }
    if (batches._access !== 'random-access') {
      const source = batches._access === 'iterable' ? 'an iterable of your own' : 'a sampler with a generator';
      throw new TypeError(`batches must wrap a sampler with a seed, got a BatchSampler over ${source}`);
    }
    const share = new RankShare(options);
    super(batches);
    this.#batches = batches;
    this.#share = share;
  }

  get batches(): BatchSampler {
    return this.#batches;
  }

  get share(): RankShare {
    return this.#share;
  }

  /** @internal */
  override _settings(): Shown {
    const { numReplicas, rank, dropLast } = this.#share;
    return { type: 'DistributedBatchSampler.sampler', numSamples: this.numSamples, numReplicas, rank, dropLast };
  }

  get length(): number {
    const count = this.#share.countOf(this.#batches.length);
    if (count === 0) return 0;
    // only the last batch of an epoch may be short, and it is a rank's last one
    return (count - 1) * this.#batches._size + this.#sizeOf(this.#batchAt(count - 1));
  }

  get seed(): Seed | undefined {
    return this.#batches.seed;
  }

  get backend(): 'wasm' | 'js' | undefined {
    return this.#batches.backend;
  }

  /** @internal */
  get _changes(): number | undefined {
    return (this.#batches.sampler as Partial<SeekableSampler>)._changes;
  }

  /** @internal */
  override _read({ epoch, position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    const size = this.#batches._size;
    for (let done = 0; done < count; ) {
      const at = position + done * stride;
      const within = at % size;
      const run = stride === 1 ? Math.min(count - done, size - within) : 1;
      const from = this.#batchAt(Math.floor(at / size)) * size + within;
      this.#batches._readDelivered({ epoch, position: from, stride: 1, count: run }, out, offset + done);
      done += run;
    }
  }

  /** @internal */
  override _identity(): Identity {
    return this.#share.identity('RankDraws', this.#batches._identity());
  }

  /** Number of this rank's i-th batch in the epoch. Past the end, the first batches repeat. */
  #batchAt(i: number): number {
    return this.#share.at(i) % this.#batches.length;
  }

  #sizeOf(batch: number): number {
    return Math.min(this.#batches._size, this.#batches._delivered - batch * this.#batches._size);
  }
}
