import type { Ecdf } from '../../analysis.js';
import type { Progress } from '../progress.js';
import { type Epoch, type EpochSource, epochOf, shuffledEpoch } from '../sample/epoch.js';
import { type EpochStats, epochStats } from './epoch-stats.js';
import { runUntilAllSeen } from './run-until-all-seen.js';

const DISTINCT = 'weighted, distinct batches';
/** The most draws of an epoch in distinct batches: planning takes 0.3 µs a draw. */
const MOST_PLANNED = 1e6;

/** What one sampler does, in its first epoch and until everything was seen. */
export interface Alternative {
  readonly name: string;
  readonly batches: number;
  /** Batches with no row of some class that the target wants. */
  readonly batchesLacking: number;
  /** Rows that were not drawn, without those that the target excludes. */
  readonly neverSeen: number;
  /** Draws of the row that was drawn most. */
  readonly most: number;
  /** Draws of a row that their batch has already. */
  readonly repeatsInBatch: number;
  /** Epochs until everything was seen in this run; undefined where that took too long. */
  readonly epochsToAll: number | undefined;
  /** Epochs in a row that are certain to show everything; undefined if none are. */
  readonly guarantee: number | undefined;
}

/** What all samplers do, and details of their epochs. */
export interface Alternatives {
  readonly rows: Alternative[];
  /** By the name of the sampler, for each class how often its rows were drawn. Distinct batches have the same. */
  readonly times: ReadonlyMap<string, readonly Ecdf[]>;
  /** The epoch of stratified batches; undefined where they were not asked for. */
  readonly stratified: EpochStats | undefined;
}

/**
 * Draws with every sampler.
 * @param wanted (classes,), whether the plan gives the class any draws.
 * @param isStratified Whether to draw stratified batches, too: where weights balance the classes.
 */
export function alternativesOf(
  source: EpochSource & { codes: Int32Array },
  wanted: readonly boolean[],
  progress: Progress,
  isStratified: boolean,
): Alternatives {
  const { weights, codes, numSamples } = source;
  const epochs: Record<string, Epoch> = {
    'plain shuffle': shuffledEpoch(source),
    weighted: epochOf(source, {}),
    ...(numSamples <= MOST_PLANNED && { [DISTINCT]: epochOf(source, { distinct: true }) }),
    systematic: epochOf(source, { sampler: 'systematic' }),
    ...(isStratified && { stratified: epochOf(source, { sampler: 'stratified' }) }),
  };
  let stratified: EpochStats | undefined;
  const rows: Alternative[] = [];
  const times = new Map<string, readonly Ecdf[]>();
  for (const [name, epoch] of Object.entries(epochs)) {
    const stats = epochStats(epoch.batches(), codes, wanted, progress);
    if (name === 'stratified') stratified = stats;
    if (name !== DISTINCT) times.set(name, stats.times);
    // exchanging draws between batches does not change what is seen
    const same = name === DISTINCT ? rows.find((row) => row.name === 'weighted') : undefined;
    const { epochsToAll } = same ?? {
      epochsToAll: runUntilAllSeen(weights, epoch, name !== 'weighted', progress).epochs,
    };
    rows.push({
      name,
      batches: stats.totals.batches,
      batchesLacking: stats.batchesLacking,
      neverSeen: stats.totals.neverSeen,
      most: stats.totals.classes.reduce((most, each) => Math.max(most, each.most), 0),
      repeatsInBatch: stats.repeatsInBatch,
      epochsToAll,
      guarantee: epoch.guarantee,
    });
  }
  return { rows, times, stratified };
}
