// Making a sampler of many weights: time beside that of a table in plain JavaScript, and how long other tasks wait.
import { expect, it } from 'vitest';
import { Baseline } from '../../../bench/baseline.js';
import { WeightedRandomSampler } from '../../../src/index.js';
import { ratio } from '../../support/pace.js';

const weightsOf = (count: number) =>
  Float64Array.from({ length: count }, (_, i) => ((Math.imul(i, 0x9e3779b1) >>> 0) + 1) / 2 ** 32);
const weights = weightsOf(2 ** 20);

// 0.11 with WebAssembly and 0.2 in JavaScript on a busy machine
it.each([
  ['wasm', 0.5],
  ['js', 1],
] as const)('the constructor takes at most part of the time of a plain alias table: %s, %f', (backend, most) => {
  const made = () => new WeightedRandomSampler(weights, 1, { seed: 1, backend });
  expect(ratio(made, () => new Baseline(weights), most)).toBeLessThan(most);
});

/** Milliseconds of `create`, and the longest time in which no other task ran. */
async function waiting(given: Float64Array): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  await WeightedRandomSampler.create(given, 1, { seed: 1, onProgress: look });
  look();
  return longest;
}

// a twelfth on a busy machine
it('create blocks other tasks for a part of what the constructor takes', async () => {
  const given = weightsOf(2 ** 22);
  let block = Infinity;
  let whole = Infinity;
  for (let round = 0; round < 20 && (round < 3 || block > whole / 2); round++) {
    const start = performance.now();
    new WeightedRandomSampler(given, 1, { seed: 1 });
    whole = Math.min(whole, performance.now() - start);
    block = Math.min(block, await waiting(given));
  }
  expect(block).toBeLessThan(whole / 2);
});
