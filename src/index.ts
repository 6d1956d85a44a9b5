export { BatchSampler } from './batches/batch.js';
export type { BatchOptions } from './batches/batch-options.js';
export { type Buckets, bucketByLength } from './batches/bucket-by-length.js';
export { type ClassBatchOptions, ClassBatchSampler } from './batches/class-batch.js';
export { DistributedBatchSampler } from './batches/distributed-batch.js';
export { GroupBatchSampler } from './batches/group-batch.js';
export { StratifiedBatchSampler, type StratifiedOptions } from './batches/stratified.js';
export { PcgGenerator, type PcgGeneratorState } from './generators/pcg.js';
export { TorchGenerator, type TorchGeneratorState } from './generators/torch.js';
export type { Seed } from './internal/check.js';
export { type Collated, defaultCollate, type Stacked } from './loader/collate.js';
export { ConcatDataset } from './loader/concat-dataset.js';
export { DataLoader } from './loader/data-loader.js';
export type { BatchDataset, Dataset } from './loader/dataset.js';
export type { DataLoaderOptions, ModuleOptions } from './loader/options.js';
export { type PadCollated, type Padded, type PadOptions, padCollate } from './loader/pad-collate.js';
export { type RandomSplitOptions, randomSplit } from './loader/random-split.js';
export type { StreamSource } from './loader/stream.js';
export { Subset } from './loader/subset.js';
export type { DatasetModule, WorkerLike } from './loader/threads/backend.js';
export type { WorkerInfo } from './loader/threads/messages.js';
export type { DatasetOrFactory, ServeOptions } from './loader/threads/module-dataset.js';
export { serveDataset } from './loader/threads/serve-dataset.js';
export { pickOne } from './pickers/pick-one.js';
export { type PickerOptions, WeightedPicker } from './pickers/picker.js';
export type { PickerRestoreOptions, PickerState } from './pickers/picker-state.js';
export {
  type ReservoirItem,
  type ReservoirOptions,
  type ReservoirState,
  WeightedReservoir,
} from './reservoir/weighted-reservoir.js';
export { DistributedSampler } from './samplers/distributed.js';
export { type DynamicOptions, DynamicWeightedSampler } from './samplers/dynamic.js';
export type { RestoreOptions } from './samplers/elastic.js';
export type { BuildOptions, TablePool } from './samplers/late-build.js';
export type { LogitsOptions } from './samplers/logits.js';
export { type MixtureOptions, MixtureSampler } from './samplers/mixture.js';
export { type MultinomialOptions, multinomial } from './samplers/multinomial.js';
export { type RandomOptions, RandomSampler } from './samplers/random.js';
export type { DistributedOptions } from './samplers/ranks.js';
export type { ResumableSampler, Sampler, SamplerState, StateShape } from './samplers/sampler.js';
export { SequentialSampler } from './samplers/sequential.js';
export type { AttachOptions, SharedSampler } from './samplers/share.js';
export { type SubsetRandomOptions, SubsetRandomSampler } from './samplers/subset-random.js';
export {
  type SystematicFromLabelsOptions,
  type SystematicOptions,
  SystematicSampler,
} from './samplers/systematic.js';
export { WeightedRandomSampler } from './samplers/weighted.js';
export type {
  CreateOptions,
  FromLabelsOptions,
  FromLogitsOptions,
  WeightedOptions,
} from './samplers/weighted-options.js';
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
export { type Finding, type LintOptions, lintWeights } from './weights/lint.js';
export { type MultiLabelOptions, type MultiLabelWeights, multiLabelWeights } from './weights/multi-label.js';
export { repeatFactors } from './weights/repeat-factors.js';
export type { WeightScheme } from './weights/schemes.js';
export type { LabelDifference, SimilarLabels } from './weights/similar-labels.js';
