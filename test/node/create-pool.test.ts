// WeightedRandomSampler.create with a pool gives what the constructor gives, whatever happens to the threads.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CreateOptions, WeightedRandomSampler } from '../../src/index.js';
import { fingerprint } from '../../src/internal/fingerprint.js';
import { Allocation } from '../../src/kernels/allocation.js';
import { SamplerPool } from '../../src/parallel.js';
import { fateInNode, poolOf } from '../support/thread-fates.js';

const COUNT = 2 ** 18 + 1;
const weights = Float64Array.from({ length: COUNT }, (_, i) => (i * 7919) % 1013);

function shown(sampler: WeightedRandomSampler): string {
  const arrays = [sampler.weights, sampler.probabilities(), sampler.take(3000)];
  return JSON.stringify([
    sampler,
    sampler.state(),
    ...arrays.map(({ buffer }) => fingerprint('', new Uint32Array(buffer))),
  ]);
}

const made = (options: CreateOptions = {}, numSamples = 9000) =>
  shown(new WeightedRandomSampler(weights, numSamples, { seed: 1, ...options }));

afterEach(() => {
  vi.restoreAllMocks();
});

describe('create with a pool', () => {
  it.each([1, 2])('gives what the constructor gives, with %i threads', async (threads) => {
    const pool = poolOf(threads);
    const calls = vi.spyOn(pool, '_call');
    const seen: number[] = [];
    const onProgress = (done: number) => seen.push(done);
    const sampler = await WeightedRandomSampler.create(weights, 9000, { seed: 1, pool, onProgress });
    expect(calls.mock.calls.length).toBeGreaterThan(3);
    expect(await Promise.all(calls.mock.results.map(({ value }) => value))).not.toContain(undefined);
    expect(shown(sampler)).toBe(made());
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(COUNT);
    // the pool draws from it, too
    const taken = await pool.take(sampler, 2 ** 17);
    const again = new WeightedRandomSampler(weights, 9000, { seed: 1 });
    again.take(3000);
    expect(taken).toEqual(again.take(2 ** 17));
  });

  it('builds several at a time, with and without replacement', async () => {
    const pool = poolOf(2);
    const options = [{}, { replacement: false }, { seed: 2 }];
    const all = await Promise.all(
      options.map((each) => WeightedRandomSampler.create(weights, 100_000, { seed: 1, ...each, pool })),
    );
    expect(all.map(shown)).toEqual(options.map((each) => made(each, 100_000)));
  });

  it('builds on the calling thread if the backend is JavaScript, or if no thread starts', async () => {
    const js = await WeightedRandomSampler.create(weights, 9000, { seed: 1, backend: 'js', pool: poolOf(2) });
    expect(shown(js)).toBe(made({ backend: 'js' }));
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    fateInNode(['ends', 'throws']);
    expect(shown(await WeightedRandomSampler.create(weights, 9000, { seed: 1, pool: poolOf(2) }))).toBe(made());
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('begins again if a thread is lost after any call', async () => {
    const expected = made();
    const { length } = await callsOf();
    for (let lost = 0; lost < length; lost++) {
      const pool = poolOf(1);
      const call = pool._call.bind(pool);
      let left = lost;
      vi.spyOn(pool, '_call').mockImplementation(async (...args) => {
        const result = await call(...args);
        return left-- === 0 ? undefined : result;
      });
      const seen: number[] = [];
      const onProgress = (done: number) => seen.push(done);
      const sampler = await WeightedRandomSampler.create(weights, 9000, { seed: 1, pool, onProgress });
      expect(shown(sampler)).toBe(expected);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      await pool.close();
    }
  });

  it('rejects with the reason of the signal after any call, and frees the memory', async () => {
    const { length } = await callsOf();
    for (let at = 0; at < length; at++) {
      const pool = poolOf(1);
      const controller = new AbortController();
      const reason = new Error(`stop ${at}`);
      const call = pool._call.bind(pool);
      let left = at;
      vi.spyOn(pool, '_call').mockImplementation((...args) => {
        const result = call(...args);
        if (left-- === 0) controller.abort(reason);
        return result;
      });
      const free = vi.spyOn(Allocation.prototype, 'free');
      const aborted = WeightedRandomSampler.create(weights, 9000, { pool, signal: controller.signal });
      await expect(aborted).rejects.toBe(reason);
      expect(free).toHaveBeenCalled();
      free.mockRestore();
      await pool.close();
    }
  });

  it('rejects if the pool is closed, or closes meanwhile', async () => {
    const closed = new SamplerPool({ threads: 1 });
    await closed.close();
    await expect(WeightedRandomSampler.create(weights, 9000, { pool: closed })).rejects.toThrow('the pool is closed');
    const pool = new SamplerPool({ threads: 1 });
    const call = pool._call.bind(pool);
    vi.spyOn(pool, '_call').mockImplementation((...args) => {
      const result = call(...args);
      void pool.close();
      return result;
    });
    const closing = WeightedRandomSampler.create(weights, 9000, { pool });
    await expect(closing).rejects.toThrow('the pool was closed meanwhile');
  });
});

/** The calls of a build on a thread. */
async function callsOf() {
  const pool = poolOf(1);
  const calls = vi.spyOn(pool, '_call');
  await WeightedRandomSampler.create(weights, 9000, { pool });
  await pool.close();
  return calls.mock.calls;
}
