export type { Seed } from './check.js';
export { PcgGenerator } from './generators/pcg.js';
export { TorchGenerator } from './generators/torch.js';
export { type Finding, type LintOptions, lintWeights } from './lint.js';
export { type Collated, defaultCollate, type Stacked } from './loader/collate.js';
export { DataLoader } from './loader/data-loader.js';
export type { Dataset } from './loader/dataset.js';
export type { DataLoaderOptions } from './loader/options.js';
export { type BatchOptions, BatchSampler } from './samplers/batch.js';
export { DistributedSampler } from './samplers/distributed.js';
export { DistributedBatchSampler } from './samplers/distributed-batch.js';
export { type MultinomialOptions, multinomial } from './samplers/multinomial.js';
export { type RandomOptions, RandomSampler } from './samplers/random.js';
export type { DistributedOptions } from './samplers/ranks.js';
export type { ResumableSampler, Sampler, SamplerState } from './samplers/sampler.js';
export { SequentialSampler } from './samplers/sequential.js';
export { StratifiedBatchSampler, type StratifiedOptions } from './samplers/stratified.js';
export { type SubsetRandomOptions, SubsetRandomSampler } from './samplers/subset-random.js';
export {
  type SystematicFromLabelsOptions,
  type SystematicOptions,
  SystematicSampler,
} from './samplers/systematic.js';
export { type FromLabelsOptions, type WeightedOptions, WeightedRandomSampler } from './samplers/weighted.js';
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
} from './weights.js';
