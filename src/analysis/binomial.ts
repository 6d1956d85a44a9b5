/**
 * The binomial distribution of `draws` draws of probability `p`: the smallest counts at which it reaches `low` and `high`. Summed from its mode outwards, where the terms
 * that matter are; O(sqrt(draws)).
 */
export function binomialRange(draws: number, p: number, low: number, high: number): [number, number] {
  if (p <= 0 || p >= 1) return p <= 0 ? [0, 0] : [draws, draws];
  const mode = Math.min(draws, Math.floor((draws + 1) * p));
  const odds = p / (1 - p);
  // terms relative to the mode's; the tails beyond are below 1e-30 of it
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
