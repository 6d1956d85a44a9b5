// States of samplers of one’s own that hold what they need to go on.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedSampler,
  type Sampler,
  type SamplerState,
  TorchGenerator,
} from '../../src/index.js';
import { N, Own, OwnBatches, type Saved } from '../support/own-samplers.js';
import { ITEMS, type Run, throughJson } from '../support/resume-runs.js';
import { rounds } from '../support/rounds.js';
import { at } from '../support/sampler-cases.js';

describe('a sampler of one’s own', () => {
  it('is asked for its state when the loader is, which adds the batches that were loaded ahead', async () => {
    const own = new Own();
    let asked = 0;
    const state = () => {
      asked++;
      return Own.prototype.state.call(own);
    };
    const loader = new DataLoader(ITEMS, { batchSize: 4, sampler: Object.assign(own, { state }), prefetch: 3 });
    const order = [...new Own()];
    const from = (first: number, end: number) =>
      Array.from({ length: end - first }, (_, i) => order.slice(4 * (first + i), 4 * (first + i + 1)));
    const places: unknown[] = [];
    for await (const _ of loader) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const { inner, ahead } = throughJson(loader.state()) as unknown as { inner: Saved; ahead?: unknown };
      places.push([inner.epoch, inner.at, ahead]);
    }
    expect(places).toEqual([
      [0, 16, { batches: from(1, 4), last: false }],
      [0, 20, { batches: from(2, 5), last: false }],
      [1, 0, { batches: from(3, 6), last: true }],
      [1, 0, { batches: from(4, 6), last: true }],
      [1, 0, { batches: from(5, 6), last: true }],
      [1, 0, undefined],
    ]);
    expect(asked).toBe(6);
  });

  it.each([
    ['undefined', () => undefined, /undefined/],
    ['a BigInt', () => ({ n: 1n }), /^state\(\)\.n must be a JSON value, got 1n/],
    ['a promise', async () => ({ n: 1 }), /^state\(\) of the wrapped sampler returned a promise: make it synchronous$/],
    ['a promise that is rejected', () => Promise.reject(new Error('unheard')), /returned a promise/],
    [
      'an error',
      () => {
        throw new Error('mine');
      },
      /^mine$/,
    ],
  ])('whose state() gives %s fails when a state is taken, and in no loop', async (_, state, message) => {
    const own = () => Object.assign(new Own(), { state }) as Sampler;
    const lists = () => Object.assign(new OwnBatches(), { state }) as unknown as Iterable<number[]>;
    const makes: (() => Run)[] = [
      () => new BatchSampler(own(), 4),
      () => new DistributedSampler(own(), { numReplicas: 2, rank: 1 }),
      () => new BatchSampler(new DistributedSampler(own(), { numReplicas: 2, rank: 1 }), 4),
      () => new DataLoader(ITEMS, { batchSampler: lists(), prefetch: 3 }),
      ...[0, 3].map((prefetch) => () => new DataLoader(ITEMS, { batchSize: 4, sampler: own(), prefetch })),
    ];
    for (const make of makes) {
      expect(() => make().state()).toThrow(message);
      for (const wait of [false, true]) {
        const run = make();
        let count = 0;
        const look = () => {
          count++;
          expect(() => run.state()).toThrow(message);
        };
        if (wait && run[Symbol.asyncIterator]) for await (const __ of run as unknown as AsyncIterable<unknown>) look();
        else for (const __ of run) look();
        expect([count, ...at(run)]).toEqual([run.length, 1, 0]);
      }
    }
  });

  const around = [
    (state: () => unknown) => new BatchSampler(Object.assign(new Own(), { state }) as Sampler, 4),
    (state: () => unknown) =>
      new DistributedSampler(Object.assign(new Own(), { state }) as Sampler, { numReplicas: 1, rank: 0 }),
    (state: () => unknown) =>
      new DataLoader(ITEMS, { batchSize: 4, sampler: Object.assign(new Own(), { state }) as Sampler }),
    (state: () => unknown) =>
      new DataLoader(ITEMS, { batchSampler: Object.assign(new OwnBatches(), { state }) as unknown as number[][] }),
  ];

  class Point {
    x = 1;
  }
  const loop: unknown[] = [];
  loop.push({ loop });

  it.each<[unknown, string, string]>([
    [{ m: new Map([[1, 2]]) }, '.m', 'a Map'],
    [{ t: new Uint32Array(2) }, '.t', 'a Uint32Array'],
    [{ 'a b': [0, { n: Number.NaN }] }, '["a b"][1].n', 'NaN'],
    [[[], [1, Number.NEGATIVE_INFINITY]], '[1][1]', '-Infinity'],
    [[1, undefined], '[1]', 'undefined'],
    // biome-ignore lint/suspicious/noSparseArray: what is tested
    [[1, , 3], '[1]', 'undefined'],
    [{ at: { now: 1, when: new Date(0) } }, '.at.when', 'a Date'],
    [{ s: new Set() }, '.s', 'a Set'],
    [{ f: () => 1 }, '.f', 'a function'],
    [{ y: Symbol('y') }, '.y', 'Symbol(y)'],
    [{ big: 1n }, '.big', '1n'],
    [{ p: new Point() }, '.p', 'a Point'],
    [{ p: Promise.resolve() }, '.p', 'a Promise'],
    [new Float64Array(1).buffer, '', 'an ArrayBuffer'],
    [() => 1, '', 'a function'],
    [Number.POSITIVE_INFINITY, '', 'Infinity'],
    [loop, '[0].loop', 'a circular reference'],
  ])('cannot have a state that JSON loses: %o', (state, path, got) => {
    for (const make of around) {
      const run = make(() => state);
      expect(() => run.state()).toThrow(TypeError);
      expect(() => run.state()).toThrow(`state()${path} must be a JSON value, got ${got}: a state may hold `);
      expect(() => JSON.stringify(run)).not.toThrow();
    }
  });

  it('may have any state that JSON holds, which is the same through JSON and without', () => {
    // as of another realm, whose Object.prototype is another
    const realm = Object.assign(Object.create(Object.create(null)), { list: [1, { deep: null }] });
    const known = [
      realm,
      Object.create(null),
      JSON.parse('{"__proto__": [1], "constructor": 2}'),
      { a: undefined, b: 1 },
    ];
    const values = fc.oneof(fc.constantFrom(...known), fc.jsonValue(), fc.anything());
    let held = 0;
    fc.assert(
      fc.property(fc.constantFrom(...around), values, (make, value) => {
        let state: SamplerState;
        try {
          state = make(() => value).state();
        } catch (error) {
          expect((error as Error).message).toMatch(/^state\(\).* must be a JSON value, got |gave a promise/s);
          return;
        }
        held++;
        const json = JSON.stringify(value);
        expect(JSON.stringify(state.inner)).toBe(json);
        expect(throughJson(state).inner).toEqual(JSON.parse(json));
        // nothing but members that are undefined was lost
        expect(state.inner).toEqual(value);
      }),
      { numRuns: rounds(300) },
    );
    expect(held).toBeGreaterThan(rounds(100));
  });

  it('must not be put back by a promise', () => {
    const own = Object.assign(new Own(), { restore: async () => {} });
    const run = new BatchSampler(own, 4);
    const state = run.state();
    run.draw();
    expect(() => run.restore(state)).toThrow(
      'restore() of the wrapped sampler returned a promise: make it synchronous',
    );
    expect(at(run)).toEqual([0, 1]);
  });

  it('that is changed in the loop keeps the change, whatever was loaded ahead', async () => {
    class Steered extends Own {
      factor = 1;
      override *[Symbol.iterator]() {
        while (this.at < N) yield (this.factor * this.at++) % N;
        this.at = 0;
      }
      override state = () => ({ at: this.at, factor: this.factor }) as never;
      override restore = (saved: unknown) => void Object.assign(this, saved);
    }
    const make = (prefetch: number) => {
      const sampler = new Steered();
      return { sampler, loader: new DataLoader(ITEMS, { batchSize: 2, sampler, prefetch }) };
    };
    for (const prefetch of [0, 1, 3]) {
      const whole = make(prefetch);
      const seen: unknown[] = [];
      const states: SamplerState[] = [];
      for await (const batch of whole.loader) {
        seen.push(batch);
        whole.sampler.factor++;
        // once it loads again ahead
        await undefined;
        states.push(throughJson(whole.loader.state()));
      }
      for (const [i, state] of states.slice(0, -1).entries()) {
        const again = make(prefetch);
        again.loader.restore(state);
        const rest: unknown[] = [];
        for await (const batch of again.loader) {
          rest.push(batch);
          again.sampler.factor++;
        }
        expect(rest).toEqual(seen.slice(i + 1));
      }
    }
  });

  it('under a loader with a generator has no base seed drawn twice', async () => {
    const make = () => {
      const generator = new TorchGenerator(7);
      return { generator, loader: new DataLoader(ITEMS, { batchSize: 8, sampler: new Own(), prefetch: 2, generator }) };
    };
    const whole = make();
    const first = whole.loader[Symbol.asyncIterator]().next();
    await undefined;
    const state = throughJson(whole.loader.state());
    expect([state.position, state.ahead?.batches.length]).toEqual([0, 2]);
    const again = make();
    again.loader.restore(state);
    expect([...again.loader][0]).toEqual((await first).value);
    expect(again.generator.nextUint64()).toBe(whole.generator.nextUint64());
  });

  it.each([
    [
      'no batches',
      { last: true },
      TypeError,
      'state.ahead must be { batches, last }, as state() gave it, got an Object',
    ],
    ['no last', { batches: [] }, TypeError, /^state\.ahead must be/],
    ['nothing', null, TypeError, /got null$/],
    [
      'too many',
      { batches: Array(6).fill([1]), last: false },
      RangeError,
      /at most the 5 batches that are left, got 6$/,
    ],
    ['no array', { batches: [7], last: false }, TypeError, /^a batch of state\.ahead must be an array/],
    ['no index', { batches: [[0, -1]], last: false }, RangeError, /^a batch of state\.ahead must hold .* got -1 at 1$/],
  ])('under a loader takes no state whose ahead is wrong: %s', (_, ahead, kind, message) => {
    const own = new Own();
    const loader = new DataLoader(ITEMS, { batchSize: 4, sampler: own });
    loader.draw();
    const state = { ...loader.state(), ahead } as never;
    loader.draw();
    expect(() => loader.restore(state)).toThrow(kind);
    expect(() => loader.restore(state)).toThrow(message);
    expect([own.at, ...at(loader)]).toEqual([8, 0, 2]);
    expect([...loader]).toHaveLength(4);
  });
});
