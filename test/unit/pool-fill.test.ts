// Filling arrays of the caller's by threads, progress, and what aborts leave behind. On a page that is not cross-origin
// isolated, the same happens on one thread.
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RandomSampler, SequentialSampler, TorchGenerator, WeightedRandomSampler } from '../../src/index.js';
import { SamplerPool } from '../../src/parallel.js';
import type { IndexSampler } from '../../src/samplers/index-sampler.js';
import { rounds } from '../support/rounds.js';
import { inMemory, shared } from '../support/shared-arrays.js';

const WEIGHTS = Float64Array.from({ length: 1000 }, (_, i) => (i * 37) % 91);
const pool = new SamplerPool({ threads: 2 });
// so that threads draw what is compared
Object.assign(pool._sizes, { few: 1, ahead: 8, chunk: 3 });
afterAll(() => pool.close());
// a page that is not isolated, and a sampler in JavaScript: one warning
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

const outs: [string, (length: number, offset?: number) => Uint32Array][] = [
  ['a shared array', shared],
  ['an array in a WebAssembly memory', inMemory],
  ['an ordinary array', (length, offset = 0) => new Uint32Array(length + offset).subarray(offset)],
];

const kinds: ((length: number) => IndexSampler)[] = [
  (length) => new WeightedRandomSampler(WEIGHTS, length, { seed: 1 }),
  (length) => new RandomSampler(1e9, { replacement: true, numSamples: length, seed: 2 }),
  (length) => new WeightedRandomSampler(WEIGHTS, length, { seed: 4, backend: 'js' }),
  (length) => new WeightedRandomSampler(WEIGHTS, length, { seed: 5, replacement: false }),
  (length) => new WeightedRandomSampler(WEIGHTS, length, { generator: new TorchGenerator(6) }),
];
const place = ({ epoch, position }: IndexSampler) => [epoch, position];
const weighted = (length: number) => kinds[0](length);
const turn = () => new Promise((resolve) => setTimeout(resolve));

