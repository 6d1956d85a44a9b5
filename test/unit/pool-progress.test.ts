// Progress of threads that fill a shared array, once the request has failed.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WeightedRandomSampler } from '../../src/index.js';
import { SamplerPool } from '../../src/parallel.js';

const COUNT = 6_000_000;

// a page that is not cross-origin isolated warns that it draws on one thread
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

/** Fills shared memory by two threads, which report their progress several times. */
async function filled(onProgress: (done: number) => void, signal?: AbortSignal): Promise<unknown> {
  const pages = Math.ceil((4 * COUNT) / 65536);
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const pool = new SamplerPool({ threads: 2 });
  const sampler = new WeightedRandomSampler([1, 2, 3], 1e9, { seed: 1 });
  const out = new Uint32Array(buffer as unknown as SharedArrayBuffer, 0, COUNT);
  const outcome = await pool.fill(sampler, out, { onProgress, signal }).catch((reason) => reason);
  await pool.close();
  return outcome;
}

it('onProgress is not called again after it threw, and its first error counts', async () => {
  let calls = 0;
  const onProgress = () => {
    throw new Error(`call ${++calls}`);
  };
  expect(String(await filled(onProgress))).toBe('Error: call 1');
  expect(calls).toBe(1);
});

it('onProgress is not called after an abort, whose reason counts', async () => {
  const [controller, reason] = [new AbortController(), new Error('stopped')];
  let calls = 0;
  const onProgress = () => {
    if (calls++ > 0) throw new Error('called again');
    controller.abort(reason);
  };
  expect(await filled(onProgress, controller.signal)).toBe(reason);
  expect(calls).toBe(1);
});
