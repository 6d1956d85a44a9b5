// When everything is seen: chances against sums written out, the known answers, and the sizes that need care.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratesOf } from '../../src/analysis/draw-rates.js';
import { AllSeen } from '../../src/analysis/probability-all-seen.js';
import { type Coverage, coverage } from '../../src/analysis.js';
import { rounds } from '../support/rounds.js';

const balanced = (...counts: number[]): number[] => counts.flatMap((count) => new Array<number>(count).fill(1 / count));
const quantiles = (forecast: Coverage, ...shares: number[]): number[] => shares.map((p) => forecast.quantile(p));

/**
 * P(all seen after T draws) of whole weights, in whole numbers: Σ over sets of items of (-1)^size P(none of them is
 * drawn). Sets of one sum count together.
 */
function allSeen(weights: readonly number[]): (draws: number) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let bySum = new Map([[0, 1n]]);
  for (const weight of weights.filter((each) => each > 0)) {
    const next = new Map(bySum);
    for (const [sum, many] of bySum) next.set(sum + weight, (next.get(sum + weight) ?? 0n) - many);
    bySum = next;
  }
  return (draws) => {
    let above = 0n;
    for (const [sum, many] of bySum) above += many * BigInt(total - sum) ** BigInt(draws);
    const below = BigInt(total) ** BigInt(draws);
    return Number((above << 200n) / below) / 2 ** 200;
  };
}

describe('the known answers', () => {
  it('165 : 10, balanced, 175 draws an epoch', () => {
    const forecast = coverage(balanced(165, 10));
    expect([forecast.items, forecast.drawsPerEpoch]).toEqual([175, 175]);
    expect(forecast.expectedUnseen(1)).toBeCloseTo(97.01, 2);
    expect(forecast.expectedUnseen(2)).toBeCloseTo(57.04, 2);
    expect(quantiles(forecast, 0.05, 0.5, 0.95, 0.99)).toEqual([8, 11, 16, 19]);
    expect(forecast.mode).toBe(10);
    expect(forecast.mean).toBeCloseTo(11.21967, 5);
    expect(forecast.expectedRepeats).toBeCloseTo(forecast.expectedUnseen(1), 10);
    // (Σw)² / Σw² = 2² / (1/165 + 1/10)
    expect(forecast.effectiveSampleSize).toBeCloseTo(4 / (1 / 165 + 1 / 10), 10);
  });

  it.each([
    { counts: [160, 160], mode: 6, median: 7, last: undefined, mean: undefined },
    { counts: [900, 100], mode: undefined, median: 13, last: undefined, mean: 13.78 },
    { counts: [10000, 100], mode: undefined, median: 19, last: 25, mean: undefined },
  ])('$counts', ({ counts, mode, median, last, mean }) => {
    const forecast = coverage(balanced(...counts));
    expect(forecast.quantile(0.5)).toBe(median);
    if (mode !== undefined) expect(forecast.mode).toBe(mode);
    if (last !== undefined) expect(forecast.quantile(0.95)).toBe(last);
    if (mean !== undefined) expect(forecast.mean).toBeCloseTo(mean, 2);
  });
});

