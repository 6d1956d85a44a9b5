// Detects likely misconfigurations of a sampler.

import { checkBoolean, checkInteger, checkNumSamples, checkOptions } from '../internal/check.js';
import { checkWithoutReplacement, takeWeights } from '../internal/check-weights.js';
import { describe, plural } from '../internal/describe.js';
import { zeros } from '../internal/zeros.js';
import { codesOf, type Label } from './class-weights.js';
import { type ContinuousColumn, findContinuous } from './continuous-column.js';
import {
  differencesOf,
  findSimilar,
  type LabelDifference,
  type SimilarLabels,
  similarMessage,
} from './similar-labels.js';

/** A likely misconfiguration of a sampler: its code, a message, and the figures in it. */
export type Finding =
  /** There are as many weights as classes: they may be class weights instead of item weights. */
  | { readonly code: 'class-weights'; readonly message: string; readonly weights: number; readonly classes: number }
  /**
   * Labels are numbers or dates that hardly repeat, as in a continuous column: nearly each row is its own class.
   * `classes` is the number of unique ones. If they may also be ids of classes, the message says so.
   */
  | { readonly code: 'continuous'; readonly message: string; readonly classes: number; readonly rows: number }
  /**
   * Labels hardly repeat, as ids and names of files do. `classes` is the number of unique ones. If none repeats,
   * `class-weights` follows: the labels may also be a list of classes.
   */
  | { readonly code: 'unique-labels'; readonly message: string; readonly classes: number; readonly rows: number }
  /**
   * `labels` labels may be spellings of fewer classes: those in a group differ only in how they are written, as "cat",
   * "Cat" and " cat" do. `differences` says in what. The group with most items comes first.
   */
  | {
      readonly code: 'similar-labels';
      readonly message: string;
      readonly labels: number;
      readonly groups: readonly SimilarLabels[];
      readonly differences: readonly LabelDifference[];
    }
  /** Without replacement, an epoch draws every item: the weights only affect the order. */
  | { readonly code: 'order-only'; readonly message: string; readonly numSamples: number }
  /**
   * `items` indices of positive weight are expected less than once in 100 epochs. `index` is the rarest, `expected` its
   * expected count per epoch.
   */
  | {
      readonly code: 'never-expected';
      readonly message: string;
      readonly items: number;
      readonly index: number;
      readonly expected: number;
    }
  /**
   * `classes` classes of positive weight have less than one expected draw per batch. `class` is the rarest, `expected`
   * its expected draws per batch.
   */
  | {
      readonly code: 'rare-class';
      readonly message: string;
      readonly classes: number;
      readonly class: Label;
      readonly expected: number;
    }
  /** The number of weights differs from the number of items in the data set. */
  | { readonly code: 'other-length'; readonly message: string; readonly weights: number; readonly items: number }
  /** One index gets more than half of the draws: `probability` of them. */
  | {
      readonly code: 'dominant-item';
      readonly message: string;
      readonly index: number;
      readonly probability: number;
    }
  /** The weights sum to 2^1024 or more: this library accepts them, but others cannot divide by the sum. */
  | { readonly code: 'overflow'; readonly message: string };

/** Options of {@link lintWeights}. */
export interface LintOptions {
  /** Number of draws in one epoch. Default: the number of weights. */
  numSamples?: number | undefined;
  /** Whether draws are with replacement. Default true. */
  replacement?: boolean | undefined;
  /** Number of items in the data set. Items beyond the weights are never drawn. */
  numItems?: number | undefined;
  /** Number of draws in a batch. Needed to find rare classes. */
  batchSize?: number | undefined;
  /** Class of each item, (n,). Another length is valid only if there is one weight per class. */
  labels?: ArrayLike<Label> | undefined;
}

/** An index with a smaller expected count per epoch is reported as never expected. */
const MIN_EXPECTED = 0.01;

/**
 * Detects likely misconfigurations of a sampler with these weights. Returns an empty array if there are none. O(n).
 * @param weights (n,), finite, non-negative, not all zero, any scale.
 * @throws {TypeError | RangeError} An argument is invalid, or a WeightedRandomSampler would refuse it.
 */
