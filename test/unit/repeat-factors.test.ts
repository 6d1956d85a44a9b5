// Repeat factors, as LVIS and detectron2 define them.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { repeatFactors, SystematicSampler } from '../../src/index.js';
import { rounds } from '../support/rounds.js';

const countsOf = (draws: Iterable<number>, items: number): number[] => {
  const counts = new Array<number>(items).fill(0);
  for (const index of draws) counts[index]++;
  return counts;
};
const drawsFor = (factors: Float64Array): number => Math.ceil(factors.reduce((sum, factor) => sum + factor, 0));

it('are the square root of threshold / frequency, of the rarest label', () => {
  // a on 8 of 10, b on 2, c on 1
  const sets = [['a', 'b'], ['a', 'c'], ['b'], [], ...Array.from({ length: 6 }, () => ['a'])];
  const factors = repeatFactors(sets, 0.4);
  expect([...factors]).toEqual([Math.sqrt(0.4 / 0.2), 2, Math.sqrt(2), 1, 1, 1, 1, 1, 1, 1]);
  expect([...repeatFactors(sets, 0.1)]).toEqual(new Array(10).fill(1));
});

it('are those of detectron2', () => {
  // the numbers of its own test, tests/data/test_sampler.py: TestRepeatFactorTrainingSampler
  const sets = [[0, 1], [0], []];
  const expected = [Math.sqrt(3 / 2), 1, 1];
  for (const [i, factor] of repeatFactors(sets, 0.5).entries()) expect(factor).toBeCloseTo(expected[i], 12);
});

it('as weights of a SystematicSampler: each item comes floor or ceil of its factor times', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uniqueArray(fc.nat(6), { maxLength: 3 }), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.nat(1000),
      (sets, threshold, seed) => {
        if (sets.every((labels) => labels.length === 0)) return;
        const factors = repeatFactors(sets, threshold);
        const numSamples = drawsFor(factors);
        const sampler = new SystematicSampler(factors, numSamples, { seed });
        const beyond = numSamples - factors.reduce((sum, factor) => sum + factor, 0);
        expect(beyond).toBeLessThan(1);
        for (let epoch = 0; epoch < 5; epoch++) {
          const counts = countsOf(sampler.indices(epoch), sets.length);
          for (const [i, count] of counts.entries()) {
            expect(count).toBeGreaterThanOrEqual(Math.floor(factors[i]));
            expect(count).toBeLessThanOrEqual(Math.ceil(factors[i] + (beyond > 0 ? 1e-9 : 0) + beyond));
          }
        }
      },
    ),
    { numRuns: rounds(300) },
  );
});

it('with fewer draws miss items', () => {
  const sets = [['rare'], ...Array.from({ length: 40 }, () => ['common'])];
  const factors = repeatFactors(sets, 0.05);
  // sqrt(0.05 * 41) = 1.43 times the first, the others once
  expect(factors[0]).toBeCloseTo(1.4318, 4);
  const missed = (numSamples: number): number => {
    const sampler = new SystematicSampler(factors, numSamples, { seed: 1 });
    const epochs = Array.from({ length: 100 }, (_, epoch) => countsOf(sampler.indices(epoch), sets.length));
    return epochs.filter((counts) => counts.includes(0)).length;
  };
  expect(missed(41)).toBeGreaterThan(20);
  expect(missed(drawsFor(factors))).toBe(0);
});

it('on average come as often as their factor', () => {
  const sets = [['rare'], ['rare', 'common'], ...Array.from({ length: 18 }, () => ['common'])];
  const factors = repeatFactors(sets, 0.6);
  const sampler = new SystematicSampler(factors, drawsFor(factors), { seed: 3 });
  const epochs = 2000;
  const counts = countsOf(sampler.take(epochs * sampler.length), sets.length);
  const stretched = sampler.length / factors.reduce((sum, factor) => sum + factor, 0);
  for (const [i, count] of counts.entries())
    expect(Math.abs(count / epochs - factors[i] * stretched)).toBeLessThan(0.02);
});