describe('for few items', () => {
  const weights = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 12 });

  it('is the exact sum, its quantiles, mean and mode: 150 sets', () => {
    fc.assert(
      fc.property(
        weights.filter((each) => each.some((weight) => weight > 0)),
        fc.integer({ min: 1, max: 30 }),
        (given, draws) => {
          const forecast = coverage(given, draws);
          const after = allSeen(given);
          const chances: number[] = [];
          const seen = (epochs: number): number => (chances[epochs] ??= epochs > 0 ? after(epochs * draws) : 0);
          const total = given.reduce((sum, weight) => sum + weight, 0);
          for (const epochs of [0, 1, 2, 7]) {
            expect(forecast.probabilityAllSeen(epochs)).toBeCloseTo(seen(epochs), 12);
            const unseen = given.filter((w) => w > 0).reduce((sum, w) => sum + (1 - w / total) ** (epochs * draws), 0);
            expect(forecast.expectedUnseen(epochs)).toBeCloseTo(unseen, 11);
          }
          for (const p of [0.01, 0.3, 0.999]) {
            const epochs = forecast.quantile(p);
            expect(seen(epochs)).toBeGreaterThanOrEqual(p * (1 - 1e-13));
            if (epochs > 1) expect(seen(epochs - 1)).toBeLessThan(p * (1 + 1e-13));
            const least = forecast.drawsFor(p);
            expect(after(least)).toBeGreaterThanOrEqual(p * (1 - 1e-13));
            expect(Math.ceil(least / draws)).toBe(epochs);
          }
          let mean = 1;
          let most = 0;
          for (let epoch = 1; epoch < 1 || 1 - seen(epoch - 1) > 1e-11 || epoch === 1; epoch++) {
            const here = seen(epoch) - (epoch === 1 ? 0 : seen(epoch - 1));
            mean += 1 - seen(epoch);
            most = Math.max(most, here);
          }
          expect(forecast.mean).toBeCloseTo(mean, 9);
          const atMode = seen(forecast.mode) - (forecast.mode === 1 ? 0 : seen(forecast.mode - 1));
          expect(Math.abs(atMode - most)).toBeLessThan(1e-9);
        },
      ),
      { numRuns: rounds(150), seed: 4 },
    );
  });

  it('is the coupon collector’s n·H(n) of up to 1,000 equal items', () => {
    for (let n = 1, harmonic = 0; n <= 1000; n++) {
      harmonic += 1 / n;
      if (n > 20 && n % 97 !== 0 && n !== 1000) continue;
      expect(coverage(new Array(n).fill(7), 1).mean / (n * harmonic)).toBeCloseTo(1, 11);
    }
    // three equal items by three draws: Σ over epochs e of 3 (2/3)^3e - 3 (1/3)^3e, and the first epoch
    expect(coverage([1, 1, 1], 3).mean).toBeCloseTo(3 / (1 - 8 / 27) - 3 / (1 - 1 / 27) + 1, 11);
  });

  it('lies between whole numbers of draws on a line', () => {
    const forecast = coverage([1, 1], 1);
    expect([2, 2.5, 3].map((draws) => forecast.probabilityAllSeen(draws))).toEqual([0.5, 0.625, 0.75]);
  });

  it('has repeats and effective sizes of plain weights', () => {
    const forecast = coverage([1, 1, 1, 0], 3);
    expect(forecast.items).toBe(3);
    // 3 draws of 3 items: 3 (1 - (2/3)^3) are different
    expect(forecast.expectedRepeats).toBeCloseTo(3 - 3 * (1 - 8 / 27), 14);
    expect(forecast.effectiveSampleSize).toBeCloseTo(3, 14);
  });

  it('is certain of one item', () => {
    const forecast = coverage([0, 5], 3);
    expect([forecast.mean, forecast.mode, forecast.quantile(0.5), forecast.drawsFor(0.99)]).toEqual([1, 1, 1, 1]);
    expect([forecast.expectedUnseen(0), forecast.expectedUnseen(1), forecast.probabilityAllSeen(0)]).toEqual([1, 0, 0]);
  });
});

