// Batches of classes and of groups, their settings, and their JSON.
import { ClassBatchSampler, GroupBatchSampler } from '../../src/index.js';
import { backend, type cases, inner, innerShown, place } from './settings-cases.js';

export const batchCases: typeof cases = [
  [
    'ClassBatchSampler',
    new ClassBatchSampler(['a', 'b', 'a', 'c'], {
      classesPerBatch: 2,
      itemsPerClass: 1,
      target: { a: 2, b: 1, c: 1 },
      seed: 2,
      backend,
    }),
    {
      labels: ['a', 'b', 'a', 'c'],
      target: new Map([
        ['a', 2],
        ['b', 1],
        ['c', 1],
      ]),
      classesPerBatch: 2,
      itemsPerClass: 1,
      batchSize: 2,
      numBatches: 2,
      dropLast: false,
      distinct: false,
      seed: 2,
      backend,
    },
    {
      type: 'ClassBatchSampler',
      classes: 3,
      classesPerBatch: 2,
      itemsPerClass: 1,
      numBatches: 2,
      seed: 2,
      backend,
      ...place,
    },
  ],
  [
    'GroupBatchSampler',
    new GroupBatchSampler(inner, ['a', 'b', 'a'], 4, true),
    { sampler: inner, groups: ['a', 'b', 'a'], batchSize: 4, dropLast: true, seed: 1, backend },
    {
      type: 'GroupBatchSampler',
      sampler: innerShown,
      groups: 2,
      batchSize: 4,
      dropLast: true,
      seed: 1,
      backend,
      ...place,
    },
  ],
];
