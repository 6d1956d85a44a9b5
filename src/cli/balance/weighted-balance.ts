import type { CountForecast } from '../../analysis.js';
import { WeightedRandomSampler } from '../../index.js';
import type { WeightedRows } from '../input/weighted-rows.js';
import { epochOf } from '../sample/epoch.js';
import { type JsonHeader, jsonHeader } from '../sample/json-header.js';
import { warningsOf } from '../sample/warnings.js';
import type { BalanceOptions, Totals } from './balance.js';
import { type ClassTotals, drawnTotals, type EpochTotals } from './epoch-totals.js';
import type { Draws } from './files.js';
import { type Items, itemsOf, listedItems } from './items.js';
import { type Spread, spreadOf } from './spread.js';
import { type DrawsUntil, drawsUntilSeen, epochForecast, type UntilAll, untilAllOf } from './until-seen.js';

/** What follows from the weights of a table, before an epoch is drawn. Probabilities and shares are in [0, 1]. */
export interface Weighing extends Spread {
  /** The column of weights. */
  readonly weights: string;
  /** The column that names the rows or groups them into classes; null where none does. */
  readonly column: string | null;
  /** Whether the column was found rather than given. */
  readonly found: boolean;
  /** What is listed: rows, or classes where the column has a value in several rows. */
  readonly listed: 'rows' | 'classes';
  readonly items: number;
  /** Rows of weight 0. */
  readonly neverDrawn: number;
  readonly sumOfWeights: number;
  readonly untilAllRows: UntilAll;
  /** How long until every class was seen; null where rows are listed. */
  readonly untilAllClasses: UntilAll | null;
  /** The heaviest first; of more than 1,000, the 30 heaviest and the 30 lightest ones that can be drawn. */
  readonly perItem: readonly WeighedItem[];
}

/** A row, or the rows of a class. */
export interface WeighedItem {
  /** Null where nothing names the row. */
  readonly name: string | null;
  /** The row number in the file; null for a class. */
  readonly row: number | null;
  /** The number of its rows. */
  readonly rows: number;
  /** The sum of their weights. */
  readonly weight: number;
  /** The probability that the first draw gives one of its rows. */
  readonly probability: number;
  /** Independent draws until it is first seen; null where it is never drawn. */
  readonly untilSeen: DrawsUntil | null;
  /** How often independent draws give it in an epoch. */
  readonly epoch: CountForecast;
}

/** What an epoch had of a row or of the rows of a class. */
export type DrawnItem = Omit<ClassTotals, 'batchesWithout'>;

/** What `balance --weights` shows, and prints as JSON. */
export interface WeightedBalance extends JsonHeader, Omit<Weighing, 'perItem'> {
  /** An epoch by the sampler that was asked for, and the draws of its least and its most drawn row. */
  readonly plan: Totals & Pick<ClassTotals, 'fewest' | 'most'>;
  readonly perItem: readonly (WeighedItem & { readonly plan: DrawnItem })[];
  readonly warnings: readonly string[];
}

export type WeightedBalanceOptions = Omit<BalanceOptions, 'target'>;

/** More items are not all listed. Of those, this many at either end. */
const LISTED = { most: 1000, ends: 30 };

/** The probabilities of rows and items, and those that are listed. */
export interface Weighed {
  readonly weighing: Weighing;
  readonly items: Items;
  /** The items of `weighing.perItem`. */
  readonly listed: readonly number[];
  /** (rows,), the probability that the first draw gives the row. */
  readonly probabilities: Float64Array;
}

/** Derives what follows from weights. @param numSamples Draws in an epoch. */
export function weigh(data: WeightedRows, numSamples: number): Weighed {
  const { weights, column, grouping, naming } = data;
  const probabilities = new WeightedRandomSampler(weights, 1, { seed: 0 }).probabilities();
  const items = itemsOf(data, probabilities);
  const spread = spreadOf(weights.slice().sort(), probabilities.slice().sort());
  const listed = listedItems(items.scaled, LISTED);
  const firstRows = grouping && firstRowsOf(items);
  const perItem = listed.map((item): WeighedItem => {
    const probability = items.probabilities[item];
    const rows = items.rows?.[item] ?? 1;
    const first = firstRows?.[item] ?? item;
    return {
      name: grouping ? grouping.subset.classes[item] : (naming?.names[item] ?? null),
      row: items.areClasses ? null : rowOf(data, first),
      ...{ rows, weight: items.weights[item], probability },
      untilSeen: drawsUntilSeen(probability) ?? null,
      epoch: epochForecast(probability, numSamples),
    };
  });
  const weighing: Weighing = {
    weights: column,
    column: grouping?.column ?? naming?.column ?? null,
    found: !grouping && naming !== undefined,
    listed: items.areClasses ? 'classes' : 'rows',
    items: items.length,
    neverDrawn: weights.reduce((zeros, weight) => zeros + Number(weight === 0), 0),
    sumOfWeights: weights.reduce((sum, weight) => sum + weight, 0),
    ...spread,
    untilAllRows: untilAllOf(weights, numSamples),
    untilAllClasses: items.areClasses ? untilAllOf(items.scaled, numSamples) : null,
    perItem,
  };
  return { weighing, items, listed, probabilities };
}

