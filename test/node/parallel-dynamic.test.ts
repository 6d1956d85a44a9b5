// A pool over weights that change: it draws from the weights at the time of each request, and what is read ahead of a
// loop does not outlast a change.
import { writeFileSync } from 'node:fs';
import { SamplerPool } from 'loaded-dice/parallel';
import { describe, expect, it, vi } from 'vitest';
import { DynamicWeightedSampler } from '../../src/index.js';
import { as, poolOf, pools, weighted } from '../support/pools.js';
import { expectSame } from '../support/sampler-cases.js';

const make = (n: number, length = 2 ** 53 - 1) =>
  new DynamicWeightedSampler(
    Float64Array.from({ length: n }, (_, i) => (i * 37) % 91),
    length,
    { seed: 5, backend: 'wasm' },
  );

// small ones share a memory, a large one has its own
describe.each([1000, 200_000])('a pool over %i weights that change', (n) => {
  it('draws what the sampler draws, also after changes', async () => {
    const pool = poolOf(2);
    const [pooled, alone] = [make(n), make(n)];
    for (let round = 0; round < 4; round++) {
      expectSame(await pool.take(as(pooled), 300_000), alone.take(300_000));
      for (const sampler of [pooled, alone]) {
        sampler.update(round, 1000 * n);
        sampler.updateMany([round, 50 + round], [0, 5 * n]);
        if (round === 2) for (let i = 0; i < n; i++) sampler.push(i);
      }
      expect(pooled.take(20)).toEqual(alone.take(20));
    }
  });

  it('draws from the weights at the time of the request, whatever changes meanwhile', async () => {
    const pool = poolOf(2);
    const [pooled, alone] = [make(n), make(n)];
    const requests: Promise<Uint32Array>[] = [];
    const expected: Uint32Array[] = [];
    for (let round = 0; round < 5; round++) {
      requests.push(pool.take(as(pooled), 200_000));
      expected.push(alone.take(200_000));
      for (const sampler of [pooled, alone]) sampler.update(7 * round, n * (1 + round));
      // a draw in between sees the change at once
      expect(pooled.draw()).toBe(alone.draw());
    }
    for (const [i, draws] of (await Promise.all(requests)).entries()) expectSame(draws, expected[i]);
    expect(pooled.state()).toEqual(alone.state());
  });

  it('other samplers of the memory go on, before and after', async () => {
    const pool = poolOf(2);
    const other = weighted(1e6);
    expectSame(await pool.take(as(other), 200_000), weighted(1e6).take(200_000));
    expectSame(await pool.take(as(make(n)), 200_000), make(n).take(200_000));
    expectSame(await pool.indices(as(other)), weighted(1e6).indices());
  });

  it('gives batches from the present weights, whatever was drawn ahead', async () => {
    const pool = poolOf(2);
    Object.assign((pool as unknown as { _sizes: object })._sizes, { few: 1, ahead: 1000, chunk: 300 });
    const [pooled, alone] = [make(n, 20_000), make(n, 20_000)];
    let batches = 0;
    for await (const batch of pool.batches(as(pooled), 100)) {
      expectSame(batch, alone.take(100));
      batches++;
      if (batches % 7 === 0) for (const sampler of [pooled, alone]) sampler.update(batches, 10 * n * batches);
      if (batches % 31 === 0) for (const sampler of [pooled, alone]) sampler.push(n);
    }
    expect(batches).toBe(200);
  });

  it('draws here, where threads fail, from the weights at the time of the request', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const file = 'build/thread-fails-later.cjs';
    writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', (data) => { if ('chunk' in data) setTimeout(() => process.exit(4), 50); });
       parentPort.postMessage({ ready: 2 });`,
    );
    const pool = new SamplerPool({ threads: 2, workerUrl: new URL(`../../${file}`, import.meta.url) });
    pools.push(pool);
    const [pooled, alone] = [make(n), make(n)];
    const request = pool.take(as(pooled), 200_000);
    const expected = alone.take(200_000);
    for (const sampler of [pooled, alone]) sampler.update(3, 1e9);
    expectSame(await request, expected);
    expect(pooled.take(100)).toEqual(alone.take(100));
    expect(warned).toHaveBeenCalledTimes(1);
  });
});
