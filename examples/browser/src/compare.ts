import type { BatchSampler } from 'loaded-dice';
import { batchesOf, type Data, type Way } from './data.js';
import { epochOf } from './epoch.js';
import type { Setup } from './setup.js';

/** What one sampler does, in its first epoch and until everything was seen. */
export interface Compared {
  readonly way: Way;
  readonly batches: number;
  readonly missing: number;
  readonly neverSeen: number;
  readonly repeats: number;
  /** Epochs until everything was seen in this run; undefined where that took too long. */
  readonly epochsToAll: number | undefined;
  /** Epochs in a row that are certain to show everything; undefined if none are. */
  readonly guarantee: number | undefined;
}

/** The most draws of a run: they take a fraction of a second. */
const MOST_DRAWS = 1e7;

const WAYS: readonly Way[] = ['plain shuffle', 'weighted', 'weighted, distinct', 'systematic', 'stratified'];

/** Compares the samplers. */
export function compare(setup: Setup, data: Data): Compared[] {
  const rows: Compared[] = [];
  for (const way of WAYS) {
    const { batches, guarantee } = batchesOf(way, data, setup);
    const { missing, neverSeen, repeats, batches: number } = epochOf([...batches], setup.batchSize, data);
    // exchanging draws between batches does not change what is seen
    const same = way === 'weighted, distinct' ? rows.find((row) => row.way === 'weighted') : undefined;
    const epochsToAll = same ? same.epochsToAll : runUntilAll(batches, data);
    rows.push({ way, batches: number, missing, neverSeen, repeats, epochsToAll, guarantee });
  }
  return rows;
}

/** The number of epochs until every item of positive weight was seen. */
function runUntilAll(batches: BatchSampler, { weights }: Data): number | undefined {
  const seen = Uint8Array.from(weights, (weight) => Number(weight === 0));
  let left = seen.reduce((sum, each) => sum + 1 - each, 0);
  let epoch = 0;
  for (let drawn = 0; left > 0 && drawn < MOST_DRAWS; epoch++) {
    const draws = batches.indices(epoch);
    for (const item of draws) {
      left -= 1 - seen[item];
      seen[item] = 1;
    }
    drawn += draws.length;
  }
  return left === 0 ? epoch : undefined;
}
