import { checkArrayLike, MAX_INDICES } from '../check.js';
import { describe } from '../describe.js';
import { codesOf, type Label } from '../weights.js';
import { zeros } from '../zeros.js';
import { wrongIndex } from './index-counts.js';

/** Which classes batches are of. */
export interface BatchClassCounts<L extends Label = Label> {
  /** In order of first appearance. */
  readonly classes: L[];
  /** A row a batch: how many of its draws are of each class. */
  readonly counts: Uint32Array<ArrayBuffer>[];
  /** Batches without any draw of some class. */
  readonly lacking: number;
  /** (classes,), batches without a draw of each. */
  readonly lackingByClass: Uint32Array<ArrayBuffer>;
}

/**
 * How many draws of each class each batch has, and how many batches lack one.
 * @param batches Batches of indices: a BatchSampler (one epoch, and it is moved by that), or arrays.
 * @param labels (n,), the class of each index.
 * @throws {TypeError | RangeError} `labels` are none, or an index is not in [0, n); the message has its place.
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
