import { type CountForecast, countForecast } from '../analysis/batch-balance.js';
import { Coverage } from '../analysis/coverage.js';
import { type Rates, ratesOfGroups } from '../analysis/draw-rates.js';
import { checkInteger, checkOptions } from '../internal/check.js';
import { plural } from '../internal/describe.js';
import type { Label, Target } from '../weights/class-weights.js';
import { checkColumns } from './check-columns.js';
import { weightsOfClasses } from './classes-by-share.js';
import { checkName } from './columns.js';
import { type Engine, withEngine } from './engine.js';
import { checkEngine, ENGINE_OPTIONS, type EngineOptions } from './engine-options.js';
import { labelCounts } from './labels.js';
import { INVALID, invalidWeight } from './measure.js';
import { type From, rowsQuery } from './relation.js';
import { checkSource, resolveSource, type TableSource } from './source.js';
import { TableError } from './table-error.js';

/** Options of {@link coverageOf}. At least one of `weights` and `labels` is needed. */
export interface CoverageOptions<L extends Label = Label> extends EngineOptions {
  /** The column of weights: 0, or numbers from 1e-250 to 1e250. Default: classes are balanced by `labels`. */
  weights?: string | undefined;
  /** The column of class labels, for a forecast of each class. Without `weights` it decides the weights, too. */
  labels?: string | undefined;
  /** The share of each class, on any scale. Default: equal shares. Only with `labels` and without `weights`. */
  target?: Target<L> | undefined;
  /** The number of draws in an epoch, a positive integer. Default: the number of rows. */
  drawsPerEpoch?: number | undefined;
}

/** What an epoch shows of a class. */
export interface ClassCoverage {
  readonly class: Label;
  /** The number of its rows. */
  readonly rows: number;
  /** The probability that a draw is of the class. */
  readonly probability: number;
  /** Draws of the class in an epoch, with a range that holds with a probability of 95 % or more. */
  readonly epoch: CountForecast;
  /** The expected number of different rows of the class in an epoch. */
  readonly distinct: number;
}

/** A forecast of draws with replacement from the rows of a table. Made by {@link coverageOf}. */
export class TableCoverage extends Coverage {
  /** The number of rows, those of weight 0 included. */
  readonly rows: number;
  /** Each class, in ascending order; empty without `labels`. */
  readonly classes: readonly ClassCoverage[];

  /** @internal Made by {@link coverageOf}. */
  constructor(rates: Rates, drawsPerEpoch: number, rows: number, classes: readonly ClassCoverage[]) {
    super(rates, drawsPerEpoch);
    this.rows = rows;
    this.classes = classes;
  }

  /** The expected number of different rows in an epoch. */
  get expectedDistinct(): number {
    return this.items - this.expectedUnseen(1);
  }
}

/** Rows of equal or nearly equal weight. */
interface Group {
  /** The place of their class; 0 without labels. */
  readonly code: number;
  readonly weight: number;
  readonly count: number;
}

/** More different weights than about this many are merged. */
const MOST_EXACT = 50_000;
/** Merged weights differ by less than this fraction of themselves. */
const NEAR = 1e-4;

/**
 * Forecasts what draws with replacement from a table will show: how many rows of each class, how many different rows,
 * and after how many epochs every row has been seen. It is what `coverage` of loaded-dice/analysis says of the same
 * weights, from counts of equal weights: rows are not held in memory. More than about 50,000 different weights are
 * merged where they differ by less than 1e-4 of themselves, with a relative error of about 1e-8.
 * @throws {TypeError | RangeError} An option is invalid.
 * @throws {TableError} There is no such file, table or column, or a weight or a label is invalid.
 */
