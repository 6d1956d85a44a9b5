import { getEventListeners } from 'node:events';
import type threads from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { WeightedRandomSampler } from '../../../src/index.js';
import { at, expectSame } from '../../support/sampler-cases.js';
import { fateInNode, poolOf } from '../../support/thread-fates.js';

const COUNT = 200_000;
const sampler = () => new WeightedRandomSampler([1, 2, 3, 4], 1e6, { seed: 5, backend: 'wasm' });

describe('a signal', () => {
  it('has one listener for all that it may stop, and none afterwards', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const [one, two, three] = [poolOf(1), poolOf(2), sampler()];
    const { signal, abort } = listened(new AbortController());
    const takes = Array.from({ length: 100 }, (_, i) => (i % 2 ? one : two).take(three, COUNT, { signal }));
    expect(at(three)).toEqual([20, 0]);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    const reason = new Error('enough');
    abort(reason);
    for (const each of await Promise.allSettled(takes)) expect(each).toEqual({ status: 'rejected', reason });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    // all were given up, so that nothing was drawn
    expect(at(three)).toEqual([0, 0]);

    const other = new AbortController().signal;
    const taken = [one.take(three, COUNT, { signal: other }), two.take(three, COUNT, { signal: other })];
    expect(getEventListeners(other, 'abort')).toHaveLength(1);
    const alone = sampler();
    for (const each of taken) expectSame(await each, alone.take(COUNT));
    expect(getEventListeners(other, 'abort')).toHaveLength(0);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });

  it('stops what it may stop, and no more', async () => {
    const pool = poolOf(2);
    const [stopped, kept] = [new AbortController(), new AbortController()];
    const [a, b] = [sampler(), sampler()];
    const first = pool.take(a, 5_000_000, { signal: stopped.signal });
    const second = pool.take(b, COUNT, { signal: kept.signal });
    const third = pool.take(b, COUNT);
    stopped.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    const alone = sampler();
    for (const each of [second, third]) expectSame(await each, alone.take(COUNT));
    expect(at(a)).toEqual([0, 0]);
  });

  function listened(controller: AbortController) {
    return { signal: controller.signal, abort: (reason: unknown) => controller.abort(reason) };
  }
});

it('closing stops all that is under way, and samplers are where they were', async () => {
  const pool = poolOf(2);
  const one = sampler();
  one.take(7);
  const takes = Promise.allSettled(Array.from({ length: 5 }, () => pool.take(one, 3_000_000)));
  await pool.close();
  for (const { status } of await takes) expect(status).toBe('rejected');
  expect(at(one)).toEqual([0, 7]);
});

describe('after takes that were stopped', () => {
  it('a take comes, though the thread is lost that they were put together by', async () => {
    for (let round = 0; round < 12; round++) {
      const living = fateInNode([]);
      const pool = poolOf(2);
      Object.assign(pool._sizes, { few: 1, ahead: 4, chunk: 64 });
      const pooled = sampler();
      const alone = sampler();
      expect(await pool.take(pooled, 10)).toEqual(alone.take(10));
      const controller = new AbortController();
      const { signal } = controller;
      const stopped = Promise.allSettled(Array.from({ length: 8 }, () => pool.take(pooled, 5000, { signal })));
      // so that pieces wait for the thread that puts arrays together
      for (let turn = 0; turn < round % 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      await ([...living][0] as threads.Worker).terminate();
      const came = (await stopped).findLastIndex(({ status }) => status === 'fulfilled') + 1;
      alone.take(came * 5000);
      expect(await pool.take(pooled, 1000)).toEqual(alone.take(1000));
      await pool.close();
    }
  });

  it('a sampler stays behind one that came, also in the last epoch, which is followed by itself', async () => {
    for (const epoch of [Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER]) {
      const pool = poolOf(2);
      Object.assign(pool._sizes, { few: 1, ahead: 1, chunk: 2 });
      const pooled = new WeightedRandomSampler([1, 2], 100, { seed: 1, backend: 'wasm' });
      pooled.setEpoch(epoch);
      const controller = new AbortController();
      const stopped = pool.take(pooled, 100, { signal: controller.signal });
      const next = pool.take(pooled, 100);
      controller.abort(new Error('stopped'));
      await expect(stopped).rejects.toThrow('stopped');
      expect(await next).toHaveLength(100);
      expect(at(pooled)).toEqual([Number.MAX_SAFE_INTEGER, 0]);
    }
  });
});
