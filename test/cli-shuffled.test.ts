// What a plain shuffle's batches hold, in closed form: against every batch of shuffles that were drawn, and against
// sums of fractions.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shuffledBalance } from '../src/analysis/shuffle-balance.js';
import { BatchSampler, RandomSampler } from '../src/index.js';

/** n! / (k! (n - k)!) */
function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return k < 0 || k > n ? 0 : product;
}

/** The probability of each number of `marked` in the batches of passes of `items`, one after another. */
function exact(items: number, marked: number, batchSize: number, numSamples: number): Map<number, number> {
  const of = (draws: number, k: number) =>
    (choose(marked, k) * choose(items - marked, draws - k)) / choose(items, draws);
  const batches = Math.floor(numSamples / batchSize);
  const chances = new Map<number, number>();
  for (let batch = 0; batch < batches; batch++) {
    // parts of the batch by pass
    let from = batch * batchSize;
    let parts = new Map([[0, 1 / batches]]);
    for (let left = batchSize; left > 0; ) {
      const draws = Math.min(left, items - (from % items));
      const next = new Map<number, number>();
      for (const [k, p] of parts) {
        for (let j = 0; j <= draws; j++) next.set(k + j, (next.get(k + j) ?? 0) + p * of(draws, j));
      }
      parts = next;
      from += draws;
      left -= draws;
    }
    for (const [k, p] of parts) chances.set(k, (chances.get(k) ?? 0) + p);
  }
  return chances;
}

test('is that of all batches, whole passes and parts of them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 100 }),
      (counts, batchSize, more) => {
        const numSamples = Math.max(batchSize, more);
        const items = counts.reduce((sum, count) => sum + count, 0);
        shuffledBalance(counts, batchSize, numSamples).forEach(({ batch, epoch, probability }, code) => {
          expect(probability).toBe(counts[code] / items);
          for (const [forecast, size] of [
            [batch, batchSize],
            [epoch, numSamples],
          ] as const) {
            const chances = exact(items, counts[code], size, size === batchSize ? numSamples : size);
            expect(forecast.mean).toBeCloseTo((size * counts[code]) / items, 9);
            expect(forecast.lacking).toBeCloseTo(chances.get(0) ?? 0, 9);
            const upTo = (last: number) => [...chances].reduce((sum, [k, p]) => sum + (k <= last ? p : 0), 0);
            for (const [bound, share] of [
              [forecast.lower, 0.025],
              [forecast.upper, 0.975],
            ]) {
              expect(upTo(bound)).toBeGreaterThan(share - 1e-9);
              expect(upTo(bound - 1)).toBeLessThan(share + 1e-9);
            }
          }
        });
      },
    ),
    { numRuns: 200, seed: 3 },
  );
});

test('is what shuffles do', () => {
  const [items, marked, batchSize, numSamples] = [9, 2, 7, 30];
  const [, { batch }] = shuffledBalance([items - marked, marked], batchSize, numSamples);
  const shuffle = new BatchSampler(new RandomSampler(items, { numSamples, seed: 5 }), batchSize, true);
  let without = 0;
  let batches = 0;
  for (let epoch = 0; epoch < 5000; epoch++) {
    for (const each of shuffle) {
      batches++;
      if (each.every((index) => index >= marked)) without++;
    }
  }
  // batches of one epoch hang together: at most four times the variance of independent ones, five standard deviations
  const deviation = Math.sqrt((batch.lacking * (1 - batch.lacking)) / (batches / 4));
  expect(batches).toBe(20_000);
  expect(Math.abs(without / batches - batch.lacking)).toBeLessThan(5 * deviation);
});
