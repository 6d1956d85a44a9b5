// What will not do what is meant, said before an epoch is lost.

import {
  checkBoolean,
  checkDistinct,
  checkInteger,
  checkNumSamples,
  checkOptions,
  takeWeights,
} from '../internal/check.js';
import { describe, plural } from '../internal/describe.js';
import { zeros } from '../internal/zeros.js';
import { codesOf, type Label } from './class-weights.js';
import { type Continuous, continuousIn } from './continuous-column.js';

/** Something about a set-up that will hardly do what is meant. */
export type Finding =
  /** As many weights as classes: class weights, perhaps, where a weight for each item belongs. */
  | { readonly code: 'class-weights'; readonly message: string; readonly weights: number; readonly classes: number }
  /**
   * Labels are numbers or dates, `classes` different ones, of which hardly any comes twice: each row is a class of its
   * own, as in a continuous column. Where they may be ids of classes too, the message says both, and no other finding
   * is left out.
   */
  | { readonly code: 'continuous'; readonly message: string; readonly classes: number; readonly rows: number }
  /** Without replacement everything is drawn: weights decide on the order alone. */
  | { readonly code: 'order-only'; readonly message: string; readonly numSamples: number }
  /** Indices of positive weight that come less than once in a hundred epochs; the rarest one. */
  | {
      readonly code: 'never-expected';
      readonly message: string;
      readonly items: number;
      readonly index: number;
      readonly expected: number;
    }
  /** Classes with less than one draw a batch on average; the rarest one. A class of which nothing is wanted is none. */
  | {
      readonly code: 'rare-class';
      readonly message: string;
      readonly classes: number;
      readonly class: Label;
      readonly expected: number;
    }
  /** Another number of weights than of items in the data set. */
  | { readonly code: 'other-length'; readonly message: string; readonly weights: number; readonly items: number }
  /** One index has more than half of the draws. */
  | {
      readonly code: 'dominant-item';
      readonly message: string;
      readonly index: number;
      readonly probability: number;
    }
  /** The weights sum to 2^1024 or more: no matter here, but others cannot divide by it. */
  | { readonly code: 'overflow'; readonly message: string };

/** Options of {@link lintWeights}. */
export interface LintOptions {
  /** Draws in an epoch. Default: as many as weights. */
  numSamples?: number | undefined;
  /** Default true. */
  replacement?: boolean | undefined;
  /** Number of items in the data set. Items beyond the weights are never drawn. */
  numItems?: number | undefined;
  /** Draws in a batch. */
  batchSize?: number | undefined;
  /** The class of each item: as many as weights, unless these are one a class. */
  labels?: ArrayLike<Label> | undefined;
}

/** Expected so rarely in an epoch, an index counts as never drawn. */
const NEVER = 0.01;

/**
 * Plain findings about weights and what is to be drawn by them, with their numbers; none where there are none. O(n).
 * @param weights (n,), finite and not negative, not all zero.
 * @throws {TypeError | RangeError} An argument is not as described, or no sampler would take it.
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
  if (!replacement) checkDistinct(own, count, length);
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
  const continuous = encoded && perItem ? continuousIn(encoded.codes, encoded.classes) : undefined;
  const certain = continuous?.certain ?? false;
  return [
    ...(continuous ? [continuousOf(continuous, count)] : []),
    ...(classes === count && count > 1 && !certain ? [classWeightsFor(count)] : []),
    ...(numItems === undefined || numItems === count ? [] : [otherLength(count, numItems)]),
    ...(replacement ? [] : orderOnly(shares, length)),
    ...(replacement ? [...neverExpected(shares, length), ...dominant(shares)] : []),
    ...(encoded && perItem && !certain && batchSize !== undefined && replacement
      ? rareClasses(shares, encoded.codes, encoded.classes, batchSize)
      : []),
    ...(overflows ? [{ code: 'overflow', message: OVERFLOW } as const] : []),
  ];
}

const OVERFLOW =
  'the weights sum to 2^1024 or more: drawn from as they are here, but PyTorch, NumPy and a ' +
  'TorchGenerator cannot; scale them down';

/** Weights over their sum, in f64; scaled first where the sum would not be finite. */
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

function classWeightsFor(classes: number): Finding {
  const message =
    `as many weights as classes (${classes}): a sampler wants a weight for each item, not for each ` +
    'class; is this a list of the classes?';
  return { code: 'class-weights', message, weights: classes, classes };
}

function otherLength(weights: number, items: number): Finding {
  const effect =
    weights < items
      ? `${weights === items - 1 ? `item ${weights} is` : `items ${weights} to ${items - 1} are`} never drawn`
      : `a sampler draws indices beyond the data set, which a DataLoader refuses`;
  const message = `${plural(weights, 'weight')} for ${plural(items, 'item')}: ${effect}; give one weight an item`;
  return { code: 'other-length', message, weights, items };
}

function continuousOf({ of, values, certain }: Continuous, rows: number): Finding {
  const which =
    values === rows ? 'each row' : 2 * values > rows ? 'nearly each row' : 'nearly each row that has a value';
  const found = `${values} different ${of} in ${rows} rows; give ranges of them as labels`;
  const message = certain
    ? `${which} is a class of its own: bin it (${found})`
    : `${which} is a class of its own: if the ${of} were measured, bin them (${found}); if they ` +
      'are ids of classes, leave them';
  return { code: 'continuous', message, classes: values, rows };
}

function orderOnly(shares: Float64Array, numSamples: number): Finding[] {
  if (shares.reduce((positives, share) => positives + (share > 0 ? 1 : 0), 0) > numSamples) return [];
  const all = numSamples === 1 ? '1 draw is all that there is' : `${numSamples} draws are all that there are`;
  const message = `without replacement, ${all}: weights decide on their order alone, and nothing is balanced`;
  return [{ code: 'order-only', message, numSamples }];
}

function neverExpected(shares: Float64Array, numSamples: number): Finding[] {
  let items = 0;
  let index = -1;
  shares.forEach((share, i) => {
    if (share === 0 || share * numSamples >= NEVER) return;
    items++;
    if (index < 0 || share < shares[index]) index = i;
  });
  if (items === 0) return [];
  const expected = shares[index] * numSamples;
  const which = items === 1 ? `item ${index} is` : `${items} items are`;
  const message =
    `${which} expected less than once in ${1 / NEVER} epochs of ${plural(numSamples, 'draw')} ` +
    `(item ${index}: ${figure(expected)} times an epoch); a floor for the weights would show them`;
  return [{ code: 'never-expected', message, items, index, expected }];
}

function dominant(shares: Float64Array): Finding[] {
  const index = shares.findIndex((share) => share > 0.5);
  if (index < 0 || shares.length === 1) return [];
  const probability = shares[index];
  const message = `item ${index} has ${figure(100 * probability)} % of the draws`;
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
    // sums of shares are off by their rounding
    if (times === 0 || times >= 1 - 1e-9) return;
    rare++;
    if (rarest < 0 || times < expected[rarest]) rarest = code;
  });
  if (rare === 0) return [];
  const label = classes[rarest];
  const which = rare === 1 ? `class ${describe(label)} is` : `${rare} classes are`;
  const message =
    `${which} expected less than once in a batch of ${batchSize} (${describe(label)}: ` +
    `${figure(expected[rarest])} times): many batches lack ${rare === 1 ? 'it' : 'them'}; larger ` +
    'batches, or a StratifiedBatchSampler';
  return [{ code: 'rare-class', message, classes: rare, class: label, expected: expected[rarest] }];
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}
