import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { SamplerPool } from 'loaded-dice/parallel';
import { afterEach, describe, expect, it, vi } from 'vitest';
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
import { at, expectSame } from '../support/sampler-cases.js';

const WEIGHTS = Float64Array.from({ length: 1000 }, (_, i) => (i * 37) % 91);
const weighted = (length: number, seed = 5) => new WeightedRandomSampler(WEIGHTS, length, { seed, backend: 'wasm' });
const uniform = (length: number) =>
  new RandomSampler(1e9, { replacement: true, numSamples: length, seed: 5, backend: 'wasm' });

const pools: SamplerPool[] = [];
const poolOf = (threads?: number) => {
  const pool = new SamplerPool({ threads });
  pools.push(pool);
  return pool as SamplerPool;
};
// the build's classes and the sources' are one to it: it knows samplers by what they do
const as = (sampler: IndexSampler) => sampler as never;

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

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

describe('where there are no threads', () => {
  it('it draws here and says so once: a sampler in JavaScript', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const pool = poolOf(2);
    const make = () => new WeightedRandomSampler(WEIGHTS, 1e6, { seed: 5, backend: 'js' });
    const sampler = make();
    expectSame(await pool.take(as(sampler), 200_000), make().take(200_000));
    await pool.take(as(sampler), 200_000);
    expect(warned.mock.calls).toEqual([
      [expect.stringMatching(/^loaded-dice: drawing on the calling thread: .*JavaScript backend/)],
    ]);
  });

  it.each([
    ['fails', 'throw new Error("no threads today");', /no threads today/],
    ['ends', 'process.exit(3);', /a thread ended with code 3/],
    [
      'dies at its second chunk',
      `const { parentPort } = require('node:worker_threads');
       let chunks = 0;
       parentPort.on('message', (data) => { if ('chunk' in data && ++chunks === 2) process.exit(4); });
       parentPort.postMessage({ ready: true });`,
      /code 4/,
    ],
  ])('it draws here and says so once: a thread that %s', async (name, code, why) => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const file = `build/thread-${name.replace(/\W/g, '-')}.cjs`;
    writeFileSync(file, code);
    const pool = new SamplerPool({ threads: 2, workerUrl: new URL(`../../${file}`, import.meta.url) });
    pools.push(pool);
    const sampler = weighted(1e6);
    expectSame(await pool.take(as(sampler), 700_000), weighted(1e6).take(700_000));
    expectSame(await pool.indices(as(sampler)), weighted(1e6).indices());
    expect(warned).toHaveBeenCalledTimes(1);
    expect(warned.mock.calls[0][0]).toMatch(why);
  });

  // one thread dies at its first message of a kind: while it draws, or while it puts the array together
  it.each(['chunk', 'copy', 'assemble', 'deliver'])(
    'others do what a thread was at that died at a %s',
    async (kind) => {
      const warned = vi.spyOn(console, 'warn');
      const [file, died] = [`build/thread-dies-at-${kind}.mjs`, `build/thread-died-at-${kind}`];
      rmSync(died, { force: true });
      writeFileSync(
        file,
        `import { parentPort } from 'node:worker_threads';
       import { existsSync, rmSync, writeFileSync } from 'node:fs';
       await import('../dist/worker.js');
       const take = parentPort.onmessage;
       parentPort.onmessage = (event) => {
         if ('${kind}' in event.data) {
           try {
             writeFileSync('${died}', '', { flag: 'wx' });
             process.exit(1);
           } catch {}
         }
         take(event);
       };`,
      );
      const pool = new SamplerPool({ threads: 3, workerUrl: new URL(`../../${file}`, import.meta.url) });
      pools.push(pool);
      const sampler = weighted(Number.MAX_SAFE_INTEGER);
      const alone = weighted(Number.MAX_SAFE_INTEGER);
      for (let i = 0; i < 3; i++) expectSame(await pool.take(as(sampler), 3_000_000), alone.take(3_000_000));
      expect(existsSync(died)).toBe(true);
      expect(warned).not.toHaveBeenCalled();
    },
  );
});

