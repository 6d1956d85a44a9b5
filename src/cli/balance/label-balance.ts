import type { LabeledData } from '../input/dataset.js';
import type { LabelSets } from '../input/label-sets.js';
import { epochOf, shuffledEpoch } from '../sample/epoch.js';
import { type JsonHeader, jsonHeader } from '../sample/json-header.js';
import { type LabelRows, type LabelShare, labelRowsOf } from '../sample/label-rows.js';
import { warningsOf } from '../sample/warnings.js';
import type { BalanceOptions, Totals } from './balance.js';
import { type ClassTotals, drawnTotals, type EpochTotals } from './epoch-totals.js';
import type { Draws } from './files.js';

/** What an epoch drew of the rows that have a label. */
export interface BalancedLabel extends LabelShare {
  readonly shuffle: ClassTotals;
  readonly plan: ClassTotals;
}

/** What `balance` shows of rows with several labels, and prints as JSON. */
export interface LabelBalance extends JsonHeader {
  /** Different sets of labels. */
  readonly combinations: number;
  /** As many draws by plain shuffling. */
  readonly shuffle: Totals;
  /** An epoch with the weights. */
  readonly plan: Totals;
  readonly perLabel: readonly BalancedLabel[];
  readonly warnings: readonly string[];
}

/** Balances rows with several labels, and compares an epoch of plain shuffling with an epoch of weighted draws. */
export function balanceLabels(
  data: LabeledData & { sets: LabelSets },
  options: BalanceOptions,
): { summary: LabelBalance; draws: Draws } {
  const { batchSize, seed, progress } = options;
  const rows = labelRowsOf(data, options);
  const { subset, sets, weights, shares } = rows;
  const numSamples = options.numSamples ?? weights.length;
  const source = { weights, numSamples, batchSize, seed };
  const epoch = epochOf(source, options);
  // 1 for the rows that are never drawn, which do not count as unseen
  const never = Int32Array.from(weights, (weight) => Number(weight === 0));
  const planBatches = counting(rows);
  const plan = drawnTotals(
    'drawing an epoch',
    { ...epoch, batches: () => planBatches.of(epoch.batches()) },
    never,
    [true, false],
    progress,
  );
  const shuffled = shuffledEpoch(source);
  const shuffleBatches = counting(rows);
  const shuffle = drawnTotals(
    'shuffling an epoch',
    { ...shuffled, batches: () => shuffleBatches.of(shuffled.batches()) },
    never,
    [true, false],
    progress,
  );
  const [before, now] = [shuffleBatches.totals(shuffle), planBatches.totals(plan)];
  const summary: LabelBalance = {
    ...jsonHeader(data, weights.length, subset, { ...options, numSamples }),
    combinations: sets.of.length,
    shuffle: totals(shuffle),
    plan: totals(plan),
    perLabel: shares.map((share, code) => ({ ...share, shuffle: before[code], plan: now[code] })),
    warnings: [...data.doubts, ...rows.warnings, ...warningsOf(source, subset, { ...options, draws: epoch.length })],
  };
  const draws: Draws = {
    ...{ epoch, length: weights.length },
    rowOf: (item) => subset.rows[item],
    labelOf: (item) => subset.classes[subset.codes[item]],
    counts: { weight: (item) => weights[item], times: (item) => plan.times[item] },
  };
  return { summary, draws };
}

const totals = ({ draws, batches, neverSeen }: EpochTotals): Totals => ({ draws, batches, neverSeen });

/** Counts the draws and batches of each label, while batches go by. */
function counting({ sets, subset, weights, shares }: LabelRows) {
  const labels = shares.length;
  const [draws, batchesWith] = [new Float64Array(labels), new Float64Array(labels)];
  return {
    *of(batches: Iterable<Uint32Array>): Generator<Uint32Array> {
      const lastSeenIn = new Float64Array(labels).fill(-1);
      let at = 0;
      for (const batch of batches) {
        for (const item of batch) {
          for (const label of sets.of[subset.codes[item]]) {
            draws[label]++;
            if (lastSeenIn[label] !== at) batchesWith[label]++;
            lastSeenIn[label] = at;
          }
        }
        at++;
        yield batch;
      }
    },
    totals({ draws: all, batches, times }: EpochTotals): ClassTotals[] {
      const [neverSeen, most] = [new Float64Array(labels), new Float64Array(labels)];
      const fewest = new Float64Array(labels).fill(Infinity);
      for (let item = 0; item < times.length; item++) {
        for (const label of sets.of[subset.codes[item]]) {
          if (times[item] === 0 && weights[item] > 0) neverSeen[label]++;
          fewest[label] = Math.min(fewest[label], times[item]);
          most[label] = Math.max(most[label], times[item]);
        }
      }
      return shares.map(({ wanted }, label) => ({
        draws: draws[label],
        share: draws[label] / all,
        batchesWithout: wanted > 0 ? batches - batchesWith[label] : null,
        neverSeen: wanted > 0 ? neverSeen[label] : null,
        fewest: fewest[label],
        most: most[label],
      }));
    },
  };
}
