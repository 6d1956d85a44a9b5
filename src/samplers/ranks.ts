import { checkBoolean, checkInteger, checkOptions } from '../internal/check.js';
import { torch } from '../internal/describe.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Identity } from './sampler.js';
import { shapeOver } from './shapes.js';

/** Options of {@link DistributedSampler} and {@link DistributedBatchSampler}. */
export interface DistributedOptions {
  /** Total number of replicas (world size), at least 1. */
  numReplicas: number;
  /** Rank of this replica, in [0, numReplicas). */
  rank: number;
  /**
   * Whether to drop the last draws or batches when they do not divide evenly. Otherwise the first ones are repeated,
   * unless `pad` is false. Default false.
   */
  dropLast?: boolean | undefined;
  /**
   * Whether to repeat the first draws or batches so that all ranks get equally many. With `false`, every
   * draw or batch comes once: the first ranks may get one more than others, and a rank may get none. Use that for
   * evaluation; training steps that wait for all ranks need equal shares. `false` excludes `dropLast`. Default true.
   */
  pad?: boolean | undefined;
}

const OPTIONS = ['numReplicas', 'rank', 'dropLast', 'pad'] as const;

/** The share of one rank: draws or batches rank, rank + numReplicas, … of an epoch. */
export class RankShare {
  readonly numReplicas: number;
  readonly rank: number;
  readonly dropLast: boolean;
  readonly pad: boolean;

  /** @throws {TypeError | RangeError} An option is invalid, or options exclude each other. */
  constructor(options: DistributedOptions) {
    const { numReplicas, rank, dropLast = false, pad = true } = checkOptions(options, OPTIONS);
    if (dropLast === true && pad === false) {
      throw new TypeError(
        'dropLast and pad: false exclude each other: give pad: false alone for every draw once, or dropLast: true ' +
          'alone for equal shares without repeats',
      );
    }
    checkInteger('numReplicas', numReplicas, 1);
    if (Number.isInteger(rank) && (rank < 0 || rank >= numReplicas)) {
      const sentence = `Invalid rank ${rank}, rank should be in the interval [0, ${numReplicas - 1}]`;
      const expected = rank < 0 ? 'a non-negative integer' : `below numReplicas, ${numReplicas}`;
      throw new RangeError(`rank must be ${expected}, got ${rank}${torch(sentence)}`);
    }
    this.numReplicas = numReplicas;
    this.rank = checkInteger('rank', rank, 0);
    this.dropLast = checkBoolean('dropLast', dropLast, true);
    this.pad = checkBoolean('pad', pad);
  }

  /** How many of `all` draws or batches this rank gets. */
  countOf(all: number): number {
    const count = all / this.numReplicas;
    if (!this.pad) return Math.max(0, Math.ceil((all - this.rank) / this.numReplicas));
    return this.dropLast ? Math.floor(count) : Math.ceil(count);
  }

  /** The number that this rank's draw or batch `i` has in the epoch of all ranks, without padding. */
  at(i: number): number {
    return this.rank + i * this.numReplicas;
  }

  /**
   * The part of a state that must match, of the class `sampler` over a sampler with the identity `inner`. `of` is the
   * wrapper.
   */
  identity(sampler: string, inner: Identity, of: { readonly length: number }): Identity {
    const uneven = this.pad ? '' : ' pad=false';
    const options = `numReplicas=${this.numReplicas} rank=${this.rank} dropLast=${this.dropLast}${uneven}`;
    const print = fingerprint(`${inner.sampler} ${inner.fingerprint} ${options}`);
    const { numReplicas, rank, pad } = this;
    return { ...inner, sampler, fingerprint: print, ...shapeOver(inner, { numReplicas, rank, uneven: !pad, of }) };
  }
}
