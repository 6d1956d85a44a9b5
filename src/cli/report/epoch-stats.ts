import { batchClassCounts, countsByClass, type Ecdf, ecdf } from '../../analysis.js';
import { type EpochTotals, epochTotals } from '../balance/epoch-totals.js';
import type { Progress } from '../progress.js';

/** The most batches that a picture shows. */
const SHOWN = 40;

/** What an epoch drew, in detail. */
export interface EpochStats {
  readonly totals: EpochTotals;
  /** For each of the first batches, the draws of each class. */
  readonly counts: readonly Uint32Array[];
  /** Batches with no row of some class that the target wants. */
  readonly batchesLacking: number;
  /** Draws of a row that their batch has already. */
  readonly repeatsInBatch: number;
  /** For each class the fewest and the most draws in a whole batch. */
  readonly perBatch: readonly { readonly least: number; readonly most: number }[];
  /** For each class how often its rows were drawn. */
  readonly times: readonly Ecdf[];
}

/**
 * Counts the draws of an epoch, and reports them to `progress`.
 * @param codes (items,), the class of each row.
 * @param wanted (classes,), whether the target gives the class any draws.
 */
export function epochStats(
  batches: Iterable<Uint32Array>,
  codes: Int32Array,
  wanted: readonly boolean[],
  progress: Progress,
): EpochStats {
  const classes = wanted.length;
  const needed = wanted.filter(Boolean).length;
  const first: Uint32Array[] = [];
  const lastBatch = new Float64Array(codes.length).fill(-1);
  // for each class: its draws in the current batch, the whole batches with it, the fewest and the most draws in one
  const inBatch = new Float64Array(classes);
  const wholeWith = new Float64Array(classes);
  const least = new Float64Array(classes).fill(Infinity);
  const most = new Float64Array(classes);
  let [number, size, whole, batchesLacking, repeatsInBatch] = [0, 0, 0, 0, 0];
  function* observed(): Generator<Uint32Array> {
    for (const batch of batches) {
      const present: number[] = [];
      for (const item of batch) {
        if (lastBatch[item] === number) repeatsInBatch++;
        lastBatch[item] = number;
        if (inBatch[codes[item]]++ === 0) present.push(codes[item]);
      }
      if (present.filter((code) => wanted[code]).length < needed) batchesLacking++;
      // the last batch may be smaller
      size = Math.max(size, batch.length);
      whole += Number(batch.length === size);
      for (const code of present) {
        if (batch.length === size) {
          wholeWith[code]++;
          least[code] = Math.min(least[code], inBatch[code]);
          most[code] = Math.max(most[code], inBatch[code]);
        }
        inBatch[code] = 0;
      }
      if (first.length < SHOWN) first.push(batch);
      number++;
      yield batch;
      progress.add(batch.length);
    }
  }
  const totals = epochTotals(observed(), codes, wanted);
  const shown = batchClassCounts(first, codes);
  const byClass = countsByClass(totals.times, codes);
  return {
    totals,
    counts: shown.counts.map((row) => Uint32Array.from(inCodeOrder(shown.classes, row))),
    batchesLacking,
    repeatsInBatch,
    perBatch: Array.from(most, (each, code) => ({ least: wholeWith[code] < whole ? 0 : least[code], most: each })),
    times: inCodeOrder(byClass.classes, byClass.counts).map((times) => ecdf(times)),
  };
}

/** Sorts values by the codes of their classes: the library gives them in order of first appearance. */
export function inCodeOrder<T>(codes: readonly number[], values: ArrayLike<T>): T[] {
  const sorted = new Array<T>(codes.length);
  codes.forEach((code, i) => {
    sorted[code] = values[i];
  });
  return sorted;
}
