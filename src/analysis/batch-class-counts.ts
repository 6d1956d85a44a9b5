import { checkArrayLike, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { zeros } from '../internal/zeros.js';
import { codesOf, type Label } from '../weights/class-weights.js';
import { wrongIndex } from './index-counts.js';

/** The draws of each class in each batch. */
export interface BatchClassCounts<L extends Label = Label> {
  /** The labels, in order of first appearance. */
  readonly classes: L[];
  /** A row for each batch, (classes,): its draws of each class. */
  readonly counts: Uint32Array<ArrayBuffer>[];
  /** The number of batches with no draw of at least one class. */
  readonly lacking: number;
  /** (classes,), for each class the number of batches with no draw of it. */
  readonly lackingByClass: Uint32Array<ArrayBuffer>;
}

/**
 * Counts the draws of each class in each batch, and the batches that miss a class.
 * @param batches Arrays of indices in [0, n), or a BatchSampler, which delivers its current epoch and moves on.
 * @param labels (n,), the class of each index.
 * @throws {TypeError | RangeError} `labels` or `batches` are of the wrong kind, or an index is not in [0, n): the
 * message names its position.
 */
export function batchClassCounts<L extends Label>(
  batches: Iterable<ArrayLike<number>>,
  labels: ArrayLike<L>,
): BatchClassCounts<L> {
  const { codes, classes } = codesOf(labels);
  if (typeof batches !== 'object' || batches === null || !(Symbol.iterator in batches)) {
    throw new TypeError(`batches must be a BatchSampler or an array of arrays of indices, got ${describe(batches)}`);
  }
  const counts: Uint32Array<ArrayBuffer>[] = [];
  const lackingByClass = new Uint32Array(classes.length);
  let lacking = 0;
  for (const batch of batches) {
    const name = `batches[${counts.length}]`;
    if (typeof batch === 'number') {
      throw new TypeError(
        `batches must be a BatchSampler or arrays of indices, got single indices from ${describe(batches)}`,
      );
    }
    const length = checkArrayLike(name, batch, MAX_INDICES);
    const row = zeros(Uint32Array, classes.length, 'counts of a batch');
    for (let i = 0; i < length; i++) {
      const index = batch[i];
      if (!(Number.isInteger(index) && index >= 0 && index < codes.length)) {
        throw wrongIndex(`${name}[${i}]`, index, codes.length);
      }
      const code = codes[index];
      row[code]++;
    }
    counts.push(row);
    if (row.includes(0)) lacking++;
    for (let code = 0; code < row.length; code++) if (row[code] === 0) lackingByClass[code]++;
  }
  return { classes, counts, lacking, lackingByClass };
}
