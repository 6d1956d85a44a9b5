import type { Rates } from './draw-rates.js';

/** Probabilities are exact where this takes at most this many steps, about 50 ms. */
const STEPS = 3e7;
/** The most draws and the most items for which probabilities are exact. */
const MOST_DRAWS = 2 ** 17;
const MOST_ITEMS = 2000;
/** Below this expected number of unseen items the approximation is as good, and takes over. */
const RARE = 1e-6;
/** Binomial terms below this fraction of the largest term are left out. */
const SMALL = 1e-40;
/** The number of terms that are kept, on average, divided by the square root of the number of draws. */
const WIDTH = 9;
/** Smaller probabilities count as 0, because denormal numbers are slow. */
const NONE = 1e-290;

/**
 * The probability that every item is seen after a number of draws. Exact for few items: within a group of equal weights
 * by how many are seen after each draw, between groups by binomial distributions. All terms are positive, so that
 * nothing cancels. For more items an approximation: a product over items, with a factor for competition for draws.
 */
export class AllSeen {
  /** Up to this number of draws probabilities are exact; 0 where none are. */
  readonly #last: number;
  /** (last + 1,): the probability that all groups but the last are seen after a number of draws from them. */
  readonly #others: Float64Array;
  /** (last + 1,): the probability that the last group is seen after a number of draws from it. */
  readonly #rarest: Float64Array;
  /** The probability that a draw is from the last group. */
  readonly #part: number;
  /** (last + 1,): the probabilities computed so far; -1 for the others. */
  readonly #known: Float64Array;

  /** @param steps The most steps that exact probabilities may take. Default 3e7. */
  constructor(
    private readonly rates: Rates,
    steps = STEPS,
  ) {
    const last = lastOf(rates, steps);
    const groups = last > 0 ? Array.from(rates.counts) : [];
    const parts = groups.map((items, group) => -items * Math.expm1(rates.rates[group]));
    // no group: everything is seen from the beginning
    let others: Float64Array = new Float64Array(last + 1).fill(1);
    let rarest = others;
    let part = 1;
    let drawn = 0;
    groups.forEach((items, group) => {
      const [before, next, share] = [others, rarest, part];
      if (group > 1) others = before.map((_, draws) => bothSeen(before, next, share, draws));
      else if (group === 1) others = next;
      rarest = allSeenOfEqual(items, last);
      part = parts[group] / (drawn + parts[group]);
      drawn += parts[group];
    });
    this.#last = last;
    this.#others = others;
    this.#rarest = rarest;
    this.#part = part;
    this.#known = new Float64Array(last + 1).fill(-1);
  }

  /** The logarithm of the probability, interpolated between whole numbers of draws. */
  log(draws: number): number {
    if (draws === 0) return -Infinity;
    if (draws > this.#last) return approximation(this.rates, draws);
    const below = Math.floor(draws);
    const chance = this.#after(below);
    return Math.log(below === draws ? chance : chance + (draws - below) * (this.#after(below + 1) - chance));
  }

  #after(draws: number): number {
    if (draws > this.#last) return Math.exp(approximation(this.rates, draws));
    if (this.#known[draws] < 0) this.#known[draws] = bothSeen(this.#others, this.#rarest, this.#part, draws);
    return this.#known[draws];
  }
}

/** The number of draws up to which probabilities are exact; 0 where this would take too long. */
function lastOf({ rates, counts, items }: Rates, steps: number): number {
  const groups = rates.length;
  const stepsOf = (draws: number) => draws * (items + (groups - 1) * WIDTH * Math.sqrt(draws));
  const few = (draws: number) => draws <= MOST_DRAWS && stepsOf(draws) <= steps;
  if (items > MOST_ITEMS || !few(items)) return 0;
  const unseen = (draws: number) => rates.reduce((sum, rate, i) => sum + counts[i] * Math.exp(draws * rate), 0);
  let last = items;
  while (few(last) && unseen(last) > RARE) last = Math.ceil(last * 1.1);
  return few(last) ? last : 0;
}

/** (most + 1,): the probability that `items` equal items are all seen after 0, 1, … draws. O(most * items). */
function allSeenOfEqual(items: number, most: number): Float64Array {
  const chances = new Float64Array(most + 1);
  // the probability that this many items are seen
  const seen = new Float64Array(items + 1);
  seen[0] = 1;
  chances[0] = seen[items];
  for (let draws = 1, least = 0; draws <= most; draws++) {
    for (let many = Math.min(items, draws); many > least; many--) {
      seen[many] = (seen[many] * many + seen[many - 1] * (items - many + 1)) / items;
    }
    seen[least] *= least / items;
    while (least < items && seen[least] < NONE) seen[least++] = 0;
    chances[draws] = seen[items];
  }
  return chances;
}

/**
 * The probability that two sets of items are both seen after a number of draws. Each draw is from the second set with
 * probability `part`, so the sum is over the binomial distribution of its draws, from the largest term outwards.
 */
function bothSeen(first: Float64Array, second: Float64Array, part: number, draws: number): number {
  if (part === 1) return second[draws];
  const odds = part / (1 - part);
  const middle = Math.min(draws, Math.floor((draws + 1) * part));
  let sum = first[draws - middle] * second[middle];
  let all = 1;
  for (let many = middle, term = 1; many < draws && term > SMALL; ) {
    term *= ((draws - many) / (many + 1)) * odds;
    many++;
    sum += term * first[draws - many] * second[many];
    all += term;
  }
  for (let many = middle, term = 1; many > 0 && term > SMALL; ) {
    term *= many / ((draws - many + 1) * odds);
    many--;
    sum += term * first[draws - many] * second[many];
    all += term;
  }
  return sum / all;
}

/**
 * log Π (1 - q_i), q_i = (1 - p_i)^T, as if items were seen independently. But if one item is unseen, another one is
 * more likely to be seen: for each pair, log(1 + cov / ((1 - q_i) (1 - q_j))) is added, to first order.
 */
function approximation({ rates, counts, items }: Rates, draws: number): number {
  if (draws < items) return -Infinity;
  let sum = 0;
  let competition = 0;
  let own = 0;
  // from the rarest items to the first that are certain to be seen
  for (let i = rates.length - 1; i >= 0; i--) {
    const log = draws * rates[i];
    if (log < -745) break;
    sum += counts[i] * (log > -Math.LN2 ? Math.log(-Math.expm1(log)) : Math.log1p(-Math.exp(log)));
    // q / (1 - q) times p / (1 - p)
    const each = Math.expm1(-rates[i]) / Math.expm1(-log);
    competition += counts[i] * each;
    own += counts[i] * each * each;
  }
  return sum - (draws / 2) * Math.max(0, competition * competition - own);
}
