import { zeros } from '../internal/zeros.js';

/** Items of positive weight, in groups that are drawn equally often. */
export interface Rates {
  /** log(1 - p) of an item of each group, ascending: from the most often drawn items to the rarest. */
  readonly rates: Float64Array;
  /** The number of items in each group. */
  readonly counts: Float64Array;
  /** The number of items in all groups. */
  readonly items: number;
  readonly effectiveSampleSize: number;
}

/** Up to this many different weights are grouped by a Map; more are sorted. */
const MOST_MAPPED = 65536;
/** Of more different weights, those are merged that differ by less than this fraction of themselves. */
const NEAR = 1e-4;
/** The least probability of an item of positive weight. */
const LEAST_PROBABILITY = 2 ** -64;

/** Groups items of equal positive weight. Weights are checked. O(n), or O(n log n) for many different weights. */
export function ratesOf(weights: ArrayLike<number>, length: number): Rates {
  return ratesOfGroups(grouped(weights, length));
}

/** Rates of items whose different positive weights are counted already. Changes `values`. */
export function ratesOfGroups({ values, counts }: Groups): Rates {
  const largest = values[values.length - 1];
  let items = 0;
  let sum = 0;
  let squares = 0;
  let lost = 0;
  // ascending and compensated (Neumaier), so that small weights are not lost
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
  const near = values.length > MOST_MAPPED ? merged({ values, counts }) : { values, counts };
  const rates = near.values.map((value) => Math.log1p(-Math.max(value / sum, LEAST_PROBABILITY))).reverse();
  return { rates, counts: near.counts.reverse(), items, effectiveSampleSize: (sum * sum) / squares };
}

/** Different positive weights, ascending, and how often each occurs. */
export interface Groups {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/** The different positive weights, ascending, and how often each occurs. */
function grouped(weights: ArrayLike<number>, length: number): Groups {
  const byValue = new Map<number, number>();
  for (let i = 0; i < length; i++) {
    if (weights[i] === 0) continue;
    byValue.set(weights[i], (byValue.get(weights[i]) ?? 0) + 1);
    if (byValue.size > MOST_MAPPED) return sortedGroups(weights, length);
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

/** Merges weights that are nearly equal into their mean. Results change by a fraction of about 1e-9. */
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
