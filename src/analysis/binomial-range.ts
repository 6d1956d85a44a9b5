import { countDistribution, quantilesOf } from './count-distribution.js';
import { upperGamma } from './incomplete-gamma.js';

/** Above this variance the normal approximation is less than one count off. */
const LARGE = 1e9;

/**
 * The quantiles of the binomial distribution of `draws` draws with probability `p`: the smallest counts at which it
 * reaches `low` and `high`. Sums from the mode outwards, where the terms that matter are; O(sqrt(draws)).
 */
export function binomialRange(draws: number, p: number, low: number, high: number): [number, number] {
  if (p <= 0 || p >= 1) return p <= 0 ? [0, 0] : [draws, draws];
  const variance = draws * p * (1 - p);
  if (variance > LARGE) {
    const [from, to] = [low, high].map((share) =>
      Math.ceil(draws * p + normalQuantile(share) * Math.sqrt(variance) - 0.5),
    );
    return [Math.max(0, from), Math.min(draws, to)];
  }
  const mode = Math.min(draws, Math.floor((draws + 1) * p));
  const odds = p / (1 - p);
  return quantilesOf(
    countDistribution(mode, 0, draws, (k) => ((draws - k) * odds) / (k + 1)),
    low,
    high,
  );
}

/** The quantile of the standard normal distribution, by bisection. */
function normalQuantile(share: number): number {
  const tail = 2 * Math.min(share, 1 - share);
  let [below, above] = [0, 40];
  for (let step = 0; step < 60; step++) {
    const z = (below + above) / 2;
    if (upperGamma(0.5, (z * z) / 2) > tail) below = z;
    else above = z;
  }
  return share < 0.5 ? -below : below;
}
