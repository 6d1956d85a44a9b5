import { checkOptions } from '../internal/check.js';
import type { Label, Target } from '../weights/class-weights.js';
import { mergeCandidates } from './candidates.js';
import { drawWith } from './draw.js';
import { withEngine } from './engine.js';
import { checkSample, planWith, SAMPLE_OPTIONS, type SampleOptions, widenPlan } from './plan.js';
import type { Candidate } from './sample-plan.js';
import { checkSource, type TableSource } from './source.js';
import { checkColumnNames, TableSample } from './table-sample.js';

/** Options of {@link sampleTable}. */
export interface SampleTableOptions<L extends Label = Label> extends SampleOptions<L> {
  /** The columns of the sample's rows. Default: all. */
  columns?: readonly string[] | undefined;
}

/**
 * Draws rows of a table that need not fit in memory, in proportion to their weights. The result depends on the seed,
 * and on the ids and weights of the rows, on nothing else: not on threads, the order of rows or the split into files.
 *
 * With replacement, they are n independent draws, as of a WeightedRandomSampler. Without, each row is drawn at most
 * once, in proportion to the weights of those that are left. The order of draws is part of the sample: its first m rows
 * are a sample of m rows.
 *
 * It reads the weights once, and then the ids and weights once. This process holds about 300 bytes for each draw.
 *
 * P. S. Efraimidis, P. G. Spirakis, "Weighted random sampling with a reservoir", Inf. Process. Lett. 97 (2006),
 * doi:10.1016/j.ipl.2005.11.003.
 * @throws {TypeError | RangeError} An option is invalid, or n is larger than the number of rows of positive weight
 * without replacement.
 * @throws {TableError} There is no such file, table or column, a weight or a label is invalid, or two rows have the
 * same id.
 */
export async function sampleTable<L extends Label>(
  source: TableSource,
  options: SampleTableOptions<L>,
): Promise<TableSample> {
  checkSource(source);
  const checked = checkOptions(options, [...SAMPLE_OPTIONS, 'columns']);
  const settings = checkSample(checked as SampleOptions);
  const columns = checkColumnNames(checked.columns);
  return withEngine(checked, async (engine) => {
    let plan = await planWith(engine, source, settings, checked.target as Target | undefined, 1, columns);
    for (;;) {
      const lists: Candidate[][] = [];
      for (const part of plan.parts) lists.push(await drawWith(engine, plan, part, checked));
      const candidates = mergeCandidates(lists, plan.n);
      if (candidates.length === plan.n) return new TableSample(plan, candidates, columns, checked);
      plan = widenPlan(plan);
    }
  });
}
