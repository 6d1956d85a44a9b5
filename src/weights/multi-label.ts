import { checkOptions } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { zeros } from '../internal/zeros.js';
import { type Label, type Target, targetNumbers, weightsOfCounts } from './class-weights.js';
import { projectEntropy } from './entropy-projection.js';
import { type CodeSets, encodeSets, type GroupedSets, groupSets, type SurveyedSets, surveySets } from './label-sets.js';

/** Options of {@link multiLabelWeights}. */
export interface MultiLabelOptions<L extends Label = Label> {
  /**
   * For each label, the share of the draws whose item has it, in [0, 1]. Shares of several labels may sum to more than
   * 1, because an item may have several. An item with a label of share 0 is never drawn. Pass a Map, or a record whose
   * keys are the labels as strings. Default: the same share for every label, at the level that is nearest to uniform
   * draws.
   */
  target?: Target<NoInfer<L>> | undefined;
  /** Largest weight of an item, as a multiple of the mean weight of all items: at least 1. Default: no limit. */
  cap?: number | undefined;
}

/** What {@link multiLabelWeights} returns. Shares are those of the draws whose item has the label, in [0, 1]. */
export interface MultiLabelWeights<L extends Label = Label> {
  /** (n,), the weight of each item. Positive, except for items with a label whose target is 0. */
  readonly weights: Float64Array<ArrayBuffer>;
  /** The share that was wanted of each label: `target`, or one level for all. */
  readonly wanted: Map<L, number>;
  /** The share of each label with these weights. */
  readonly reached: Map<L, number>;
  /** The labels whose share differs from the wanted one by more than 0.01 % of it. Empty if all targets can be met. */
  readonly infeasible: L[];
}

/** A share that differs by this part of the target is not reached. */
const MISSED = 1e-4;
/** The least weight of an item that can be drawn, as a multiple of the mean. */
const LEAST_WEIGHT = 2 ** -40;

/**
 * Computes weights of items that may have several labels each, so that every label gets its share of the draws.
 *
 * Of all weights that give these shares, they are the nearest to uniform: those of least relative entropy. An item's
 * weight is then the product of one factor for each of its labels. An item without labels has factor 1; without a
 * target, its weight is the mean.
 *
 * Targets may contradict each other: if every photo of a cat also shows an animal, cats cannot have a larger share than
 * animals. Then the shares are as near as they can be, and `infeasible` has the labels that miss theirs. Nearest is the
 * least sum of (reached - wanted)^2 / wanted; without a target, of (reached - wanted)^2. With y = (wanted - reached) /
 * wanted of each label, no weights of items can reach the targets, because the sum of y over an item's labels is never
 * as large as the sum of y * wanted. Items that stand in the way get weights near 0: `lintWeights` finds them.
 *
 * With a target, the weights sum to 1. Without one, those of a label's items sum to 1, as with `sampleWeights`, whose
 * weights these are if every item has one label.
 *
 * J. N. Darroch, D. Ratcliff, Ann. Math. Statist. 43 (1972), doi:10.1214/aoms/1177692379. A million items with 5 of
 * 1,000 labels take a few seconds, and up to ten if the targets contradict each other. Then the search may end when it
 * has come close to the nearest shares.
 * @example
 * const labelSets = [['cat'], ['cat'], ['cat', 'dog'], ['dog'], []];
 * const { weights, reached } = multiLabelWeights(labelSets, { target: { cat: 0.5, dog: 0.5 } });
 * new WeightedRandomSampler(weights, 100, { seed: 0 });
 * @param labelSets (n,), the labels of each item: an array of strings, numbers, bigints or booleans, each once.
 * @throws {TypeError | RangeError} There is no label, or an argument is invalid: the message gives the item and the
 * place. Or every item has a label whose target is 0.
 */
