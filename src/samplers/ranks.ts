import { checkBoolean, checkInteger, checkOptions } from '../internal/check.js';
import { torch } from '../internal/describe.js';

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

/** Checks the options, and fills in defaults. @throws {TypeError | RangeError} An option is invalid. */
export function checkRank(options: DistributedOptions): { numReplicas: number; rank: number; dropLast: boolean } {
  const { numReplicas, rank, dropLast = false } = checkOptions(options, ['numReplicas', 'rank', 'dropLast']);
  checkInteger('numReplicas', numReplicas, 1);
  if (Number.isInteger(rank) && (rank < 0 || rank >= numReplicas)) {
    const sentence = `Invalid rank ${rank}, rank should be in the interval [0, ${numReplicas - 1}]`;
    const expected = rank < 0 ? 'a non-negative integer' : `below numReplicas, ${numReplicas}`;
    throw new RangeError(`rank must be ${expected}, got ${rank}${torch(sentence)}`);
  }
  checkInteger('rank', rank, 0);
  return { numReplicas, rank, dropLast: checkBoolean('dropLast', dropLast, true) };
}

/** How many of `all` draws or batches each rank gets. */
export function countPerRank(all: number, numReplicas: number, dropLast: boolean): number {
  return dropLast ? Math.floor(all / numReplicas) : Math.ceil(all / numReplicas);
}
