// ecdf, kde and chiSquare give SciPy's numbers. test/vectors/scipy.json is of SciPy 1.10.1; its script drew from
// numpy.random.default_rng(11).
import { describe, expect, it } from 'vitest';
import { upperGamma } from '../../src/analysis/incomplete-gamma.js';
import { chiSquare, ecdf, kde } from '../../src/analysis.js';
import { vectors } from '../support/vectors.js';

interface Values {
  readonly name: string;
  readonly values: number[];
  readonly x: number[];
  readonly y: number[];
}
const scipy = await vectors<{
  ecdf: (Values & { dkw95: number })[];
  kde: (Values & { bandwidth: 'scott' | 'silverman' | number; h: number })[];
  chiSquare: { counts: number[]; probabilities: number[]; statistic: number; df: number; pValue: number }[];
}>('scipy');

const LARGEST = 1e-12;
/** The largest relative difference. */
function difference(ours: ArrayLike<number>, theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  return Math.max(...theirs.map((value, i) => (ours[i] === value ? 0 : Math.abs(ours[i] - value) / Math.abs(value))));
}

it('a difference is found', () => {
  expect(difference([1, 2 + 1e-11], [1, 2])).toBeGreaterThan(LARGEST);
  expect(difference([1, Number.NaN], [1, 2])).toBeNaN();
});

describe('as SciPy has it', () => {
  it.each(scipy.ecdf)('ecdf of $name', ({ values, x, y, dkw95 }) => {
    const own = ecdf(values);
    expect(difference(own.x, x)).toBeLessThan(LARGEST);
    expect(difference(own.y, y)).toBeLessThan(LARGEST);
    const lower = y.map((share) => Math.max(0, share - dkw95));
    const upper = y.map((share) => Math.min(1, share + dkw95));
    own.lower.forEach((bound, i) => void expect(bound).toBeCloseTo(lower[i], 14));
    own.upper.forEach((bound, i) => void expect(bound).toBeCloseTo(upper[i], 14));
  });

  it.each(scipy.kde)('kde of $name, $bandwidth', ({ values, bandwidth, h, x, y }) => {
    const own = kde(values, { bandwidth, points: 64 });
    expect(difference([own.bandwidth], [h])).toBeLessThan(LARGEST);
    const scale = Math.max(...x.map(Math.abs));
    // places about 0 have no relative precision
    expect(Math.max(...x.map((place, i) => Math.abs(own.x[i] - place) / scale))).toBeLessThan(LARGEST);
    expect(difference(kde(values, { bandwidth, points: x }).y, y)).toBeLessThan(LARGEST);
  });

  it.each(scipy.chiSquare)('chiSquare of $counts', ({ counts, probabilities, statistic, df, pValue }) => {
    const own = chiSquare(counts, probabilities);
    expect(difference([own.statistic, own.df, own.pValue], [statistic, df, pValue])).toBeLessThan(LARGEST);
  });
});

describe('ecdf', () => {
  it('takes another confidence, which widens the band', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => i);
    const [narrow, wide] = [0.5, 0.99].map((confidence) => ecdf(values, { confidence }));
    expect(wide.upper[50] - wide.y[50]).toBeCloseTo(Math.sqrt(Math.log(200) / 200), 14);
    expect(narrow.upper[50] - narrow.y[50]).toBeCloseTo(Math.sqrt(Math.log(4) / 200), 14);
  });
});

describe('kde', () => {
  it('integrates to 1, however many values are the same', () => {
    const { x, y } = kde([1, 1, 1, 5], { bandwidth: 0.3, points: 2000 });
    const area = y.reduce((sum, height) => sum + height, 0) * (x[1] - x[0]);
    expect(area).toBeCloseTo(1, 2);
    expect(x).toHaveLength(2000);
    expect(x[1999]).toBe(5 + 3 * 0.3);
  });

  it('is at one place where one is wanted', () => {
    expect(kde([2], { bandwidth: 1, points: [2] }).y[0]).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 14);
    expect(kde([2, 3], { points: 1 }).x).toHaveLength(1);
  });
});

describe('chiSquare', () => {
  it('has tails of many degrees of freedom: by Wilson and Hilferty, who are near', () => {
    for (const cells of [1000, 100_000]) {
      const counts = Float64Array.from({ length: cells }, (_, i) => 100 + ((i * 7) % 21) - 10);
      const total = counts.reduce((sum, count) => sum + count, 0);
      const { df, pValue, statistic } = chiSquare(counts, new Float64Array(cells).fill(1 / cells));
      const z = ((statistic / df) ** (1 / 3) - (1 - 2 / (9 * df))) / Math.sqrt(2 / (9 * df));
      // a tail far below the mean is all of it; and half of it at the median
      expect(total).toBeGreaterThan(0);
      expect(z).toBeLessThan(-5);
      expect(pValue).toBeGreaterThan(1 - 1e-6);
      expect(upperGamma(df / 2, (df * (1 - 2 / (9 * df)) ** 3) / 2)).toBeCloseTo(0.5, 3);
    }
  });

  it('knows what is impossible, and what is certain', () => {
    expect(chiSquare([1, 1], [1, 0])).toEqual({ statistic: Infinity, df: 0, pValue: 0 });
    expect(chiSquare([5, 0], [1, 0])).toEqual({ statistic: 0, df: 0, pValue: 1 });
    expect(chiSquare([5, 5, 0], [0.5, 0.5, 0])).toEqual({ statistic: 0, df: 1, pValue: 1 });
  });
});

it('what they are given wrong is told', () => {
  const cases: [() => unknown, RegExp][] = [
    [() => ecdf([]), /^values must not be empty$/],
    [() => kde([]), /^values must not be empty$/],
    [() => ecdf([1, Number.NaN]), /^values\[1\] must be a finite number, got NaN$/],
    [() => ecdf([1, '2' as never]), /^values\[1\] must be a finite number, got "2"$/],
    [() => ecdf('12' as never), /^values must be an array or typed array, got "12"$/],
    [() => ecdf([1], { confidence: 1 }), /^confidence must be a number between 0 and 1, got 1$/],
    [() => ecdf([1], { level: 1 } as never), /^options has no "level"/],
    [
      () => kde([1, 2], { bandwidth: 'other' as never }),
      /^bandwidth must be 'scott', 'silverman' or a positive number/,
    ],
    [() => kde([1, 2], { bandwidth: 0 }), /^bandwidth must be .* got 0$/],
    [() => kde([2, 2]), /^values must differ for a bandwidth by rule, got only 2: give a number as bandwidth$/],
    [() => kde([1, 2], { points: 0 }), /^points must be a positive integer, got 0$/],
    [() => kde([1, 2], { points: [1, Infinity] }), /^points\[1\] must be a finite number, got Infinity$/],
    [() => chiSquare([1, 2], [1]), /^counts and probabilities must have the same length, got 2 and 1$/],
    [() => chiSquare([1, -2], [0.5, 0.5]), /^counts\[1\] must be at least 0, got -2$/],
    [() => chiSquare([0, 0], [0.5, 0.5]), /^counts must have a positive entry, got only zeros$/],
    [() => chiSquare([1, 2], [0.5, 0.4]), /^probabilities must sum to 1, got 0.9$/],
  ];
  for (const [call, message] of cases) expect(call).toThrow(message);
});