export function multiLabelWeights<L extends Label>(
  labelSets: ArrayLike<ArrayLike<L>>,
  options?: MultiLabelOptions<L>,
): MultiLabelWeights<L> {
  const { target, cap = Infinity } = checkOptions(options, ['target', 'cap']);
  checkCap(cap);
  const survey = surveySets(labelSets);
  const targets = target === undefined ? undefined : checkTargets(survey.classes, target);
  if (targets?.includes(0)) checkDrawn(labelSets, survey, targets, cap);
  const groups = groupSets(encodeSets(labelSets, survey));
  const ofGroups = oneLabelEach(survey, groups, target, cap) ?? nearest(survey, groups, targets, cap);
  return resultOf(survey, groups, targets, ofGroups);
}

function checkCap(cap: unknown): void {
  const expected = 'cap must be at least 1, as a multiple of the mean weight';
  if (typeof cap !== 'number') throw new TypeError(`${expected}, got ${describe(cap)}`);
  if (!(cap >= 1)) throw new RangeError(`${expected}, got ${describe(cap)}`);
}

function checkTargets<L extends Label>(classes: readonly L[], target: Target<L>): number[] {
  const shares = targetNumbers(classes, target);
  const above = shares.findIndex((share) => share > 1);
  if (above === -1) return shares;
  throw new RangeError(
    `target[${describe(classes[above])}] must be a share of the draws in [0, 1], got ${describe(shares[above])}; ` +
      'an item may have several labels, so that shares are not scaled to sum to 1',
  );
}

/** @throws {RangeError} No items are left without a label of share 0, or too few for the cap. */
function checkDrawn<L extends Label>(
  labelSets: ArrayLike<ArrayLike<L>>,
  { items, codes }: SurveyedSets<L>,
  targets: readonly number[],
  cap: number,
): void {
  let drawn = 0;
  for (let item = 0; item < items; item++) {
    const labels = labelSets[item];
    let isDrawn = 1;
    for (let i = 0; i < labels.length; i++) if (targets[codes.get(labels[i]) as number] === 0) isDrawn = 0;
    drawn += isDrawn;
  }
  if (drawn === 0) {
    throw new RangeError('target leaves no item to draw: every item has a label of share 0; raise one of them');
  }
  if (cap * drawn >= items) return;
  throw new RangeError(
    `cap must be at least ${items / drawn}, because the target leaves only ${drawn} of ${items} items to draw, ` +
      `got ${cap}`,
  );
}

/**
 * The weight of an item of each group where no item has two labels: those of `sampleWeights`. Undefined where some item
 * has, where the targets contradict each other, or where a weight is above the cap.
 */
function oneLabelEach<L extends Label>(
  { items, entries, classes, counts }: SurveyedSets<L>,
  groups: GroupedSets,
  target: Target<L> | undefined,
  cap: number,
): Float64Array | undefined {
  const bare = items - entries;
  const { sizes } = groups;
  for (let group = 0; group < sizes.length; group++) if (groups.starts[group + 1] - groups.starts[group] > 1) return;
  let byLabel = weightsOfCounts(counts, classes, bare === 0 ? target : undefined);
  let ofBare = classes.length / (items - bare);
  if (target !== undefined) {
    const shares = targetNumbers(classes, target);
    const rest = 1 - shares.reduce((sum, share) => sum + share, 0);
    if (bare === 0 ? Math.abs(rest) > 1e-9 : rest < 1e-9) return undefined;
    if (bare > 0) byLabel = shares.map((share, code) => share / counts[code]);
    ofBare = rest / bare;
  }
  const weights = new Float64Array(sizes.length);
  let [total, largest] = [0, 0];
  for (let group = 0; group < sizes.length; group++) {
    const at = groups.starts[group];
    weights[group] = at === groups.starts[group + 1] ? ofBare : byLabel[groups.codes[at]];
    total += weights[group] * sizes[group];
    largest = Math.max(largest, weights[group]);
  }
  return largest > (1 + 1e-12) * cap * (total / items) ? undefined : weights;
}

