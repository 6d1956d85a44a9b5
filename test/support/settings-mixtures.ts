// Mixtures, their settings, and their JSON.
import { MixtureSampler } from '../../src/index.js';
import { backend, type cases, inner, innerShown, place } from './settings-cases.js';

export const mixtureCases: typeof cases = [
  [
    'MixtureSampler',
    new MixtureSampler([3, inner], {
      weights: [1, 2],
      stop: 'all',
      window: 4,
      sizes: [5, 3],
      seed: 7,
      backend,
    }),
    {
      sources: [3, inner],
      weights: Float64Array.of(1, 2),
      stop: 'all',
      window: 4,
      sizes: Float64Array.of(5, 3),
      offsets: Float64Array.of(0, 5, 8),
      numSamples: 12,
      seed: 7,
      generator: undefined,
      backend,
    },
    {
      type: 'MixtureSampler',
      sources: [3, innerShown],
      weights: [1, 2],
      stop: 'all',
      window: 4,
      sizes: [5, 3],
      seed: 7,
      backend,
      ...place,
    },
  ],
  [
    'MixtureSampler of numbers',
    new MixtureSampler([3, 4], { weights: [3, 1], seed: 7, backend }),
    { sources: [3, 4], stop: 'first', window: undefined, numSamples: 4 },
    {
      type: 'MixtureSampler',
      sources: [3, 4],
      weights: [3, 1],
      stop: 'first',
      sizes: [3, 4],
      seed: 7,
      backend,
      ...place,
    },
  ],
];
