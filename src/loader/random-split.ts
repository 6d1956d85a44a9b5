import type { TorchGenerator } from '../generators/torch.js';
import {
  checkArrayLike,
  checkExclusive,
  checkOptions,
  checkSeeded,
  MAX_INDICES,
  type Seed,
} from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';
import { zeros } from '../internal/zeros.js';
import { RandomSampler } from '../samplers/random.js';
import type { Source } from './dataset.js';
import { checkInner } from './inner-dataset.js';
import { Subset } from './subset.js';

/** Options of {@link randomSplit}. */
export interface RandomSplitOptions {
  /**
   * Seed of the order. Default: a fresh seed from `crypto`, so that splits differ from run to run. The order is that of
   * a RandomSampler with this seed.
   */
  seed?: Seed | undefined;
  /** A generator for the order, which is then that of PyTorch with a generator of the same seed. Excludes `seed`. */
  generator?: TorchGenerator | undefined;
}

/**
 * Splits a data set at random into subsets without common items, like PyTorch's random_split: for training and
 * validation, for example.
 * @param dataset An array, a typed array, or an object with `length` and `get(index, { signal })` or `getBatch`.
 * @param lengths The number of items of each subset, which sum to the length of the data set; or fractions that sum to
 * 1. A fraction is rounded down, and the items that are left go to the first subsets, one each. A subset may be empty.
 * @throws {TypeError | RangeError} An argument is not as described. The generator does not change.
 */
export function randomSplit<T>(
  dataset: Source<T>,
  lengths: ArrayLike<number>,
  options?: RandomSplitOptions,
): Subset<T>[] {
  const { seed, generator } = checkOptions(options, ['seed', 'generator']);
  checkExclusive(seed, generator);
  const { length } = checkInner<T>('dataset', dataset);
  if (length > MAX_INDICES) throw new RangeError(`dataset must have at most 2^32 - 1 items, got ${length}`);
  const counts = checkLengths(lengths, length);
  checkSeeded(seed, generator, undefined);
  const order = orderOf(length, seed, generator);
  let start = 0;
  return counts.map((count) => {
    start += count;
    return new Subset(dataset, order.subarray(start - count, start));
  });
}

/** A permutation of all indices. */
function orderOf(length: number, seed: Seed | undefined, generator: TorchGenerator | undefined): Uint32Array {
  if (length === 0) return new Uint32Array(0);
  if (!generator) {
    const sampler = new RandomSampler(length, seed === undefined ? {} : { seed });
    const order = sampler.take(length);
    sampler._dispose();
    return order;
  }
  const order = zeros(Uint32Array, length, 'a split');
  const { source } = generator._permutations(length, length, 'auto');
  source.takeChunk(generator._words, order, 0);
  source.free();
  return order;
}

/** The number of items of each subset. */
function checkLengths(lengths: ArrayLike<unknown>, length: number): number[] {
  const count = checkArrayLike('lengths', lengths, MAX_INDICES);
  const given = Array.from({ length: count }, (_, i) => {
    const value = lengths[i];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    const problem = `lengths[${i}] must be a number, got ${describe(value)}`;
    throw typeof value === 'number' ? new RangeError(problem) : new TypeError(problem);
  });
  const sum = given.reduce((sum, each) => sum + each, 0);
  // as math.isclose. PyTorch takes a sum above 1 for lengths, also if rounding made it
  if (Math.abs(sum - 1) <= 1e-9 * Math.max(1, Math.abs(sum))) return byFractions(given, length);
  for (const [i, each] of given.entries()) {
    if (Number.isSafeInteger(each) && each >= 0) continue;
    throw new RangeError(
      `lengths[${i}] must be a number of items, or a fraction if all of them sum to 1, got ${each} and a sum of ${sum}`,
    );
  }
  if (sum === length) return given;
  const sentence = 'Sum of input lengths does not equal the length of the input dataset!';
  throw new RangeError(
    `lengths must sum to the length of the data set, ${length}, or to 1 as fractions, got ${sum}${torch(sentence)}`,
  );
}

/** Rounds down, and gives each of the first subsets one of the items that are left. */
function byFractions(fractions: readonly number[], length: number): number[] {
  for (const [i, fraction] of fractions.entries()) {
    if (fraction >= 0 && fraction <= 1) continue;
    const sentence = torch(`Fraction at index ${i} is not between 0 and 1`);
    throw new RangeError(`lengths[${i}] must be a fraction in [0, 1], as all sum to 1, got ${fraction}${sentence}`);
  }
  const counts = fractions.map((fraction) => Math.floor(length * fraction));
  let left = length - counts.reduce((sum, count) => sum + count, 0);
  if (left < 0) throw new RangeError(`lengths as fractions must sum to 1 more exactly, to split ${length} items`);
  for (let i = 0; left > 0; i = (i + 1) % counts.length, left--) counts[i]++;
  return counts;
}
