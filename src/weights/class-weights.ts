// Computes weights from labels, to balance a data set.
import { checkArrayLike, checkOptions, isLabel, MAX_INDICES, notALabel } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { checkScheme, type WeightScheme } from './schemes.js';

/** The name of a class. 1, 1n, '1' and true are four different classes. */
export type Label = string | number | bigint | boolean;

/**
 * Share of each class: finite, non-negative, not all zero, on any scale. Pass a Map, or a record whose keys are the
 * labels as strings.
 */
export type Target<L extends Label = Label> = Readonly<Record<`${L}`, number>> | ReadonlyMap<L, number>;

/** Options of {@link classWeights} and {@link sampleWeights}. */
export interface TargetOptions<L extends Label = Label> {
  /** Share of each class, on any scale. Default: equal shares. */
  target?: Target<NoInfer<L>> | undefined;
  /** How the weight of a class follows from its count, before its share of the target. Default `'inverse'`. */
  scheme?: WeightScheme | undefined;
}

/** Options of {@link encodeLabels}. */
export interface EncodeOptions<L extends Label = Label> {
  /**
   * The classes in the order of their codes, each once. Pass those of a training set to encode a validation set
   * alike. Some may have no labels. Default: the classes in `labels`, in order of first appearance.
   */
  classes?: ArrayLike<L> | undefined;
}

/**
 * Encodes labels as integers. Returns `codes`, (n,), each in [0, classes.length), and `classes`, such that
 * labels[i] is classes[codes[i]].
 * @param labels (n,), strings, numbers, bigints or booleans.
 * @throws {TypeError | RangeError} A label is invalid or not in `classes`, or a class comes twice in `classes`. The
 * message gives the index.
 */
export function encodeLabels<L extends Label>(
  labels: ArrayLike<L>,
  options?: EncodeOptions<L>,
): { codes: Int32Array<ArrayBuffer>; classes: L[] } {
  const { classes } = checkOptions(options, ['classes']);
  if (classes === undefined) return codesOf(labels);
  const known = codesOf(classes, 'classes');
  const repeat = known.codes.findIndex((code, i) => code < i);
  if (repeat >= 0) {
    const positions = `${known.codes[repeat]} and ${repeat}`;
    throw new RangeError(`classes must be unique, got ${describe(classes[repeat])} at ${positions}`);
  }
  const found = codesOf(labels);
  const byLabel = new Map(known.classes.map((label, code) => [label, code]));
  const codes = found.classes.map((label) => {
    const code = byLabel.get(label);
    if (code !== undefined) return code;
    throw new RangeError(
      `labels[${found.codes.indexOf(found.classes.indexOf(label))}] must be one of the classes, ` +
        `got ${describe(label)}; the classes are ${list(known.classes)}`,
    );
  });
  return { codes: found.codes.map((code) => codes[code]), classes: known.classes };
}

/** Encodes labels by classes in order of first appearance. Error messages call the labels `name`. */
export function codesOf<L extends Label>(
  labels: ArrayLike<L>,
  name = 'labels',
): { codes: Int32Array<ArrayBuffer>; classes: L[] } {
  const length = checkArrayLike(name, labels, MAX_INDICES);
  const labelAt = (i: number): L => {
    const label = labels[i];
    if (isLabel(label)) return label;
    throw notALabel(`${name}[${i}]`, label);
  };
  for (let i = 0; i < length; i++) labelAt(i);
  const codes = new Int32Array(length);
  const byLabel = new Map<L, number>();
  for (let i = 0; i < length; i++) {
    // checked again, because another thread may have changed them
    const label = labelAt(i);
    let code = byLabel.get(label);
    if (code === undefined) {
      code = byLabel.size;
      byLabel.set(label, code);
    }
    codes[i] = code;
  }
  return { codes, classes: [...byLabel.keys()] };
}

/**
 * Counts the labels of each class. The classes are in order of first appearance.
 * @param labels (n,), strings, numbers, bigints or booleans.
 * @throws {TypeError | RangeError} A label is null, undefined, NaN or of another type.
 */
export function classCounts<L extends Label>(labels: ArrayLike<L>): Map<L, number> {
  const { codes, classes } = codesOf(labels);
  return new Map(countCodes(codes, classes.length).map((count, code) => [classes[code], count]));
}

/**
 * Returns the weight of one item of each class: 1 / the class's count, or what `scheme` makes of the count, times its
 * share of the target.
 * @param labels (n,), strings, numbers, bigints or booleans.
 * @throws {TypeError | RangeError} A label or the scheme is invalid, or `target` does not name exactly the classes in
 * `labels` with valid shares.
 */
export function classWeights<L extends Label>(labels: ArrayLike<L>, options?: TargetOptions<L>): Map<L, number> {
  const { target, scheme } = checkOptions(options, ['target', 'scheme']);
  const weightOf = checkScheme(scheme);
  const { codes, classes } = codesOf(labels);
  const weights = weightsOfCounts(countCodes(codes, classes.length), classes, target, weightOf);
  return new Map(classes.map((label, code) => [label, weights[code]]));
}

