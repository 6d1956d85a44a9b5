// A few draws of many indices without replacement: time beside that of counting as many numbers in a Map.
import { describe, expect, it } from 'vitest';
import { RandomSampler } from '../../../src/index.js';
import { backends } from '../../support/backends.js';
import { pace } from '../../support/pace.js';

describe.each(backends)('%s', (backend) => {
  it.each([
    [1_234_567_892, 10_000, 20],
    [2 ** 25, 10, 20_000],
  ])('of %i, %i take no longer than counting that number in a Map does %i times', async (count, numSamples, most) => {
    const draw = () => {
      const sampler = new RandomSampler(count, { numSamples, seed: 1, backend });
      expect(new Set(sampler.take(numSamples)).size).toBe(numSamples);
    };
    expect(await pace(draw, numSamples, most)).toBeLessThan(most);
  });
});
