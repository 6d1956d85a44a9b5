import { checkInteger } from '../internal/check.js';
import { partsOf, wholeOf } from './parts.js';
import type { PlanFile, SamplePlan } from './sample-plan.js';

/**
 * A plan with another number of parts, of about equally many rows. The sample stays the same. Parquet files are split
 * by rows, other files are not. A table or a query is one part.
 * @param parts A positive integer.
 * @throws {TypeError | RangeError} `parts` is not a positive integer.
 */
export function splitPlan(plan: SamplePlan, parts: number): SamplePlan {
  checkInteger('parts', parts, 1);
  const from = wholeOf(plan.parts);
  const rows = plan.parts.reduce((sum, part) => sum + part.rows, 0);
  if (from.kind !== 'files') return { ...plan, parts: partsOf(from, [], rows, parts) };
  const files = [...(from.files as readonly PlanFile[])].sort((a, b) => a.file - b.file);
  const fileRows = files.map((file) => file.rows);
  return { ...plan, parts: partsOf({ kind: 'files', files }, fileRows, rows, parts) };
}