/**
 * Returns the weight of each item, (n,): 1 / the count of its class, or what `scheme` makes of the count, times the
 * class's share of the target.
 * @param labels (n,), strings, numbers, bigints or booleans.
 * @throws {TypeError | RangeError} A label or the scheme is invalid, or `target` does not name exactly the classes in
 * `labels` with valid shares.
 */
export function sampleWeights<L extends Label>(
  labels: ArrayLike<L>,
  options?: TargetOptions<L>,
): Float64Array<ArrayBuffer> {
  const { target, scheme } = checkOptions(options, ['target', 'scheme']);
  const weightOf = checkScheme(scheme);
  const { codes, classes } = codesOf(labels);
  const weights = weightsOfCounts(countCodes(codes, classes.length), classes, target, weightOf);
  // a loop: Float64Array.from takes 20 times as long
  const perItem = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) perItem[i] = weights[codes[i]];
  return perItem;
}

function countCodes(codes: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < codes.length; i++) counts[codes[i]]++;
  return counts;
}

/**
 * The weight of one item of each class, from the counts of the classes.
 * @param weightOf The weight of a count. Default: its inverse.
 */
export function weightsOfCounts<L extends Label>(
  counts: readonly number[],
  classes: readonly L[],
  target: Target<L> | undefined,
  weightOf = checkScheme(undefined),
): number[] {
  const shares = target === undefined ? undefined : targetShares(classes, target);
  return counts.map((count, code) => (shares ? times(weightOf(count), shares[code]) : weightOf(count)));
}

/** Multiplies without underflow to zero, so that every class with a positive share is drawn. */
function times(weight: number, share: number): number {
  return share > 0 ? Math.max(weight * share, Number.MIN_VALUE) : 0;
}

/**
 * The given shares in the order of the classes.
 * @throws {TypeError | RangeError} `target` does not name exactly these classes, or its shares are invalid.
 */
export function targetNumbers<L extends Label>(classes: readonly L[], target: Target<L>): number[] {
  const named = targetEntries(classes, target);
  const shares = classes.map((label) => {
    if (!named.has(label)) {
      throw new RangeError(
        `target must name every class, ${describe(label)} is missing; it names ${list([...named.keys()])}`,
      );
    }
    const share = named.get(label);
    if (typeof share === 'number' && share >= 0 && share < Infinity) return share;
    const problem = `target[${describe(label)}] must be a finite number of at least 0, got ${describe(share)}`;
    throw typeof share === 'number' ? new RangeError(problem) : new TypeError(problem);
  });
  const known = new Set<unknown>(classes);
  for (const label of named.keys()) {
    if (!known.has(label)) {
      throw new RangeError(
        `target must name only classes in labels, got ${describe(label)}; they are ${list(classes)}`,
      );
    }
  }
  if (!shares.some((share) => share > 0)) throw new RangeError('target must have a positive share, got only zeros');
  return shares;
}

/** The shares in the order of the classes, scaled to sum to 1. */
function targetShares<L extends Label>(classes: readonly L[], target: Target<L>): number[] {
  const shares = targetNumbers(classes, target);
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total < Infinity) return shares.map((share) => quotient(share, total));
  const largest = shares.reduce((most, share) => Math.max(most, share), 0);
  const scaled = shares.map((share) => quotient(share, largest));
  const sum = scaled.reduce((all, share) => all + share, 0);
  return scaled.map((share) => quotient(share, sum));
}

/** Divides without underflow to zero. */
function quotient(share: number, by: number): number {
  return share > 0 ? Math.max(share / by, Number.MIN_VALUE) : 0;
}

/** The target as a Map by label. A record's keys, which are strings, are matched with the labels. */
function targetEntries<L extends Label>(classes: readonly L[], target: Target<L>): Map<unknown, unknown> {
  // a Map of any realm
  if (Object.prototype.toString.call(target) === '[object Map]') return new Map(target as Map<unknown, unknown>);
  if (typeof target !== 'object' || target === null || Array.isArray(target)) {
    throw new TypeError(`target must be a Map or a record of class to share, got ${describe(target)}`);
  }
  const byName = new Map<string, L>();
  for (const label of classes) {
    const name = String(label);
    if (byName.has(name)) {
      throw new TypeError(
        `target must be a Map if classes have equal keys, got ${describe(byName.get(name))} and ${describe(label)}`,
      );
    }
    byName.set(name, label);
  }
  return new Map(Object.entries(target).map(([name, share]) => [byName.has(name) ? byName.get(name) : name, share]));
}

function list(labels: readonly unknown[]): string {
  const some = labels.slice(0, 8).map(describe).join(', ');
  return labels.length > 8 ? `${some} and ${labels.length - 8} more` : some || 'none';
}
