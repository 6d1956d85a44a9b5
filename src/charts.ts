export { type BatchBarsOptions, type BatchCounts, batchBars } from './charts/batch-bars.js';
export { type BeforeAfter, beforeAfter } from './charts/before-after.js';
export type { ChartOptions } from './charts/chart-options.js';
export { type ClassBar, classBars } from './charts/class-bars.js';
export type { ClassLabel } from './charts/class-names.js';
export { type CoverageDensityOptions, coverageDensity } from './charts/coverage-density.js';
export type { CoverageCurve, CoverageForecast, CoverageMark, DensityCurve } from './charts/coverage-input.js';
export type { Json } from './charts/json.js';
export { type ShareBar, shareBars } from './charts/share-bars.js';
export type { VegaLiteSpec } from './charts/spec.js';
export { estimateTextWidth } from './charts/text-width.js';
export type { Theme } from './charts/theme.js';
export { type EcdfCurve, type SeenGroup, timesSeenEcdf } from './charts/times-seen-ecdf.js';
export {
  type UnseenCount,
  type UnseenForecast,
  type UnseenOverEpochs,
  unseenOverEpochs,
} from './charts/unseen-over-epochs.js';