describe('the closed form for more items', () => {
  it.each([
    { what: '60 different ones', weights: Array.from({ length: 60 }, (_, i) => 20 + i), least: 1e-4, most: 5e-4 },
    { what: '72 that hardly differ', weights: Array.from({ length: 72 }, (_, i) => 1000 + i), least: 5e-4, most: 1e-3 },
    { what: '100 different ones', weights: Array.from({ length: 100 }, (_, i) => 20 + i), least: 1e-5, most: 1e-4 },
    { what: '300 equal ones', weights: new Array<number>(300).fill(1), least: 1e-5, most: 2e-4 },
    { what: 'three groups', weights: balanced(300, 200, 30), least: 1e-6, most: 1e-4 },
    { what: '1,000 equal ones', weights: new Array<number>(1000).fill(1), least: 1e-6, most: 2e-5 },
  ])('is near the exact chances: $what', ({ weights, least, most }) => {
    const rates = ratesOf(weights, weights.length);
    const [near, exact] = [new AllSeen(rates, 0), new AllSeen(rates, 1e9)];
    let [off, further] = [0, 0];
    for (let draws = weights.length; exact.log(draws) < -1e-4; draws += 1 + (draws >> 5)) {
      off = Math.max(off, Math.abs(Math.exp(near.log(draws)) - Math.exp(exact.log(draws))));
      const alone = weights.length * Math.log1p(-Math.exp(draws * rates.rates[0]));
      if (rates.rates.length === 1) further = Math.max(further, Math.abs(Math.exp(alone) - Math.exp(exact.log(draws))));
    }
    expect(off).toBeGreaterThan(least);
    expect(off).toBeLessThan(most);
    // items that are taken for independent ones are further off
    if (rates.rates.length === 1) expect(further).toBeGreaterThan(30 * off);
  });
});

describe('where sums are long', () => {
  it('n = 10^6, a draw an epoch: the coupon collector’s n·H(n)', () => {
    const forecast = coverage(new Float64Array(1e6).fill(3), 1);
    let harmonic = 0;
    for (let i = 1e6; i >= 1; i--) harmonic += 1 / i;
    expect(Math.abs(forecast.mean - 1e6 * harmonic)).toBeLessThan(0.01);
    // Gumbel's: mode n ln n, median n (ln n - ln ln 2)
    expect(Math.abs(forecast.mode / (1e6 * Math.log(1e6)) - 1)).toBeLessThan(1e-4);
    expect(Math.abs(forecast.quantile(0.5) / (1e6 * (Math.log(1e6) - Math.log(Math.LN2))) - 1)).toBeLessThan(1e-6);
  });

  it('the mode is the most frequent number of epochs, found one by one', () => {
    for (const weights of [[1, 1, 1, 1e-5], [1, 1e-6], Array.from({ length: 300 }, (_, i) => 1 + i)]) {
      const forecast = coverage(weights, 1);
      const chance = (epoch: number) => forecast.probabilityAllSeen(epoch) - forecast.probabilityAllSeen(epoch - 1);
      let mode = 1;
      for (let epoch = 2; epoch < 40_000; epoch++) if (chance(epoch) > chance(mode)) mode = epoch;
      expect(forecast.mode).toBe(mode);
    }
  });

  it('the integral is the sum', () => {
    // the same items by 1 and by 4 draws an epoch: Σ over draws, thinned
    const weights = Array.from({ length: 3000 }, (_, i) => 1 + i / 100);
    const long = coverage(weights, 1);
    let sum = 1;
    let draws = 1;
    for (let unseen = 1; unseen > 1e-6; draws += 50) sum += 50 * (unseen = 1 - long.probabilityAllSeen(draws + 24.5));
    expect(Math.abs(long.mean / sum - 1)).toBeLessThan(1e-6);
  });

  it('fewer draws than items have no chance, nor any that is no number', () => {
    const cases: [weights: number[], draws: number[]][] = [
      [[1, 1.1e-4], [1]],
      [
        [1, 1, 1e-6],
        [1e-160, 1e-9, 2],
      ],
      [
        [1, 1e-300],
        [1e-160, 1],
      ],
      [new Array<number>(3000).fill(1), [1e-160, 2999]],
    ];
    for (const [weights, draws] of cases) {
      for (const each of draws) expect(coverage(weights, 1).probabilityAllSeen(each)).toBe(0);
    }
    expect(coverage([1, 1.1e-4], 1).drawsFor(1e-5)).toBe(2);
    expect([1, 1000].map((draws) => coverage([1, 1e-300], draws).mode)).toEqual([2, 1]);
  });

  it('weights so unequal that epochs are beyond all whole numbers', () => {
    // 2^-64 is the least probability that is drawn
    for (const draws of [1, 3, 1000]) {
      const { mean, mode } = coverage([1, 1e-300], draws);
      expect(mean / (2 ** 64 / draws)).toBeCloseTo(1, 9);
      expect(Number.isFinite(mode)).toBe(true);
    }
  });

  it('n = 10^7, different weights and one of p = 1e-12', () => {
    const weights = Float64Array.from({ length: 1e7 }, (_, i) => 1 + ((i * 0.618) % 1));
    weights[77] = weights.reduce((sum, weight) => sum + weight, 0) * 1e-12;
    const forecast = coverage(weights);
    // that item alone decides: 1 / (p · 10^7) epochs
    expect(forecast.mean / 1e5).toBeCloseTo(1, 4);
    expect(forecast.quantile(0.5) / (1e5 * Math.LN2)).toBeCloseTo(1, 4);
    // 1e-12 of what the sum was before
    expect(forecast.expectedUnseen(1000) / Math.exp(-0.01)).toBeCloseTo(1, 8);
    expect(forecast.mode).toBeLessThan(100);
  });

  it('more than 65,536 different weights are put together without being noticed', () => {
    const many = Float64Array.from({ length: 70_000 }, (_, i) => 1 + i / 70_000);
    const total = many.reduce((sum, weight) => sum + weight, 0);
    const exact = many.reduce((sum, weight) => sum + Math.exp(100_000 * Math.log1p(-weight / total)), 0);
    expect(Math.abs(coverage(many, 100_000).expectedUnseen(1) / exact - 1)).toBeLessThan(1e-8);
  });

  it('weights that have no sum, and ones that none is drawn more rarely than', () => {
    expect(coverage([1e308, 1e308, 1e308]).quantile(0.5)).toBe(coverage([1, 1, 1]).quantile(0.5));
    // the sampler lifts it to 2^-64
    expect(coverage([1, 5e-324], 1).mean / 2 ** 64).toBeCloseTo(1, 6);
  });
});

