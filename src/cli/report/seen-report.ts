import type { ClassBalance } from '../../analysis.js';
import type { JsonHeader } from '../sample/json-header.js';
import type { LabelShare } from '../sample/label-rows.js';
import type { Alternative } from './alternatives.js';
import type { EpochStats } from './epoch-stats.js';
import type { Imbalance } from './imbalance-sweep.js';
import type { Run } from './run-until-all-seen.js';
import type { UntilAllSeen } from './until-all-seen.js';

/** Rows with several labels, whose weights come from these. */
export interface LabelReport {
  /** What holds the labels: a column, or several one-hot columns. */
  readonly of: string;
  /** Different sets of labels. */
  readonly combinations: number;
  readonly perLabel: readonly LabelShare[];
}

/** The numbers that tell whether every row is seen. Lists by class are in the order of `classes`. */
export interface SeenReport extends JsonHeader {
  /** The column of weights; undefined where weights balance classes. */
  readonly weights?: string;
  /** The labels of rows that have several; undefined where rows have one. */
  readonly labels?: LabelReport;
  /** The classes of the rows that take part. */
  readonly classes: readonly string[];
  /** The rows of each class that take part. */
  readonly counts: readonly number[];
  /** The draws that were asked for. */
  readonly plan: {
    /** The share of the draws of each class. They sum to 1. */
    readonly shares: readonly number[];
    /** An epoch that was drawn. */
    readonly epoch: EpochStats;
    readonly untilAll: UntilAllSeen;
  };
  /** An epoch twice as long; null where that needs more rows than can be drawn without replacement. */
  readonly twice: EpochStats | null;
  /** Epochs of the plan until everything was seen. */
  readonly run: Run;
  /** As many rows at other imbalances; empty where there is nothing to compare. */
  readonly sweep: readonly Imbalance[];
  readonly alternatives: readonly Alternative[];
  readonly warnings: readonly string[];
}

/** The numbers that tell whether batches have the shares of the plan. */
export interface BalancedReport extends SeenReport {
  readonly plan: SeenReport['plan'] & {
    /** What batches and epochs of independent draws contain. */
    readonly balance: readonly ClassBalance<number>[];
  };
  /** Plain shuffling, as a comparison. */
  readonly shuffle: { readonly balance: readonly ClassBalance<number>[]; readonly epoch: EpochStats };
}
