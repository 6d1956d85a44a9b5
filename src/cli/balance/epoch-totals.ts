/** What an epoch showed of one class. */
export interface ClassTally {
  readonly draws: number;
  /** Of the epoch's draws. */
  readonly share: number;
  /** Batches that have none of it; null where the target excludes the class. */
  readonly batchesWithout: number | null;
  /** Rows of it that were not drawn; null where the target excludes the class. */
  readonly neverSeen: number | null;
  /** How often the item was seen that was seen least, and most. */
  readonly fewest: number;
  readonly most: number;
}

export interface Tally {
  readonly draws: number;
  readonly batches: number;
  /** Rows that were to be drawn, and were not. */
  readonly neverSeen: number;
  readonly classes: ClassTally[];
  /** (items,), how often each was seen. */
  readonly times: Float64Array;
}

/**
 * Counts an epoch's batches of items, whose classes are `codes`. Classes that are not `wanted` are excluded: not missed
 * in a batch, their rows not unseen.
 */
export function tally(batches: Iterable<Uint32Array>, codes: Int32Array, wanted: readonly boolean[]): Tally {
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
    classes: Array.from({ length: classes }, (_, code) => ({
      draws: draws[code],
      share: draws[code] / all,
      batchesWithout: wanted[code] ? batch - batchesWith[code] : null,
      neverSeen: wanted[code] ? neverSeen[code] : null,
      fewest: fewest[code],
      most: most[code],
    })),
    times,
  };
}
