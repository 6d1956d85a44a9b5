import { checkArrayLike, MAX_INDICES } from '../internal/check.js';
import { codesOf, type Label } from '../weights/class-weights.js';

/** Counts of items, grouped by class. */
export interface CountsByClass<L extends Label = Label> {
  /** The labels, in order of first appearance. */
  readonly classes: L[];
  /** For each class the counts of its items, in order of the items. */
  readonly counts: Float64Array<ArrayBuffer>[];
}

/**
 * Groups counts by class, for instance to make an {@link ecdf} for each class.
 * @param counts (n,), a number for each item, such as how often it was seen.
 * @param labels (n,), the class of each item.
 * @throws {TypeError | RangeError} An argument is of the wrong kind, or the lengths differ.
 */
export function countsByClass<L extends Label>(counts: ArrayLike<number>, labels: ArrayLike<L>): CountsByClass<L> {
  const { codes, classes } = codesOf(labels);
  const length = checkArrayLike('counts', counts, MAX_INDICES);
  if (length !== codes.length) {
    throw new RangeError(`counts and labels must have the same length, got ${length} and ${codes.length}`);
  }
  const sizes = new Uint32Array(classes.length);
  for (const code of codes) sizes[code]++;
  const parts = Array.from(sizes, (size) => new Float64Array(size));
  sizes.fill(0);
  for (let i = 0; i < length; i++) parts[codes[i]][sizes[codes[i]]++] = counts[i];
  return { classes, counts: parts };
}
