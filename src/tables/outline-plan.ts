import { checkInteger, checkOptions } from '../internal/check.js';
import { checkColumns } from './check-columns.js';
import { withEngine } from './engine.js';
import { checkEngine, ENGINE_OPTIONS, type EngineOptions } from './engine-options.js';
import { checkUnchanged } from './fingerprints.js';
import { measureWeights, parquetRows } from './measure.js';
import { partsOf } from './parts.js';
import { checkSample, limitOf, type PlanOptions, SAMPLE_OPTIONS } from './plan.js';
import type { PlanPart, PlanSettings, SamplePlan } from './sample-plan.js';
import { checkSource, resolveSource, type TableSource } from './source.js';
import { TableError } from './table-error.js';

/** The weights of a part, in short: plain JSON. */
export interface PartMeasure {
  /** The number of rows. */
  readonly rows: number;
  /** For rows of nearly equal positive weight: their number, and the sum of their weights. */
  readonly buckets: readonly (readonly [count: number, total: number])[];
}

/**
 * The outline of a plan, without a look at the rows: files and their numbers of rows alone. {@link measurePart} reads
 * the weights of its parts, here or on other machines, and {@link finishPlan} makes the plan of what comes. So the
 * weights of a very large table are read by many machines, too.
 * @returns undefined if rows cannot be counted without reading them, or if classes must be counted: the source is not
 * all Parquet, or the options have `labels`. Take {@link planSample} then.
 * @throws {TypeError | RangeError} An option is invalid.
 * @throws {TableError} There is no such file or column.
 */
export async function outlinePlan(source: TableSource, options: PlanOptions): Promise<SamplePlan | undefined> {
  checkSource(source);
  const checked = checkOptions(options, [...SAMPLE_OPTIONS, 'parts']);
  const settings = checkSample(checked);
  const parts = checkInteger('parts', checked.parts ?? 1, 1);
  const { weights } = settings;
  if (!('column' in weights)) return undefined;
  return withEngine(checked, async (engine) => {
    const from = await resolveSource(engine, source);
    const fileRows = await parquetRows(engine, from);
    if (!fileRows) return undefined;
    const named = await checkColumns(engine, from, { weights: weights.column, id: settings.id });
    const rows = fileRows.reduce((sum, count) => sum + count, 0);
    if (rows === 0) throw new TableError('the source has no rows');
    return {
      ...settings,
      id: named.id,
      weights: { column: named.weights },
      parts: partsOf(from, fileRows, rows, parts),
    };
  });
}

/**
 * Reads the weights of a part of an outline.
 * @param plan The outline. A job for another machine can leave out its `parts`.
 * @throws {TableError} A file is missing or has changed, or a weight is invalid: the row is named.
 */
export async function measurePart(
  plan: Pick<PlanSettings, 'weights' | 'id'>,
  part: PlanPart,
  options: EngineOptions = {},
): Promise<PartMeasure> {
  const checked = checkOptions(options, ENGINE_OPTIONS);
  checkEngine(checked);
  const { weights, id } = plan;
  if (!('column' in weights)) throw new TypeError('measurePart needs a plan with weights, not with labels');
  await checkUnchanged(part.from);
  return withEngine(checked, async (engine) => {
    await checkUnchanged(part.from, engine);
    const { rows, buckets } = await measureWeights(engine, part.from, id, weights.column);
    await checkUnchanged(part.from);
    return { rows, buckets: buckets.map(({ count, total }) => [count, total] as const) };
  });
}

/**
 * The plan of an outline whose parts were measured. It draws the same sample as the plan of {@link planSample}.
 * @param measures Results of {@link measurePart}, one of each part, in any order.
 * @throws {TableError} No weight is positive.
 * @throws {RangeError} n is larger than the number of rows of positive weight without replacement.
 */
export function finishPlan(outline: SamplePlan, measures: Iterable<PartMeasure>): SamplePlan {
  const merged = new Map<number, { count: number; total: number }>();
  let rows = 0;
  for (const measure of measures) {
    rows += measure.rows;
    for (const [count, total] of measure.buckets) {
      // an eighth of a power of two, as where they were measured
      const bucket = Math.floor(Math.log2(total / count) * 8);
      const all = merged.get(bucket) ?? { count: 0, total: 0 };
      merged.set(bucket, { count: all.count + count, total: all.total + total });
    }
  }
  return { ...outline, limit: limitOf(outline, { rows, buckets: [...merged.values()] }) };
}
