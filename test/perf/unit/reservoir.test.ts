// Adding items to a reservoir that keeps few of them: time beside that of counting numbers in a Map.
import { expect, it } from 'vitest';
import { WeightedReservoir } from '../../../src/index.js';
import { pace } from '../../support/pace.js';

const COUNT = 2 ** 19;

it.each([
  ['numbers', 0.6, (i: number) => i],
  ['texts', 1.5, (i: number) => `user-${i}`],
])('adding %s takes at most %f of the time for counting as many numbers', async (_, most, idOf) => {
  const ids = Array.from({ length: COUNT }, (__, i) => idOf(i));
  const weights = Float64Array.from({ length: COUNT }, (__, i) => 1 + (i % 97));
  const reservoir = new WeightedReservoir<number | string>(1000, { seed: 1 }).addMany(ids, weights);
  expect(await pace(() => reservoir.addMany(ids, weights), COUNT, most)).toBeLessThan(most);
});
