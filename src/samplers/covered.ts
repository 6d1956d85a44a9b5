// What the fingerprint of a sampler covers, beside whether there is a generator: for errors. Each text of a sampler of
// single draws is a constant, so that a page with one sampler does not load the others.

export const WEIGHTED = 'weights, numSamples, replacement';
export const RANDOM = 'length, numSamples, replacement';
export const DYNAMIC = 'present weights, which must first be set as they were when the state was saved; numSamples';
export const SYSTEMATIC = 'weights, numSamples';
export const SUBSET = 'indices';
export const SEQUENTIAL = 'length';
export const MIXTURE = 'sources and their seeds, sizes, weights, stop, window';

const COVERED: Readonly<Record<string, string>> = {
  WeightedRandomSampler: WEIGHTED,
  RandomSampler: RANDOM,
  DynamicWeightedSampler: DYNAMIC,
  SystematicSampler: SYSTEMATIC,
  SubsetRandomSampler: SUBSET,
  SequentialSampler: SEQUENTIAL,
  MixtureSampler: MIXTURE,
  DistributedSampler: 'wrapped sampler or its length, numReplicas, rank, dropLast, pad',
  BatchSampler: 'wrapped sampler or its length, batchSize, dropLast, distinct',
  StratifiedBatchSampler: 'labels, batchSize, target, numBatches',
  ClassBatchSampler: 'labels, classesPerBatch, itemsPerClass, numBatches, target',
  ClassDraws: 'labels, classesPerBatch, itemsPerClass, numBatches, target',
  StratifiedDraws: 'labels, target, numBatches',
  GroupBatchSampler: 'wrapped sampler or its length, groups, batchSize, dropLast',
  DistributedBatchSampler: 'wrapped batch sampler or its length, numReplicas, rank, dropLast, pad',
  RankDraws: 'wrapped batch sampler or its length, numReplicas, rank, dropLast, pad',
  DataLoader: 'length of the data set, sampler, batchSize, dropLast',
};

/** What the fingerprint of a sampler covers, by the name of its class. */
export function coveredBy(sampler: string): string {
  return COVERED[sampler] ?? 'its options';
}