export function lintWeights(weights: ArrayLike<number>, options?: LintOptions): Finding[] {
  const {
    numSamples,
    replacement = true,
    numItems,
    batchSize,
    labels,
  } = checkOptions(options, ['numSamples', 'replacement', 'numItems', 'batchSize', 'labels']);
  checkBoolean('replacement', replacement);
  if (numSamples !== undefined) checkNumSamples(numSamples);
  if (numItems !== undefined) checkInteger('numItems', numItems, 0);
  if (batchSize !== undefined) checkInteger('batchSize', batchSize, 1);
  const own = takeWeights(weights, replacement);
  const count = own.length;
  const length = numSamples ?? count;
  if (!replacement) checkWithoutReplacement(own, count, length);
  const encoded = labels === undefined ? undefined : codesOf(labels);
  const classes = encoded?.classes.length ?? 0;
  const perItem = encoded === undefined || encoded.codes.length === count;
  if (!perItem && classes !== count) {
    throw new RangeError(
      `labels must be as many as weights, ${count}, got ${encoded.codes.length} of ${classes} ` +
        `${classes === 1 ? 'class' : 'classes'}`,
    );
  }
  const { shares, overflows } = sharesOf(own, count);
  const continuous = encoded && perItem ? findContinuous(encoded.codes, encoded.classes) : undefined;
  const certain = continuous?.certain ?? false;
  const unique = encoded && perItem && !continuous ? uniqueLabels(encoded.codes, classes) : [];
  return [
    ...(continuous ? [continuousOf(continuous, count)] : []),
    ...unique,
    ...(encoded && !certain ? similarLabels(encoded.codes, encoded.classes) : []),
    ...(classes === count && count > 1 && !certain ? [classWeightsFor(count, unique.length > 0)] : []),
    ...(numItems === undefined || numItems === count ? [] : [otherLength(count, numItems)]),
    ...(replacement ? [] : orderOnly(shares, length)),
    ...(replacement ? [...neverExpected(shares, length), ...dominant(shares)] : []),
    ...(encoded && perItem && !certain && batchSize !== undefined && replacement
      ? rareClasses(shares, encoded.codes, encoded.classes, batchSize)
      : []),
    ...(overflows ? [{ code: 'overflow', message: OVERFLOW } as const] : []),
  ];
}

const OVERFLOW = 'the weights sum to 2^1024 or more, which PyTorch, NumPy and a TorchGenerator refuse: scale them down';

/** Weights divided by their sum. They are scaled first if the sum is not finite. */
function sharesOf(weights: ArrayLike<number>, count: number): { shares: Float64Array; overflows: boolean } {
  let largest = 0;
  let total = 0;
  for (let i = 0; i < count; i++) {
    largest = Math.max(largest, weights[i]);
    total += weights[i];
  }
  const scale = total === Infinity ? largest : 1;
  const shares = zeros(Float64Array, count, 'shares');
  let sum = 0;
  for (let i = 0; i < count; i++) {
    shares[i] = weights[i] / scale;
    sum += shares[i];
  }
  for (let i = 0; i < count; i++) shares[i] = Math.max(shares[i] / sum, weights[i] > 0 ? Number.MIN_VALUE : 0);
  return { shares, overflows: total === Infinity };
}

/** @param isSaid Whether another finding already asks about ids. */
function classWeightsFor(classes: number, isSaid: boolean): Finding {
  const advice = isSaid
    ? 'if the labels only list the classes, give one weight per item instead'
    : 'a sampler needs one weight per item, not per class; do labels only list the classes, or are they ids?';
  const message = `as many weights as classes (${classes}): ${advice}`;
  return { code: 'class-weights', message, weights: classes, classes };
}

function otherLength(weights: number, items: number): Finding {
  const effect =
    weights < items
      ? `${weights === items - 1 ? `item ${weights} is` : `items ${weights} to ${items - 1} are`} never drawn`
      : 'a sampler draws indices beyond the data set, which a DataLoader refuses';
  const message = `${plural(weights, 'weight')} for ${plural(items, 'item')}: ${effect}; give one weight per item`;
  return { code: 'other-length', message, weights, items };
}

