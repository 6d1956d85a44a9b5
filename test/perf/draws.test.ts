// Draws beside those of a plain alias table in JavaScript, with Math.random.

import { WeightedRandomSampler } from 'loaded-dice';
import { expect, it } from 'vitest';
import { Baseline } from '../../bench/baseline.js';
import { uniformWeights } from '../../bench/weights.js';
import { ratio } from '../support/pace.js';

const COUNT = 2 ** 18;
const weights = uniformWeights(1024);
const plain = new Baseline(weights);
const out = new Uint32Array(COUNT);

// 0.07 and 0.35
it.each([
  ['wasm', 0.12],
  ['js', 0.43],
] as const)('%s: after reads of other sizes, at most %f of the time of a plain table', (backend, part) => {
  const sampler = new WeightedRandomSampler(weights, COUNT, { seed: 1, backend });
  // an engine must not keep what it learned from these
  for (let i = 0; i < 3000; i++) sampler.take(1 + (i % 70));
  const measured = ratio(
    () => sampler.fill(out),
    () => plain.fill(out),
    part,
  );
  expect(measured).toBeLessThan(part);
});
