import { type EpochSource, epochOf } from '../sample/epoch.js';
import { isIndependent } from '../sample/sampler-options.js';
import { type EpochStats, epochStats } from './epoch-stats.js';
import type { ReportOptions } from './report-options.js';
import { runUntilAllSeen } from './run-until-all-seen.js';
import type { SeenReport } from './seen-report.js';

/**
 * Draws an epoch twice as long, and epochs until everything was seen.
 * @param codes (items,), the class of each row.
 * @param wanted (classes,), whether the plan gives the class any draws.
 * @param items The number of rows that can be drawn.
 */
export function longerEpochs(
  source: EpochSource,
  { codes, wanted, items }: { codes: Int32Array; wanted: readonly boolean[]; items: number },
  options: ReportOptions,
): Pick<SeenReport, 'twice' | 'run'> {
  const { progress } = options;
  const long = { ...source, numSamples: 2 * source.numSamples };
  progress.start('drawing an epoch twice as long', long.numSamples);
  const isPossible = options.replacement !== false || long.numSamples <= items;
  const twice: EpochStats | null = isPossible
    ? epochStats(epochOf(long, options).batches(), codes, wanted, progress)
    : null;
  progress.start('drawing until everything is seen', items);
  const run = runUntilAllSeen(source.weights, epochOf(source, options), !isIndependent(options), progress);
  return { twice, run };
}
