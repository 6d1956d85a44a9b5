import type { Seed } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import { IndexSampler } from '../samplers/index-sampler.js';
import { checkRank, type DistributedOptions, shareOf } from '../samplers/ranks.js';
import { givenBy, type Identity } from '../samplers/sampler.js';
import type { Positions } from '../sources/source.js';
import { BatchSampler } from './batch.js';

/**
 * One rank's share of a sampler of batches: its batches rank, rank + numReplicas, …, whole as they are, with their
 * quotas and without their repeats. All ranks have equally many: the first batches come again at the end, or with
 * dropLast the last ones are left out. Interleaved, the ranks' batches are those of a single run, for any number of
 * ranks.
 *
 * Never moves the sampler inside, which the ranks of one process may share. The ranks need one seed: give it.
 */
export class DistributedBatchSampler extends BatchSampler {
  readonly #draws: RankDraws;

  /**
   * @param batches A BatchSampler or StratifiedBatchSampler, over what has a seed: neither over a plain iterable nor
   * over a generator's draws.
   * @throws {TypeError | RangeError} An argument is not as described.
   */
  constructor(batches: BatchSampler, options: DistributedOptions) {
    const draws = new RankDraws(batches, options);
    super(draws, batches._size);
    this.#draws = draws;
  }

  /** The sampler of batches that is shared out, as given. */
  get batches(): BatchSampler {
    return this.#draws.batches;
  }

  /** Total number of replicas (world size). */
  get numReplicas(): number {
    return this.#draws.numReplicas;
  }

  /** Which replica this is, in [0, numReplicas). */
  get rank(): number {
    return this.#draws.rank;
  }

  /** Whether batches that are left over are dropped, instead of the first ones being given again. */
  override get dropLast(): boolean {
    return this.#draws.dropLast;
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

/** The draws of one rank's batches, one batch after the other. */
class RankDraws extends IndexSampler {
  readonly #batches: BatchSampler;
  readonly #replicas: number;
  readonly #rank: number;
  readonly #dropLast: boolean;

  constructor(batches: BatchSampler, options: DistributedOptions) {
    if (givenBy(batches) !== 'batches') {
      throw new TypeError(
        `batches must be a BatchSampler or StratifiedBatchSampler, got ${describe(batches)}; a ` +
          'DistributedSampler shares out single indices',
      );
    }
    if (batches._access !== 'random-access') {
      const inside = batches._access === 'iterable' ? 'over a plain iterable' : 'over a generator’s draws';
      throw new TypeError(
        `batches must be of a sampler with a seed, got a BatchSampler ${inside}: ranks read it anywhere`,
      );
    }
    const { numReplicas, rank, dropLast } = checkRank(options);
    super(batches);
    this.#batches = batches;
    this.#replicas = numReplicas;
    this.#rank = rank;
    this.#dropLast = dropLast;
  }

  get batches(): BatchSampler {
    return this.#batches;
  }

  get numReplicas(): number {
    return this.#replicas;
  }

  get rank(): number {
    return this.#rank;
  }

  get dropLast(): boolean {
    return this.#dropLast;
  }

  /** @internal */
  override _settings(): Shown {
    const { numSamples, numReplicas, rank, dropLast } = this;
    return { type: 'RankDraws', numSamples, numReplicas, rank, dropLast };
  }

  get length(): number {
    const count = shareOf(this.#batches.length, this.#replicas, this.#dropLast);
    if (count === 0) return 0;
    // only an epoch's last batch may be short, and it can only be a rank's last one too
    return (count - 1) * this.#batches._size + this.#sizeOf(this.#batchAt(count - 1));
  }

  get seed(): Seed | undefined {
    return this.#batches.seed;
  }

  get backend(): 'wasm' | 'js' | undefined {
    return this.#batches.backend;
  }

  /** @internal */
  override _read({ epoch, position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    const size = this.#batches._size;
    for (let done = 0; done < count; ) {
      const place = position + done * stride;
      const within = place % size;
      const run = stride === 1 ? Math.min(count - done, size - within) : 1;
      const from = this.#batchAt(Math.floor(place / size)) * size + within;
      this.#batches._readDelivered(epoch, from, out, offset + done, run);
      done += run;
    }
  }

  /** @internal */
  override _identity(): Identity {
    const inner = this.#batches._identity();
    const options = `numReplicas=${this.#replicas} rank=${this.#rank} dropLast=${this.#dropLast}`;
    return {
      ...inner,
      sampler: 'RankDraws',
      fingerprint: fingerprint(`${inner.sampler} ${inner.fingerprint} ${options}`),
    };
  }

  /** Which of an epoch's batches is this rank's i-th: beyond the last ones the first ones come again. */
  #batchAt(i: number): number {
    return (this.#rank + i * this.#replicas) % this.#batches.length;
  }

  #sizeOf(batch: number): number {
    return Math.min(this.#batches._size, this.#batches._delivered - batch * this.#batches._size);
  }
}