describe('the range of unseen items', () => {
  it('is two deviations wide, and within what there is', () => {
    const forecast = coverage(balanced(165, 10));
    const { lower, upper } = forecast.unseenRange(1);
    expect((lower + upper) / 2).toBeCloseTo(forecast.expectedUnseen(1), 10);
    // equal items: the occupancy problem's variance is known, n u (1 - u) + n (n - 1) (v - u²), u = (1 - 1/n)^T, v = (1
    // - 2/n)^T
    const [n, draws] = [200, 200];
    const [u, v] = [(1 - 1 / n) ** draws, (1 - 2 / n) ** draws];
    const deviation = Math.sqrt(n * u * (1 - u) + n * (n - 1) * (v - u * u));
    const range = coverage(new Array(n).fill(1)).unseenRange(1);
    // to first order in 1 / n
    expect(Math.abs((range.upper - range.lower) / (2 * 1.959963984540054 * deviation) - 1)).toBeLessThan(0.01);
    expect(forecast.unseenRange(0)).toEqual({ lower: 175, upper: 175 });
    expect(forecast.unseenRange(100).lower).toBe(0);
  });
});

it('what it is given wrong is told', () => {
  const forecast = coverage([1, 1]);
  const cases: [() => unknown, RegExp][] = [
    [() => coverage([]), /^weights must not be empty/],
    [() => coverage([0, 0]), /^weights must have a positive entry/],
    [() => coverage([1, -1]), /^weights\[1\] must be a finite number of at least 0, got -1/],
    [() => coverage([1], 0), /^drawsPerEpoch must be a positive integer, got 0$/],
    [() => coverage([1], 2.5), /^drawsPerEpoch must be a positive integer, got 2.5$/],
    [() => forecast.expectedUnseen(-1), /^epochs must be a finite number of at least 0, got -1$/],
    [() => forecast.probabilityAllSeen('2' as never), /^epochs must be a finite number of at least 0, got "2"$/],
    [() => forecast.quantile(0), /^p must be a number between 0 and 1, got 0$/],
    [() => forecast.quantile(1), /^p must be a number between 0 and 1, got 1$/],
    [() => forecast.drawsFor(95), /^confidence must be a number between 0 and 1, got 95$/],
  ];
  for (const [call, message] of cases) expect(call).toThrow(message);
});
