// Batches of a pool are a loop over the sampler, with all that is asked of it meanwhile; fuzz/pool.ts has random
// operations of these.
import { afterAll, describe, expect, it, vi } from 'vitest';
import { RandomSampler, TorchGenerator, WeightedRandomSampler } from '../../src/index.js';
import { SamplerPool } from '../../src/parallel.js';
import type { IndexSampler } from '../../src/samplers/index-sampler.js';
import { at, expectSame } from '../support/sampler-cases.js';

const LAST = Number.MAX_SAFE_INTEGER;
const pool = new SamplerPool({ threads: 2 });
// so that threads draw what is compared
Object.assign(pool._sizes, { few: 1, ahead: 8, chunk: 3 });
afterAll(() => pool.close());

const makes: [string, () => IndexSampler][] = [
  ['draws of threads', () => new WeightedRandomSampler([1, 2, 3, 4, 5], 26, { seed: 1, backend: 'wasm' })],
  ['a permutation', () => new RandomSampler(26, { seed: 1 })],
  ['a generator’s', () => new WeightedRandomSampler([1, 2, 3, 4, 5], 26, { generator: new TorchGenerator(1) })],
];

describe.each(makes)('%s', (_, make) => {
  it('what is drawn in the loop is not given again', async () => {
    const [sampler, alone] = [make(), make()];
    for await (const batch of pool.batches(sampler, 4)) {
      expectSame(batch, alone.take(Math.min(4, 26 - alone.position)));
      if (alone.epoch === 0) expect(sampler.draw()).toBe(alone.draw());
      if (alone.epoch === 0) expectSame(sampler.take(2), alone.take(2));
      expect(sampler.state()).toEqual(alone.state());
    }
    expect(at(sampler)).toEqual([1, 0]);
  });

  it('the rest of an epoch that is drawn in the loop ends it', async () => {
    const sampler = make();
    let batches = 0;
    for await (const _batch of pool.batches(sampler, 4)) {
      batches++;
      sampler.take(30);
    }
    expect(batches).toBe(1);
    expect(at(sampler)).toEqual([1, 8]);
  });

  it('a loop in the loop takes the next epoch, and the sampler follows it', async () => {
    const [sampler, alone] = [make(), make()];
    const epochs = [0, 1, 2].map(() => [...alone]);
    const [outer, inner, innermost]: number[][] = [[], [], []];
    for await (const batch of pool.batches(sampler, 10)) {
      outer.push(...batch);
      if (outer.length > 10) continue;
      for await (const other of pool.batches(sampler, 7)) {
        inner.push(...other);
        expect(sampler.epoch).toBe(inner.length < 26 ? 1 : 2);
      }
      for (const index of sampler) innermost.push(index);
    }
    expect([outer, inner, innermost]).toEqual(epochs);
    expect(at(sampler)).toEqual([3, 0]);
  });

  it('leaving it early is the next epoch, and a state resumes behind what was given', async () => {
    const [sampler, alone, resumed] = [make(), make(), make()];
    for await (const _batch of pool.batches(sampler, 4)) if (sampler.position === 12) break;
    for (const _index of alone) if (alone.position === 12) break;
    expect(at(sampler)).toEqual([1, 0]);
    expect(sampler.state()).toEqual(alone.state());
    let state = sampler.state();
    let later: number[] = [];
    for await (const batch of pool.batches(sampler, 4)) {
      if (sampler.epoch === 1 && sampler.position === 12) state = JSON.parse(JSON.stringify(sampler.state()));
      else if (sampler.epoch > 1 || sampler.position > 12) later = [...later, ...batch];
    }
    resumed.restore(state);
    const again: number[] = [];
    for await (const batch of pool.batches(resumed, 4)) again.push(...batch);
    expect(again).toEqual(later);
    expect(resumed.state()).toEqual(sampler.state());
  });
});

it('setEpoch and restore in the loop move the sampler, and the loop keeps to its own epoch', async () => {
  const [, make] = makes[0];
  const sampler = make();
  const given: number[] = [];
  for await (const batch of pool.batches(sampler, 4)) {
    given.push(...batch);
    if (given.length === 8) sampler.setEpoch(9);
    if (given.length === 16) sampler.restore({ ...sampler.state(), epoch: 7, position: 3 });
    expect(at(sampler)).toEqual(given.length < 8 ? [0, 4] : given.length < 16 ? [9, 0] : [7, 3]);
  }
  expectSame(given, make().indices(0));
  expect(at(sampler)).toEqual([7, 3]);
});

