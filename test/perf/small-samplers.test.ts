// Small samplers are cheap to make: a slider may make one for each change. The built package is measured, since the
// suites put guard bytes round what the sources allocate.
import { WeightedRandomSampler } from 'loaded-dice';
import { expect, it } from 'vitest';
import { pace } from '../support/pace.js';

const TEN = Array.from({ length: 10 }, (_, i) => 1 + i);
const COUNT = 20_000;

it.each([
  ['dropped', () => {}],
  ['disposed of', (sampler: WeightedRandomSampler) => sampler[Symbol.dispose]?.()],
])('ten weights, made, drawn from and %s, take at most as long as counting forty numbers', async (_, end) => {
  const work = async () => {
    for (let seed = 0; seed < COUNT; seed++) {
      const sampler = new WeightedRandomSampler(TEN, undefined, { seed, backend: 'wasm' });
      sampler.draw();
      end(sampler);
    }
    // a turn of the event loop, in which what was dropped is given back
    await new Promise((resolve) => setTimeout(resolve));
  };
  // 10 to 18, or 0.9 to 1.6 µs; with a memory for each it was 80 µs
  expect(await pace(work, COUNT, 40)).toBeLessThan(40);
});
