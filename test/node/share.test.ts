// Samplers in real threads of worker_threads, made from what another thread shared.
import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { WeightedRandomSampler } from 'loaded-dice';
import { WeightedRandomSampler as WithoutWasm } from 'loaded-dice/js';
import { SamplerPool } from 'loaded-dice/parallel';
import { afterEach, describe, expect, it, vi } from 'vitest';

/** Enough weights for a memory of their own. */
const MANY = 100_000;
const weightsOf = (n: number) => Float64Array.from({ length: n }, (_, i) => (i * 37 + 1) % 91);

const library = (name: string) => JSON.stringify(new URL(`../../dist/${name}.js`, import.meta.url).href);

/** Draws as it is asked to: by the sampler that it got, and by threads of its own over that sampler. */
const CODE = (name: string) => `
  const { parentPort } = require('node:worker_threads');
  let sampler;
  parentPort.on('message', async ({ shared, options, take, fill, loop, die, threads, dispose }) => {
    const { WeightedRandomSampler } = await import(${library(name)});
    const { SamplerPool } = await import(${library('parallel')});
    try {
      if (shared) sampler = WeightedRandomSampler.attach(shared, options);
      if (die) process.exit();
      if (dispose) sampler._dispose?.();
      if (loop) for (;;) sampler.take(100000);
      if (fill) sampler.fill(fill);
      let draws = take ? sampler.take(take) : undefined;
      if (threads) {
        const pool = new SamplerPool({ threads });
        draws = await pool.take(sampler, 200000);
        await pool.close();
      }
      parentPort.postMessage({ draws, state: sampler.state(), backend: sampler.backend });
    } catch (error) {
      parentPort.postMessage({ error: String(error) });
    }
  });`;

interface Answer {
  readonly draws?: Uint32Array;
  readonly state: object;
  readonly backend: string;
  readonly error?: string;
}

const workers: Worker[] = [];
afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.terminate())));

function start(name = 'index') {
  const worker = new Worker(CODE(name), { eval: true });
  workers.push(worker);
  const ask = (message: object, transfer: readonly ArrayBuffer[] = []): Promise<Answer> =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.postMessage(message, transfer);
    });
  return { worker, ask };
}

const make = (n: number, numSamples = 50_000, replacement = true) =>
  new WeightedRandomSampler(weightsOf(n), numSamples, { seed: 7, replacement, backend: 'wasm' });

describe.each([
  [1, 10, true],
  [1, MANY, false],
  [2, MANY, true],
  [8, MANY, true],
])('%i threads, %i weights, replacement %s', (count, n, replacement) => {
  it('draw at the same time what the sampler draws', async () => {
    const sampler = make(n, Math.min(n, 50_000) - 3, replacement);
    sampler.skip(1000);
    const shared = sampler.share();
    expect(shared.memory !== undefined).toBe(n === MANY);
    const all = Array.from({ length: count }, () => start());
    const answers = all.map(({ ask }) => ask({ shared, take: 300_000 }));
    const expected = sampler.take(300_000);
    for (const answer of await Promise.all(answers)) {
      expect(answer).toEqual({ draws: expected, state: sampler.state(), backend: 'wasm' });
    }
    const more = await Promise.all(all.map(({ ask }, i) => ask({ take: 1000 * i })));
    const next = sampler.take(10_000);
    for (const [i, { draws }] of more.entries()) if (i > 0) expect(draws).toEqual(next.subarray(0, 1000 * i));
  });
});

it.each([
  ['index', { backend: 'js' }],
  ['js', {}],
])('a thread in JavaScript draws from the same memory, %s %j', async (name, options) => {
  const sampler = make(MANY);
  const { ask } = start(name);
  const answer = await ask({ shared: sampler.share(), options, take: 100_000 });
  expect(answer).toEqual({ draws: sampler.take(100_000), state: sampler.state(), backend: 'js' });
});

it.each([10, MANY])('a sampler in JavaScript of %i weights is transferred', async (n) => {
  const sampler = new WithoutWasm(weightsOf(n), 1000, { seed: 7 });
  const shared = sampler.share();
  expect(shared.transfer).toHaveLength(2);
  const { ask } = start();
  const answer = await ask({ shared }, shared.transfer);
  expect(answer).toEqual({ draws: undefined, state: sampler.state(), backend: 'wasm' });
  expect(shared.table).toHaveLength(0);
  // whom it was transferred to has it alone
  await expect(start().ask({ shared })).rejects.toThrow('detached');
  expect((await ask({ take: 5000 })).draws).toEqual(sampler.take(5000));
});

