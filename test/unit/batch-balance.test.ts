// What batches hold and are to hold: counts, and binomial forecasts against sums in integers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchBalance, batchClassCounts, countsByClass, indexCounts } from '../../src/analysis.js';
import { BatchSampler, sampleWeights, WeightedRandomSampler } from '../../src/index.js';

/**
 * The smallest counts at which the binomial of draws and p = a / b reaches low and high, both in thousandths: summed in
 * integers.
 */
function exactRange(draws: number, a: bigint, b: bigint, low: bigint, high: bigint): [number, number] {
  const whole = b ** BigInt(draws);
  let term = (b - a) ** BigInt(draws);
  let sum = 0n;
  const found: number[] = [];
  for (let k = 0; k <= draws; k++) {
    sum += term;
    for (const wanted of [low, high].slice(found.length)) if (sum * 1000n >= wanted * whole) found.push(k);
    term = (term * BigInt(draws - k) * a) / (BigInt(k + 1) * (b - a));
  }
  return [found[0], found[1]];
}

describe('batchBalance', () => {
  const labels = [...new Array(165).fill('Siamese'), ...new Array(10).fill('Birman')];

  it('says what balanced weights do to batches and epochs', () => {
    const [siamese, birman] = batchBalance(sampleWeights(labels), labels, 16);
    expect([siamese.class, birman.class]).toEqual(['Siamese', 'Birman']);
    for (const { probability, batch, epoch } of [siamese, birman]) {
      expect(probability).toBeCloseTo(0.5, 14);
      expect(batch.mean).toBeCloseTo(8, 13);
      expect([batch.lower, batch.upper]).toEqual([4, 12]);
      expect(batch.lacking).toBeCloseTo(2 ** -16, 17);
      expect(epoch.mean).toBeCloseTo(87.5, 12);
      expect([epoch.lower, epoch.upper]).toEqual([75, 100]);
    }
    const plain = batchBalance(new Array(175).fill(1), labels, 16)[1];
    expect(plain.batch.lacking).toBeCloseTo((165 / 175) ** 16, 14);
  });

  it('has the ranges of exact binomials', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 99 }), (draws, percent) => {
        const weights = [percent, 100 - percent];
        const [{ batch }] = batchBalance(weights, ['a', 'b'], draws, { confidence: 0.9 });
        const exact = exactRange(draws, BigInt(percent), 100n, 50n, 950n);
        expect([batch.lower, batch.upper]).toEqual(exact);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('is what is drawn', () => {
    const classes = Array.from({ length: 1000 }, (_, i) => (i % 10 < 7 ? 'common' : i % 10 < 9 ? 'some' : 'rare'));
    const weights = Float64Array.from(classes, (_, i) => 1 + (i % 3));
    const forecast = batchBalance(weights, classes, 12, { numSamples: 24_000 });
    const sampler = new WeightedRandomSampler(weights, 24_000, { seed: 3 });
    const drawn = batchClassCounts(new BatchSampler(sampler, 12), classes);
    expect(drawn.counts).toHaveLength(2000);
    forecast.forEach(({ class: name, batch, epoch }, code) => {
      expect(drawn.classes[code]).toBe(name);
      const numbers = drawn.counts.map((row) => row[code]);
      const total = numbers.reduce((sum, each) => sum + each, 0);
      expect(total).toBeGreaterThanOrEqual(epoch.lower);
      expect(total).toBeLessThanOrEqual(epoch.upper);
      // of 2,000 batches; 5 standard deviations
      const lacking = 2000 * batch.lacking;
      expect(Math.abs(drawn.lackingByClass[code] - lacking)).toBeLessThan(5 * Math.sqrt(lacking) + 1);
      const outside = numbers.filter((each) => each < batch.lower || each > batch.upper).length / 2000;
      expect(outside).toBeLessThan(0.05 + 5 * Math.sqrt(0.05 / 2000));
    });
  });

  it('has classes that are never drawn, and ones alone; weights that have no sum; epochs of any length', () => {
    const [none, all] = batchBalance([0, 3], ['a', 'b'], 4);
    expect(none).toEqual({
      class: 'a',
      probability: 0,
      batch: { mean: 0, lower: 0, upper: 0, lacking: 1 },
      epoch: { mean: 0, lower: 0, upper: 0, lacking: 1 },
    });
    expect(all.batch).toEqual({ mean: 4, lower: 4, upper: 4, lacking: 0 });
    expect(batchBalance([1e308, 1e308, 1e308, 1e308], [1, 2, 1, 1], 4)[1].probability).toBe(0.25);
    const [{ epoch }] = batchBalance([1, 1], ['a', 'b'], 1, { numSamples: 1e9 });
    // the normal distribution's: 1.96 deviations of 15,811
    expect([epoch.lower, epoch.upper]).toEqual([5e8 - 30990, 5e8 + 30990]);
    // where sums would take too long, the normal distribution's
    const [{ batch }] = batchBalance([1, 3], ['a', 'b'], 1e15);
    const half = 1.959963984540054 * Math.sqrt((1e15 * 3) / 16);
    expect(Math.abs(batch.upper - (2.5e14 + half))).toBeLessThan(1);
    expect(Math.abs(batch.lower - (2.5e14 - half))).toBeLessThan(1);
  });
});

