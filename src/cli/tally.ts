/** What an epoch showed of one class. */
export interface ClassTally {
  readonly draws: number;
  /** Of the epoch's draws. */
  readonly share: number;
  readonly batchesWithout: number;
  readonly neverSeen: number;
  /** How often the item was seen that was seen least, and most. */
  readonly fewest: number;
  readonly most: number;
}

export interface Tally {
  readonly draws: number;
  readonly batches: number;
  readonly neverSeen: number;
  readonly classes: ClassTally[];
  /** (items,), how often each was seen. */
  readonly times: Float64Array;
}

/** Counts an epoch's batches of items, whose classes are `codes`. */
export function tally(batches: Iterable<Uint32Array>, codes: Int32Array, classes: number): Tally {
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
    if (times[item] === 0) neverSeen[code]++;
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
      batchesWithout: batch - batchesWith[code],
      neverSeen: neverSeen[code],
      fewest: fewest[code],
      most: most[code],
    })),
    times,
  };
}
