// From labels to weights: what balances a data set.
import { checkArrayLike, checkOptions, isLabel, MAX_INDICES, notALabel } from '../internal/check.js';
import { describe } from '../internal/describe.js';

/** A class. 1, 1n, '1' and true are four different classes. */
export type Label = string | number | bigint | boolean;

/**
 * The share that each class is to have: non-negative, on any scale. A record's keys stand for the labels that read the
 * same.
 */
export type Target<L extends Label = Label> = Readonly<Record<`${L}`, number>> | ReadonlyMap<L, number>;

/** Options of what balances. */
export interface TargetOptions<L extends Label = Label> {
  /** The share that each class is to have. Default: all the same. */
  target?: Target<NoInfer<L>>;
}

/** Options of {@link encodeLabels}. */
export interface EncodeOptions<L extends Label = Label> {
  /**
   * The classes in the order of their codes, each once: those of the training set, say, to code a validation set alike.
   * A class may be without labels. Default: the classes that there are, in order of first appearance.
   */
  classes?: ArrayLike<L> | undefined;
}

/**
 * Labels as small integers: codes (n,), each in [0, classes.length), and the classes.
 * @throws {TypeError | RangeError} `labels` is not an array-like of labels, or a label is not among `classes`; the
 * message has its index. Or a class comes twice in `classes`.
 */
export function encodeLabels<L extends Label>(
  labels: ArrayLike<L>,
  options?: EncodeOptions<L>,
): { codes: Int32Array<ArrayBuffer>; classes: L[] } {
  const { classes } = checkOptions(options, ['classes']);
  if (classes === undefined) return codesOf(labels);
  const known = codesOf(classes, 'classes');
  const again = known.codes.findIndex((code, i) => code < i);
  if (again >= 0) {
    const places = `${known.codes[again]} and ${again}`;
    throw new RangeError(`classes must be different, got ${describe(classes[again])} at ${places}`);
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

/** Labels as small integers, and the classes in order of first appearance. `name` is what messages call them. */
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
    // again: they may have changed
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

/** How often each class comes, in order of first appearance. @throws as {@link encodeLabels} */
export function classCounts<L extends Label>(labels: ArrayLike<L>): Map<L, number> {
  const { codes, classes } = codesOf(labels);
  return new Map(countCodes(codes, classes.length).map((count, code) => [classes[code], count]));
}

/**
 * The weight of each item of a class: exactly 1 / count, times the class's share of the target.
 * @throws {TypeError | RangeError} as {@link encodeLabels}; or `target` does not name just the classes that are there,
 * with non-negative numbers that are not all zero.
 */
export function classWeights<L extends Label>(labels: ArrayLike<L>, options?: TargetOptions<L>): Map<L, number> {
  const { target } = checkOptions(options, ['target']);
  const { codes, classes } = codesOf(labels);
  const weights = weightsOfCodes(codes, classes, target);
  return new Map(classes.map((label, code) => [label, weights[code]]));
}

/**
 * The weight of each item, (n,): that of its class.
 * @throws as {@link classWeights}
 */
export function sampleWeights<L extends Label>(
  labels: ArrayLike<L>,
  options?: TargetOptions<L>,
): Float64Array<ArrayBuffer> {
  const { target } = checkOptions(options, ['target']);
  const { codes, classes } = codesOf(labels);
  const weights = weightsOfCodes(codes, classes, target);
  return Float64Array.from(codes, (code) => weights[code]);
}

function countCodes(codes: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const code of codes) counts[code]++;
  return counts;
}

function weightsOfCodes<L extends Label>(codes: Int32Array, classes: L[], target: Target<L> | undefined): number[] {
  const shares = target === undefined ? undefined : targetShares(classes, target);
  return countCodes(codes, classes.length).map((count, code) => (shares ? times(1 / count, shares[code]) : 1 / count));
}

/** A product that stays positive where a class is wanted at all, be it ever so rarely. */
function times(weight: number, share: number): number {
  return share > 0 ? Math.max(weight * share, Number.MIN_VALUE) : 0;
}

/**
 * The target in the order of the classes, as it was given. @throws {TypeError | RangeError} It does not name just these
 * classes, with numbers that are not all zero.
 */
export function targetNumbers<L extends Label>(classes: readonly L[], target: Target<L>): number[] {
  const named = targetEntries(classes, target);
  const shares = classes.map((label) => {
    if (!named.has(label)) {
      throw new RangeError(
        `target must name every class, ${describe(label)} is missing; it has ${list([...named.keys()])}`,
      );
    }
    const share = named.get(label);
    if (typeof share === 'number' && share >= 0 && share < Infinity) return share;
    const wanted = `target[${describe(label)}] must be a finite number of at least 0, got ${describe(share)}`;
    throw typeof share === 'number' ? new RangeError(wanted) : new TypeError(wanted);
  });
  const known = new Set<unknown>(classes);
  for (const label of named.keys()) {
    if (!known.has(label)) {
      throw new RangeError(`target must name no other class, got ${describe(label)}; the classes are ${list(classes)}`);
    }
  }
  if (!shares.some((share) => share > 0)) throw new RangeError('target must have a positive share, got zeros alone');
  return shares;
}

/** The same, summing to 1. */
function targetShares<L extends Label>(classes: L[], target: Target<L>): number[] {
  const shares = targetNumbers(classes, target);
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total < Infinity) return shares.map((share) => quotient(share, total));
  const largest = shares.reduce((most, share) => Math.max(most, share), 0);
  const scaled = shares.map((share) => quotient(share, largest));
  const sum = scaled.reduce((all, share) => all + share, 0);
  return scaled.map((share) => quotient(share, sum));
}

/** A quotient of positive numbers stays positive. */
function quotient(share: number, by: number): number {
  return share > 0 ? Math.max(share / by, Number.MIN_VALUE) : 0;
}

/** A target's entries by label: a record has strings for keys, whatever the labels are. */
function targetEntries<L extends Label>(classes: readonly L[], target: Target<L>): Map<unknown, unknown> {
  // of any realm
  if (Object.prototype.toString.call(target) === '[object Map]') return new Map(target as Map<unknown, unknown>);
  if (typeof target !== 'object' || target === null || Array.isArray(target)) {
    throw new TypeError(`target must be a Map or a record of class to share, got ${describe(target)}`);
  }
  const byName = new Map<string, L>();
  for (const label of classes) {
    const name = String(label);
    if (byName.has(name)) {
      throw new TypeError(
        `target must be a Map where two classes read the same: ${describe(byName.get(name))} and ${describe(label)}`,
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
