// Weights, forecasts and trials of large inputs: time beside that of counting numbers in a Map, 0.09 µs each.
import { expect, it } from 'vitest';
import { coverage, simulateCoverage } from '../../../src/analysis.js';
import { classWeights, lintWeights } from '../../../src/index.js';
import { pace } from '../../support/pace.js';

it('a forecast of 10^7 different weights takes less than counting 4 numbers for each', async () => {
  const weights = Float64Array.from({ length: 1e7 }, (_, i) => 1 + ((i * 0.618) % 1));
  weights[77] = weights.reduce((sum, weight) => sum + weight, 0) * 1e-12;
  const forecasts = () => {
    const forecast = coverage(weights);
    return [forecast.mean, forecast.quantile(0.5), forecast.expectedUnseen(1000), forecast.mode];
  };
  expect(await pace(forecasts, weights.length, 4)).toBeLessThan(4);
});

it('a draw of 1,000 trials of 165 : 10 takes less than counting 0.4 numbers, all of them 0.07 s', async () => {
  const counts = [165, 10];
  const weights = counts.flatMap((count) => new Array<number>(count).fill(1 / count));
  let seed = 0;
  const simulate = () => simulateCoverage(weights, 175, { trials: 1000, seed: seed++, backend: 'wasm' });
  const { epochs } = await simulate();
  const draws = 175 * epochs.reduce((sum, each) => sum + each, 0);
  expect(draws).toBeGreaterThan(1.8e6);
  expect(await pace(simulate, draws, 0.4)).toBeLessThan(0.4);
});

it('a class of 150,000 with a target takes less than counting 40 numbers', async () => {
  const labels = Array.from({ length: 150_000 }, (_, i) => `class ${i}`);
  const target = new Map(labels.map((each) => [each, 1]));
  expect(await pace(() => classWeights(labels, { target }), labels.length, 40)).toBeLessThan(40);
});

it('a label that looks like a number takes lintWeights less than counting 50', async () => {
  const labels = Array.from({ length: 200_000 }, (_, i) => `1${','.repeat(i % 3)}${'0'.repeat(60)} ${i}`);
  const weights = new Float64Array(labels.length).fill(1);
  expect(await pace(() => lintWeights(weights, { labels }), labels.length, 50)).toBeLessThan(50);
});
