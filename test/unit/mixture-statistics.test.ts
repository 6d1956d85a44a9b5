// Do mixtures look as drawn at random? Pearson's chi-square on fixed seeds: a p-value below LEAST_P (1e-6) fails.
import { describe, expect, it } from 'vitest';
import { MixtureSampler } from '../../src/index.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { backends } from '../support/sampler-cases.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe.each(backends)('a mixture, p > 1e-6 (%s)', (backend) => {
  it('has each source at each place as often as its share, over seeds: numbers of draws, windows and rests', () => {
    const weights = [0.5, 0.3, 0.15, 0.05];
    for (const window of [undefined, 3, 7]) {
      const counts = upTo(8).map(() => [0, 0, 0, 0]);
      for (let seed = 0; seed < 4000; seed++) {
        const mixture = new MixtureSampler([9, 9, 9, 9], { weights, stop: 8, window, seed, backend });
        for (const [at, index] of mixture.indices(seed % 5).entries()) counts[at][mixture.sourceOf(index)]++;
      }
      for (const at of counts) expect(chiSquare(at, weights).pValue).toBeGreaterThan(LEAST_P);
    }
  });

  it('puts the sources of a window in every order equally often: 2 of each of two are 6 orders', () => {
    const mixture = new MixtureSampler([50, 50], { weights: [1, 1], window: 4, stop: 40_000, seed: 1, backend });
    const draws = mixture.take(4 * 30_000);
    const counts = new Map<string, number>();
    for (let at = 0; at < draws.length; at += 4) {
      const order = [...draws.subarray(at, at + 4)].map((index) => mixture.sourceOf(index)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['0011', '0101', '0110', '1001', '1010', '1100']);
    expect(chiSquare([...counts.values()], new Array(6).fill(1 / 6)).pValue).toBeGreaterThan(LEAST_P);
  });

  it('has neighbors of sources that do not depend on one another, at random', () => {
    const weights = [0.6, 0.3, 0.1];
    const mixture = new MixtureSampler([100, 100, 100], { weights, stop: 60_000, seed: 3, backend });
    const draws = mixture.take(120_000);
    for (const lag of [1, 2, 7]) {
      const counts = new Array<number>(9).fill(0);
      for (let at = 0; at + lag < draws.length; at += 2 * lag) {
        counts[3 * mixture.sourceOf(draws[at]) + mixture.sourceOf(draws[at + lag])]++;
      }
      const joint = weights.flatMap((a) => weights.map((b) => a * b));
      expect(chiSquare(counts, joint).pValue).toBeGreaterThan(LEAST_P);
    }
  });

  it('has batches whose counts spread as at random: hypergeometric, so near the binomial', () => {
    const mixture = new MixtureSampler([100, 100], { weights: [1, 1], stop: 60_000, seed: 4, backend });
    const draws = mixture.take(480_000);
    const counts = new Array<number>(9).fill(0);
    for (let at = 0; at < draws.length; at += 8) {
      let first = 0;
      for (const index of draws.subarray(at, at + 8)) if (index < 100) first++;
      counts[first]++;
    }
    const binomial = [1, 8, 28, 56, 70, 56, 28, 8, 1].map((ways) => ways / 256);
    expect(chiSquare(counts, binomial).pValue).toBeGreaterThan(LEAST_P);
  });

  it('draws the items of a number uniformly: those that come first, and pairs of passes', () => {
    const first = new Array<number>(5).fill(0);
    const pairs = new Array<number>(25).fill(0);
    for (let seed = 0; seed < 5000; seed++) {
      const mixture = new MixtureSampler([5, 5], { weights: [1, 1], stop: 10, seed, backend });
      const [a, b] = [0, 1].map((epoch) => mixture.indices(epoch).find((index) => index < 5) as number);
      first[a]++;
      pairs[5 * a + b]++;
    }
    expect(chiSquare(first, new Array(5).fill(1 / 5)).pValue).toBeGreaterThan(LEAST_P);
    expect(chiSquare(pairs, new Array(25).fill(1 / 25)).pValue).toBeGreaterThan(LEAST_P);
  });

  it('rounds shares up in the epochs of different seeds as often as they should be', () => {
    // 1.25, 2.5 and 6.25 of ten draws
    const counts = [0, 0, 0];
    for (let seed = 0; seed < 4000; seed++) {
      const mixture = new MixtureSampler([99, 99, 99], { weights: [1, 2, 5], stop: 10, seed, backend });
      const got = [0, 0, 0];
      for (const index of mixture.indices(seed % 3)) got[mixture.sourceOf(index)]++;
      for (const s of [0, 1, 2]) counts[s] += got[s] - [1, 2, 6][s];
    }
    for (const [s, share] of [0.25, 0.5, 0.25].entries()) {
      expect(chiSquare([counts[s], 4000 - counts[s]], [share, 1 - share]).pValue).toBeGreaterThan(LEAST_P);
    }
  });
});
