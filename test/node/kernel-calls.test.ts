// Single calls of kernels on a pool's threads: what they return and leave in the memory, and when bytes are freed.
import { describe, expect, it, vi } from 'vitest';
import { allocate } from '../../src/kernels/memory.js';
import { coreModule } from '../../src/kernels/wasm/allocate.js';
import { SamplerPool } from '../../src/parallel.js';
import { CORE } from '../../src/sources/seeded-kernels.js';
import { fateInNode, poolOf } from '../support/thread-fates.js';

const COUNT = 1000;
const BITS = 10;
const AT = { weights: 0, table: 8 * COUNT, work: 8 * COUNT + 8 * 2 ** BITS + 64, sums: 40_000, end: 40_064 };

/** Bytes with weights, and the arguments to build a table from them. */
function prepared(backend: 'wasm' | 'js' = 'wasm') {
  const memory = allocate(AT.end, 0, backend, CORE);
  for (let i = 0; i < COUNT; i++) memory.f64[(memory.at + AT.weights) / 8 + i] = (i * 37) % 91;
  const at = (offset: number) => memory.at + offset;
  const args = [at(AT.weights), COUNT, at(AT.table), BITS, at(AT.work), at(AT.sums)] as const;
  const table = () => memory.u32.slice(at(AT.table) / 4, at(AT.table) / 4 + 2 * 2 ** BITS + 1);
  return { memory: memory as never, kernels: memory.kernels, args, table };
}

describe('a kernel that a thread calls', () => {
  it.each([1, 2, 8])('returns and writes what it does on the calling thread, with %i threads', async (threads) => {
    const pool = poolOf(threads);
    const here = prepared();
    const positives = here.kernels.aliasBuild(...here.args);
    expect(positives).toBeGreaterThan(0);
    const all = Array.from({ length: 20 }, () => prepared());
    const results = await Promise.all(
      all.map(({ memory, args }) => pool._call(memory, coreModule(), 'aliasBuild', args)),
    );
    expect(results).toEqual(all.map(() => positives));
    for (const { table } of all) expect(table()).toEqual(here.table());
  });

  it('leaves it to the caller if threads cannot have the memory, or if none starts', async () => {
    const js = prepared('js');
    expect(await poolOf(2)._call(js.memory, coreModule(), 'aliasBuild', js.args)).toBeUndefined();
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    fateInNode(['ends', 'throws']);
    const { memory, args } = prepared();
    expect(await poolOf(2)._call(memory, coreModule(), 'aliasBuild', args)).toBeUndefined();
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('is refused by a closed pool, and by an aborted signal', async () => {
    const pool = new SamplerPool({ threads: 1 });
    const { memory, args } = prepared();
    const reason = new Error('no longer needed');
    const aborted = pool._call(memory, coreModule(), 'aliasBuild', args, AbortSignal.abort(reason));
    await expect(aborted).rejects.toBe(reason);
    const pending = pool._call(memory, coreModule(), 'aliasBuild', args);
    const rejects = expect(pending).rejects.toThrow('the pool was closed meanwhile');
    await pool.close();
    await rejects;
    await expect(pool._call(memory, coreModule(), 'aliasBuild', args)).rejects.toThrow('the pool is closed');
  });

  it('keeps the bytes after an abort, until it is done', async () => {
    const pool = poolOf(1);
    const { memory, args } = prepared();
    const end = vi.spyOn((memory as unknown as { lease: { end(): void } }).lease, 'end');
    const controller = new AbortController();
    const before = pool._call(prepared().memory, coreModule(), 'aliasBuild', prepared().args);
    const call = pool._call(memory, coreModule(), 'aliasBuild', args, controller.signal);
    controller.abort(new Error('stop'));
    await expect(call).rejects.toThrow('stop');
    (memory as unknown as { free(): void }).free();
    expect(end).not.toHaveBeenCalled();
    await before;
    await vi.waitFor(() => expect(end).toHaveBeenCalledTimes(1));
  });

  it.each([false, true])(
    'keeps the bytes until the threads of a closed pool have ended, aborted before: %s',
    async (aborts) => {
      const pool = new SamplerPool({ threads: 1 });
      const { memory, args } = prepared();
      const end = vi.spyOn((memory as unknown as { lease: { end(): void } }).lease, 'end');
      const controller = new AbortController();
      const call = pool._call(memory, coreModule(), 'aliasBuild', args, controller.signal);
      const rejected = call.catch((error) => {
        (memory as unknown as { free(): void }).free();
        expect(end).not.toHaveBeenCalled();
        return String(error);
      });
      if (aborts) controller.abort('stop');
      const closed = pool.close();
      expect(await rejected).toBe(aborts ? 'stop' : 'Error: the pool was closed meanwhile');
      await Promise.resolve();
      expect(end).not.toHaveBeenCalled();
      await closed;
      expect(end).toHaveBeenCalledTimes(1);
    },
  );
});
