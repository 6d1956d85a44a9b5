// The numbers of the picture "systematic": equally spaced points on a cumulative line.
import { SystematicSampler, WeightedRandomSampler } from 'loaded-dice';

/** Points and boundaries closer than this are at the same place: sums of f64 have rounding errors. */
const SAME = 1e-9;

/**
 * How many points fall on each item. Points are at `offset`, `offset` + 1, and so on, and an item covers its own
 * beginning but not its end. The library counts in integers, so that no rounding decides.
 * @param widths (n,), the expected draws of each item in an epoch. They sum to a whole number.
 * @param offset In [0, 1).
 */
export function countsAt(widths: readonly number[], offset: number): number[] {
  let end = 0;
  let before = 0;
  return widths.map((width) => {
    end += width;
    const points = Math.ceil(end - offset - SAME);
    const count = points - before;
    before = points;
    return count;
  });
}

/** The places of all points on the line, ascending. */
export function pointsAt(draws: number, offset: number): number[] {
  return Array.from({ length: draws }, (_, i) => i + offset);
}

/**
 * How far the points move from one epoch to the next, as a fraction of a gap: the multiple of 1 / epochs near the
 * golden section that spreads the offsets of successive epochs best. The library adds a small drift to it.
 * docs/internals/systematic-sampling.md, "How far the points move".
 * @param epochs The number of epochs that show everything.
 */
export function strideOf(epochs: number): number {
  if (epochs === 1) return 0.6180339887498949;
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
  return best / epochs;
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
