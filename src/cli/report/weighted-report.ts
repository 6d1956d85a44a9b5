import { batchBalance, type ClassBalance, type Ecdf, shuffleBalance } from '../../analysis.js';
import { MOST_CLASSES } from '../balance/terminal-text.js';
import {
  type DrawnItem,
  drawnItems,
  labelOf,
  type WeighedItem,
  type Weighing,
  weigh,
} from '../balance/weighted-balance.js';
import { itemNames } from '../balance/weighted-text.js';
import type { WeightedRows } from '../input/weighted-rows.js';
import { batchSizeOf, epochOf, shuffledEpoch } from '../sample/epoch.js';
import { jsonHeader } from '../sample/json-header.js';
import { warningsOf } from '../sample/warnings.js';
import { alternativesOf } from './alternatives.js';
import { type EpochStats, epochStats, inCodeOrder } from './epoch-stats.js';
import { longerEpochs } from './longer-epochs.js';
import type { ReportOptions } from './report-options.js';
import type { BalancedReport, SeenReport } from './seen-report.js';
import { untilAllSeen } from './until-all-seen.js';
import { groupsOf, oneGroup, type WeightedGroups } from './weighted-groups.js';

/** What batches contain, by class. */
export interface WeightedBatches extends Omit<WeightedGroups, 'codes'> {
  readonly balance: readonly ClassBalance<number>[];
  readonly epoch: EpochStats;
}

/**
 * All numbers of a report about a column of weights. `classes` are those of the rows that can be drawn, the most common
 * first, then the rows of weight 0 as one more. Where no column has a value in several rows, there is one class of all
 * rows that can be drawn.
 */
export interface WeightedReport extends SeenReport, Omit<Weighing, 'perItem'> {
  readonly weights: string;
  readonly perItem: readonly (WeighedItem & { readonly plan: DrawnItem })[];
  /** What batches contain: by class, or by row in a small table; null in other tables. */
  readonly batches: WeightedBatches | null;
  /** Plain shuffling, by class; null where there are no two classes that can be drawn. */
  readonly shuffle: BalancedReport['shuffle'] | null;
  /** How often rows that can be drawn were drawn in an epoch, by the name of the sampler. */
  readonly times: readonly { readonly sampler: string; readonly times: Ecdf }[];
}

/** Computes all numbers of a report about a column of weights. */
export async function makeWeightedReport(data: WeightedRows, options: ReportOptions): Promise<WeightedReport> {
  const { batchSize, seed, trials, progress, workers } = options;
  const { weights, grouping } = data;
  const numSamples = options.numSamples ?? weights.length;
  const source = { weights, numSamples, batchSize, seed };
  // refuses options that exclude one another
  const epoch = epochOf(source, options);
  const { weighing, items, listed } = weigh(data, numSamples);
  const { areClasses } = items;
  const byItem =
    areClasses || items.length <= MOST_CLASSES
      ? groupsOf(weights, items, areClasses ? (grouping?.subset.classes ?? []) : namesInOrder(weighing, listed))
      : undefined;
  const groups = areClasses && byItem ? byItem : oneGroup(weights);
  const { codes, classes, counts, shares } = groups;
  const wantedOf = (shares: readonly number[]): boolean[] => shares.map((share) => share > 0);
  const statsOf = (batches: Iterable<Uint32Array>, { codes, shares }: WeightedGroups): EpochStats =>
    epochStats(batches, codes, wantedOf(shares), progress);

  progress.start('drawing epochs', 2 * numSamples);
  const plan = {
    shares,
    epoch: statsOf(epoch.batches(), groups),
    untilAll: await untilAllSeen(weights, numSamples, options.epochs, { trials, seed, progress, workers }),
  };
  const size = batchSizeOf(source);
  const several = byItem && byItem.shares.filter((share) => share > 0).length > 1 ? byItem : undefined;
  const batches: WeightedBatches | null = several
    ? {
        ...{ classes: several.classes, counts: several.counts, shares: several.shares },
        balance: inOrder(batchBalance(weights, several.codes, size, { numSamples })),
        epoch: several === groups ? plan.epoch : statsOf(epoch.batches(), several),
      }
    : null;
  const shuffle =
    several && areClasses
      ? {
          balance: inOrder(shuffleBalance(codes, size, { numSamples })),
          epoch: statsOf(shuffledEpoch(source).batches(), groups),
        }
      : null;
  const wanted = wantedOf(shares);
  const longer = longerEpochs(source, { codes, wanted, items: plan.untilAll.items }, options);
  progress.start('drawing with other samplers', 3 * (numSamples + weights.length));
  const { codes: one } = oneGroup(weights);
  const others = alternativesOf({ ...source, codes: one }, [true, false], progress, false);
  progress.stop();
  const drawn = drawnItems(items, weights, plan.epoch.totals);
  return {
    ...jsonHeader({ ...data, unlabeled: 0 }, weights.length, grouping?.subset, {
      ...options,
      numSamples,
    }),
    ...weighing,
    perItem: weighing.perItem.map((each, i) => ({ ...each, plan: drawn(listed[i]) })),
    ...{ classes, counts, plan, batches, shuffle },
    ...longer,
    sweep: [],
    alternatives: others.rows,
    times: Array.from(others.times, ([sampler, [times]]) => ({ sampler, times })),
    warnings: [
      ...data.doubts,
      ...warningsOf(source, data.subset, { ...options, draws: epoch.length, nameOf: labelOf(data) }),
    ],
  };
}

/** Sorts what the library gives in order of first appearance by the codes of the classes. */
function inOrder(balance: ClassBalance<number>[]): ClassBalance<number>[] {
  return inCodeOrder(
    balance.map((each) => each.class),
    balance,
  );
}

/** The names of all items, where all are listed. */
function namesInOrder({ perItem }: Weighing, listed: readonly number[]): string[] {
  return inCodeOrder(listed, itemNames(perItem));
}
