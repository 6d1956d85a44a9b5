import type { Progress } from '../progress.js';
import type { Epoch } from '../sample/epoch.js';

/** The most draws of a run: they take a second. */
const MOST_DRAWS = 5e7;
/** The cost of an epoch beside its draws, in draws. */
const EPOCH_COST = 300;

/** Epochs from epoch 0 on, until everything was seen. */
export interface Run {
  /** unseen[e] is the number of rows that are unseen after e epochs. */
  readonly unseen: readonly number[];
  /** The number of epochs until everything was seen; undefined where the run ended before. */
  readonly epochs: number | undefined;
}

/**
 * Draws epochs until every item of positive weight was seen, or for about a second. Reports seen items to `progress`.
 * @param isPlanned Whether an epoch is planned over all items, which costs time where epochs are short.
 */
export function runUntilAllSeen(weights: ArrayLike<number>, epoch: Epoch, isPlanned: boolean, progress: Progress): Run {
  const seen = Uint8Array.from(weights, (weight) => Number(weight === 0));
  let left = seen.reduce((count, each) => count - each, weights.length);
  const unseen = [left];
  let cost = 0;
  for (let number = 0; left > 0 && cost < MOST_DRAWS; number++) {
    const draws = epoch.indices(number);
    for (const item of draws) {
      left -= 1 - seen[item];
      seen[item] = 1;
    }
    cost += draws.length + EPOCH_COST + (isPlanned ? weights.length : 0);
    progress.add(unseen[unseen.length - 1] - left);
    unseen.push(left);
  }
  return { unseen, epochs: left === 0 ? unseen.length - 1 : undefined };
}
