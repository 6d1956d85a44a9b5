import { batchClassCounts, countsByClass, type Ecdf, ecdf, indexCounts } from 'loaded-dice/analysis';
import type { Data } from './data.js';

/** Batches that are shown one by one. */
const SHOWN = 2000;

/** What full batches had of a class. */
export interface ClassDraws {
  readonly mean: number;
  /** The middle 95 % of the batches. */
  readonly lower: number;
  readonly upper: number;
  /** Batches without any. */
  readonly without: number;
}

/** What an epoch brought. */
export interface Epoch {
  readonly batches: number;
  /** Of the size that was asked for: the last one may be short. */
  readonly full: number;
  /** Of the first batches, the draws of each class. */
  readonly counts: readonly Uint32Array[];
  /** Batches in which a class is missing that is wanted at all. */
  readonly lacking: number;
  readonly classes: readonly ClassDraws[];
  /** Items of positive weight that were not drawn. */
  readonly neverSeen: number;
  /** Draws of the item that was drawn most. */
  readonly most: number;
  /** Draws that repeat another of their batch. */
  readonly repeats: number;
  /** How often the items of each class were seen. */
  readonly times: readonly Ecdf[];
}

/** @param batches An epoch's. */
export function epochOf(batches: readonly Uint32Array[], batchSize: number, { labels, weights, shares }: Data): Epoch {
  const { counts } = batchClassCounts(batches, labels);
  const full = counts.filter((_, i) => batches[i].length === batchSize);
  // where an epoch is shorter than a batch, there is but the short one
  const counted = full.length > 0 ? full : counts;
  const times = indexCounts(everyDraw(batches), labels.length);
  return {
    batches: batches.length,
    full: counted.length,
    counts: counts.slice(0, SHOWN),
    lacking: counts.filter((row) => row.some((draws, code) => draws === 0 && shares[code] > 0)).length,
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
