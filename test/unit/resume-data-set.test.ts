// States of loaders whose data set has another length now.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedSampler,
  RandomSampler,
  type Sampler,
  type SamplerState,
} from '../../src/index.js';
import { Leaving, N, OwnBatches } from '../support/own-samplers.js';
import { ITEMS, throughJson } from '../support/resume-runs.js';
import { at, weighted } from '../support/sampler-cases.js';

describe('a data set of another length', () => {
  const make = (length: number, options = {}) =>
    new DataLoader(ITEMS.slice(0, length), { batchSize: 2, shuffle: true, seed: 1, ...options });

  it('is told of by restore, which changes nothing', () => {
    const loader = make(5);
    loader.draw();
    const state = throughJson(loader.state());
    for (const length of [3, 6]) {
      const other = make(length);
      other.draw();
      expect(() => other.restore(state)).toThrow(
        new RangeError(
          `state is of a data set of 5 items, but this one has ${length}: restore the same items, or begin a new run`,
        ),
      );
      expect(at(other)).toEqual([0, 1]);
    }
    // a state of before data sets were counted
    const { items: _, ...older } = state;
    const again = make(5);
    again.restore(older as SamplerState);
    expect(again.draw()).toEqual(loader.draw());
    expect(() => make(3).restore(older as SamplerState)).toThrow(/with different settings \(length of the data set, /);
  });

  it.each([
    ['grew', 5],
    ['shrank', 2],
  ])('that %s since the loader was made throws at the next batch, in every kind of loop', async (_, length) => {
    const change = (items: string[]) => items.splice(0, items.length, ...ITEMS.slice(0, length));
    const message = `the data set has ${length} items, but had 3 when this DataLoader was made: make a new DataLoader`;
    const sources: (() => object)[] = [
      () => ({}),
      () => ({ shuffle: true }),
      () => ({ sampler: new RandomSampler(3, { seed: 1 }) }),
      () => ({ sampler: weighted('js', 3, [1, 2]) }),
    ];
    for (const source of sources) {
      const items = ITEMS.slice(0, 3);
      const wrap = {
        get length() {
          return items.length;
        },
        get: (i: number) => items[i],
      };
      for (const dataset of [items, wrap]) {
        const loader = new DataLoader<string, string[]>(dataset, { ...source(), prefetch: 0 });
        items.splice(0, items.length, ...ITEMS.slice(0, 3));
        expect(loader.draw()).toHaveLength(1);
        change(items);
        for (const call of [() => loader.draw(), () => [...loader]]) expect(call).toThrow(new RangeError(message));
        await expect(loader[Symbol.asyncIterator]().next()).rejects.toThrow(message);
        expect(at(loader)).toEqual([0, 1]);
        items.splice(0, items.length, ...ITEMS.slice(0, 3));
        expect([...loader]).toHaveLength(2);
      }
    }
  });

  it('that changes within a loop throws there', async () => {
    const items = ITEMS.slice(0, 3);
    const loader = new DataLoader(items, { prefetch: 1 });
    const seen: unknown[] = [];
    const loop = async () => {
      for await (const batch of loader) {
        seen.push(batch);
        items.push('another');
      }
    };
    await expect(loop()).rejects.toThrow(/^the data set has 4 items, but had 3/);
    // the one that was ahead came too
    expect(seen).toHaveLength(2);
    expect(() => {
      for (const _ of new DataLoader(items)) items.pop();
    }).toThrow(/^the data set has 4 items, but had 5/);
  });

  it('that was empty throws too', async () => {
    const items: string[] = [];
    const loader = new DataLoader(items);
    items.push('x');
    expect(() => [...loader]).toThrow(/^the data set has 1 item, but had 0/);
    await expect(loader[Symbol.asyncIterator]().next()).rejects.toThrow(/^the data set has 1 item, but had 0/);
  });

  it.each([
    ['grew', N + 5],
    ['shrank', N - 3],
  ])('that %s between a state and restore is taken over a sampler of one’s own', async (_, length) => {
    const items = [...ITEMS, 'a', 'b', 'c', 'd', 'e'].slice(0, length);
    const sources: (() => { sampler: Sampler; batchSize: number } | { batchSampler: Iterable<ArrayLike<number>> })[] = [
      () => ({ sampler: new Leaving(), batchSize: 2 }),
      () => ({ sampler: new Leaving(), batchSize: null as never }),
      () => ({ sampler: new DistributedSampler(new Leaving(), { numReplicas: 2, rank: 1 }), batchSize: 2 }),
      () => ({ batchSampler: new OwnBatches() }),
      () => ({ batchSampler: new BatchSampler(new Leaving(), 5) }),
    ];
    for (const source of sources) {
      const [before, changed] = [ITEMS, items].map((of) => new DataLoader(of, { ...source(), prefetch: 2 }));
      const loop = before[Symbol.asyncIterator]();
      await loop.next();
      const state = throughJson(before.state());
      expect(state).not.toHaveProperty('items');
      changed.restore(state);
      expect(at(changed)).toEqual(at(before));
      expect(changed.draw()).toEqual((await loop.next()).value);
      // a loader’s own data set, too, that changed in place
      const growing = [...ITEMS];
      const one = new DataLoader(growing, source());
      const place = one.state();
      growing.push('more');
      one.restore(place);
      expect(one.draw()).toEqual(new DataLoader(ITEMS, source()).draw());
    }
  });

  it('that shrank below an index throws at that batch', () => {
    const loader = new DataLoader(ITEMS, { sampler: new Leaving(), batchSize: 4 });
    loader.draw();
    const shrunk = new DataLoader(ITEMS.slice(0, 6), { sampler: new Leaving(), batchSize: 4 });
    shrunk.restore(loader.state());
    expect(() => shrunk.draw()).toThrow("the sampler's indices must be below the length of the data set, 6, got 6");
    expect(at(shrunk)).toEqual([0, 1]);
  });

  it('may grow under an iterable of one’s own, which may know', () => {
    const items = ['x', 'y'];
    const recent = {
      *[Symbol.iterator]() {
        yield items.length - 1;
      },
    } as unknown as Sampler;
    const loader = new DataLoader(items, { sampler: recent });
    expect([...loader]).toEqual([['y']]);
    items.push('z');
    expect([...loader]).toEqual([['z']]);
  });
});
