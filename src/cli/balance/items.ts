import type { WeightedRows } from '../input/weighted-rows.js';

/**
 * What a table with weights lists: the classes of its rows where a column groups them, else the rows themselves. Rows
 * that do not take part have no item.
 */
export interface Items {
  readonly length: number;
  /** Whether some item has several rows. */
  readonly areClasses: boolean;
  /** (rows,), the item of each row; undefined where each row is an item. */
  readonly codes: Int32Array | undefined;
  /** (items,), the number of rows; undefined where each row is an item. */
  readonly rows: Uint32Array | undefined;
  /** (items,), the sum of the weights of its rows. */
  readonly weights: Float64Array;
  /** (items,), the weights on a scale on which their sum is finite, and none but 0 is 0. Equals are equal. */
  readonly scaled: Float64Array;
  /** (items,), the probability that the first draw gives one of its rows. */
  readonly probabilities: Float64Array;
}

/** @param probabilities (rows,), of each row. */
export function itemsOf({ weights, grouping }: WeightedRows, probabilities: Float64Array): Items {
  if (!grouping) {
    return {
      ...{ length: weights.length, areClasses: false, codes: undefined, rows: undefined },
      ...{ weights, scaled: weights, probabilities },
    };
  }
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const { codes, classes } = grouping.subset;
  const rows = new Uint32Array(classes.length);
  const list = (): Float64Array => new Float64Array(classes.length);
  const [weightsOf, scaled, probabilitiesOf] = [list(), list(), list()];
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    rows[code]++;
    weightsOf[code] += weights[row];
    if (weights[row] > 0) scaled[code] += Math.max(weights[row] / largest, Number.MIN_VALUE);
    probabilitiesOf[code] += probabilities[row];
  }
  return {
    ...{ length: classes.length, areClasses: classes.length < codes.length, codes, rows },
    ...{ weights: weightsOf, scaled, probabilities: probabilitiesOf.map((sum) => Math.min(sum, 1)) },
  };
}

/**
 * All items, the heaviest first, and equals in the order of the file. Of more than `most`, the `ends` heaviest and the
 * `ends` lightest ones that can be drawn.
 * @param scaled (items,), their weights.
 */
export function listedItems(scaled: Float64Array, { most, ends }: { most: number; ends: number }): number[] {
  const descending = (a: number, b: number): number => scaled[b] - scaled[a] || a - b;
  if (scaled.length <= most) return [...scaled.keys()].sort(descending);
  const sorted = scaled.slice().sort();
  const positive = sorted.findIndex((weight) => weight > 0);
  const drawable = sorted.length - positive;
  const [first, last] = [Math.min(ends, drawable), Math.min(ends, Math.max(0, drawable - ends))];
  const heaviest = chosen(scaled, sorted[sorted.length - first], first, 1, new Set());
  const lightest = last === 0 ? [] : chosen(scaled, sorted[positive + last - 1], last, -1, new Set(heaviest));
  return [...heaviest, ...lightest].sort(descending);
}

/** The `count` items beyond a weight, and the first ones of those that have it. `sign` is -1 for those below it. */
function chosen(
  scaled: Float64Array,
  limit: number,
  count: number,
  sign: 1 | -1,
  without: ReadonlySet<number>,
): number[] {
  const beyond: number[] = [];
  const at: number[] = [];
  for (let item = 0; item < scaled.length; item++) {
    const weight = scaled[item];
    if (weight === 0 || without.has(item)) continue;
    if (sign * (weight - limit) > 0) beyond.push(item);
    else if (weight === limit && at.length < count) at.push(item);
  }
  return [...beyond, ...at].slice(0, count);
}