it('a pool that is closed in the loop ends it with an error, and nothing is lost', async () => {
  const [, make] = makes[0];
  for (const chunk of [8, 1000]) {
    const [sampler, alone] = [make(), make()];
    const closed = new SamplerPool({ threads: 1 });
    Object.assign(closed._sizes, { few: 1, chunk });
    const loop = async () => {
      for await (const batch of closed.batches(sampler, 4)) {
        expectSame(batch, alone.take(4));
        await closed.close();
      }
    };
    await expect(loop()).rejects.toThrow('the pool is closed');
    expect(at(sampler)).toEqual([0, 4]);
    expectSame([...sampler], alone.take(22));
  }
});

it('a take that is stopped leaves a loop over the sampler open', async () => {
  const [, make] = makes[0];
  const [sampler, alone] = [make(), make()];
  const given: number[] = [];
  for (const index of sampler) {
    given.push(index);
    const controller = new AbortController();
    const taken = pool.take(sampler, 40, { signal: controller.signal });
    controller.abort();
    await expect(taken).rejects.toThrow();
  }
  expectSame(given, alone.take(26));
  expect(at(sampler)).toEqual([1, 0]);
});

describe('the last places', () => {
  it.each([1, 20, 26, 70])('the last epoch is followed by itself: %i draws', async (count) => {
    const [, make] = makes[0];
    for (const epoch of [LAST, LAST - 1, LAST - 2]) {
      const [sampler, alone] = [make(), make()];
      for (const each of [sampler, alone]) {
        each.setEpoch(epoch);
        each.take(7);
      }
      expectSame(await pool.take(sampler, count), alone.take(count));
      expect(at(sampler)).toEqual(at(alone));
      make().restore(sampler.state());
      for await (const batch of pool.batches(sampler, 5)) {
        expectSame(batch, alone.take(Math.min(5, 26 - alone.position)));
        expect(at(sampler)).toEqual(at(alone));
      }
    }
  });

  it('of an epoch of 2^53 - 1 draws', async () => {
    const make = () => new WeightedRandomSampler([1, 2, 3], LAST, { seed: 1, backend: 'wasm' });
    const state = { ...make().state(), epoch: 5, position: LAST - 10 };
    for (const count of [5, 9, 10, 11, 50]) {
      const [sampler, alone] = [make(), make()];
      for (const each of [sampler, alone]) each.restore(state);
      expectSame(await pool.take(sampler, count), alone.take(count));
      expect(at(sampler)).toEqual(at(alone));
      expect(at(sampler)).toEqual(count < 10 ? [5, LAST - 10 + count] : [6, count - 10]);
    }
  });
});

it('is not asked for before the first batch, and the loop is over where that fails', async () => {
  const [, make] = makes[0];
  const sampler = make();
  const batches = pool.batches(sampler, 4);
  sampler.draw();
  expectSame((await batches.next()).value as Uint32Array, make().take(5).subarray(1));
  await batches.return();
  expect(await batches.next()).toEqual({ done: true, value: undefined });
  expect(at(sampler)).toEqual([1, 0]);
});

it('memory that there is not is asked for in words', async () => {
  const real = Uint32Array;
  const sampler = new WeightedRandomSampler([1, 2], LAST, { seed: 1, backend: 'wasm' });
  vi.stubGlobal(
    'Uint32Array',
    class extends real {
      constructor(...args: [number]) {
        if (args[0] >= 2 ** 31) throw new RangeError('Array buffer allocation failed');
        super(...args);
      }
    },
  );
  const closed = new SamplerPool({ threads: 1 });
  closed._sizes.few = LAST;
  await expect(closed.batches(sampler, 2 ** 32 - 1).next()).rejects.toThrow(
    'could not allocate 16.0 GiB for 4294967295 indices: request fewer, or release unused samplers and arrays',
  );
  vi.unstubAllGlobals();
  expect(at(sampler)).toEqual([0, 0]);
  await closed.close();
});
