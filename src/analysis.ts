// loaded-dice/analysis: numbers about what a sampler will do and what it did.
export {
  type BatchBalanceOptions,
  batchBalance,
  type ClassBalance,
  type CountForecast,
} from './analysis/batch-balance.js';
export { type BatchClassCounts, batchClassCounts } from './analysis/batch-class-counts.js';
export { type ChiSquare, chiSquare } from './analysis/chi-square.js';
export { type CountsByClass, countsByClass } from './analysis/counts-by-class.js';
export { type Coverage, coverage, type EpochProbability } from './analysis/coverage.js';
export {
  coverageByImbalance,
  type ImbalanceCoverage,
  type ImbalanceOptions,
} from './analysis/coverage-by-imbalance.js';
export { type Ecdf, type EcdfOptions, ecdf } from './analysis/ecdf.js';
export { indexCounts } from './analysis/index-counts.js';
export { type Density, type Kde, type KdeOptions, kde } from './analysis/kde.js';
export { shuffleBalance } from './analysis/shuffle-balance.js';
export {
  type CoverageTrials,
  type SimulationOptions,
  simulateCoverage,
  type TrialPool,
} from './analysis/simulate-coverage.js';
