// A pool where there are no threads, wrong arguments, and pools that end.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { SamplerPool } from 'loaded-dice/parallel';
import { describe, expect, it, vi } from 'vitest';
import { BatchSampler, RandomSampler, WeightedRandomSampler } from '../../src/index.js';
import type { IndexSampler } from '../../src/samplers/index-sampler.js';
import { as, poolOf, pools, WEIGHTS, weighted } from '../support/pools.js';
import { at, expectSame } from '../support/sampler-cases.js';

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
      'is of another version',
      `require('node:worker_threads').parentPort.postMessage({ ready: true }); setInterval(() => {}, 1000);`,
      /it is loaded-dice\/worker of another version: serve the file of the installed package/,
    ],
    [
      'dies at its second chunk',
      `const { parentPort } = require('node:worker_threads');
       let chunks = 0;
       parentPort.on('message', (data) => { if ('chunk' in data && ++chunks === 2) process.exit(4); });
       parentPort.postMessage({ ready: 2 });`,
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

const inJs = () => new WeightedRandomSampler(WEIGHTS, 3e6, { seed: 5, backend: 'js' });
const DEAD = 'build/thread-is-dead.cjs';
writeFileSync(DEAD, `throw new Error('no threads today');`);

// counts that take the calling thread some ten parts
describe.each<[string, number, () => IndexSampler, { workerUrl?: URL }]>([
  ['a sampler in JavaScript', 5_000_000, inJs, {}],
  ['no threads', 20_000_000, () => weighted(3e6), { workerUrl: new URL(`../../${DEAD}`, import.meta.url) }],
  ['draws without replacement', 8_000_000, () => new RandomSampler(3e6, { seed: 5 }), {}],
])('many draws on the calling thread: %s', (_, many, make, options) => {
  const open = () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const pool = new SamplerPool({ threads: 1, ...options });
    pools.push(pool);
    return { pool, sampler: make(), out: new Uint32Array(many) };
  };

  it('are reported as they come, and leave time for other tasks', async () => {
    const { pool, sampler, out } = open();
    const [calls, turns]: [number[], number[]] = [[], []];
    const timer = setInterval(() => turns.push(calls.length), 1);
    await pool.fill(as(sampler), out, { onProgress: (done, count) => calls.push(done) && expect(count).toBe(many) });
    clearInterval(timer);
    expect(calls.length).toBeGreaterThan(3);
    expect(calls).toEqual([...new Set(calls)].sort((a, b) => a - b));
    expect(calls.at(-1)).toBe(many);
    expect(turns.some((during) => during > 0 && during < calls.length)).toBe(true);
    const alone = make();
    expectSame(out, alone.take(many));
    expect(at(sampler)).toEqual(at(alone));
  });

  it('stop at an abort, and leave the sampler as it was', async () => {
    const { pool, sampler, out } = open();
    sampler.take(5);
    const state = sampler.state();
    const [controller, reason] = [new AbortController(), new Error('enough')];
    let most = 0;
    const stopped = pool.fill(as(sampler), out, {
      signal: controller.signal,
      onProgress: (done) => void (most = done),
    });
    setTimeout(() => controller.abort(reason), 1);
    await expect(stopped).rejects.toBe(reason);
    expect(most).toBeLessThan(many);
    expect(sampler.state()).toEqual(state);
    const seen = out.slice();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expectSame(out, seen);
    const alone = make();
    alone.take(5);
    expectSame(await pool.take(as(sampler), 100_000), alone.take(100_000));
  });

  it('stop together from last to first: at an abort, at an error of onProgress, and when the pool is closed', async () => {
    const { pool, sampler } = open();
    const state = sampler.state();
    const controller = new AbortController();
    const { signal } = controller;
    const aborted = [1, 2, 3].map(() => pool.take(as(sampler), many, { signal }));
    setTimeout(() => controller.abort('enough'), 1);
    for (const each of await Promise.allSettled(aborted)) expect(each).toMatchObject({ reason: 'enough' });
    expect(sampler.state()).toEqual(state);
    const onProgress = () => {
      throw new Error('not mine');
    };
    await expect(pool.take(as(sampler), many, { onProgress })).rejects.toThrow('not mine');
    expect(sampler.state()).toEqual(state);
    const closed = [1, 2, 3].map(() => pool.take(as(sampler), many));
    setTimeout(() => pool.close(), 1);
    for (const each of await Promise.allSettled(closed)) expect(String(Object(each).reason)).toMatch(/pool was closed/);
    expect(sampler.state()).toEqual(state);
  });

  it('are those of their own positions, whatever the sampler does meanwhile', async () => {
    const { pool, sampler } = open();
    const alone = make();
    const taken = pool.take(as(sampler), many);
    const expected = alone.take(many);
    expect(at(sampler)).toEqual(at(alone));
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(sampler.draw()).toBe(alone.draw());
    sampler.setEpoch(9);
    expectSame(await taken, expected);
    expect(at(sampler)).toEqual([9, 0]);
  });
});

it('a pool says why the calling thread draws', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const pool = poolOf(1);
  await pool.take(as(weighted(1e6)), 200_000);
  await pool.take(as(new RandomSampler(1e6, { seed: 5 })), 200_000);
  await pool.take(as(inJs()), 100);
  expect(pool.fallback).toBeUndefined();
  expect(pool.toJSON()).toEqual({ type: 'SamplerPool', threads: 1 });
  await pool.take(as(inJs()), 200_000);
  expect(pool.fallback).toMatch(/^threads cannot share the memory of the JavaScript backend/);
  expect(pool.toJSON()).toEqual({ type: 'SamplerPool', threads: 1, fallback: pool.fallback });

  const dead = new SamplerPool({ threads: 2, workerUrl: new URL(`../../${DEAD}`, import.meta.url) });
  pools.push(dead);
  expect(dead.fallback).toBeUndefined();
  await dead.take(as(weighted(1e6)), 200_000);
  expect(dead.fallback).toMatch(/no threads today/);
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