it('a thread may share on, draw by threads of its own, and fill shared arrays', async () => {
  const sampler = make(MANY);
  const { ask } = start();
  const fill = new Uint32Array(new SharedArrayBuffer(4 * 1000));
  await ask({ shared: sampler.share(), fill });
  expect([...fill]).toEqual([...sampler.take(1000)]);
  const { draws } = await ask({ threads: 2 });
  expect(draws).toEqual(sampler.take(200_000));
});

it('threads of the owner’s pool and of others draw from one memory', async () => {
  const [sampler, alone] = [make(MANY), make(MANY)];
  const pool = new SamplerPool({ threads: 2 });
  const { ask } = start();
  const other = ask({ shared: sampler.share(), take: 400_000 });
  const drawn = await pool.take(sampler, 400_000);
  await pool.close();
  const expected = alone.take(400_000);
  expect(drawn).toEqual(expected);
  expect((await other).draws).toEqual(expected);
});

it.each([0, 32])('a memory is shared after a pool of %i threads, and has space for the largest one', async (before) => {
  const warned = vi.spyOn(console, 'warn');
  const sampler = make(MANY);
  if (before > 0) {
    const first = new SamplerPool({ threads: before });
    await first.take(sampler, 200_000);
    await first.close();
    sampler.setEpoch(0);
  }
  const shared = sampler.share();
  expect(shared.memory).toBeDefined();
  WeightedRandomSampler.attach(shared).take(100);
  const pool = new SamplerPool({ threads: 32 });
  expect(await pool.take(sampler, 200_000)).toEqual(make(MANY).take(200_000));
  await pool.close();
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

it('a thread that dies or is ended takes nothing along', async () => {
  const sampler = make(MANY);
  const shared = sampler.share();
  for (let i = 0; i < 3; i++) {
    const [dies, loops] = [start(), start()];
    const exited = new Promise((resolve) => dies.worker.once('exit', resolve));
    dies.worker.postMessage({ shared, die: true });
    loops.worker.postMessage({ shared, loop: true });
    await exited;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await loops.worker.terminate();
  }
  const { ask } = start();
  expect((await ask({ shared, take: 5000 })).draws).toEqual(sampler.take(5000));
});

it('the table lives as long as a thread uses it, and is freed after that', () => {
  // the owner is disposed of, or collected; others of its size are made; and then all threads end
  const program = `
    import { Worker } from 'node:worker_threads';
    import { WeightedRandomSampler } from ${library('index')};
    const weights = new Float64Array(2_000_000).fill(1).map((_, i) => i % 5);
    const make = () => new WeightedRandomSampler(weights, 1000, { seed: 7, backend: 'wasm' });
    const expected = make().take(3000).join();
    const code = ${JSON.stringify(CODE('index'))};
    const turn = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));
    const collect = async () => { for (let i = 0; i < 5; i++) { gc(); await turn(10); } };
    const attached = async (end) => {
      const sampler = make();
      const worker = new Worker(code, { eval: true, execArgv: [] });
      const got = new Promise((resolve) => worker.once('message', resolve));
      worker.postMessage({ shared: sampler.share(), take: 1000 });
      await got;
      if (end) sampler._dispose();
      return worker;
    };
    for (const end of [true, false]) {
      const worker = await attached(end);
      await collect();
      for (let i = 0; i < 4; i++) make().take(10);
      await collect();
      const got = new Promise((resolve) => worker.once('message', resolve));
      worker.postMessage({ take: 2000 });
      const { draws } = await got;
      if (!expected.endsWith(draws.join())) throw new Error('other draws');
      await worker.terminate();
    }
    await collect();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 12; i++) {
      await (await attached(i % 2 === 0)).terminate();
      await collect();
    }
    // each has 48 MB
    console.log(Math.round((process.memoryUsage().rss - before) / 2 ** 20));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], {
    encoding: 'utf8',
    timeout: 100_000,
  });
  expect(stderr).toBe('');
  expect(Number(stdout)).toBeLessThan(300);
});
