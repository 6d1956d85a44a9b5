import { describe, expect, it, vi } from 'vitest';
import { simulateCoverage } from '../../src/analysis.js';
import { as, poolOf, weighted } from '../support/pools.js';
import { expectSame } from '../support/sampler-cases.js';

describe('trials', () => {
  it('are run on the calling thread where a pool has no use for them, with a warning that says why', async () => {
    const pool = poolOf(2);
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const options = { trials: 20, seed: 3, backend: 'js' } as const;
    const { epochs } = await simulateCoverage([1, 2, 3], 3, { ...options, pool: pool as never });
    expectSame(epochs, (await simulateCoverage([1, 2, 3], 3, options)).epochs);
    expect(warned).toHaveBeenCalledTimes(1);
    expect(warned.mock.calls[0][0]).toMatch(/^loaded-dice: drawing on the calling thread: .*JavaScript backend/);
  });

  it('of a range are those of the whole simulation', async () => {
    const pool = poolOf(2);
    const weights = Array.from({ length: 40 }, (_, i) => 1 + (i % 7));
    const options = { seed: 5, backend: 'wasm' } as const;
    const { epochs } = await simulateCoverage(weights, 3, { ...options, trials: 300 });
    const range = { ...options, firstTrial: 120, trials: 180, pool: pool as never };
    expectSame((await simulateCoverage(weights, 3, range)).epochs, epochs.slice(120));
  });

  it('of too many items for a thread’s room are run on the calling one', async () => {
    const pool = poolOf(2);
    const weights = new Float64Array(2 ** 24).fill(0);
    weights.fill(1, 0, 8);
    const options = { trials: 3, seed: 3, backend: 'wasm' } as const;
    const { epochs } = await simulateCoverage(weights, 3, { ...options, pool: pool as never });
    expectSame(epochs, (await simulateCoverage(weights, 3, options)).epochs);
  });

  it('are given up in the middle of one, and threads stop', async () => {
    const pool = poolOf(2);
    // a trial of some seconds each
    const long = { trials: 4, seed: 1, backend: 'wasm', pool: pool as never } as const;
    const given = simulateCoverage([1, 1e-9], 1_000_000, { ...long, signal: AbortSignal.timeout(100) });
    await expect(given).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await simulateCoverage([1, 1], 2, { ...long, trials: 100 })).epochs).toHaveLength(100);
  });

  it('end with what onProgress throws, and the pool goes on', async () => {
    const pool = poolOf(2);
    const options = { trials: 1000, seed: 1, backend: 'wasm', pool: pool as never } as const;
    const onProgress = () => {
      throw new Error('no more of it');
    };
    await expect(simulateCoverage([1, 2, 3], 3, { ...options, onProgress })).rejects.toThrow('no more of it');
    expect((await simulateCoverage([1, 2, 3], 3, options)).epochs).toHaveLength(1000);
  });

  it('are given up by a signal, and the pool goes on', async () => {
    const pool = poolOf(2);
    const weights = Float64Array.from({ length: 1000 }, (_, i) => 1 + (i % 5));
    const controller = new AbortController();
    const given = simulateCoverage(weights, 100, {
      ...{ trials: 50_000, seed: 1, backend: 'wasm', pool: pool as never, signal: controller.signal },
      onProgress: () => controller.abort(),
    } as const);
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    const sampler = weighted(200_000);
    expectSame(await pool.take(as(sampler), 200_000), weighted(200_000).take(200_000));
    await pool.close();
    await expect(simulateCoverage([1, 1], 1, { backend: 'wasm', pool: pool as never })).rejects.toThrow('closed');
  });
});