it('an idle pool lets a process end, and nothing is started at import or for few draws', () => {
  const run = (code: string) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8', timeout: 30_000 });
  const started = run(`
    import { Worker } from 'node:worker_threads';
    import { WeightedRandomSampler } from 'loaded-dice';
    import { SamplerPool } from 'loaded-dice/parallel';
    const before = process.getActiveResourcesInfo().length;
    const pool = new SamplerPool({ threads: 2 });
    await pool.take(new WeightedRandomSampler([1, 2], 10, { seed: 1 }), 100);
    console.log(process.getActiveResourcesInfo().length - before);
    const draws = await pool.take(new WeightedRandomSampler([1, 2], 1e6, { seed: 1 }), 1e6);
    console.log(draws.length);`);
  expect(started).toBe('0\n1000000\n');
});

it('is disposed of where there is such a thing', async () => {
  const pool = poolOf(1);
  if (Symbol.asyncDispose) {
    await (pool as unknown as Record<symbol, () => Promise<void>>)[Symbol.asyncDispose]();
    await expect(pool.take(as(weighted(10)), 1)).rejects.toThrow('the pool is closed');
  }
  expect(poolOf().threads).toBeGreaterThan(0);
});

describe('wrong arguments', () => {
  // biome-ignore lint/suspicious/noExplicitAny: these are the arguments that the types forbid
  type Wrong = any;
  it.each<[unknown, RegExp]>([
    [{ threads: 0 }, /^threads must be a positive integer, got 0/],
    [{ threads: 2.5 }, /^threads must be a positive integer, got 2\.5/],
    [{ threads: 33 }, /^threads must be at most 32, got 33/],
    [{ threads: '2' }, /^threads must be a positive integer, got "2"/],
    [{ workerUrl: 5 }, /^workerUrl must be a string or a URL, got 5/],
    [{ workers: 2 }, /^options has no "workers"; known are threads, workerUrl/],
    [4, /^options must be an object like \{ threads: … \}, got 4/],
  ])('of the pool: %o', (options, message) => {
    expect(() => new SamplerPool(options as Wrong)).toThrow(message);
  });

  it('of what is asked: nothing is moved', async () => {
    const pool = poolOf(1);
    const sampler = weighted(100);
    const calls: [() => unknown, RegExp][] = [
      [
        () => pool.take([1, 2] as Wrong, 1),
        /^sampler must be a sampler of this library that gives single indices, got an Array/,
      ],
      [() => pool.take(new BatchSampler(sampler, 2) as Wrong, 1), /^sampler must be .* got a BatchSampler/],
      [() => pool.take(as(sampler), -1), /^count must be a non-negative integer, got -1/],
      [() => pool.take(as(sampler), 2 ** 32), /^count must fit one Uint32Array/],
      [() => pool.take(as(sampler), 1, { signal: 1 } as Wrong), /^signal must be an AbortSignal, got 1/],
      [() => pool.take(as(sampler), 1, { signals: 1 } as Wrong), /^options has no "signals"/],
      [() => pool.batches(as(sampler), 0).next(), /^batchSize must be a positive integer, got 0/],
      [() => pool.batches(as(sampler), 2, 1 as Wrong).next(), /^dropLast must be a boolean, got 1/],
    ];
    for (const [call, message] of calls) await expect(call()).rejects.toThrow(message);
    expect(at(sampler)).toEqual([0, 0]);
  });
});

it('pools one after the other have the rooms of those before, and none runs out of them', async () => {
  const warned = vi.spyOn(console, 'warn');
  const [sampler, alone] = [weighted(100_000), weighted(100_000)];
  for (let round = 0; round < 40; round++) {
    const pool = poolOf(2);
    expectSame(await pool.take(as(sampler), 70_000), alone.take(70_000));
    await pool.close();
  }
  expect(warned).not.toHaveBeenCalled();
});

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
