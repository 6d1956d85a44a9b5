import { type BatchClassCounts, batchClassCounts, countsByClass, type Ecdf, ecdf } from '../../analysis.js';
import { type Tally, tally } from '../balance/epoch-totals.js';

/** Batches of an epoch that are shown one by one. */
const SHOWN = 40;

/** What an epoch brought. */
export interface Drawn {
  readonly tally: Tally;
  /** Of the first batches, by class. */
  readonly counts: readonly Uint32Array[];
  /** Batches in which some class is missing that was to be drawn. */
  readonly batchesLacking: number;
  /** Draws that repeat another of their batch. */
  readonly repeatsInBatch: number;
  /** The fewest and the most draws of each class that a whole batch has. */
  readonly perBatch: readonly { readonly least: number; readonly most: number }[];
  /** How often the items of each class were seen. */
  readonly times: readonly Ecdf[];
}

/** Counts an epoch's batches of items, whose classes are `codes`; `wanted` classes are those that are to be drawn. */
export function drawnOf(
  batches: Iterable<Uint32Array>,
  codes: Int32Array,
  wanted: readonly boolean[],
  step: (draws: number) => void,
): Drawn {
  const classes = wanted.length;
  const first: Uint32Array[] = [];
  const lastIn = new Float64Array(codes.length).fill(-1);
  const classIn = new Float64Array(classes).fill(-1);
  const inBatch = new Float64Array(classes);
  const least = new Float64Array(classes).fill(Infinity);
  const most = new Float64Array(classes);
  const whole = new Float64Array(classes);
  let size = 0;
  let wholes = 0;
  const needed = wanted.filter(Boolean).length;
  let lacking = 0;
  let repeatsInBatch = 0;
  let number = 0;
  function* watched(): Generator<Uint32Array> {
    for (const batch of batches) {
      let found = 0;
      const present: number[] = [];
      size = Math.max(size, batch.length);
      for (const item of batch) {
        if (lastIn[item] === number) repeatsInBatch++;
        lastIn[item] = number;
        const code = codes[item];
        if (classIn[code] !== number) {
          if (wanted[code]) found++;
          present.push(code);
          inBatch[code] = 0;
          classIn[code] = number;
        }
        inBatch[code]++;
      }
      if (found < needed) lacking++;
      if (batch.length === size) {
        wholes++;
        for (const code of present) {
          whole[code]++;
          least[code] = Math.min(least[code], inBatch[code]);
          most[code] = Math.max(most[code], inBatch[code]);
        }
      }
      if (first.length < SHOWN) first.push(batch);
      number++;
      yield batch;
      step(batch.length);
    }
  }
  const counted = tally(watched(), codes, wanted);
  const shown: BatchClassCounts<number> = batchClassCounts(first, codes);
  // classes there are in order of first appearance: their codes may be in another one
  const counts = shown.counts.map((row) => {
    const byCode = new Uint32Array(classes);
    shown.classes.forEach((code, i) => {
      byCode[code] = row[i];
    });
    return byCode;
  });
  const parted = countsByClass(counted.times, codes);
  const times = new Array<Ecdf>(classes);
  parted.classes.forEach((code, i) => {
    times[code] = ecdf(parted.counts[i]);
  });
  const perBatch = Array.from(most, (each, code) => ({ least: whole[code] < wholes ? 0 : least[code], most: each }));
  return { tally: counted, counts, batchesLacking: lacking, repeatsInBatch, perBatch, times };
}
