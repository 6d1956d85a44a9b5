// Samplers of one’s own that are put back, fail, or are left within a loop.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedSampler,
  type Sampler,
  type SamplerState,
  SequentialSampler,
} from '../../src/index.js';
import { Endless, Leaving, LeavingLists, N, Own, OwnBatches, type Saved } from '../support/own-samplers.js';
import { type Case, ITEMS, plainly, type Run, throughJson, train } from '../support/resume-runs.js';
import { at } from '../support/sampler-cases.js';

describe('a sampler of one’s own', () => {
  it('that gives the object it goes on in has it copied', () => {
    class Live extends Own {
      place = { at: 0 };
      override *[Symbol.iterator]() {
        for (; this.place.at < N; this.place.at++) yield this.place.at;
        this.place.at = 0;
      }
      override state() {
        return this.place as never;
      }
      override restore(state: Saved) {
        this.place = state;
      }
    }
    for (const make of [
      (sampler: Sampler) => new BatchSampler(sampler, 4) as Run,
      (sampler: Sampler) => new DataLoader(ITEMS, { batchSize: 4, sampler }) as Run,
      (sampler: Sampler) => new DistributedSampler(sampler, { numReplicas: 1, rank: 0 }) as Run,
    ]) {
      const run = make(new Live());
      const [first] = run;
      expect(first).toBeDefined();
      const state = run.state();
      const before = JSON.stringify(state);
      for (const _ of run);
      expect(JSON.stringify(state)).toBe(before);
      const again = make(new Live());
      again.restore(state);
      for (const _ of again);
      expect(JSON.stringify(state)).toBe(before);
    }
  });

  it('has to be a state’s kind, and its own restore decides on the rest', () => {
    const make = () => new BatchSampler(new Own(), 4);
    const run = make();
    run.draw();
    const state = run.state();
    const { inner: _, ...without } = state;
    const expectRefused = (wrong: unknown, message: RegExp) => {
      expect(() => run.restore(wrong as SamplerState)).toThrow(message);
      expect(at(run)).toEqual([0, 1]);
    };
    expectRefused(without, /^state has no inner/);
    expectRefused({ ...state, inner: null }, /null/);
    expectRefused({ ...state, inner: { at: NaN } }, /^state\.inner\.at must be a JSON value, got NaN/);
    expectRefused(new BatchSampler(new Own(), 5).state(), /batchSize/);
    expectRefused(new BatchSampler(new SequentialSampler(N), 4).state(), /different settings/);
    expect([...run.draw()]).toEqual([...new Own()].slice(4, 8));
    const silent = new BatchSampler(Object.assign(new Own(), { state: () => undefined }), 4);
    expect(() => silent.state()).toThrow(/^state\(\) must be a JSON value, got undefined: a state may hold /);
  });

  it('is told from one of another length, where it has one', () => {
    const sized = (length?: number) => {
      const own = length === undefined ? new Endless() : Object.assign(new Own(), { length });
      return own as Sampler & Iterable<never>;
    };
    const makes: ((length?: number) => Run)[] = [
      (length) => new BatchSampler(sized(length), 2),
      (length) => new BatchSampler(new DistributedSampler(sized(length ?? 4), { numReplicas: 2, rank: 0 }), 2),
      (length) => new DistributedSampler(sized(length ?? 4), { numReplicas: 2, rank: 0 }),
      (length) => new DataLoader(ITEMS, { sampler: sized(length) }),
      (length) => new DataLoader(ITEMS, { batchSampler: sized(length) }),
      (length) => new DataLoader(ITEMS, { batchSampler: new BatchSampler(sized(length), 2) }),
    ];
    for (const make of makes) {
      const lengths = [undefined, 3, 9, 10];
      for (const from of lengths) {
        for (const to of lengths) {
          const run = make(to);
          const restore = () => run.restore(make(from).state());
          if (from === to) expect(restore).not.toThrow();
          else expect(restore).toThrow(/with different settings \(.*\blength\b.*\)/);
        }
      }
    }
  });

  it('with but one of the two methods has no state', () => {
    const sampler = Object.assign([2, 1, 0], { state: () => 0 });
    for (const run of [
      new BatchSampler(sampler, 2),
      new DistributedSampler(sampler, { numReplicas: 1, rank: 0 }),
      new DataLoader(ITEMS, { sampler }),
      new BatchSampler(new DistributedSampler(sampler, { numReplicas: 1, rank: 0 }), 2),
    ]) {
      expect(() => run.state()).toThrow(
        /^state is not available in .*, or an iterable with state\(\) and restore\(\)$/,
      );
    }
  });

  it('stays at the batch that failed', async () => {
    let failing = true;
    const collate = (items: string[]) => {
      if (failing && items[0] === 'item 12') throw new Error('once');
      return items;
    };
    const make = () => new DataLoader(ITEMS, { batchSize: 4, sampler: new Own(), collate, prefetch: 3 });
    failing = false;
    const whole = (await train(make(), {})).seen;
    failing = true;
    for (const wait of [false, true]) {
      const loader = make();
      await expect(train(loader, { wait })).rejects.toThrow('once');
      const state = throughJson(loader.state());
      const again = make();
      again.restore(state);
      failing = false;
      const rest = (await train(again, { wait })).seen;
      failing = true;
      expect(rest.length).toBeGreaterThan(0);
      expect(rest).toEqual(whole.slice(-rest.length));
      expect(rest[0]).toEqual([0, expect.arrayContaining(['item 12'])]);
    }
  });

  it('has its loop asked for its end, so that code behind it runs', () => {
    for (const dropLast of [false, true]) {
      const own = new Own();
      const batches = new BatchSampler(own, 4, dropLast);
      batches.take(batches.length);
      expect([own.epoch, own.at]).toEqual([1, 0]);
      expect(at(batches)).toEqual([1, 0]);
    }
    const lists = new OwnBatches();
    const loader = new DataLoader(ITEMS, { batchSampler: lists });
    for (let i = 0; i < 6; i++) loader.draw();
    expect([lists.round, lists.next]).toEqual([1, 0]);
  });
});

