import { checkBoolean, checkInteger, checkOptions, checkSeed, type Seed } from '../internal/check.js';
import { plural } from '../internal/describe.js';
import { freshSeed } from '../internal/entropy.js';
import type { Label, Target } from '../weights/class-weights.js';
import { checkColumns } from './check-columns.js';
import { weightsOfClasses } from './classes-by-share.js';
import { checkName } from './columns.js';
import { type Engine, withEngine } from './engine.js';
import { checkEngine, ENGINE_OPTIONS, type EngineOptions } from './engine-options.js';
import { labelCounts } from './labels.js';
import { timeLimit } from './limit.js';
import { type Measured, measureClasses, measureWeights } from './measure.js';
import { partsOf } from './parts.js';
import type { From } from './relation.js';
import type { PlanSettings, PlanWeights, SamplePlan } from './sample-plan.js';
import { checkSource, resolveSource, type TableSource } from './source.js';
import { TableError } from './table-error.js';

/** What to draw from a table, and how many rows. */
export interface SampleOptions<L extends Label = Label> extends EngineOptions {
  /**
   * The column of weights: 0, or numbers from 1e-250 to 1e250. Either this or `labels`.
   */
  weights?: string | undefined;
  /** The column of class labels: each class is drawn equally often, or as `target` says. Either this or `weights`. */
  labels?: string | undefined;
  /** The share of each class, on any scale. Default: equal shares. Only with `labels`. */
  target?: Target<L> | undefined;
  /** The number of draws, a positive integer. */
  n: number;
  /** Whether a row can be drawn more than once. Default true. */
  replacement?: boolean | undefined;
  /** The seed. Default: a fresh one, which the sample tells. */
  seed?: Seed | undefined;
  /**
   * A column of integers or text with a different value in each row. A row is drawn by its id and weight alone, so
   * the sample does not depend on the order of rows, nor on how they are spread over files. Default: rows are named by
   * their file and their number in it, from 0: `part-1.parquet:17`.
   */
  id?: string | undefined;
}

/** Options of {@link planSample}. */
export interface PlanOptions<L extends Label = Label> extends SampleOptions<L> {
  /**
   * The number of parts, a positive integer. Default 1. Parquet files are split by rows, other files are not. A table
   * or a query is one part.
   */
  parts?: number | undefined;
}

export const SAMPLE_OPTIONS = [
  'weights',
  'labels',
  'target',
  'n',
  'replacement',
  'seed',
  'id',
  ...ENGINE_OPTIONS,
] as const;

/** @internal Checks all that can be checked without the data, and fills in defaults. */
export function checkSample(
  options: SampleOptions,
): PlanSettings & { weights: { column: string } | { labels: string } } {
  const { weights, labels, target, n, replacement = true, seed, id } = options;
  if ((weights === undefined) === (labels === undefined)) {
    const got = weights === undefined ? 'neither' : 'both';
    throw new TypeError(`options must have either weights or labels, the name of a column, got ${got}`);
  }
  for (const [name, value] of Object.entries({ weights, labels, id })) {
    if (value !== undefined) checkName(name, value);
  }
  if (target !== undefined && labels === undefined) throw new TypeError('target needs labels: weights have no classes');
  checkEngine(options);
  return {
    version: 1,
    seed: seed === undefined ? freshSeed() : checkSeed(seed),
    n: checkInteger('n', n, 1),
    replacement: checkBoolean('replacement', replacement),
    weights: weights === undefined ? { labels: labels as string, classes: [] } : { column: weights },
    id: id ?? null,
    limit: null,
  };
}

/**
 * Plans a sample of a table's rows: reads the weights or the labels once, and splits the rows into parts. The result is
 * plain JSON. {@link drawPart} draws from its parts, here or on other machines, and {@link mergeCandidates} makes the
 * sample of what comes: the same rows in the same order, whatever the parts.
 * @throws {TypeError | RangeError} An option is invalid, or n is larger than the number of rows of positive weight
 * without replacement.
 * @throws {TableError} There is no such file, table or column, or a weight or a label is invalid.
 */
export async function planSample<L extends Label>(source: TableSource, options: PlanOptions<L>): Promise<SamplePlan> {
  checkSource(source);
  const checked = checkOptions(options, [...SAMPLE_OPTIONS, 'parts']);
  const settings = checkSample(checked as PlanOptions);
  const parts = checkInteger('parts', checked.parts ?? 1, 1);
  return withEngine(checked, (engine) =>
    planWith(engine, source, settings, checked.target as Target | undefined, parts),
  );
}

/** @internal Plans with an engine that is open. `columns` are those of the result. */
export async function planWith(
  engine: Engine,
  source: TableSource,
  settings: PlanSettings,
  target: Target | undefined,
  parts: number,
  columns?: readonly string[],
): Promise<SamplePlan> {
  engine.step = 'plan';
  const from = await resolveSource(engine, source);
  const given =
    'column' in settings.weights ? { weights: settings.weights.column } : { labels: settings.weights.labels };
  const { id, ...named } = await checkColumns(engine, from, { ...given, id: settings.id, columns });
  const { weights, measured } = await weighed(engine, from, { id, ...named }, target);
  const limit = limitOf(settings, measured);
  return { ...settings, id, weights, limit, parts: partsOf(from, measured.fileRows, measured.rows, parts) };
}

/**
 * Up to which time arrivals are worth looking at, once the weights are known.
 * @throws {TableError} There are no rows, or none of positive weight.
 * @throws {RangeError} n is larger than the number of rows of positive weight without replacement.
 */
export function limitOf(
  { weights, n, replacement }: PlanSettings,
  { rows, buckets }: Pick<Measured, 'rows' | 'buckets'>,
): number | null {
  if (rows === 0) throw new TableError('the source has no rows');
  const positive = buckets.reduce((sum, { count }) => sum + count, 0);
  if (positive === 0) {
    const column = 'column' in weights ? weights.column : weights.labels;
    throw new TableError(`column "${column}" has no positive weight in ${plural(rows, 'row')}`);
  }
  if (!replacement && n > positive) {
    throw new RangeError(
      `n must be at most the number of rows of positive weight, ${positive}, to draw without replacement, got ${n}`,
    );
  }
  return timeLimit(buckets, n, replacement);
}

/** Reads the weights, or the labels. */
async function weighed(
  engine: Engine,
  from: From,
  { weights, labels, id }: { weights?: string; labels?: string; id: string | null },
  target: Target | undefined,
): Promise<{ weights: PlanWeights; measured: Measured }> {
  if (weights !== undefined) {
    return { weights: { column: weights }, measured: await measureWeights(engine, from, id, weights) };
  }
  const column = labels as string;
  const { classes, texts, counts } = await labelCounts(engine, from, column, id);
  const byClass = weightsOfClasses(counts, classes, target);
  return {
    weights: { labels: column, classes: texts.map((text, i) => [text, byClass[i]] as const) },
    measured: await measureClasses(engine, from, counts, byClass),
  };
}

/**
 * A plan that looks at more arrivals, for the rare case that its parts gave fewer than n candidates.
 * @throws {TableError} The plan looks at all arrivals already: the source gives other rows than it did.
 */
export function widenPlan(plan: SamplePlan): SamplePlan {
  if (plan.limit === null) {
    throw new TableError(
      'the source gives fewer rows than when the sample was planned: it must give the same each time',
    );
  }
  return { ...plan, limit: plan.limit === null || plan.limit * 2 === Infinity ? null : plan.limit * 2 };
}