function continuousOf({ of, values, certain }: ContinuousColumn, rows: number): Finding {
  const which =
    values === rows ? 'each row' : 2 * values > rows ? 'nearly each row' : 'nearly each row that has a value';
  const found = `${values} different ${of} in ${rows} rows; give ranges of them as labels`;
  const message = certain
    ? `${which} is a class of its own: bin it (${found})`
    : `${which} is a class of its own: if the ${of} were measured, bin them (${found}); if they ` +
      'are ids of classes, keep them';
  return { code: 'continuous', message, classes: values, rows };
}

/** Fewer items than this, or a smaller share of items with a label of their own, count as classes. */
const [MIN_ITEMS, MIN_UNIQUE] = [20, 0.9];

function uniqueLabels(codes: Int32Array, classes: number): Finding[] {
  const rows = codes.length;
  if (rows < MIN_ITEMS || classes < MIN_UNIQUE * rows) return [];
  const which = classes === rows ? 'each' : 'nearly each';
  const message =
    `${which} item is a class of its own: are the labels ids? (${classes} different labels of ${rows} items; give ` +
    'labels that items have in common)';
  return [{ code: 'unique-labels', message, classes, rows }];
}

function similarLabels(codes: Int32Array, classes: readonly Label[]): Finding[] {
  const groups = findSimilar(codes, classes);
  if (groups.length === 0) return [];
  const differences = differencesOf(groups);
  return [{ code: 'similar-labels', ...similarMessage(groups, differences), groups, differences }];
}

function orderOnly(shares: Float64Array, numSamples: number): Finding[] {
  if (shares.reduce((positives, share) => positives + (share > 0 ? 1 : 0), 0) > numSamples) return [];
  const all = numSamples === 1 ? '1 draw takes the only item' : `${numSamples} draws take all items`;
  const message = `without replacement, ${all}: weights only affect the order; draw fewer, or with replacement`;
  return [{ code: 'order-only', message, numSamples }];
}

function neverExpected(shares: Float64Array, numSamples: number): Finding[] {
  let items = 0;
  let index = -1;
  shares.forEach((share, i) => {
    if (share === 0 || share * numSamples >= MIN_EXPECTED) return;
    items++;
    if (index < 0 || share < shares[index]) index = i;
  });
  if (items === 0) return [];
  const expected = shares[index] * numSamples;
  const which = items === 1 ? `item ${index} is` : `${items} items are`;
  const message =
    `${which} expected less than once in ${1 / MIN_EXPECTED} epochs of ${plural(numSamples, 'draw')} ` +
    `(item ${index}: ${figure(expected)} times an epoch); raise the smallest weights to draw them`;
  return [{ code: 'never-expected', message, items, index, expected }];
}

function dominant(shares: Float64Array): Finding[] {
  const index = shares.findIndex((share) => share > 0.5);
  if (index < 0 || shares.length === 1) return [];
  const probability = shares[index];
  const message = `item ${index} gets ${figure(100 * probability)} % of the draws`;
  return [{ code: 'dominant-item', message, index, probability }];
}

function rareClasses(shares: Float64Array, codes: Int32Array, classes: readonly Label[], batchSize: number): Finding[] {
  const expected = new Float64Array(classes.length);
  codes.forEach((code, i) => {
    expected[code] += batchSize * shares[i];
  });
  let rare = 0;
  let rarest = -1;
  expected.forEach((times, code) => {
    // sums of shares have a rounding error
    if (times === 0 || times >= 1 - 1e-9) return;
    rare++;
    if (rarest < 0 || times < expected[rarest]) rarest = code;
  });
  if (rare === 0) return [];
  const label = classes[rarest];
  const which = rare === 1 ? `class ${describe(label)} is` : `${rare} classes are`;
  const message =
    `${which} expected less than once in a batch of ${batchSize} (${describe(label)}: ` +
    `${figure(expected[rarest])} times): many batches have none; use ` +
    'larger batches or a StratifiedBatchSampler';
  return [{ code: 'rare-class', message, classes: rare, class: label, expected: expected[rarest] }];
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}
