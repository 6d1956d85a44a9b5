// Distributions of counts with one mode, computed from the mode outwards, where the terms that matter are.

/** Terms below this fraction of the largest term are left out. */
const SMALL = 1e-30;

/** Counts with their probabilities, ascending. */
export type CountDistribution = (readonly [count: number, probability: number])[];

/**
 * The distribution of a count from `first` to `last`, with a sum of 1.
 * @param ratio P(k + 1) / P(k), which falls as k rises.
 */
export function countDistribution(
  mode: number,
  first: number,
  last: number,
  ratio: (k: number) => number,
): CountDistribution {
  const above: [number, number][] = [];
  for (let k = mode, term = 1; k < last && term > SMALL; k++) above.push([k + 1, (term *= ratio(k))]);
  const below: [number, number][] = [];
  for (let k = mode, term = 1; k > first && term > SMALL; k--) below.push([k - 1, (term /= ratio(k - 1))]);
  // the smallest terms first, for the least rounding error
  const sum = (terms: [number, number][]) => terms.reduceRight((all, [, term]) => all + term, 0);
  const whole = sum(below) + 1 + sum(above);
  const terms: CountDistribution = [...below.reverse(), [mode, 1], ...above];
  return terms.map(([k, term]) => [k, term / whole]);
}

/** The smallest counts at which a distribution reaches `low` and `high`. */
export function quantilesOf(terms: CountDistribution, low: number, high: number): [number, number] {
  const found: number[] = [];
  let reached = 0;
  for (const [count, probability] of terms) {
    reached += probability;
    while (found.length < 2 && reached >= [low, high][found.length]) found.push(count);
  }
  // rounding may leave the sum below `high`
  const [last] = terms[terms.length - 1];
  return [found[0] ?? last, found[1] ?? last];
}