/** The row number in the file of a row that takes part. */
export function rowOf({ rows }: Pick<WeightedRows, 'rows'>, row: number): number {
  return rows?.[row] ?? row;
}

/** The class or the name of a row that takes part; undefined where rows have none. */
export function labelOf(data: WeightedRows): ((row: number) => string) | undefined {
  const { grouping, naming } = data;
  if (grouping) return (row) => grouping.subset.classes[grouping.subset.codes[row]];
  return naming && ((row) => naming.names[rowOf(data, row)]);
}

/** The first row of each item. */
function firstRowsOf({ codes, length }: Items): Uint32Array {
  const first = new Uint32Array(length);
  if (codes) for (let row = codes.length - 1; row >= 0; row--) first[codes[row]] = row;
  return first;
}

/** Shows what a column of weights does: probabilities, how long until rows are seen, and an epoch of draws. */
export function balanceWeights(
  data: WeightedRows,
  options: WeightedBalanceOptions,
): { summary: WeightedBalance; draws: Draws } {
  const { weights, grouping } = data;
  const nameOf = labelOf(data);
  const { batchSize, seed, progress } = options;
  const numSamples = options.numSamples ?? weights.length;
  const source = { weights, numSamples, batchSize, seed };
  const epoch = epochOf(source, options);
  const { weighing, items, listed, probabilities } = weigh(data, numSamples);

  // 1 for the rows that are never drawn, which do not count as unseen
  const never = Int32Array.from(weights, (weight) => Number(weight === 0));
  const plan = drawnTotals('drawing an epoch', epoch, never, [true, false], progress);
  const drawn = drawnItems(items, weights, plan);
  const { fewest, most } = plan.classes[0];
  const summary: WeightedBalance = {
    ...jsonHeader({ ...data, unlabeled: 0 }, weights.length, grouping?.subset, {
      ...options,
      numSamples,
    }),
    ...weighing,
    plan: { draws: plan.draws, batches: plan.batches, neverSeen: plan.neverSeen, fewest, most },
    perItem: weighing.perItem.map((each, i) => ({ ...each, plan: drawn(listed[i]) })),
    warnings: [...data.doubts, ...warningsOf(source, data.subset, { ...options, draws: epoch.length, nameOf })],
  };
  const draws: Draws = {
    ...{ epoch, length: weights.length },
    rowOf: (row) => rowOf(data, row),
    labelOf: nameOf,
    counts: {
      weight: (row) => weights[row],
      probability: (row) => probabilities[row],
      times: (row) => plan.times[row],
    },
  };
  return { summary, draws };
}

/** What an epoch had of each item. */
export function drawnItems(
  { codes, length, probabilities }: Items,
  weights: Float64Array,
  { times, draws: all }: Pick<EpochTotals, 'times' | 'draws'>,
): (item: number) => DrawnItem {
  if (!codes) {
    return (row) => {
      const own = times[row];
      const neverSeen = weights[row] > 0 ? Number(own === 0) : null;
      return { draws: own, share: own / all, neverSeen, fewest: own, most: own };
    };
  }
  const [draws, neverSeen, most] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
  const fewest = new Float64Array(length).fill(Infinity);
  for (let row = 0; row < times.length; row++) {
    const item = codes[row];
    draws[item] += times[row];
    if (times[row] === 0 && weights[row] > 0) neverSeen[item]++;
    fewest[item] = Math.min(fewest[item], times[row]);
    most[item] = Math.max(most[item], times[row]);
  }
  return (item) => ({
    draws: draws[item],
    share: draws[item] / all,
    neverSeen: probabilities[item] > 0 ? neverSeen[item] : null,
    fewest: fewest[item],
    most: most[item],
  });
}
