// What a pool's threads cost and when they are free again, beside other work of the same pool.
import { Worker } from 'node:worker_threads';
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

/** Threads that copy 128 MB each, over and over: how much two of them do beside one another, of what one does alone. */
const COPIES = `
  const { parentPort } = require('node:worker_threads');
  const [from, to] = [new Uint32Array(2 ** 22).fill(1), new Uint32Array(2 ** 22).fill(2)];
  parentPort.on('message', () => {
    for (let i = 0; i < 8; i++) to.set(from);
    parentPort.postMessage(0);
  });`;

it('two threads fill a shared array nearly twice as fast as one, as far as the machine has two', async () => {
  const COUNT = 2 ** 24;
  const workers = [0, 1].map(() => new Worker(COPIES, { eval: true }));
  const copy = (worker: Worker) =>
    new Promise((resolve) => {
      worker.once('message', resolve);
      worker.postMessage(0);
    });
  const pool = new SamplerPool({ threads: 2 });
  const sampler = new WeightedRandomSampler(WEIGHTS, 1e9, { seed: 1, backend: 'wasm' });
  const [shared, other] = [0, 1].map(() => new Uint32Array(new SharedArrayBuffer(4 * COUNT)));
  const least = { one: Infinity, both: Infinity, alone: Infinity, filled: Infinity, take: Infinity, taken: Infinity };
  /** How much two threads do of such work beside one another, of what one does alone; at most 2. */
  const machine = () => (2 * least.one) / least.both;
  const isFast = () => least.alone / least.filled > 0.8 * machine() && least.take / least.taken > 0.6 * machine();
  try {
    for (let round = 0; round < 40 && (round < 5 || !isFast()); round++) {
      const measure = async (name: keyof typeof least, work: () => Promise<unknown>) => {
        least[name] = Math.min(least[name], await time(work));
      };
      await measure('one', () => copy(workers[0]));
      await measure('both', () => Promise.all(workers.map(copy)));
      await measure('alone', async () => sampler.fill(other));
      await measure('filled', () => pool.fill(sampler as never, shared));
      await measure('take', async () => sampler.take(COUNT));
      await measure('taken', () => pool.take(sampler as never, COUNT));
    }
  } finally {
    await Promise.all([pool.close(), ...workers.map((worker) => worker.terminate())]);
  }
  // on a machine with two idle processors: 2, 1.85 and 1.3 to 1.5
  expect(least.alone / least.filled).toBeGreaterThan(0.8 * machine());
  expect(least.take / least.taken).toBeGreaterThan(0.6 * machine());
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
