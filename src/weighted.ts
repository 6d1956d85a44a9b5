// loaded-dice/weighted: weighted draws alone, for programs that must start fast and for pages without a bundler.
export type { Seed } from './internal/check.js';
export type { RestoreOptions } from './samplers/elastic.js';
export type { LogitsOptions } from './samplers/logits.js';
export { type MultinomialOptions, multinomial } from './samplers/multinomial.js';
export type { ResumableSampler, Sampler, SamplerState, StateShape } from './samplers/sampler.js';
export type { AttachOptions, SharedSampler } from './samplers/share.js';
export { WeightedRandomSampler } from './samplers/weighted.js';
export type { FromLabelsOptions, FromLogitsOptions, WeightedOptions } from './samplers/weighted-options.js';
export type { GeneratorState } from './sources/epochs.js';
export {
  classCounts,
  classWeights,
  type EncodeOptions,
  encodeLabels,
  type Label,
  sampleWeights,
  type Target,
  type TargetOptions,
} from './weights/class-weights.js';
export type { WeightScheme } from './weights/schemes.js';