describe('counts', () => {
  it('of indices: in arrays, typed arrays, array-likes and samplers', () => {
    expect([...indexCounts([0, 2, 2], 4)]).toEqual([1, 0, 2, 0]);
    expect([...indexCounts(Uint32Array.of(1, 1), 2)]).toEqual([0, 2]);
    expect([...indexCounts({ length: 2, 0: 1, 1: 0 }, 2)]).toEqual([1, 1]);
    const sampler = new WeightedRandomSampler([1, 0, 3], 1000, { seed: 1 });
    const counts = indexCounts(sampler, 3);
    expect(counts[0] + counts[2]).toBe(1000);
    expect(sampler.epoch).toBe(1);
    expect([...indexCounts([], 0)]).toEqual([]);
  });

  it('of classes in batches, and how many lack one', () => {
    const { classes, counts, lacking, lackingByClass } = batchClassCounts(
      [[0, 1, 2], [0], [], [2, 2]],
      ['a', 'b', 'a'],
    );
    expect(classes).toEqual(['a', 'b']);
    expect(counts.map((row) => [...row])).toEqual([
      [2, 1],
      [1, 0],
      [0, 0],
      [2, 0],
    ]); // prettier-ignore
    expect(lacking).toBe(3);
    expect([...lackingByClass]).toEqual([1, 3]);
  });

  it('by class', () => {
    const { classes, counts } = countsByClass([5, 6, 7, 8], ['b', 'a', 'b', 'b']);
    expect(classes).toEqual(['b', 'a']);
    expect(counts.map((part) => [...part])).toEqual([[5, 7, 8], [6]]);
  });
});

it('what they are given wrong is told', () => {
  const cases: [() => unknown, RegExp][] = [
    [() => indexCounts([0, 3], 3), /^indices\[1\] must be an integer in \[0, 3\), got 3$/],
    [() => indexCounts([-1], 3), /^indices\[0\] must be an integer in \[0, 3\), got -1$/],
    [() => indexCounts([0.5], 3), /^indices\[0\] must be an integer in \[0, 3\), got 0.5$/],
    [() => indexCounts(['0' as never], 3), /^indices\[0\] must be an integer in \[0, 3\), got "0"$/],
    [() => indexCounts(5 as never, 3), /^indices must be an array, a typed array or an iterable, got 5$/],
    [() => indexCounts([0], -1), /^n must be a non-negative integer, got -1$/],
    [() => batchClassCounts([[0], [1, 2]], ['a', 'b']), /^batches\[1\]\[1\] must be an integer in \[0, 2\), got 2$/],
    [
      () => batchClassCounts([3 as never], ['a']),
      /^batches must be a BatchSampler or arrays of indices, got single indices/,
    ],
    [() => batchClassCounts([['0']] as never, ['a']), /^batches\[0\]\[0\] must be an integer in \[0, 1\), got "0"$/],
    [() => batchClassCounts(['3' as never], ['a']), /^batches\[0\] must be an array or typed array, got "3"$/],
    [() => batchClassCounts(3 as never, ['a']), /^batches must be a BatchSampler or an array of arrays/],
    [
      () => batchClassCounts([], [null as never]),
      /^labels\[0\] must be a string, a number, a bigint or a boolean, got null$/,
    ],
    [() => countsByClass([1], ['a', 'b']), /^counts and labels must have the same length, got 1 and 2$/],
    [() => batchBalance([1, 1], ['a'], 2), /^weights and labels must have the same length, got 2 and 1$/],
    [() => batchBalance([1], ['a'], 0), /^batchSize must be a positive integer, got 0$/],
    [() => batchBalance([1], ['a'], 1, { numSamples: 1.5 }), /^numSamples must be a positive integer, got 1.5/],
    [() => batchBalance([1], ['a'], 1, { confidence: 95 }), /^confidence must be a number between 0 and 1, got 95$/],
    [() => batchBalance([], [], 1), /^weights must not be empty/],
    [
      () => batchBalance([1, Number.NaN], ['a', 'b'], 1),
      /^weights\[1\] must be a finite number of at least 0, got NaN/,
    ],
  ];
  for (const [call, message] of cases) expect(call).toThrow(message);
});
