import { describe, expect, it, vi } from 'vitest';
import { simulateCoverage } from '../../src/analysis.js';
import {
  BatchSampler,
  DistributedSampler,
  RandomSampler,
  SequentialSampler,
  SubsetRandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import type { IndexSampler } from '../../src/samplers/index-sampler.js';
import { as, poolOf, uniform, WEIGHTS, weighted } from '../support/pools.js';
import { at, expectSame } from '../support/sampler-cases.js';

const tokens = (numSamples: number) =>
  WeightedRandomSampler.fromLogits(
    Float32Array.from({ length: 5000 }, (_, i) => (i * 37) % 11),
    { numSamples, seed: 5 },
  );

describe.each([1, 2, 3, 7])('%i threads', (threads) => {
  it('run the trials that one runs', async () => {
    const pool = poolOf(threads);
    const warned = vi.spyOn(console, 'warn');
    const weights = Float64Array.from({ length: 300 }, (_, i) => 1 + (i % 5));
    for (const trials of [1, 10, 1000]) {
      const done: number[] = [];
      const onProgress = (count: number) => void done.push(count);
      const options = { trials, seed: 3, backend: 'wasm' } as const;
      const together = await simulateCoverage(weights, 100, { ...options, pool: pool as never, onProgress });
      expectSame(together.epochs, (await simulateCoverage(weights, 100, options)).epochs);
      expect(done.at(-1)).toBe(trials);
      expect(done).toEqual([...done].sort((a, b) => a - b));
    }
    expect(warned).not.toHaveBeenCalled();
  });

  it.each([
    ['a weighted sampler', weighted],
    ['a uniform sampler', uniform],
    ['a sampler from logits, whose table is built late', tokens],
  ])('draw what %s draws alone', async (_, make) => {
    const pool = poolOf(threads);
    const warned = vi.spyOn(console, 'warn');
    for (const length of [1_000_003, 100, Number.MAX_SAFE_INTEGER]) {
      const [together, alone] = [make(length), make(length)];
      for (const count of [700_001, 5, 65_536, 131_072, 262_145]) {
        expectSame(await pool.take(as(together), count), alone.take(count));
        expect(at(together)).toEqual(at(alone));
      }
    }
    const sampler = make(400_000);
    sampler.setEpoch(2 ** 40);
    sampler.take(7);
    expectSame(await pool.indices(as(sampler)), make(400_000).indices(2 ** 40));
    expect(at(sampler)).toEqual([2 ** 40, 7]);
    expect(warned).not.toHaveBeenCalled();
  });

  it('give batches', async () => {
    const pool = poolOf(threads);
    for (const dropLast of [false, true]) {
      const [sampler, expected] = [weighted(700_001), new BatchSampler(weighted(700_001), 300, dropLast)];
      for (let epoch = 0; epoch < 2; epoch++) {
        const alone = expected[Symbol.iterator]();
        let count = 0;
        for await (const batch of pool.batches(as(sampler), 300, dropLast)) {
          expectSame(batch, alone.next().value!);
          count += batch.length;
          expect(at(sampler)).toEqual(count === 700_001 ? [epoch + 1, 0] : [epoch, count]);
        }
        expect(alone.next().done).toBe(true);
        expect(at(sampler)).toEqual([epoch + 1, 0]);
      }
    }
  });
});

it.each([1, 2, 3, 32])('chunks as large as there are lie beside one another, %i threads', async (threads) => {
  // 16 of them and a rest, all slots of all threads in use
  const pool = poolOf(threads);
  const [together, alone] = [weighted(Number.MAX_SAFE_INTEGER), weighted(Number.MAX_SAFE_INTEGER)];
  expectSame(await pool.take(as(together), 9_000_001), alone.take(9_000_001));
});

it('several draws of several samplers at once are each its own', async () => {
  const pool = poolOf(2);
  const [a, b] = [weighted(300_000, 1), weighted(1e6, 2)];
  const [first, second, third] = await Promise.all([
    pool.take(as(a), 400_000),
    pool.take(as(b), 300_000),
    pool.take(as(a), 400_000),
  ]);
  const alone = weighted(300_000, 1);
  expectSame(first, alone.take(400_000));
  expectSame(third, alone.take(400_000));
  expectSame(second, weighted(1e6, 2).take(300_000));
});

it('what is the caller’s is ordinary, and what the sampler draws meanwhile is right', async () => {
  const pool = poolOf(2);
  const [sampler, alone] = [weighted(1e6), weighted(1e6)];
  const pending = pool.take(as(sampler), 500_000);
  const meanwhile = sampler.take(1000);
  const taken = await pending;
  expect(taken.buffer).toBeInstanceOf(ArrayBuffer);
  expectSame(taken, alone.take(500_000));
  expectSame(meanwhile, alone.take(1000));
});

it.each([
  [1000, 128],
  [300_000, 4096],
  [300_000, 300_000],
  [600_000, 290_000],
])('batches of an epoch of %i, by %i, have buffers of their own, which may be transferred', async (length, size) => {
  const sampler = uniform(length);
  const drawn: number[] = [];
  for await (const batch of poolOf(2).batches(as(sampler), size)) {
    expect([batch.byteOffset, batch.byteLength]).toEqual([0, batch.buffer.byteLength]);
    for (const index of structuredClone(batch, { transfer: [batch.buffer] })) drawn.push(index);
  }
  expectSame(drawn, sampler.indices(0));
  const taken = await poolOf(2).take(as(sampler), 200_000);
  expect([taken.byteOffset, taken.byteLength]).toEqual([0, taken.buffer.byteLength]);
});

it('batches go on from a place, and leaving them is the next epoch', async () => {
  const pool = poolOf(2);
  const [sampler, alone] = [weighted(500_000), weighted(500_000)];
  sampler.take(3);
  alone.take(3);
  for await (const batch of pool.batches(as(sampler), 1000)) {
    expectSame(batch, alone.take(1000));
    break;
  }
  expect(at(sampler)).toEqual([1, 0]);
  const restored = weighted(500_000);
  for await (const _ of pool.batches(as(sampler), 1000)) {
    if (sampler.position < 300_000) continue;
    restored.restore(JSON.parse(JSON.stringify(sampler.state())));
    break;
  }
  expectSame(restored.take(1000), weighted(500_000).indices(1).subarray(300_000, 301_000));
});

describe('samplers whose draws depend on one another', () => {
  const makes: [string, () => IndexSampler][] = [
    ['a permutation', () => new RandomSampler(200_000, { seed: 1 })],
    ['a subset', () => new SubsetRandomSampler(new Uint32Array(100_000).fill(7), { seed: 1 })],
    ['a sequence', () => new SequentialSampler(200_000)],
    [
      'draws without replacement',
      () => new WeightedRandomSampler(new Float64Array(100_000).fill(1), 99_000, { replacement: false, seed: 1 }),
    ],
    ['a rank', () => new DistributedSampler(weighted(300_000), { numReplicas: 2, rank: 1 })],
    [
      'a generator’s',
      () => new WeightedRandomSampler(WEIGHTS, 100_000, { generator: new TorchGenerator(1), backend: 'wasm' }),
    ],
  ];
  it.each(makes)('%s: drawn here, without a word', async (_, make) => {
    const warned = vi.spyOn(console, 'warn');
    const pool = poolOf(2);
    const [together, alone] = [make(), make()];
    expectSame(await pool.indices(as(together)), alone.indices());
    expectSame(await pool.take(as(together), 120_000), alone.take(120_000));
    const batches: number[] = [];
    for await (const batch of pool.batches(as(together), 7777)) for (const index of batch) batches.push(index);
    const rest = alone.take(alone.length - alone.position);
    expectSame(batches, rest);
    expect(at(together)).toEqual(at(alone));
    expect(warned).not.toHaveBeenCalled();
  });
});

describe('given up', () => {
  it('by a signal, before and meanwhile: the sampler is where it was', async () => {
    const pool = poolOf(2);
    const sampler = weighted(1e6);
    sampler.take(10);
    const reason = new Error('enough');
    await expect(pool.take(as(sampler), 500_000, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(at(sampler)).toEqual([0, 10]);
    const controller = new AbortController();
    const pending = pool.take(as(sampler), 5_000_000, { signal: controller.signal });
    expect(at(sampler)).toEqual([5, 10]);
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
    expect(at(sampler)).toEqual([0, 10]);
    const alone = weighted(1e6);
    alone.take(10);
    expectSame(await pool.take(as(sampler), 300_000), alone.take(300_000));
  });

  it('by closing: nothing is asked for afterwards', async () => {
    const pool = poolOf(2);
    await pool.take(as(weighted(1e6)), 200_000);
    const pending = pool.take(as(weighted(1e6)), 3_000_000);
    await Promise.all([pool.close(), expect(pending).rejects.toThrow('the pool was closed')]);
    await expect(pool.take(as(weighted(10)), 1)).rejects.toThrow('the pool is closed');
    await expect(pool.indices(as(weighted(10)))).rejects.toThrow('the pool is closed');
    await pool.close();
  });
});
