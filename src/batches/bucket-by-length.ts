import { checkArrayLike, checkInteger, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { zeros } from '../internal/zeros.js';
import { typeOf } from './group-draws.js';
import { quantilesOf, scaleOf } from './quantiles.js';

/** (n,), the bucket of each item: the smallest of these types that has room for the number of buckets. */
export type Buckets = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/**
 * Puts items into buckets of similar length, as the `groups` of a GroupBatchSampler. Lengths may be any sizes:
 * numbers of tokens, seconds, aspect ratios.
 *
 * With boundaries, the bucket of an item is the number of boundaries at or below its length, as in TensorFlow's
 * bucket_by_sequence_length: boundaries 10 and 20 make the buckets [0, 10), [10, 20) and [20, Infinity).
 *
 * With a number of buckets, each gets about equally many items. Equal lengths share a bucket, so buckets may differ,
 * and there may be fewer. A cut between two buckets is as near to its quantile as equal lengths permit.
 *
 * Takes O(n) time. With a number of buckets, it needs 12 more bytes per item while it runs.
 * @param lengths (n,), finite numbers of at least 0. Not empty.
 * @param buckets Boundaries, finite numbers of at least 0, ascending, at least one; or a number of buckets from 1 to n.
 * @returns The bucket of each item, (n,), numbered from 0 in the order of lengths. With boundaries, buckets may be
 * empty.
 * @throws {TypeError | RangeError} An argument is invalid. The message names the index.
 */
export function bucketByLength(lengths: ArrayLike<number>, buckets: ArrayLike<number> | number): Buckets {
  const n = checkLengths(lengths, checkArrayLike('lengths', lengths, MAX_INDICES));
  const boundaries = typeof buckets === 'object' && buckets ? buckets : undefined;
  const count = boundaries
    ? checkBoundaries(boundaries, checkArrayLike('buckets', boundaries, MAX_INDICES))
    : checkCount(buckets, n);
  const own = zeros(Float64Array, n, 'lengths');
  for (let i = 0; i < n; i++) own[i] = lengths[i];
  // checked again, because another thread may have changed them
  checkLengths(own, n);
  if (!boundaries) return assign(own, quantilesOf(own, count));
  const cuts = zeros(Float64Array, count, 'boundaries');
  for (let i = 0; i < count; i++) cuts[i] = boundaries[i];
  checkBoundaries(cuts, count);
  return assign(own, cuts);
}

function checkLengths(lengths: ArrayLike<number>, n: number): number {
  if (n === 0) throw new RangeError('lengths must not be empty');
  for (let i = 0; i < n; i++) checkSize('lengths', i, lengths[i]);
  return n;
}

function checkCount(buckets: unknown, n: number): number {
  if (typeof buckets !== 'number') {
    throw new TypeError(`buckets must be an array of boundaries or a number of buckets, got ${describe(buckets)}`);
  }
  if (checkInteger('buckets', buckets, 1) <= n) return buckets;
  throw new RangeError(`buckets must be at most the number of lengths, ${n}, got ${buckets}`);
}

function checkBoundaries(boundaries: ArrayLike<number>, count: number): number {
  if (count === 0) throw new RangeError('buckets must have at least one boundary, or be a number of buckets');
  for (let i = 0; i < count; i++) {
    checkSize('buckets', i, boundaries[i]);
    if (i === 0 || boundaries[i] > boundaries[i - 1]) continue;
    const got = `${boundaries[i - 1]} and ${boundaries[i]} at ${i - 1} and ${i}`;
    throw new RangeError(`buckets must be ascending boundaries, got ${got}`);
  }
  return count;
}

function checkSize(name: string, i: number, value: unknown): void {
  if (typeof value === 'number' && value >= 0 && value < Infinity) return;
  const message = `${name}[${i}] must be a finite number of at least 0, got ${describe(value)}`;
  throw typeof value === 'number' ? new RangeError(message) : new TypeError(message);
}

/** Number of cells of the table for each boundary. */
const CELLS = 4;
const MIN_CELLS = 1024;
const MAX_CELLS = 2 ** 22;

/**
 * The number of boundaries at or below each length. Boundaries may be none. A table over equal parts of the line says
 * where to search: the rounding of a part's number is monotonic, so that boundaries of other parts need no comparison.
 */
function assign(lengths: Float64Array, boundaries: Float64Array): Buckets {
  const n = lengths.length;
  const count = boundaries.length;
  const out: Buckets = zeros(typeOf(count + 1), n, 'buckets');
  if (count === 0) return out;
  const first = boundaries[0];
  const last = boundaries[count - 1];
  const cells = Math.min(MAX_CELLS, Math.max(MIN_CELLS, CELLS * count));
  const scale = scaleOf(first, last, cells);
  // below[c] is the number of boundaries in the cells before c
  const below = new Uint32Array(cells + 1);
  for (let i = 0; i < count; i++) below[Math.floor((boundaries[i] - first) * scale) + 1]++;
  for (let c = 0; c < cells; c++) below[c + 1] += below[c];
  for (let i = 0; i < n; i++) {
    const length = lengths[i];
    if (length < first) continue;
    if (length >= last) {
      out[i] = count;
      continue;
    }
    const cell = Math.floor((length - first) * scale);
    let low = below[cell];
    let high = below[cell + 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (boundaries[middle] <= length) low = middle + 1;
      else high = middle;
    }
    out[i] = low;
  }
  return out;
}
