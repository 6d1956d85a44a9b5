import { checkBoolean, checkInteger, checkOptions } from '../internal/check.js';
import { torch } from '../internal/describe.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Identity } from './sampler.js';

/** Options of {@link DistributedSampler} and {@link DistributedBatchSampler}. */
export interface DistributedOptions {
  /** Total number of replicas (world size), at least 1. */
  numReplicas: number;
  /** Rank of this replica, in [0, numReplicas). */
  rank: number;
  /**
   * Whether to drop the last draws or batches when they do not divide evenly. Otherwise the first ones are repeated.
   * Default false.
   */
  dropLast?: boolean | undefined;
}

/** The share of one rank: draws or batches rank, rank + numReplicas, … of an epoch. */
export class RankShare {
  readonly numReplicas: number;
  readonly rank: number;
  readonly dropLast: boolean;

  /** @throws {TypeError | RangeError} An option is invalid. */
  constructor(options: DistributedOptions) {
    const { numReplicas, rank, dropLast = false } = checkOptions(options, ['numReplicas', 'rank', 'dropLast']);
    checkInteger('numReplicas', numReplicas, 1);
    if (Number.isInteger(rank) && (rank < 0 || rank >= numReplicas)) {
      const sentence = `Invalid rank ${rank}, rank should be in the interval [0, ${numReplicas - 1}]`;
      const expected = rank < 0 ? 'a non-negative integer' : `below numReplicas, ${numReplicas}`;
      throw new RangeError(`rank must be ${expected}, got ${rank}${torch(sentence)}`);
    }
    this.numReplicas = numReplicas;
    this.rank = checkInteger('rank', rank, 0);
    this.dropLast = checkBoolean('dropLast', dropLast, true);
  }

  /** How many of `all` draws or batches each rank gets. */
  countOf(all: number): number {
    const count = all / this.numReplicas;
    return this.dropLast ? Math.floor(count) : Math.ceil(count);
  }

  /** The number that this rank's draw or batch `i` has in the epoch of all ranks, without padding. */
  at(i: number): number {
    return this.rank + i * this.numReplicas;
  }

  /** The part of a state that must match, of the class `sampler` over a sampler with the identity `inner`. */
  identity(sampler: string, inner: Identity): Identity {
    const options = `numReplicas=${this.numReplicas} rank=${this.rank} dropLast=${this.dropLast}`;
    return { ...inner, sampler, fingerprint: fingerprint(`${inner.sampler} ${inner.fingerprint} ${options}`) };
  }
}
