import type { Items } from '../balance/items.js';

/** The classes of a report about weights: those that can be drawn, then the rows of weight 0 as one more. */
export interface WeightedGroups {
  /** (rows,), the class of each row. */
  readonly codes: Int32Array;
  readonly classes: readonly string[];
  /** The rows of each class. */
  readonly counts: readonly number[];
  /** The share of the draws of each class. */
  readonly shares: readonly number[];
}

/** The name of the rows that are never drawn. */
const NEVER = 'weight 0';

/** All rows that can be drawn as one class. @param weights (rows,) */
export function oneGroup(weights: Float64Array): WeightedGroups {
  const never = weights.reduce((zeros, weight) => zeros + Number(weight === 0), 0);
  return {
    codes: Int32Array.from(weights, (weight) => Number(weight === 0)),
    classes: ['rows that can be drawn', ...(never ? [NEVER] : [])],
    counts: [weights.length - never, ...(never ? [never] : [])],
    shares: [1, ...(never ? [0] : [])],
  };
}

/**
 * The items as classes, those with the most rows first, and of equals the most probable.
 * @param weights (rows,)
 * @param names (items,)
 */
export function groupsOf(weights: Float64Array, items: Items, names: readonly string[]): WeightedGroups {
  const { probabilities } = items;
  const itemOf = (row: number): number => items.codes?.[row] ?? row;
  const counts = new Array<number>(items.length).fill(0);
  let never = 0;
  weights.forEach((weight, row) => {
    if (weight > 0) counts[itemOf(row)]++;
    else never++;
  });
  const order = [...counts.keys()]
    .filter((item) => counts[item] > 0)
    .sort((a, b) => counts[b] - counts[a] || probabilities[b] - probabilities[a]);
  const newCodes = new Int32Array(items.length);
  order.forEach((item, code) => {
    newCodes[item] = code;
  });
  return {
    codes: Int32Array.from(weights, (weight, row) => (weight > 0 ? newCodes[itemOf(row)] : order.length)),
    classes: [...order.map((item) => names[item]), ...(never ? [NEVER] : [])],
    counts: [...order.map((item) => counts[item]), ...(never ? [never] : [])],
    shares: [...order.map((item) => probabilities[item]), ...(never ? [0] : [])],
  };
}
