import { zeros } from '../zeros.js';

/** Items that are drawn equally often: how many, and log(1 - p) of each. */
export interface Rates {
  /** Rising from the most often drawn (the most negative) to the rarest. */
  readonly rates: Float64Array;
  readonly counts: Float64Array;
  /** Of positive weight. */
  readonly items: number;
  readonly effectiveSampleSize: number;
}

/** Distinct weights are counted one by one up to so many, and sorted beyond. */
const FEW = 65536;
/** Beyond so many distinct weights those are put together that differ by less than this part of themselves. */
const NEAR = 1e-4;
/** No positive weight is drawn more rarely. */
const LEAST = 2 ** -64;

/**
 * The items of positive weight, grouped; weights that `checkWeights` let through. O(n), or O(n log n) where there are
 * many distinct ones.
 */
export function ratesOf(weights: ArrayLike<number>, length: number): Rates {
  let largest = 0;
  for (let i = 0; i < length; i++) largest = Math.max(largest, weights[i]);
  const { values, counts } = grouped(weights, length);
  let items = 0;
  let sum = 0;
  let squares = 0;
  let lost = 0;
  // rising, and compensated (Neumaier): small ones count
  for (let i = 0; i < values.length; i++) {
    const value = (values[i] /= largest);
    const part = counts[i] * value;
    const next = sum + part;
    lost += sum >= part ? sum - next + part : part - next + sum;
    sum = next;
    squares += part * value;
    items += counts[i];
  }
  sum += lost;
  const near = values.length > FEW ? merged({ values, counts }) : { values, counts };
  const rates = near.values.map((value) => Math.log1p(-Math.max(value / sum, LEAST))).reverse();
  return { rates, counts: near.counts.reverse(), items, effectiveSampleSize: (sum * sum) / squares };
}

interface Groups {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/** The positive weights that there are, rising, and how often. */
function grouped(weights: ArrayLike<number>, length: number): Groups {
  const byValue = new Map<number, number>();
  for (let i = 0; i < length; i++) {
    if (weights[i] === 0) continue;
    byValue.set(weights[i], (byValue.get(weights[i]) ?? 0) + 1);
    if (byValue.size > FEW) return sortedGroups(weights, length);
  }
  const values = Float64Array.from([...byValue.keys()]).sort();
  return { values, counts: values.map((value) => byValue.get(value) as number) };
}

function sortedGroups(weights: ArrayLike<number>, length: number): Groups {
  const values = zeros(Float64Array, length, 'weights');
  for (let i = 0; i < length; i++) values[i] = weights[i];
  values.sort();
  const counts = zeros(Float64Array, length, 'counts of weights');
  let last = -1;
  for (let i = values.findIndex((value) => value > 0); i < length; i++) {
    if (last < 0 || values[i] !== values[last]) values[++last] = values[i];
    counts[last]++;
  }
  return { values: values.slice(0, last + 1), counts: counts.slice(0, last + 1) };
}

/** The same with near ones as their mean. What is asked of them curves so little in between that 1e-9 of it is lost. */
function merged({ values, counts }: Groups): Groups {
  const means: number[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < values.length; ) {
    const most = values[i] * (1 + NEAR);
    let size = 0;
    let sum = 0;
    for (; i < values.length && values[i] <= most; i++) {
      size += counts[i];
      sum += counts[i] * values[i];
    }
    means.push(sum / size);
    sizes.push(size);
  }
  return { values: Float64Array.from(means), counts: Float64Array.from(sizes) };
}
