// What a pool's threads cost and when they are free again, beside other work of the same pool.
import { expect, it } from 'vitest';
import { simulateCoverage } from '../../src/analysis.js';
import { WeightedRandomSampler } from '../../src/index.js';
import { SamplerPool } from '../../src/parallel.js';

const WEIGHTS = Float64Array.from({ length: 1000 }, (_, i) => (i * 37) % 91);

/** Milliseconds that work takes. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

it('trials that are given up in the middle of one leave the threads free at once', async () => {
  const pool = new SamplerPool({ threads: 2 });
  try {
    const options = { seed: 1, backend: 'wasm', pool: pool as never } as const;
    const short = () => simulateCoverage([1, 1], 2, { ...options, trials: 100 });
    await short();
    let [alone, after] = [Infinity, Infinity];
    for (let round = 0; round < 5; round++) {
      alone = Math.min(alone, await time(short));
      // a trial of some seconds each
      const signal = AbortSignal.timeout(100);
      const long = simulateCoverage([1, 1e-9], 1_000_000, { ...options, trials: 4, signal });
      await expect(long).rejects.toMatchObject({ name: 'TimeoutError' });
      after = Math.min(after, await time(short));
    }
    // a trial looks whether it is to stop after 2^21 draws, some milliseconds
    expect(after / alone).toBeLessThan(100);
  } finally {
    await pool.close();
  }
});

it('threads attach to the memory of small samplers once: the hundredth waits no longer than the second', async () => {
  const pool = new SamplerPool({ threads: 2 });
  try {
    const first = () => {
      const sampler = new WeightedRandomSampler(WEIGHTS, 100_000, { seed: 1, backend: 'wasm' });
      return time(() => pool.take(sampler as never, 100_000));
    };
    await first();
    const times: number[] = [];
    for (let i = 2; i <= 100; i++) times.push(await first());
    const median = (some: number[]) => some.sort((a, b) => a - b)[Math.floor(some.length / 2)];
    expect(median(times.slice(-20)) / median(times.slice(0, 20))).toBeLessThan(2);
  } finally {
    await pool.close();
  }
});
