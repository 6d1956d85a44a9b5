// Do draws look as drawn? Pearson's chi-square on fixed seeds: a p-value below LEAST_P (1e-6) fails.
import { describe, expect, it } from 'vitest';
import { upperGamma } from '../../src/analysis/incomplete-gamma.js';
import { backends, openTable, type TestTable } from '../support/backends.js';
import { chiSquare, chiSquareTail, LEAST_P, normalTails } from '../support/chi-square.js';
import { vectors } from '../support/vectors.js';

const known = await vectors<{
  chiSquare: { counts: number[]; probabilities: number[]; statistic: number; df: number; pValue: number }[];
  tails: [statistic: number, df: number, pValue: number][];
}>('chi-square');

const shapes: Record<string, (i: number, n: number) => number> = {
  uniform: () => 1,
  'a power law': (i) => (i + 1) ** -0.75,
  'zeros among uniform': (i, n) => (i % 3 === 1 || i === n - 1 ? 0 : 2),
};

function weightsOf(shape: string, n: number): number[] {
  return Array.from({ length: n }, (_, i) => shapes[shape](i, n));
}

function probabilitiesOf(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The first `count` draws of an epoch. */
function drawsOf(table: TestTable, seed: number, epoch: number, count: number): Uint32Array {
  const draws = new Uint32Array(count);
  table.openStream(seed, epoch);
  for (let at = 0; at < count; at += 65536) draws.set(table.draw(Math.min(65536, count - at), at), at);
  return draws;
}

/**
 * The p-value of pairs being independent, each of a pair being index i with probability i's. Indices are taken modulo
 * `groups`.
 */
function pairs(first: Uint32Array, second: Uint32Array, probabilities: readonly number[], groups: number): number {
  const marginal = new Array<number>(groups).fill(0);
  for (let i = 0; i < probabilities.length; i++) marginal[i % groups] += probabilities[i];
  const counts = new Array<number>(groups * groups).fill(0);
  for (let t = 0; t < first.length; t++) counts[(first[t] % groups) * groups + (second[t] % groups)]++;
  const joint = marginal.flatMap((a) => marginal.map((b) => a * b));
  return chiSquare(counts, joint).pValue;
}

/** Draws t and t + lag, each draw in one pair: first halves and second halves of blocks of 2 * lag. */
function lagged(draws: Uint32Array, lag: number): [first: Uint32Array, second: Uint32Array] {
  const inFirstHalf = (t: number) => t % (2 * lag) < lag;
  return [draws.filter((_, t) => inFirstHalf(t)), draws.filter((_, t) => !inFirstHalf(t))];
}

const COUNT = 2 ** 18;

describe.each(backends)('draws are as often as their weights say, p > 1e-6 (%s)', (backend) => {
  describe.each(Object.keys(shapes))('%s', (shape) => {
    it.each([2, 10, 1000, 2 ** 17])('n = %i', (n) => {
      const weights = weightsOf(shape, n);
      const table = openTable(weights, backend);
      const count = Math.max(COUNT, 12 * n);
      const counts = new Uint32Array(n);
      for (const index of drawsOf(table, 1, 0, count)) counts[index]++;
      const { pValue, df } = chiSquare(counts, probabilitiesOf(weights));
      expect(pValue).toBeGreaterThan(LEAST_P);
      expect(df).toBeGreaterThanOrEqual(Math.min(1, weights.filter((weight) => weight > 0).length - 1));
      weights.forEach((weight, i) => {
        if (weight === 0 && counts[i] > 0) expect.fail(`zero weight ${i} was drawn ${counts[i]} times`);
      });
    });
  });

  it.each([
    ['seeds', (i: number) => [i, 0] as const],
    ['epochs', (i: number) => [0, i] as const],
  ])('the first draws of 20,000 consecutive %s', (_, seedAndEpoch) => {
    const weights = weightsOf('a power law', 10);
    const table = openTable(weights, backend);
    const counts = new Uint32Array(10);
    for (let i = 0; i < 20_000; i++) {
      const [seed, epoch] = seedAndEpoch(i);
      counts[table.openStream(seed, epoch).draw(1)[0]]++;
    }
    expect(chiSquare(counts, probabilitiesOf(weights)).pValue).toBeGreaterThan(LEAST_P);
  });
});

describe.each(backends)('draws are independent, p > 1e-6 (%s)', (backend) => {
  // 1,024 words are made at a time where the table is large; four lanes run side by side where it is small
  it.each([
    [10, 10],
    [1000, 16],
    [2 ** 17, 16],
  ])('of those that follow, n = %i', (n, groups) => {
    const weights = weightsOf('a power law', n);
    const draws = drawsOf(openTable(weights, backend), 2, 0, COUNT);
    const probabilities = probabilitiesOf(weights);
    const pValues = [1, 2, 3, 4, 8, 1024].map((lag) => pairs(...lagged(draws, lag), probabilities, groups));
    expect(Math.min(...pValues)).toBeGreaterThan(LEAST_P);
  });

  it('of those of neighboring seeds and epochs', () => {
    const weights = weightsOf('a power law', 10);
    const table = openTable(weights, backend);
    const probabilities = probabilitiesOf(weights);
    const streams = [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
      [2 ** 32, 0],
    ].map(([seed, epoch]) => drawsOf(table, seed, epoch, COUNT / 2));
    const pValues = streams.flatMap((a, i) => streams.slice(i + 1).map((b) => pairs(a, b, probabilities, 10)));
    expect(pValues).toHaveLength(10);
    expect(Math.min(...pValues)).toBeGreaterThan(LEAST_P);
  });
});

describe('the tests used here', () => {
  it('have the p-values that SciPy has', () => {
    for (const { counts, probabilities, statistic, df, pValue } of known.chiSquare) {
      const own = chiSquare(counts, probabilities);
      expect(own.statistic).toBeCloseTo(statistic, 12);
      expect(own.df).toBe(df);
      expect(own.pValue / pValue).toBeCloseTo(1, 10);
    }
    expect(known.tails.length).toBeGreaterThan(20);
    for (const [statistic, df, pValue] of known.tails) {
      const own = chiSquareTail(statistic, df);
      // relative, and absolute near 1, where the series is subtracted from it
      expect(Math.abs(own - pValue)).toBeLessThan(1e-8 * pValue + 1e-13);
    }
    expect(upperGamma(1, 2.5)).toBeCloseTo(Math.exp(-2.5), 14);
    // two-sided tails of the normal distribution beyond 1.96
    expect(normalTails(1.959963984540054)).toBeCloseTo(0.05, 14);
  });

  it('pool cells that are expected too seldom, and know the impossible', () => {
    expect(chiSquare([3, 2, 5, 90], [0.03, 0.02, 0.05, 0.9]).df).toBe(2);
    expect(chiSquare([3, 2, 5, 90], [0.03, 0.02, 0.05, 0.9]).statistic).toBeCloseTo(0, 12);
    expect(chiSquare([1, 99], [0, 1]).pValue).toBe(0);
  });

  it('find probabilities out that are 3 % off, and draws that depend on the last one', () => {
    const weights = weightsOf('uniform', 10);
    const table = openTable([1.03, ...weights.slice(1)], 'js');
    const counts = new Uint32Array(10);
    for (const index of drawsOf(table, 1, 0, 4 * COUNT)) counts[index]++;
    expect(chiSquare(counts, probabilitiesOf(weights)).pValue).toBeLessThan(LEAST_P);
    const draws = drawsOf(openTable(weights, 'js'), 3, 0, COUNT);
    for (let t = 1; t < draws.length; t += 20) draws[t] = draws[t - 1];
    expect(pairs(...lagged(draws, 1), probabilitiesOf(weights), 10)).toBeLessThan(LEAST_P);
    expect(pairs(...lagged(draws, 2), probabilitiesOf(weights), 10)).toBeGreaterThan(LEAST_P);
  });
});
