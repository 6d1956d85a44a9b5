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
  // terms relative to that of the mode; those below 1e-30 are left out
  const below: number[] = [];
  for (let k = mode, term = 1; k > 0 && term > 1e-30; k--) {
    term *= k / ((draws - k + 1) * odds);
    below.push(term);
  }
  const above: number[] = [];
  for (let k = mode, term = 1; k < draws && term > 1e-30; k++) {
    term *= ((draws - k) * odds) / (k + 1);
    above.push(term);
  }
  const sum = (terms: number[]) => terms.reduceRight((all, term) => all + term, 0);
  const whole = sum(below) + 1 + sum(above);
  const terms = [...below.reverse(), 1, ...above];
  const first = mode - below.length;
  const found: [number, number] = [draws, draws];
  let reached = 0;
  for (let i = 0, wanted = 0; i < terms.length && wanted < 2; i++) {
    reached += terms[i] / whole;
    for (; wanted < 2 && reached >= [low, high][wanted]; wanted++) found[wanted] = first + i;
  }
  return found;
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
