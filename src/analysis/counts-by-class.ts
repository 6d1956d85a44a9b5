import { checkArrayLike, MAX_INDICES } from '../check.js';
import { codesOf, type Label } from '../weights.js';

/** Items' counts, by class. */
export interface CountsByClass<L extends Label = Label> {
  /** In order of first appearance. */
  readonly classes: L[];
  /** For each class those of its items, in order. */
  readonly counts: Float64Array<ArrayBuffer>[];
}

/**
 * Parts what was counted of each item by its class: what an `ecdf` for each class is of.
 * @param counts (n,), of each item; how often it was seen, say.
 * @param labels (n,), the class of each item.
 * @throws {TypeError | RangeError} An argument is not as described, or they are not of one length.
 */
export function countsByClass<L extends Label>(counts: ArrayLike<number>, labels: ArrayLike<L>): CountsByClass<L> {
  const { codes, classes } = codesOf(labels);
  const length = checkArrayLike('counts', counts, MAX_INDICES);
  if (length !== codes.length) {
    throw new RangeError(`counts and labels must be of one length, got ${length} and ${codes.length}`);
  }
  const sizes = new Uint32Array(classes.length);
  for (const code of codes) sizes[code]++;
  const parts = Array.from(sizes, (size) => new Float64Array(size));
  sizes.fill(0);
  for (let i = 0; i < length; i++) parts[codes[i]][sizes[codes[i]]++] = counts[i];
  return { classes, counts: parts };
}
