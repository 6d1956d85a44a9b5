import { batchClassCounts, countsByClass, type Ecdf, ecdf, indexCounts } from 'loaded-dice/analysis';
import type { Data } from './data.js';

/** The most batches that are shown. */
const SHOWN = 2000;

/** The draws of a class in full batches. */
export interface ClassDraws {
  readonly mean: number;
  /** The range of the middle 95 % of the batches. */
  readonly lower: number;
  readonly upper: number;
  /** Batches with no draw of it. */
  readonly without: number;
}

/** What an epoch drew. */
export interface Epoch {
  readonly batches: number;
  /** Batches of full size; the last one may be smaller. */
  readonly full: number;
  /** For each of the first batches the draws of each class. */
  readonly counts: readonly Uint32Array[];
  /** Batches from which a class of positive share is missing. */
  readonly missing: number;
  readonly classes: readonly ClassDraws[];
  /** Items of positive weight that were not drawn. */
  readonly neverSeen: number;
  /** Draws of the item that was drawn most. */
  readonly most: number;
  /** Draws of an item that their batch has already. */
  readonly repeats: number;
  /** For each class how often its items were seen. */
  readonly times: readonly Ecdf[];
}

/** Counts the draws of an epoch. */
export function epochOf(batches: readonly Uint32Array[], batchSize: number, { labels, weights, shares }: Data): Epoch {
  const { counts } = batchClassCounts(batches, labels);
  const full = counts.filter((_, i) => batches[i].length === batchSize);
  // an epoch that is shorter than a batch has only one, which is not full
  const counted = full.length > 0 ? full : counts;
  const times = indexCounts(everyDraw(batches), labels.length);
  return {
    batches: batches.length,
    full: counted.length,
    counts: counts.slice(0, SHOWN),
    missing: counts.filter((row) => row.some((draws, code) => draws === 0 && shares[code] > 0)).length,
    classes: shares.map((_, code) => drawsOfClass(counted.map((row) => row[code]))),
    neverSeen: times.reduce((sum, seen, item) => sum + Number(seen === 0 && weights[item] > 0), 0),
    most: times.reduce((most, seen) => Math.max(most, seen), 0),
    repeats: batches.reduce((sum, batch) => sum + batch.length - new Set(batch).size, 0),
    times: countsByClass(times, labels).counts.map((part) => ecdf(part)),
  };
}

function drawsOfClass(draws: readonly number[]): ClassDraws {
  const sorted = Float64Array.from(draws).sort();
  const at = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
  return {
    mean: sorted.reduce((sum, each) => sum + each, 0) / sorted.length,
    lower: at(0.025),
    upper: at(0.975),
    without: draws.filter((each) => each === 0).length,
  };
}

function* everyDraw(batches: readonly Uint32Array[]): Generator<number> {
  for (const batch of batches) yield* batch;
}
