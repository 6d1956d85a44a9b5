// What must never change within a major version: the first draws of samplers, and their tables.

import {
  BatchSampler,
  bucketByLength,
  ClassBatchSampler,
  DistributedBatchSampler,
  DistributedSampler,
  DynamicWeightedSampler,
  GroupBatchSampler,
  MixtureSampler,
  RandomSampler,
  StratifiedBatchSampler,
  SubsetRandomSampler,
  SystematicSampler,
  TorchGenerator,
  WeightedPicker,
  WeightedRandomSampler,
} from '../../src/index.js';
import { fingerprint } from '../../src/internal/fingerprint.js';
import { openTable, type TestedBackend } from './backends.js';

export const seeds = [0, 1, 42, 2 ** 53 - 1] as const;
export const epochs = [0, 1, 1000] as const;

export const weightSets: Readonly<Record<string, readonly number[]>> = {
  'one weight': [3],
  'a fair coin': [1, 1],
  thirds: [1, 1, 1],
  'the first of docs': [0.1, 0.9, 0.4, 0.7, 3, 0.6],
  'with zeros': [0, 0.5, 0, 0, 2.25, 0, 1e-3, 0],
  decades: [1e-6, 1e-3, 1, 1e3, 1e6],
  'near overflow and subnormal': [1e308, 1e308, 5e-324, 1e308, 2e-310],
  'counts of classes': Array.from({ length: 100 }, (_, i) => 1 / (1 + ((i * 37) % 41))),
  'a large table': Array.from({ length: 2 ** 15 + 5 }, (_, i) => (i % 7) + (i % 13)),
};

export interface Golden {
  weights: string;
  /** The cells; of more than 128 only the first 16. */
  cells: string[];
  residuals: string[];
  escapes: number;
  draws: { seed: number; epoch: number; indices: number[] }[];
}

/** A word as eight hexadecimal digits. */
export function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

export function golden(backend: TestedBackend): Golden[] {
  return Object.entries(weightSets).map(([name, weights]) => {
    const { cells, residuals, escapes } = openTable(weights, backend);
    const held = weights.length > 128 ? 16 : undefined;
    return {
      weights: name,
      cells: Array.from(cells.subarray(0, held), hex),
      residuals: Array.from(residuals.subarray(0, held), hex),
      escapes,
      draws: seeds.flatMap((seed) => {
        const sampler = new WeightedRandomSampler(weights, 20, { seed, backend });
        return epochs.map((epoch) => ({ seed, epoch, indices: Array.from(sampler.indices(epoch)) }));
      }),
    };
  });
}

type Options = { seed: number; backend: TestedBackend };
const varied = (length: number) => Array.from({ length }, (_, i) => ((i * 7919) % 31) ** 3);
const distinct = (length: number, k: number, options: Options) =>
  new WeightedRandomSampler(
    varied(length).map((weight) => weight + 1e-3),
    k,
    { replacement: false, ...options },
  );

/** What a picker of indices picks. Its epoch is the number of picks before, in thousands. */
const picked = (weights: number[], pick: (picker: WeightedPicker<number>) => number[], options: Options) => ({
  indices(epoch: number): Uint32Array {
    const picker = WeightedPicker.from(weights.entries(), options);
    picker.restore({ ...picker.state(), position: 1000 * epoch });
    return Uint32Array.from(pick(picker));
  },
});