describe.each<Case>([
  ['a BatchSampler', () => new BatchSampler(new Leaving(), 2)],
  ['a DistributedSampler', () => new DistributedSampler(new Leaving(), { numReplicas: 2, rank: 0 })],
  [
    'a BatchSampler over a DistributedSampler',
    () => new BatchSampler(new DistributedSampler(new Leaving(), { numReplicas: 1, rank: 0 }), 2),
  ],
  ...[0, 1, 2, 5].flatMap((prefetch): Case[] => [
    [
      `a DataLoader that loads ${prefetch} ahead`,
      () => new DataLoader(ITEMS, { sampler: new Leaving(), batchSize: 2, prefetch }),
    ],
    [
      `a DataLoader of lists that loads ${prefetch} ahead`,
      () => new DataLoader(ITEMS, { batchSampler: new LeavingLists() as never, prefetch }),
    ],
  ]),
])('%s over a sampler that moves when it is left', (_, make) => {
  const after = async (state: SamplerState) => {
    const run = make();
    run.restore(state);
    return (await train(run, {})).seen;
  };
  const ways = ['break', 'go on', 'nested'].flatMap((way) => [false, true].map((wait) => [way, wait] as const));

  it.each(ways)('is put back within a loop: %s, waiting %s', async (way, wait) => {
    const run = make();
    const loop = () =>
      (wait && run[Symbol.asyncIterator] ? run : { [Symbol.asyncIterator]: () => run[Symbol.iterator]() }) as never;
    run[Symbol.iterator]().next();
    const state = throughJson(run.state());
    let count = 0;
    for await (const __ of loop() as AsyncIterable<unknown>) {
      count++;
      if (way === 'nested') {
        for await (const ___ of loop() as AsyncIterable<unknown>) {
          run.restore(state);
          break;
        }
      } else {
        run.restore(state);
      }
      if (way === 'break') break;
    }
    expect(count).toBe(1);
    expect(throughJson(run.state())).toEqual(state);
    expect((await train(run, {})).seen).toEqual(await after(state));
  });

  it('goes on where it was when its restore throws', async () => {
    for (const wait of [false, true]) {
      const [run, twin] = [make(), make()];
      const step = async (one: Run) => {
        const loop = (wait && one[Symbol.asyncIterator]?.()) || one[Symbol.iterator]();
        const first = plainly((await loop.next()).value);
        const { inner, ...rest } = one.state();
        const wrong = Array.isArray(inner) ? [] : { ...(inner as object), inner: [] };
        if (one === run) expect(() => one.restore({ ...rest, inner: wrong })).toThrow(/no round/);
        return [first, plainly((await loop.next()).value), one.epoch, one.position];
      };
      expect(await step(run)).toEqual(await step(twin));
    }
  });
});
