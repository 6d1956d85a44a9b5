import { checkOptions } from '../internal/check.js';
import type { Label } from '../weights/class-weights.js';
import { checkColumns } from './check-columns.js';
import { checkName } from './columns.js';
import { withEngine } from './engine.js';
import { checkEngine, ENGINE_OPTIONS, type EngineOptions } from './engine-options.js';
import { labelCounts } from './labels.js';
import { checkSource, resolveSource, type TableSource } from './source.js';

/**
 * Counts the rows of each class, in one pass. The classes are in ascending order.
 * @param column The column of class labels. Integers and floats become numbers (bigints where a number is not exact),
 * booleans stay booleans, all else is text. In CSV files all labels are text.
 * @throws {TypeError | RangeError} An argument is invalid.
 * @throws {TableError} There is no such file, table or column, or a row has no label.
 */
export async function classCounts(
  source: TableSource,
  column: string,
  options: EngineOptions = {},
): Promise<Map<Label, number>> {
  checkSource(source);
  checkName('column', column);
  const checked = checkOptions(options, ENGINE_OPTIONS);
  checkEngine(checked);
  return withEngine(checked, async (engine) => {
    const from = await resolveSource(engine, source);
    const { labels } = await checkColumns(engine, from, { labels: column });
    const { classes, counts } = await labelCounts(engine, from, labels, null);
    return new Map(classes.map((label, i) => [label, counts[i]]));
  });
}
