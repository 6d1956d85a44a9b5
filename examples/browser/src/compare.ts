import type { BatchSampler } from 'loaded-dice';
import { batchesOf, type Data, type Way } from './data.js';
import { epochOf } from './epoch.js';
import type { Setup } from './setup.js';

/** What one way of drawing does, in its first epoch and until everything was seen. */
export interface Compared {
  readonly way: Way;
  readonly batches: number;
  readonly lacking: number;
  readonly neverSeen: number;
  readonly repeats: number;
  /** Epochs until everything was seen, in this run; none where that took too long. */
  readonly epochsToAll: number | undefined;
  /** Epochs in a row in which everything is certain to be seen. */
  readonly guarantee: number | undefined;
}

/** Draws of one run at the most: a fraction of a second. */
const DRAWS = 1e7;

const WAYS: readonly Way[] = ['plain shuffle', 'weighted', 'weighted, distinct', 'systematic', 'stratified'];

/** The ways of drawing, beside one another. */
export function compare(setup: Setup, data: Data): Compared[] {
  const rows: Compared[] = [];
  for (const way of WAYS) {
    const { batches, guarantee } = batchesOf(way, data, setup);
    const { lacking, neverSeen, repeats, batches: number } = epochOf([...batches], setup.batchSize, data);
    // what is exchanged between batches is drawn in the same epoch
    const twin = way === 'weighted, distinct' ? rows.find((row) => row.way === 'weighted') : undefined;
    const epochsToAll = twin ? twin.epochsToAll : runUntilAll(batches, data);
    rows.push({ way, batches: number, lacking, neverSeen, repeats, epochsToAll, guarantee });
  }
  return rows;
}

/** After how many epochs every item was seen that can be. */
function runUntilAll(batches: BatchSampler, { weights }: Data): number | undefined {
  const seen = Uint8Array.from(weights, (weight) => Number(weight === 0));
  let left = seen.reduce((sum, each) => sum + 1 - each, 0);
  let epoch = 0;
  for (let drawn = 0; left > 0 && drawn < DRAWS; epoch++) {
    const draws = batches.indices(epoch);
    for (const item of draws) {
      left -= 1 - seen[item];
      seen[item] = 1;
    }
    drawn += draws.length;
  }
  return left === 0 ? epoch : undefined;
}
