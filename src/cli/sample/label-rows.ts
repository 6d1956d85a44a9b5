// Weights of rows that have several labels.
import { multiLabelWeights } from '../../index.js';
import type { LabeledData } from '../input/dataset.js';
import type { LabelSets } from '../input/label-sets.js';
import { type Subset, type SubsetOptions, selectsRows, takeSubset } from '../input/subset.js';
import { targetOfCodes } from '../input/target.js';
import { list, percent, quoted } from '../text.js';
import { UserError } from '../user-error.js';
import type { SamplerOptions } from './sampler-options.js';

/** A label, and its shares of the draws: these sum to more than 1, because a row may have several labels. */
export interface LabelShare {
  readonly label: string;
  /** Rows that have it. */
  readonly rows: number;
  /** The share of the rows, and so of the draws of plain shuffling. */
  readonly before: number;
  /** The share that was asked for: by the target, or the same for all labels. */
  readonly wanted: number;
  /** The share of the draws with the weights. */
  readonly reached: number;
}

/** The rows that take part, each with its labels and a weight. */
export interface LabelRows {
  readonly subset: Subset;
  readonly sets: LabelSets;
  /** (rows,), positive, except for rows with a label whose target is 0. */
  readonly weights: Float64Array<ArrayBuffer>;
  readonly shares: readonly LabelShare[];
  /** What targets contradict each other, in sentences. */
  readonly warnings: readonly string[];
}

/** The options that rows with several labels do not go with. */
export interface LabelRowsOptions extends SubsetOptions, SamplerOptions {
  target?: ReadonlyMap<string, number> | undefined;
  scheme?: unknown;
}

/**
 * Computes weights with which every label gets its share of the draws.
 * @throws {UserError} An option needs rows of one label, or a target is not a share.
 */
export function labelRowsOf(data: LabeledData & { sets: LabelSets }, options: LabelRowsOptions): LabelRows {
  const { sets, name } = data;
  const { labels } = sets;
  checkOptions(data, options);
  const subset = takeSubset(data, options);
  const target = targetOfCodes({ name, classes: [...labels] }, options.target);
  for (const [label, share] of options.target ?? []) {
    if (share <= 1) continue;
    throw new UserError(
      `--target ${label}=${share}: rows have several labels, so that it is the share of the draws with the label, ` +
        'from 0 to 1, and shares need not sum to 1',
    );
  }
  const rowSets = Array.from(subset.codes, (code) => sets.of[code]);
  if (!rowSets.some((set) => set.length > 0)) throw new UserError(`${name} has no labels: only rows without one`);
  const { weights, wanted, reached, infeasible } = weightsOf(rowSets, target);
  const counts = new Array<number>(labels.length).fill(0);
  for (const set of rowSets) for (const label of set) counts[label]++;
  const shares = labels.map((label, code) => ({
    label,
    rows: counts[code],
    before: counts[code] / rowSets.length,
    wanted: wanted.get(code) ?? 0,
    reached: reached.get(code) ?? 0,
  }));
  const warnings = contradictions(shares, sets, infeasible, target !== undefined);
  return { subset, sets, weights, shares, warnings };
}

function weightsOf(rowSets: readonly (readonly number[])[], target: Map<number, number> | undefined) {
  try {
    return multiLabelWeights(rowSets, target && { target });
  } catch (error) {
    if (!(error instanceof RangeError) || !error.message.startsWith('target leaves no item')) throw error;
    throw new UserError('--target leaves no row to draw: every row has a label of share 0; raise one of them');
  }
}

/** @throws {UserError} An option needs rows of one label. */
function checkOptions({ name, sets }: LabeledData & { sets: LabelSets }, options: LabelRowsOptions): void {
  const several = sets.of.find((set) => set.length > 1);
  const example = several ? `, such as ${list(several.map((label) => quoted(sets.labels[label])))}` : '';
  const rows = `${name} has rows with several labels${example}`;
  if (selectsRows(options)) {
    throw new UserError(`--${options.classes ? 'classes' : 'limit'} needs rows with one label each, and ${rows}`);
  }
  if (options.scheme !== undefined) throw new UserError(`--scheme needs rows with one label each, and ${rows}`);
  if (options.sampler === 'stratified') {
    throw new UserError(`--sampler stratified needs rows with one label each, and ${rows}: use systematic`);
  }
}

/** The most labels that a warning names, and that are compared. */
const MOST_NAMED = 4;

/** A sentence about labels that miss their share, and about one of them that always comes with another. */
function contradictions(
  shares: readonly LabelShare[],
  { of }: LabelSets,
  infeasible: readonly number[],
  isGiven: boolean,
): string[] {
  if (infeasible.length === 0) return [];
  const missing = (code: number): number => Math.abs(shares[code].reached / shares[code].wanted - 1);
  const worst = [...infeasible].sort((a, b) => missing(b) - missing(a));
  const texts = worst.map((code) => {
    const { label, wanted, reached } = shares[code];
    return `${quoted(label)} (wanted ${percent(wanted)}, reached ${percent(reached)})`;
  });
  const what = isGiven ? 'targets contradict each other' : 'labels cannot all have the same share of the draws';
  return [`${what}: ${list(texts, MOST_NAMED)}${reason(shares, of, worst.slice(0, 2 * MOST_NAMED))}`];
}

function reason(shares: readonly LabelShare[], of: LabelSets['of'], labels: readonly number[]): string {
  const always = (one: number, other: number): boolean => of.every((set) => !set.includes(one) || set.includes(other));
  for (const one of labels) {
    for (const other of labels) {
      if (one === other || !always(one, other)) continue;
      if (shares[one].rows === of.length) continue;
      return `; every row with ${quoted(shares[one].label)} has ${quoted(shares[other].label)}, too`;
    }
  }
  const sum = shares.reduce((all, { wanted }) => all + wanted, 0);
  const isBelow = sum < 1 && of.every((set) => set.length > 0);
  return isBelow ? `; each row has a label, so that shares sum to at least 100 %, and these to ${percent(sum)}` : '';
}
