// Shares of batches for ranks, and what each rank has to get.
import { DistributedBatchSampler } from '../../src/index.js';

export type Batches = Iterable<ArrayLike<number>>;
export type How = 'padded' | 'dropped' | 'uneven';
export const HOWS = ['padded', 'dropped', 'uneven'] as const;
export const plain = (batches: Batches): number[][] => Array.from(batches, (batch) => Array.from(batch));
const optionsOf = (numReplicas: number, rank: number, how: How) => ({
  numReplicas,
  rank,
  dropLast: how === 'dropped',
  pad: how !== 'uneven',
});
export const rankOf = <B extends Batches>(batches: B, numReplicas: number, rank: number, how: How) =>
  new DistributedBatchSampler(batches, optionsOf(numReplicas, rank, how));

/** What a rank has to get of the batches of an epoch. */
export function shareOf<T>(run: readonly T[], numReplicas: number, rank: number, how: How): T[] {
  const turns = (how === 'dropped' ? Math.floor : Math.ceil)(run.length / numReplicas);
  const all = how === 'uneven' ? run : Array.from({ length: turns * numReplicas }, (_, i) => run[i % run.length]);
  return all.filter((_, i) => i % numReplicas === rank);
}

/** An iterable of one’s own that gives other batches in each epoch. `reads` counts what was read to its very end. */
export function own(epochs: readonly (readonly number[][])[], length?: number) {
  const iterable = {
    reads: 0,
    opened: 0,
    closed: 0,
    *[Symbol.iterator]() {
      let over = false;
      try {
        yield* epochs[Math.min(this.opened++, epochs.length - 1)];
        over = true;
      } finally {
        if (over) this.reads++;
        else this.closed++;
      }
    },
  };
  return length === undefined ? iterable : Object.assign(iterable, { length });
}