/** The weight of an item of each group, by entropy projection. */
function nearest<L extends Label>(
  { items, classes }: SurveyedSets<L>,
  groups: GroupedSets,
  targets: readonly number[] | undefined,
  cap: number,
): Float64Array {
  const part = partOf(groups, classes.length, targets);
  const { sets, chosen, labels } = part;
  // items without labels keep their share of the draws where the level is free
  const own = chosen.reduce((sum, group) => sum + groups.sizes[group], 0);
  const all = targets === undefined ? own : items;
  const base = Float64Array.from(chosen, (group) => groups.sizes[group] / all);
  const most = (cap * own) / all;
  const positive = Float64Array.from(labels, (label) => targets?.[label] ?? 1 / labels.length);
  const shares =
    most <= 1 + 1e-12 || labels.length === 0
      ? base.map((share) => (share * all) / own)
      : projectEntropy({ sets, base, targets: positive, isRelative: targets === undefined, cap });
  const occurrences = labelShares(sets, shares, labels.length).reduce((sum, share) => sum + share, 0);
  // of a free level: the mean of the sums of the labels' items is 1
  const scale = targets === undefined ? labels.length / occurrences : 1;
  const weights = new Float64Array(groups.sizes.length);
  if (targets === undefined) weights.fill(scale / own);
  for (const [i, group] of chosen.entries()) {
    weights[group] = scale * Math.max(shares[i] / groups.sizes[group], LEAST_WEIGHT / all);
  }
  return weights;
}

/** The groups that can be drawn, the labels that they have, and their sets as codes of these labels. */
function partOf(groups: GroupedSets, labels: number, targets: readonly number[] | undefined) {
  const { starts, codes, sizes } = groups;
  const isDrawn = (group: number): boolean => {
    if (targets === undefined) return starts[group + 1] > starts[group];
    for (let i = starts[group]; i < starts[group + 1]; i++) if (targets[codes[i]] === 0) return false;
    return true;
  };
  const newCodes = new Int32Array(labels).fill(-1);
  const kept: number[] = [];
  let drawn = 0;
  let entries = 0;
  const chosen = new Uint32Array(sizes.length);
  for (let group = 0; group < sizes.length; group++) {
    if (!isDrawn(group)) continue;
    chosen[drawn++] = group;
    entries += starts[group + 1] - starts[group];
  }
  const [ownStarts, ownCodes] = [new Uint32Array(drawn + 1), new Int32Array(entries)];
  for (let i = 0, at = 0; i < drawn; i++) {
    const group = chosen[i];
    for (let from = starts[group]; from < starts[group + 1]; from++) {
      const code = codes[from];
      if (newCodes[code] === -1) newCodes[code] = kept.push(code) - 1;
      ownCodes[at++] = newCodes[code];
    }
    ownStarts[i + 1] = at;
  }
  return { sets: { starts: ownStarts, codes: ownCodes }, chosen: chosen.subarray(0, drawn), labels: kept };
}

/** (labels,), the sum of the values of the groups with each label. */
function labelShares({ starts, codes }: CodeSets, values: Float64Array, labels: number): number[] {
  const sums = new Array<number>(labels).fill(0);
  for (let group = 0; group < values.length; group++) {
    for (let i = starts[group]; i < starts[group + 1]; i++) sums[codes[i]] += values[group];
  }
  return sums;
}

function resultOf<L extends Label>(
  { items, classes }: SurveyedSets<L>,
  groups: GroupedSets,
  targets: readonly number[] | undefined,
  ofGroups: Float64Array,
): MultiLabelWeights<L> {
  const weights = zeros(Float64Array, items, 'items');
  for (let item = 0; item < weights.length; item++) weights[item] = ofGroups[groups.groupOf[item]];
  const sums = ofGroups.map((weight, group) => weight * groups.sizes[group]);
  const total = sums.reduce((all, sum) => all + sum, 0);
  const shares = labelShares(groups, sums, classes.length).map((sum) => sum / total);
  const level = shares.reduce((sum, share) => sum + share, 0) / classes.length;
  const wanted = targets ?? shares.map(() => level);
  return {
    weights,
    wanted: new Map(classes.map((label, code) => [label, wanted[code]])),
    reached: new Map(classes.map((label, code) => [label, shares[code]])),
    infeasible: classes.filter((_, code) => Math.abs(shares[code] - wanted[code]) > MISSED * wanted[code]),
  };
}