export async function coverageOf<L extends Label>(
  source: TableSource,
  options: CoverageOptions<L>,
): Promise<TableCoverage> {
  checkSource(source);
  const checked = checkOptions(options, ['weights', 'labels', 'target', 'drawsPerEpoch', ...ENGINE_OPTIONS]);
  const { weights, labels, target, drawsPerEpoch } = checked;
  if (weights === undefined && labels === undefined)
    throw new TypeError('options must have weights or labels, or both');
  for (const [name, value] of Object.entries({ weights, labels })) {
    if (value !== undefined) checkName(name, value);
  }
  if (target !== undefined && (labels === undefined || weights !== undefined)) {
    throw new TypeError('target needs labels, and no weights');
  }
  if (drawsPerEpoch !== undefined) checkInteger('drawsPerEpoch', drawsPerEpoch, 1);
  checkEngine(checked);
  return withEngine(checked, async (engine) => {
    const from = await resolveSource(engine, source);
    const columns = await checkColumns(engine, from, { weights, labels });
    const classes = columns.labels === undefined ? undefined : await labelCounts(engine, from, columns.labels, null);
    let groups: Group[];
    if (columns.weights === undefined) {
      const { classes: names, counts } = classes as NonNullable<typeof classes>;
      const byClass = weightsOfClasses(counts, names, target as Target | undefined);
      groups = counts.map((count, code) => ({ code, weight: byClass[code], count }));
    } else {
      groups = await groupsOf(engine, from, columns.weights, columns.labels, classes?.texts ?? ['']);
    }
    const rows = groups.reduce((sum, { count }) => sum + count, 0);
    const positive = groups.filter(({ weight }) => weight > 0);
    if (rows === 0) throw new TableError('the source has no rows');
    if (positive.length === 0) {
      throw new TableError(`column "${columns.weights}" has no positive weight in ${plural(rows, 'row')}`);
    }
    const draws = drawsPerEpoch ?? rows;
    const forecasts = classes ? classForecasts(positive, classes.classes, classes.counts, draws) : [];
    return new TableCoverage(ratesOfGroups(merged(positive)), draws, rows, forecasts);
  });
}

/** The weights of a column, and how many rows have them, for each class. */
async function groupsOf(
  engine: Engine,
  from: From,
  weights: string,
  labels: string | undefined,
  texts: readonly string[],
): Promise<Group[]> {
  const query = rowsQuery(from, { id: null, value: weights, second: labels });
  const rows =
    `SELECT TRY_CAST(v AS DOUBLE) AS w, ${labels === undefined ? "''" : 'CAST(v2 AS VARCHAR)'} AS l ` +
    `FROM (${query})`;
  const [[invalid, different]] = (await engine.rows(
    `SELECT count_if(${INVALID}), approx_count_distinct(w) FROM (${rows})`,
  )) as [bigint, bigint][];
  if (invalid > 0n) throw await invalidWeight(engine, query, weights);
  const key = different > MOST_EXACT ? `CASE WHEN w > 0 THEN floor(ln(w) / ${NEAR}) END` : 'w';
  const codes = new Map(texts.map((text, code) => [text, code]));
  const groups = await engine.rows(`SELECT l, sum(w) / count(*), count(*), min(w) FROM (${rows}) GROUP BY l, ${key}`);
  return groups.map(([label, mean, count, least]) => ({
    code: codes.get(label as string) as number,
    weight: key === 'w' ? (least as number) : (mean as number),
    count: Number(count),
  }));
}

/** The weights of all classes together, ascending. */
function merged(groups: readonly Group[]): { values: Float64Array; counts: Float64Array } {
  const counts = new Map<number, number>();
  for (const { weight, count } of groups) counts.set(weight, (counts.get(weight) ?? 0) + count);
  const values = Float64Array.from(counts.keys()).sort();
  return { values, counts: values.map((value) => counts.get(value) as number) };
}

function classForecasts(
  groups: readonly Group[],
  classes: readonly Label[],
  rows: readonly number[],
  draws: number,
): ClassCoverage[] {
  // scaled first: a sum may overflow
  const largest = groups.reduce((most, { weight }) => Math.max(most, weight), 0);
  const sums = classes.map(() => 0);
  for (const { code, weight, count } of groups) sums[code] += count * (weight / largest);
  const total = sums.reduce((all, sum) => all + sum, 0);
  const distinct = classes.map(() => 0);
  for (const { code, weight, count } of groups) {
    distinct[code] -= count * Math.expm1(draws * Math.log1p(-weight / largest / total));
  }
  return classes.map((label, code) => {
    const probability = sums[code] / total;
    return {
      class: label,
      rows: rows[code],
      probability,
      epoch: countForecast(draws, probability, 0.95),
      distinct: distinct[code],
    };
  });
}
