// The numbers of the picture "systematic": equally spaced points on a cumulative line.
import { SystematicSampler, WeightedRandomSampler } from 'loaded-dice';

/** The place of the first point, as a fraction of a gap. Integers, so that no rounding decides which item it is on. */
export interface Offset {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * The offset of an epoch.
 * @param thousandths Offset of the epoch 0, in [0, 1000).
 * @param epochs The number of epochs that show everything.
 */
export function offsetAt(thousandths: number, epoch: number, epochs: number): Offset {
  // an irrational stride would do for a single epoch; 0.618 is as good in a picture
  const [stride, of] = epochs === 1 ? [618, 1000] : [strideOf(epochs), epochs];
  const denominator = 1000 * of;
  return { numerator: (thousandths * of + ((epoch * stride) % of) * 1000) % denominator, denominator };
}

/** An offset as a number in [0, 1). */
export function placeOf({ numerator, denominator }: Offset): number {
  return numerator / denominator;
}

/**
 * How many points fall on each item. Points are one draw apart, and an item covers its own beginning but not its end.
 * @param weights Whole numbers of at least 0, at least one of them positive.
 * @param draws The number of points.
 */
export function countsAt(weights: readonly number[], draws: number, { numerator, denominator }: Offset): number[] {
  // the line in units of one draw / (total * denominator)
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let end = 0;
  let before = 0;
  return weights.map((weight) => {
    end += weight * draws * denominator;
    const points = Math.ceil((end - numerator * total) / (total * denominator));
    const count = Math.max(0, points) - before;
    before += count;
    return count;
  });
}

/** The places of all points on the line, ascending. */
export function pointsAt(draws: number, offset: number): number[] {
  return Array.from({ length: draws }, (_, i) => i + offset);
}

/**
 * How far the points move from one epoch to the next, in parts of 1 / epochs of a gap: the number near the golden
 * section that spreads the offsets of successive epochs best. The library adds a small drift to it.
 * docs/internals/systematic-sampling.md, "How far the points move".
 * @param epochs The number of epochs that show everything, at least 2.
 */
export function strideOf(epochs: number): number {
  const middle = Math.floor(epochs * 0.6180339887498949);
  let best = 1;
  let least = Infinity;
  for (let stride = Math.max(1, middle - 64); stride <= middle + 64 && stride < epochs; stride++) {
    let [above, below, sum] = [epochs, stride, 0];
    while (below > 0) {
      sum += Math.floor(above / below);
      [above, below] = [below, above % below];
    }
    if (above === 1 && sum < least) [best, least] = [stride, sum];
  }
  return best;
}

/** What the library draws: the counts of each index, epoch by epoch, systematic and independent. */
export interface Drawn {
  /** Expected draws of each index in an epoch. */
  readonly widths: readonly number[];
  readonly coverageEpochs: number;
  /** (epochs, n). */
  readonly systematic: readonly (readonly number[])[];
  /** (epochs, n). */
  readonly independent: readonly (readonly number[])[];
}

/** Draws epochs from both samplers. */
export function drawnOf(weights: readonly number[], draws: number, epochs: number, seed: number): Drawn {
  const sampler = new SystematicSampler(weights, draws, { seed });
  const plain = new WeightedRandomSampler(weights, draws, { seed });
  const countsOf = (of: { indices(epoch: number): Uint32Array }) =>
    Array.from({ length: epochs }, (_, epoch) => {
      const counts = weights.map(() => 0);
      for (const index of of.indices(epoch)) counts[index]++;
      return counts;
    });
  return {
    widths: Array.from(sampler.probabilities(), (share) => share * draws),
    coverageEpochs: sampler.coverageEpochs,
    systematic: countsOf(sampler),
    independent: countsOf(plain),
  };
}
