// Draws of mixtures: time beside that of counting numbers in a Map.
import { describe, expect, it } from 'vitest';
import { MixtureSampler } from '../../../src/index.js';
import { pace } from '../../support/pace.js';

const SIZES = [1 << 20, 1 << 16, 1 << 10];
const WEIGHTS = [0.7, 0.2, 0.1];

describe('a mixture', () => {
  it.each([
    ['at random', undefined, 1],
    ['in windows of 256', 256, 1],
    ['in windows of 32', 32, 1],
    ['in windows of 8', 8, 2],
  ] as const)('%s is drawn in the time of counting one or two numbers, 0.1 to 0.2 µs', async (_, window, most) => {
    const out = new Uint32Array(1 << 20);
    const mixture = new MixtureSampler(SIZES, { weights: WEIGHTS, stop: out.length, window, seed: 1 });
    expect(await pace(() => mixture.fill(out), out.length, most)).toBeLessThan(most);
  });

  it('is read at any position of a long epoch in the time of counting 20,000 numbers, 2 ms', async () => {
    for (const window of [undefined, 32]) {
      const stop = 2 ** 52;
      const mixture = new MixtureSampler([500, 100, 9], { weights: WEIGHTS, stop, window, seed: 1 });
      const out = new Uint32Array(1);
      let at = 0;
      const jump = () => {
        at = (at + 0.6180339887 * stop) % stop;
        mixture._read({ epoch: 3, position: Math.floor(at), stride: 1, count: 1 }, out, 0);
      };
      expect(await pace(jump, 1, 20_000)).toBeLessThan(20_000);
    }
  });
});
