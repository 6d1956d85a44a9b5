// Loaders, their settings, and their JSON.
import { expect } from 'vitest';
import { DataLoader } from '../../src/index.js';
import { type cases, collate, dataset, lists, place, plain } from './settings-cases.js';

/** Nothing loads it. */
const datasetModule = new URL('file:///dataset.js');
const stream = Object.assign(new Set([1, 2, 3]), { length: 3 });

export const loaderCases: typeof cases = [
  [
    'DataLoader with a sampler',
    new DataLoader(dataset, { batchSize: 2, sampler: plain, dropLast: true, collate, prefetch: 5 }),
    {
      dataset,
      batchSize: 2,
      shuffle: false,
      sampler: plain,
      batchSampler: undefined,
      dropLast: true,
      collate,
      prefetch: 5,
      seed: undefined,
      generator: undefined,
    },
    {
      type: 'DataLoader',
      dataset: 'an Array of 3',
      batchSize: 2,
      shuffle: false,
      sampler: 'an Array',
      dropLast: true,
      prefetch: 5,
      ...place,
    },
  ],
  [
    'DataLoader over a module',
    new DataLoader(datasetModule, { numItems: 5, numWorkers: 2, batchSize: 2 }),
    { dataset: datasetModule, batchSize: 2, numItems: 5, numWorkers: 2, length: 3, prefetch: 2, timeout: 0 },
    {
      type: 'DataLoader',
      dataset: 'file:///dataset.js of 5',
      batchSize: 2,
      shuffle: false,
      sampler: { type: 'SequentialSampler', source: 5, ...place },
      dropLast: false,
      prefetch: 2,
      numWorkers: 2,
      ...place,
    },
  ],
  [
    'DataLoader with a batchSampler',
    new DataLoader(dataset, { batchSampler: lists }),
    {
      dataset,
      batchSize: undefined,
      shuffle: false,
      sampler: undefined,
      batchSampler: lists,
      dropLast: false,
      prefetch: 2,
    },
    {
      type: 'DataLoader',
      dataset: 'an Array of 3',
      shuffle: false,
      batchSampler: 'an Array',
      dropLast: false,
      prefetch: 2,
      ...place,
    },
  ],
  [
    'DataLoader of single items',
    new DataLoader(dataset, { batchSize: null }),
    { batchSize: null },
    {
      type: 'DataLoader',
      dataset: 'an Array of 3',
      batchSize: null,
      shuffle: false,
      sampler: { type: 'SequentialSampler', source: 3, ...place },
      dropLast: false,
      prefetch: 2,
      ...place,
    },
  ],
  [
    'DataLoader that shuffles',
    new DataLoader(dataset, { shuffle: true, seed: 8 }),
    { batchSize: 1, shuffle: true, dropLast: false, prefetch: 2, seed: 8 },
    {
      type: 'DataLoader',
      dataset: 'an Array of 3',
      batchSize: 1,
      shuffle: true,
      sampler: expect.objectContaining({ type: 'RandomSampler', source: 3, seed: 8 }),
      dropLast: false,
      prefetch: 2,
      seed: 8,
      ...place,
    },
  ],
  [
    'DataLoader over an iterable',
    new DataLoader(stream, { batchSize: 2, dropLast: true, timeout: 50 }),
    {
      dataset: stream,
      batchSize: 2,
      shuffle: false,
      sampler: undefined,
      batchSampler: undefined,
      dropLast: true,
      prefetch: 2,
      timeout: 50,
      numWorkers: 0,
      numItems: undefined,
      seed: undefined,
    },
    {
      type: 'DataLoader',
      dataset: 'a Set',
      batchSize: 2,
      shuffle: false,
      dropLast: true,
      prefetch: 2,
      timeout: 50,
      ...place,
    },
  ],
];
