// loaded-dice/tables: samples of tables that no memory holds, on DuckDB. Needs the package @duckdb/node-api.
export { mergeCandidates } from './tables/candidates.js';
export { classCounts } from './tables/class-counts.js';
export { type ClassCoverage, type CoverageOptions, coverageOf, type TableCoverage } from './tables/coverage-of.js';
export { drawPart } from './tables/draw.js';
export type { EngineOptions, TableProgress } from './tables/engine-options.js';
export { finishPlan, measurePart, outlinePlan, type PartMeasure } from './tables/outline-plan.js';
export { type PlanOptions, planSample, type SampleOptions, widenPlan } from './tables/plan.js';
export { type SampleFromPartsOptions, sampleFromParts } from './tables/sample-from-parts.js';
export type {
  Candidate,
  FilesPart,
  PlanFile,
  PlanPart,
  PlanSettings,
  PlanWeights,
  QueryPart,
  SamplePlan,
} from './tables/sample-plan.js';
export { type SampleTableOptions, sampleTable } from './tables/sample-table.js';
export type { TableSource } from './tables/source.js';
export { splitPlan } from './tables/split-plan.js';
export type { SqlDialect } from './tables/sql/dialect.js';
export type { SampleQueryOptions } from './tables/sql/query-options.js';
export { sampleQuery } from './tables/sql/sample-query.js';
export { TableError } from './tables/table-error.js';
export type { FetchOptions, TableRow, TableSample } from './tables/table-sample.js';
