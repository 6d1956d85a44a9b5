// What a plain shuffle's batches hold, in closed form: against every batch of shuffles that were drawn, and against
// sums of fractions.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shuffleBalance } from '../../src/analysis.js';
import { BatchSampler, RandomSampler } from '../../src/index.js';

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

/** Labels of classes of these sizes. */
const labelsOf = (counts: readonly number[]) => counts.flatMap((count, code) => new Array<number>(count).fill(code));

test('is that of all batches, whole passes and parts of them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0.05, max: 0.99, noNaN: true }),
      (counts, batchSize, more, confidence) => {
        const numSamples = Math.max(batchSize, more);
        const items = counts.reduce((sum, count) => sum + count, 0);
        const forecasts = shuffleBalance(labelsOf(counts), batchSize, { numSamples, confidence });
        forecasts.forEach(({ class: label, batch, epoch, probability }, code) => {
          expect(label).toBe(code);
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
              [forecast.lower, (1 - confidence) / 2],
              [forecast.upper, (1 + confidence) / 2],
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
  const [, { batch }] = shuffleBalance(labelsOf([items - marked, marked]), batchSize, { numSamples });
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

test('has 95 % ranges, and epochs of as many draws as items, where nothing else is asked for', () => {
  const labels = [...new Array(165).fill('Siamese'), ...new Array(10).fill('Birman')];
  const [siamese, birman] = shuffleBalance(labels, 16);
  expect([siamese.class, birman.class]).toEqual(['Siamese', 'Birman']);
  expect(birman.batch.lacking).toBeCloseTo(choose(165, 16) / choose(175, 16), 9);
  expect([birman.batch.lower, birman.batch.upper]).toEqual([0, 3]);
  // every item comes once
  expect(birman.epoch).toEqual({ mean: 10, lower: 10, upper: 10, lacking: 0 });
  expect(shuffleBalance(labels, 16, { numSamples: 175, confidence: 0.95 })).toEqual([siamese, birman]);
});

test('has one batch, the epoch, where a batch would be larger', () => {
  const labels = labelsOf([5, 3]);
  const [{ batch, epoch }] = shuffleBalance(labels, 100, { numSamples: 4 });
  expect(batch).toEqual(epoch);
  expect(batch.mean).toBe(2.5);
});

test.each([
  [() => shuffleBalance(['a'], 0), RangeError, /^batchSize must be a positive integer, got 0$/],
  [() => shuffleBalance(['a'], 1, { numSamples: 1.5 }), RangeError, /^numSamples must be a positive integer, got 1.5/],
  [
    () => shuffleBalance(['a'], 1, { confidence: 95 }),
    RangeError,
    /^confidence must be a number between 0 and 1, got 95$/,
  ],
  [() => shuffleBalance([], 1), RangeError, /^labels must not be empty/],
  [() => shuffleBalance('ab' as never, 1), TypeError, /^labels /],
])('says what is wrong: %s', (call, kind, message) => {
  expect(call).toThrow(kind);
  expect(call).toThrow(message);
});