describe.each(outs)('%s', (_, make) => {
  it('is filled as sampler.fill does, whatever came before', async () => {
    const steps = fc.array(fc.record({ count: fc.nat(60), offset: fc.nat(5), takes: fc.boolean() }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.nat(kinds.length - 1), fc.integer({ min: 1, max: 50 }), steps, async (kind, length, all) => {
        const [pooled, alone] = [kinds[kind](length), kinds[kind](length)];
        for (const { count, offset, takes } of all) {
          const out = make(count, offset);
          if (takes) expect(await pool.take(pooled, count)).toEqual(alone.take(count));
          else {
            expect(await pool.fill(pooled, out)).toBe(out);
            expect([...out]).toEqual([...alone.take(count)]);
          }
          expect(pooled.state()).toEqual(alone.state());
        }
      }),
      { numRuns: rounds(300) },
    );
  });

  it('is filled by several requests at the same time, each from where the one before ends', async () => {
    const [pooled, alone] = [weighted(40), weighted(40)];
    const parts = [0, 1, 2, 3].map((i) => make(100 + i, i));
    const taken = pool.take(pooled, 55);
    await Promise.all(parts.map((out) => pool.fill(pooled, out)));
    expect(await taken).toEqual(alone.take(55));
    for (const out of parts) expect([...out]).toEqual([...alone.take(out.length)]);
    expect(pooled.state()).toEqual(alone.state());
  });

  it('may be filled in parts by several samplers', async () => {
    const out = make(3000);
    const samplers = [weighted(70), kinds[1](30), kinds[2](20)];
    await Promise.all(samplers.map((sampler, i) => pool.fill(sampler, out.subarray(1000 * i, 1000 * (i + 1)))));
    const alone = [weighted(70), kinds[1](30), kinds[2](20)];
    expect([...out]).toEqual(alone.flatMap((sampler) => [...sampler.take(1000)]));
  });

  it('is written by no thread anymore once an aborted request rejected, and the sampler is back', async () => {
    const counts = fc.integer({ min: 1, max: 20_000 });
    await fc.assert(
      fc.asyncProperty(counts, fc.nat(4), fc.boolean(), async (count, turns, takes) => {
        const [pooled, alone] = [weighted(500), weighted(500)];
        pooled.take(123);
        alone.take(123);
        const before = place(alone);
        const out = make(count);
        const [controller, reason] = [new AbortController(), new Error('stopped')];
        const { signal } = controller;
        const all = [pool.fill(pooled, out, { signal })];
        if (takes) all.push(pool.take(pooled, 7, { signal }) as never, pool.fill(pooled, make(9), { signal }));
        const settled = Promise.allSettled(all);
        for (let i = 0; i < turns; i++) await turn();
        controller.abort(reason);
        const results = await settled;
        if (results.every(({ status }) => status === 'rejected')) expect(place(pooled)).toEqual(before);
        for (const each of results) if (each.status === 'rejected') expect(each.reason).toBe(reason);
        if (results[0].status === 'fulfilled') {
          expect([...out]).toEqual([...alone.take(count)]);
          return;
        }
        out.fill(0xffffffff);
        await turn();
        expect(out.every((each) => each === 0xffffffff)).toBe(true);
      }),
      { numRuns: rounds(150) },
    );
  });

  it('reports progress, which ends at the whole', async () => {
    const seen: number[] = [];
    const out = make(2_000_000);
    const large = new SamplerPool({ threads: 2 });
    const onProgress = (done: number, count: number) => {
      expect(count).toBe(out.length);
      seen.push(done);
    };
    await large.fill(weighted(1e9), out, { onProgress });
    await large.close();
    expect(seen.at(-1)).toBe(out.length);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
  });

  it.each(kinds.map((kind, i) => [i, kind] as const))(
    'fails with the error of onProgress, sampler %i',
    async (i, kind) => {
      const sampler = kind(50);
      sampler.take(20);
      const onProgress = () => {
        throw new Error('no progress today');
      };
      await expect(pool.fill(sampler, make(40), { onProgress })).rejects.toThrow('no progress today');
      await expect(pool.take(sampler, 40, { onProgress })).rejects.toThrow('no progress today');
      // draws from a generator cannot be taken back
      expect(place(sampler)).toEqual(i === 4 ? [2, 0] : [0, 20]);
    },
  );

  it('stays as it is if there is nothing to fill, or if the arguments are wrong', async () => {
    const sampler = weighted(50);
    const out = make(40);
    const fill = pool.fill.bind(pool) as (...args: unknown[]) => Promise<unknown>;
    expect(await fill(sampler, out.subarray(0, 0))).toHaveLength(0);
    for (const [args, message] of [
      [[sampler], 'out must be a Uint32Array, got undefined'],
      [[sampler, 40], 'out must be a Uint32Array, got 40'],
      [[sampler, [1, 2]], 'out must be a Uint32Array, got an Array'],
      [[sampler, out.buffer], 'out must be a Uint32Array, got '],
      [[sampler, new Int32Array(out.buffer)], 'out must be a Uint32Array, got '],
      [[undefined, out], 'sampler must be a sampler of this library'],
      [[sampler, out, { signal: 1 }], 'signal must be an AbortSignal, got 1'],
      [[sampler, out, { onProgress: 1 }], 'onProgress must be a function, got 1'],
      [[sampler, out, { on_progress: () => {} }], 'options has no "on_progress": did you mean onProgress?'],
      [[sampler, out, true], 'options must be an object like { signal: … }, got true'],
    ] as const) {
      await expect(fill(...args)).rejects.toThrow(message);
    }
    const reason = new Error('already');
    await expect(fill(sampler, out, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(fill(new SequentialSampler(0), out)).rejects.toThrow('nothing to draw: the sampler is empty');
    expect(place(sampler)).toEqual([0, 0]);
    expect(out.every((each) => each === 0)).toBe(true);
  });
});

it('an array that was transferred meanwhile makes the request fail', async () => {
  const sampler = weighted(1e9);
  const large = new SamplerPool({ threads: 2 });
  const out = new Uint32Array(4_000_000);
  const filled = large.fill(sampler, out);
  await turn();
  structuredClone(out, { transfer: [out.buffer] });
  await filled.then(
    // on one thread it is full at once
    () => expect(place(sampler)).toEqual([0, 4_000_000]),
    (error) => {
      expect(error).toBeInstanceOf(TypeError);
      expect(place(sampler)).toEqual([0, 0]);
    },
  );
  expect((await large.take(sampler, 100_000)).length).toBe(100_000);
  await large.close();
});

it('a pool that is closed meanwhile fills nothing more, and the sampler is back', async () => {
  const closing = new SamplerPool({ threads: 2 });
  Object.assign(closing._sizes, { few: 1, chunk: 3 });
  const sampler = weighted(1e9);
  const out = shared(1_000_000);
  const filled = closing.fill(sampler, out);
  const outcome = filled.then(
    () => 'filled',
    (error) => String(error),
  );
  await closing.close();
  const threaded = outcome.then((text) => text !== 'filled');
  expect(await outcome).toMatch(/the pool was closed meanwhile|filled/);
  expect(place(sampler)).toEqual([0, (await threaded) ? 0 : 1_000_000]);
  await expect(closing.fill(sampler, out)).rejects.toThrow('the pool is closed');
});

describe('batches with a signal', () => {
  const batchesOf = (sampler: IndexSampler, signal: AbortSignal) => pool.batches(sampler, 4, { signal });

  it.each(kinds.map((kind, i) => [i, kind] as const))(
    'reject at the next batch after an abort, sampler %i',
    async (_, kind) => {
      const [sampler, alone] = [kind(26), kind(26)];
      const [controller, reason] = [new AbortController(), new Error('enough')];
      const loop = batchesOf(sampler, controller.signal);
      for (let i = 0; i < 3; i++) expect((await loop.next()).value).toEqual(alone.take(4));
      controller.abort(reason);
      await expect(loop.next()).rejects.toBe(reason);
      expect(sampler.state()).toEqual(alone.state());
      expect(await loop.next()).toEqual({ value: undefined, done: true });
      expect(sampler.draw()).toBe(alone.draw());
    },
  );

  it('reject while a batch is pending, and leave the sampler after the last batch', async () => {
    for (let turns = 0; turns < 5; turns++) {
      const [sampler, alone] = [weighted(1e9), weighted(1e9)];
      const [controller, reason] = [new AbortController(), new Error('enough')];
      const loop = pool.batches(sampler, 5000, { signal: controller.signal });
      expect((await loop.next()).value).toEqual(alone.take(5000));
      const pending = loop.next();
      const after = loop.next();
      const outcomes = Promise.allSettled([pending, after]);
      for (let i = 0; i < turns; i++) await Promise.resolve();
      controller.abort(reason);
      const [first, second] = await outcomes;
      for (const each of [first, second]) {
        if (each.status === 'rejected') expect(each.reason).toBe(reason);
        else if (!each.value.done) expect(each.value.value).toEqual(alone.take(5000));
      }
      if (first.status === 'rejected') expect(second).toMatchObject({ value: { done: true } });
      expect(sampler.state()).toEqual(alone.state());
    }
  });

  it('stay after the last batch if the loop is left after an abort; otherwise the next epoch begins', async () => {
    for (const aborts of [true, false]) {
      const sampler = weighted(26);
      const controller = new AbortController();
      for await (const batch of batchesOf(sampler, controller.signal)) {
        expect(batch).toHaveLength(4);
        if (aborts) controller.abort();
        break;
      }
      expect(place(sampler)).toEqual(aborts ? [0, 4] : [1, 0]);
    }
  });

  it('reject at once if the signal is aborted already, and open no loop', async () => {
    const sampler = weighted(26);
    const reason = new Error('already');
    const loop = batchesOf(sampler, AbortSignal.abort(reason));
    await expect(loop.next()).rejects.toBe(reason);
    expect(place(sampler)).toEqual([0, 0]);
    expect([...sampler]).toEqual([...weighted(26)]);
  });

  it('keep no listener once they ended', async () => {
    const { signal } = new AbortController();
    const [add, remove] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')];
    for await (const batch of batchesOf(weighted(26), signal)) expect(batch.length).toBeGreaterThan(0);
    await turn();
    expect(remove.mock.calls).toHaveLength(add.mock.calls.length);
  });

  it('take dropLast as an option, or alone', async () => {
    for (const options of [true, { dropLast: true }]) {
      const lengths: number[] = [];
      for await (const { length } of pool.batches(weighted(10), 4, options)) lengths.push(length);
      expect(lengths).toEqual([4, 4]);
    }
    const batches = pool.batches.bind(pool) as (...args: unknown[]) => AsyncGenerator;
    for (const [options, message] of [
      [1, 'dropLast must be a boolean, got 1'],
      [null, 'dropLast must be a boolean, got null'],
      [{ dropLast: 1 }, 'dropLast must be a boolean, got 1'],
      [{ signal: true }, 'signal must be an AbortSignal, got true'],
      [{ drop_last: true }, 'options has no "drop_last": did you mean dropLast?'],
    ] as const) {
      await expect(batches(weighted(10), 4, options).next()).rejects.toThrow(message);
    }
  });
});
