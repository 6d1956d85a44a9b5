import { checkOptions } from '../internal/check.js';
import { mergeCandidates } from './candidates.js';
import { checkEngine, type EngineOptions } from './engine-options.js';
import type { Candidate, SamplePlan } from './sample-plan.js';
import { checkColumnNames, TableSample } from './table-sample.js';

/** Options of {@link sampleFromParts}. */
export interface SampleFromPartsOptions extends Pick<EngineOptions, 'threads' | 'memoryLimit'> {
  /** The columns of the sample's rows. Default: all. */
  columns?: readonly string[] | undefined;
}

/**
 * The sample of a plan whose parts were drawn apart, on other machines perhaps: what {@link sampleTable} gives. Its
 * rows are read here when they are asked for.
 * @param lists Results of {@link drawPart}, one of each part of the plan, in any order.
 * @returns undefined if there are fewer than n candidates, which has a probability of less than 1e-12: take
 * {@link widenPlan} and draw again.
 * @throws {TypeError | RangeError} An option is invalid.
 * @throws {TableError} Two rows have the same id.
 */
export function sampleFromParts(
  plan: SamplePlan,
  lists: Iterable<readonly Candidate[]>,
  options: SampleFromPartsOptions = {},
): TableSample | undefined {
  const checked = checkOptions(options, ['columns', 'threads', 'memoryLimit']);
  checkEngine(checked);
  const columns = checkColumnNames(checked.columns);
  const candidates = mergeCandidates(lists, plan.n);
  return candidates.length === plan.n ? new TableSample(plan, candidates, columns, checked) : undefined;
}
