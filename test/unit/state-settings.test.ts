import { expect, it } from 'vitest';
import * as dice from '../../src/index.js';

const { BatchSampler, RandomSampler } = dice;
const LABELS = ['a', 'b', 'a', 'b'];
const draws = () => new RandomSampler(8, { seed: 1 });

/** Each class that has states, and the settings that its error names. */
const CASES: readonly [settings: string, sampler: { state(): object; restore(state: never): void }][] = [
  ['weights, numSamples, replacement', new dice.WeightedRandomSampler([1, 2], 2, { seed: 1 })],
  ['length, numSamples, replacement', draws()],
  [
    'present weights, which must first be set as they were when the state was saved; numSamples',
    new dice.DynamicWeightedSampler([1, 2], 2, { seed: 1 }),
  ],
  ['weights, numSamples', new dice.SystematicSampler([1, 2], 2, { seed: 1 })],
  ['indices', new dice.SubsetRandomSampler([1, 2], { seed: 1 })],
  ['length', new dice.SequentialSampler(3)],
  [
    'sources and their seeds, sizes, weights, stop, window',
    new dice.MixtureSampler([draws(), 3], { weights: [1, 1], seed: 1 }),
  ],
  [
    'wrapped sampler or its length, numReplicas, rank, dropLast, pad',
    new dice.DistributedSampler(draws(), { numReplicas: 2, rank: 0 }),
  ],
  ['wrapped sampler or its length, batchSize, dropLast, distinct', new BatchSampler(draws(), 2)],
  ['labels, batchSize, target, numBatches', new dice.StratifiedBatchSampler(LABELS, { batchSize: 2, seed: 1 })],
  [
    'labels, classesPerBatch, itemsPerClass, numBatches, target',
    new dice.ClassBatchSampler(LABELS, { classesPerBatch: 2, itemsPerClass: 1, seed: 1 }),
  ],
  ['labels, target, numBatches', new dice.StratifiedBatchSampler(LABELS, { batchSize: 2, seed: 1 }).sampler as never],
  [
    'labels, classesPerBatch, itemsPerClass, numBatches, target',
    new dice.ClassBatchSampler(LABELS, { classesPerBatch: 2, itemsPerClass: 1, seed: 1 }).sampler as never,
  ],
  [
    'wrapped sampler or its length, groups, batchSize, dropLast',
    new dice.GroupBatchSampler(draws(), [1, 2, 1, 2, 1, 2, 1, 2], 2),
  ],
  [
    'wrapped batch sampler or its length, numReplicas, rank, dropLast, pad',
    new dice.DistributedBatchSampler(new BatchSampler(draws(), 2), { numReplicas: 2, rank: 0 }),
  ],
  [
    'length of the data set, sampler, batchSize, dropLast',
    new dice.DataLoader([1, 2, 3], { batchSize: 2, shuffle: true, seed: 1 }),
  ],
];

it.each(CASES)('names the settings that a state of other ones covers: %s', (settings, sampler) => {
  const state = sampler.state();
  const { sampler: name, fingerprint } = state as { sampler: string; fingerprint: string };
  expect(() => sampler.restore({ ...state, fingerprint: 'other' } as never)).toThrow(
    `state is of a ${name} with different settings (${settings}): fingerprint "other", expected "${fingerprint}"`,
  );
});
