import { checkBoolean, checkInteger, checkOptions } from '../internal/check.js';
import { torch } from '../internal/describe.js';

/** Options of {@link DistributedSampler} and {@link DistributedBatchSampler}. */
export interface DistributedOptions {
  /** Of how many. */
  numReplicas: number;
  /** Which one this is, in [0, numReplicas). */
  rank: number;
  /**
   * Whether draws, or batches, that are left over are dropped, instead of the first ones being given again. Default
   * false.
   */
  dropLast?: boolean | undefined;
}

/** @throws {TypeError | RangeError} An option is not as described. */
export function checkRank(options: DistributedOptions): { numReplicas: number; rank: number; dropLast: boolean } {
  const { numReplicas, rank, dropLast = false } = checkOptions(options, ['numReplicas', 'rank', 'dropLast']);
  checkInteger('numReplicas', numReplicas, 1);
  if (Number.isInteger(rank) && (rank < 0 || rank >= numReplicas)) {
    const sentence = `Invalid rank ${rank}, rank should be in the interval [0, ${numReplicas - 1}]`;
    const wanted = rank < 0 ? 'a non-negative integer' : `below numReplicas, ${numReplicas}`;
    throw new RangeError(`rank must be ${wanted}, got ${rank}${torch(sentence)}`);
  }
  checkInteger('rank', rank, 0);
  return { numReplicas, rank, dropLast: checkBoolean('dropLast', dropLast, true) };
}

/** Of so many, how many are one rank's: equally many for every rank. */
export function shareOf(all: number, numReplicas: number, dropLast: boolean): number {
  return dropLast ? Math.floor(all / numReplicas) : Math.ceil(all / numReplicas);
}