/** All other samplers that have a seed. */
export const otherSamplers: Readonly<Record<string, (options: Options) => { indices(epoch: number): Uint32Array }>> = {
  'without replacement, a few': (options) => distinct(1000, 20, options),
  'without replacement, all': (options) => distinct(20, 20, options),
  // needs no table
  'without replacement, a few of many': (options) => distinct(5000, 100, options),
  // builds tables over the remaining items on the way
  'without replacement, all of many': (options) => distinct(40_000, 40_000, options),
  permutation: (options) => new RandomSampler(20, options),
  'permutation of many': (options) => new RandomSampler(100_000, options),
  permutations: (options) => new RandomSampler(8, { numSamples: 20, ...options }),
  'a few of many': (options) => new RandomSampler(2 ** 32 - 1, { numSamples: 20, ...options }),
  'uniform, with replacement': (options) =>
    new RandomSampler(2 ** 32 - 1, { replacement: true, numSamples: 20, ...options }),
  subset: (options) => new SubsetRandomSampler([9, 4, 4, 7, 2 ** 32 - 1, 0], options),
  'a picker of few': (options) => picked(varied(16), (picker) => picker.picks(70), options),
  'a picker of many': (options) => picked(varied(300), (picker) => picker.picks(70), options),
  'a picker’s different items': (options) => picked(varied(40), (picker) => picker.distinct(30), options),
  systematic: (options) => new SystematicSampler(varied(50), 70, options),
  // the smallest of them is one of 27,000
  'systematic, many': (options) => new SystematicSampler(varied(40_000), 30_000, options),
  'from logits': (options) =>
    WeightedRandomSampler.fromLogits(
      varied(500).map((weight) => Math.sqrt(weight) / 16),
      { temperature: 0.8, numSamples: 70, ...options },
    ),
  'from logits, the largest': (options) =>
    WeightedRandomSampler.fromLogits(
      varied(500).map((weight) => (weight % 1000) / 128),
      { topK: 100, topP: 0.9, numSamples: 20, ...options },
    ),
  'weights that change': (options) => new DynamicWeightedSampler(varied(50), 70, options),
  // from one level to three, and over many decades
  'weights that changed': (options) => {
    const sampler = new DynamicWeightedSampler([1, 0], 70, options);
    for (const weight of varied(600)) sampler.push(weight * 1.5 ** (weight % 97));
    sampler.updateMany([0, 599, 7, 0], [1e-9, 0, 3e12, 1e12]);
    return sampler;
  },
  'weights that change, many': (options) => new DynamicWeightedSampler(varied(70_000), 30_000, options),
  'stratified batches': (options) =>
    new StratifiedBatchSampler(
      varied(500).map((weight) => weight % 7),
      { batchSize: 10, numBatches: 60, target: { 0: 0.3, 1: 2, 6: 0.9 }, ...options },
    ),
  // classes of 1 to 6 items
  'batches of three classes': (options) =>
    new ClassBatchSampler(
      varied(40).map((_, i) => Math.floor(Math.sqrt(2 * i))),
      { classesPerBatch: 3, itemsPerClass: 4, numBatches: 9, ...options },
    ),
  'batches of many classes': (options) =>
    new ClassBatchSampler(
      varied(30_000).map((_, i) => (i * i) % 1009),
      { classesPerBatch: 32, itemsPerClass: 4, ...options },
    ),
  'batches of classes with shares': (options) =>
    new ClassBatchSampler(
      varied(500).map((weight) => weight % 7),
      { classesPerBatch: 2, itemsPerClass: 5, numBatches: 60, target: { 0: 0.9, 1: 1, 6: 0.1 }, ...options },
    ),
  'batches of one group': (options) =>
    new GroupBatchSampler(new WeightedRandomSampler(varied(50), 70, options), bucketByLength(varied(50), 4), 6),
  'a rank of three': (options) =>
    new DistributedSampler(new WeightedRandomSampler(varied(50), 70, options), { numReplicas: 3, rank: 1 }),
  'the last of three, uneven': (options) =>
    new DistributedSampler(new RandomSampler(71, options), { numReplicas: 3, rank: 2, pad: false }),
  'a generator’s, with replacement': ({ seed, backend }) =>
    new WeightedRandomSampler(varied(50), 70, { generator: new TorchGenerator(seed), backend }),
  'a generator’s, without replacement': ({ seed, backend }) =>
    new WeightedRandomSampler(varied(50), 40, { replacement: false, generator: new TorchGenerator(seed), backend }),
  'a generator’s permutation': ({ seed, backend }) =>
    new RandomSampler(50, { generator: new TorchGenerator(seed), backend }),
  'distinct batches': (options) =>
    new BatchSampler(new WeightedRandomSampler(varied(50), 70, options), 8, false, { distinct: true }),
  'a rank of three, by batches': (options) =>
    new DistributedBatchSampler(new BatchSampler(new WeightedRandomSampler(varied(50), 70, options), 8), {
      numReplicas: 3,
      rank: 1,
    }),
  'the last of three, by batches, uneven': (options) =>
    new DistributedBatchSampler(new BatchSampler(new WeightedRandomSampler(varied(50), 70, options), 8), {
      numReplicas: 3,
      rank: 2,
      pad: false,
    }),
  'a rank of three, by a generator’s batches': ({ seed, backend }) =>
    new DistributedBatchSampler(
      new BatchSampler(new RandomSampler(50, { generator: new TorchGenerator(seed), backend }), 8),
      { numReplicas: 3, rank: 1 },
    ),
  // half of the ranks, and batches of twice the size, after two steps of four draws
  'ranks after an elastic change': (options) => ({
    indices(epoch: number): Uint32Array {
      const sampler = new WeightedRandomSampler(varied(50), 70, options);
      const [old, rank] = [4, 2].map((numReplicas) => new DistributedSampler(sampler, { numReplicas, rank: 1 }));
      const [small, large] = [new BatchSampler(old, 1), new BatchSampler(rank, 2)];
      small.setEpoch(epoch);
      small.skip(2);
      large.restore(small.state(), { elastic: true });
      return Uint32Array.from([...large].flatMap((batch) => [...batch]));
    },
  }),
  mixture: (options) =>
    new MixtureSampler([50, new WeightedRandomSampler(varied(50), 70, options), 7], {
      weights: [0.5, 0.3, 0.2],
      ...options,
    }),
  'mixture, all in windows': (options) =>
    new MixtureSampler([30, new SystematicSampler(varied(20), 20, options), 40], {
      weights: [1, 2.5, 1 / 3],
      stop: 'all',
      window: 8,
      ...options,
    }),
  // a block of small windows, and a rest
  'mixture, by number in windows': (options) =>
    new MixtureSampler([30, 12, 40, 9], { weights: [1, 0, 2, 1e-3], stop: 5000, window: 7, ...options }),
  'mixture, by number': (options) =>
    new MixtureSampler([3000, 12, 40], { weights: [1, 2, 1e-3], stop: 70_000, ...options }),
};

export interface GoldenSampler {
  sampler: string;
  seed: number;
  epoch: number;
  /** An epoch, or the first 20 draws of a long one. */
  indices: number[];
  /** The fingerprint of the whole epoch. */
  fingerprint: string;
}

export function goldenSamplers(backend: TestedBackend): GoldenSampler[] {
  return Object.entries(otherSamplers).flatMap(([sampler, make]) =>
    seeds.flatMap((seed) => {
      const made = make({ seed, backend });
      return epochs.map((epoch) => {
        const indices = made.indices(epoch);
        return { sampler, seed, epoch, indices: [...indices.subarray(0, 20)], fingerprint: fingerprint('', indices) };
      });
    }),
  );
}
