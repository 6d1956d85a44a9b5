// An object of each class, its settings, and its JSON.
import {
  BatchSampler,
  DistributedBatchSampler,
  DistributedSampler,
  DynamicWeightedSampler,
  PcgGenerator,
  RandomSampler,
  SequentialSampler,
  StratifiedBatchSampler,
  SubsetRandomSampler,
  SystematicSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { SamplerPool } from '../../src/parallel.js';

export const backend = 'js';
export const inner = new WeightedRandomSampler([0.5, 3, 0], 7, { seed: 1, backend });
export const batches = new StratifiedBatchSampler(['a', 'b', 'a', 'a'], {
  batchSize: 2,
  target: { a: 3, b: 1 },
  seed: 2,
  backend,
});
export const plain = [2, 0, 1];
export const generator = new TorchGenerator(2n ** 60n);
export const dataset = ['x', 'y', 'z'];
export const lists = [[1], [0, 2]];
export const collate = (items: string[]) => items.join('');

export const place = { epoch: 0, position: 0 };
export const innerShown = {
  type: 'WeightedRandomSampler',
  numSamples: 7,
  replacement: true,
  seed: 1,
  backend,
  ...place,
};
export const batchesShown = {
  type: 'StratifiedBatchSampler',
  classes: 2,
  batchSize: 2,
  numBatches: 2,
  seed: 2,
  backend,
  ...place,
};

/** What it is; the object; its settings, which include every constructor argument and option; and its JSON. */
export const cases: [string, object, Record<string, unknown>, object][] = [
  [
    'WeightedRandomSampler',
    inner,
    { weights: Float64Array.of(0.5, 3, 0), numSamples: 7, replacement: true, seed: 1, generator: undefined, backend },
    innerShown,
  ],
  [
    'WeightedRandomSampler without replacement, by a generator',
    new WeightedRandomSampler([1, 2], 2, { replacement: false, generator, backend }),
    { weights: Float64Array.of(1, 2), numSamples: 2, replacement: false, seed: 2n ** 60n, generator, backend },
    {
      type: 'WeightedRandomSampler',
      numSamples: 2,
      replacement: false,
      generator: { type: 'TorchGenerator', seed: '1152921504606846976' },
      backend,
      ...place,
    },
  ],
  [
    'SystematicSampler',
    new SystematicSampler([1, 2], 3, { seed: 4n, backend }),
    { weights: Float64Array.of(1, 2), numSamples: 3, seed: 4n, backend, coverageEpochs: 1 },
    { type: 'SystematicSampler', numSamples: 3, seed: '4', backend, ...place },
  ],
  [
    'DynamicWeightedSampler',
    new DynamicWeightedSampler([1, 2, 5], 4, { seed: 3n, backend }),
    { weights: Float64Array.of(1, 2, 5), numSamples: 4, size: 3, total: 8, seed: 3n, backend },
    { type: 'DynamicWeightedSampler', size: 3, numSamples: 4, seed: '3', backend, ...place },
  ],
  [
    'RandomSampler',
    new RandomSampler(dataset, { numSamples: 2, seed: '5', backend }),
    { source: 3, numSamples: 2, replacement: false, seed: '5', generator: undefined, backend },
    { type: 'RandomSampler', source: 3, numSamples: 2, replacement: false, seed: '5', backend, ...place },
  ],
  [
    'SubsetRandomSampler',
    new SubsetRandomSampler([4, 4, 9], { seed: 6, backend }),
    { source: Uint32Array.of(4, 4, 9), numSamples: 3, replacement: false, seed: 6, generator: undefined, backend },
    { type: 'SubsetRandomSampler', length: 3, seed: 6, backend, ...place },
  ],
  [
    'SequentialSampler',
    new SequentialSampler(5),
    { source: 5, length: 5 },
    { type: 'SequentialSampler', source: 5, ...place },
  ],
  [
    'BatchSampler',
    new BatchSampler(inner, 4, true, { distinct: true }),
    { sampler: inner, batchSize: 4, dropLast: true, distinct: true, seed: 1, backend },
    {
      type: 'BatchSampler',
      sampler: innerShown,
      batchSize: 4,
      dropLast: true,
      distinct: true,
      seed: 1,
      backend,
      ...place,
    },
  ],
  [
    'BatchSampler over an iterable of one’s own',
    new BatchSampler(plain, 2),
    { sampler: plain, batchSize: 2, dropLast: false, distinct: false, seed: undefined, backend: undefined },
    { type: 'BatchSampler', sampler: 'an Array', batchSize: 2, dropLast: false, distinct: false, ...place },
  ],
  [
    'DistributedSampler',
    new DistributedSampler(inner, { numReplicas: 3, rank: 2, dropLast: true }),
    { sampler: inner, numReplicas: 3, rank: 2, dropLast: true, pad: true, seed: 1, backend },
    {
      type: 'DistributedSampler',
      sampler: innerShown,
      numReplicas: 3,
      rank: 2,
      dropLast: true,
      pad: true,
      seed: 1,
      backend,
      ...place,
    },
  ],
  [
    'DistributedSampler with uneven shares',
    new DistributedSampler(plain, { numReplicas: 2, rank: 1, pad: false }),
    { sampler: plain, numReplicas: 2, rank: 1, dropLast: false, pad: false, seed: undefined, backend: undefined },
    {
      type: 'DistributedSampler',
      sampler: 'an Array',
      numReplicas: 2,
      rank: 1,
      dropLast: false,
      pad: false,
      ...place,
    },
  ],
  [
    'StratifiedBatchSampler',
    batches,
    {
      labels: ['a', 'b', 'a', 'a'],
      target: new Map([
        ['a', 3],
        ['b', 1],
      ]),
      batchSize: 2,
      numBatches: 2,
      dropLast: false,
      distinct: false,
      seed: 2,
      backend,
    },
    batchesShown,
  ],
  [
    'DistributedBatchSampler',
    new DistributedBatchSampler(batches, { numReplicas: 2, rank: 1, dropLast: true }),
    { batches, numReplicas: 2, rank: 1, dropLast: true, pad: true, batchSize: 2, distinct: false, seed: 2, backend },
    {
      type: 'DistributedBatchSampler',
      batches: batchesShown,
      numReplicas: 2,
      rank: 1,
      dropLast: true,
      pad: true,
      seed: 2,
      backend,
      ...place,
    },
  ],
  [
    'DistributedBatchSampler over batches of one’s own',
    new DistributedBatchSampler(lists, { numReplicas: 2, rank: 1, pad: false }),
    { batches: lists, numReplicas: 2, rank: 1, dropLast: false, pad: false, distinct: false, seed: undefined },
    {
      type: 'DistributedBatchSampler',
      batches: 'an Array',
      numReplicas: 2,
      rank: 1,
      dropLast: false,
      pad: false,
      ...place,
    },
  ],
  ['TorchGenerator', new TorchGenerator(7), { seed: 7 }, { type: 'TorchGenerator', seed: 7 }],
  ['PcgGenerator', new PcgGenerator(7n, 3), { seed: 7n, stream: 3 }, { type: 'PcgGenerator', seed: '7', stream: 3 }],
  [
    'SamplerPool',
    new SamplerPool({ threads: 2, workerUrl: 'worker.js' }),
    { threads: 2, workerUrl: 'worker.js' },
    { type: 'SamplerPool', threads: 2, workerUrl: 'worker.js' },
  ],
];
