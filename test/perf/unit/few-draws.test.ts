// Few draws from many weights: time beside that of going through the weights once, and beside that of a table.
import { expect, it } from 'vitest';
import { multinomial, WeightedRandomSampler } from '../../../src/index.js';
import { ratio } from '../../support/pace.js';

const COUNT = 2 ** 20;
const weights = Float64Array.from({ length: COUNT }, (_, i) => ((Math.imul(i, 0x9e3779b1) >>> 0) + 1) / 2 ** 32);

function sum(): number {
  let all = 0;
  for (let i = 0; i < weights.length; i++) all += weights[i];
  return all;
}

let seed = 0;

// 2.8 to 3.7 sums with WebAssembly in Node, up to 5.1 on a page; a table takes about 20
it('one draw takes at most as long as eight sums of all weights', () => {
  expect(ratio(() => multinomial(weights, 1, { seed: seed++, backend: 'wasm' }), sum, 8)).toBeLessThan(8);
});

// 0.16 and 0.36 with WebAssembly; 0.42 and 0.59 in JavaScript, where copies and checks take a larger part
it.each([
  [1, 1 / 3, 'wasm'],
  [1, 0.7, 'js'],
  [COUNT / 128, 2 / 3, 'wasm'],
  [COUNT / 128, 0.9, 'js'],
] as const)('%i draws take at most %f of the time with a table, %s', (k, part, backend) => {
  const table = () => new WeightedRandomSampler(weights, COUNT, { seed: seed++, backend }).take(k);
  expect(ratio(() => multinomial(weights, k, { seed: seed++, backend }), table, part)).toBeLessThan(part);
});
