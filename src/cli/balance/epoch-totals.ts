import type { Progress } from '../progress.js';
import type { Epoch } from '../sample/epoch.js';

/** What an epoch drew of one class. */
export interface ClassTotals {
  readonly draws: number;
  /** Share of the epoch's draws, in [0, 1]. */
  readonly share: number;
  /** Batches with no row of it; null where the target excludes the class. */
  readonly batchesWithout: number | null;
  /** Rows of it that were not drawn; null where the target excludes the class. */
  readonly neverSeen: number | null;
  /** Draws of the row that was drawn least, and of the one that was drawn most. */
  readonly fewest: number;
  readonly most: number;
}

/** What an epoch drew. */
export interface EpochTotals {
  readonly draws: number;
  readonly batches: number;
  /** Rows that were not drawn, without those that the target excludes. */
  readonly neverSeen: number;
  readonly classes: ClassTotals[];
  /** (items,), draws of each row. */
  readonly times: Float64Array;
}

/**
 * Counts the draws of an epoch.
 * @param codes (items,), the class of each row.
 * @param wanted (classes,), whether the target gives the class any draws. Others do not count as missing or unseen.
 */
export function epochTotals(
  batches: Iterable<Uint32Array>,
  codes: Int32Array,
  wanted: readonly boolean[],
): EpochTotals {
  const classes = wanted.length;
  const times = new Float64Array(codes.length);
  const lastSeenIn = new Float64Array(classes).fill(-1);
  const batchesWith = new Float64Array(classes);
  const draws = new Float64Array(classes);
  let batch = 0;
  for (const items of batches) {
    for (const item of items) {
      const code = codes[item];
      times[item]++;
      draws[code]++;
      if (lastSeenIn[code] !== batch) batchesWith[code]++;
      lastSeenIn[code] = batch;
    }
    batch++;
  }
  const neverSeen = new Float64Array(classes);
  const fewest = new Float64Array(classes).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(classes);
  for (let item = 0; item < times.length; item++) {
    const code = codes[item];
    if (times[item] === 0 && wanted[code]) neverSeen[code]++;
    fewest[code] = Math.min(fewest[code], times[item]);
    most[code] = Math.max(most[code], times[item]);
  }
  const all = draws.reduce((sum, count) => sum + count, 0);
  return {
    draws: all,
    batches: batch,
    neverSeen: neverSeen.reduce((sum, count) => sum + count, 0),
    classes: wanted.map((isWanted, code) => ({
      draws: draws[code],
      share: draws[code] / all,
      batchesWithout: isWanted ? batch - batchesWith[code] : null,
      neverSeen: isWanted ? neverSeen[code] : null,
      fewest: fewest[code],
      most: most[code],
    })),
    times,
  };
}

/** Draws an epoch and counts its draws, and shows how far it is. @see epochTotals */
export function drawnTotals(
  title: string,
  epoch: Epoch,
  codes: Int32Array,
  wanted: readonly boolean[],
  progress: Progress,
): EpochTotals {
  progress.start(title, epoch.length);
  const totals = epochTotals(reported(epoch.batches(), progress), codes, wanted);
  progress.stop();
  return totals;
}

function* reported(batches: Iterable<Uint32Array>, progress: Progress): Generator<Uint32Array> {
  for (const batch of batches) {
    yield batch;
    progress.add(batch.length);
  }
}
