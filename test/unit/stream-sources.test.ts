// DataLoader over iterables: loops that cannot wait, and what is iterable.
import { describe, expect, it } from 'vitest';
import { DataLoader, RandomSampler } from '../../src/index.js';
import { at } from '../support/sampler-cases.js';
import { collect } from '../support/slow-data.js';
import { AsyncCounting, SyncCounting } from '../support/streams.js';

const numbers = (batches: Iterable<ArrayLike<number>>) => Array.from(batches, (batch) => Array.from(batch));

describe('a loop that cannot wait', () => {
  it('takes an iterable, as the one that waits', () => {
    const source = new SyncCounting(8);
    const loader = new DataLoader<number>(source, { batchSize: 3 });
    expect(numbers(loader)).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7],
    ]);
    for (const batch of loader) {
      expect([...batch]).toEqual([0, 1, 2]);
      break;
    }
    expect([source.opened, source.closed, source.ended]).toEqual([2, 1, 1]);
    expect(at(loader)).toEqual([2, 0]);
    expect([...loader.draw(), ...loader.draw(), ...loader.draw(), ...loader.draw()]).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2,
    ]);
    expect(at(loader)).toEqual([3, 1]);
    expect(() => new DataLoader(new SyncCounting(0)).draw()).toThrow(/^nothing to draw: the sampler is empty$/);
  });

  it('stays at a batch that fails, and closes the iterator', () => {
    const source = new SyncCounting(8);
    let failing = true;
    const collate = (items: number[]) => {
      if (failing && items[0] === 3) throw new Error('mine');
      return items;
    };
    const loader = new DataLoader(source, { batchSize: 3, collate });
    expect(() => [...loader]).toThrow('mine');
    expect([source.opened, source.closed, ...at(loader)]).toEqual([1, 1, 0, 1]);
    failing = false;
    expect([...loader]).toEqual([
      [3, 4, 5],
      [6, 7],
    ]);
    const broken = new DataLoader<number>(new SyncCounting(8, { failing: 4 }), { batchSize: 3 });
    expect(() => [...broken]).toThrow('item 4 of the data set failed: no item 4');
    expect(at(broken)).toEqual([0, 1]);
  });

  it('and one that waits refuse an iterator that gives no results, which would never end', async () => {
    const sync = { [Symbol.iterator]: () => ({ next: () => 5 }) } as unknown as Iterable<number>;
    const async = { [Symbol.asyncIterator]: () => ({ next: () => 5 }) } as unknown as AsyncIterable<number>;
    const message = 'item 0 of the data set failed: next() of an iterator must give { value, done }, got 5';
    expect(() => new DataLoader(sync).draw()).toThrow(message);
    await expect(new DataLoader(sync)[Symbol.asyncIterator]().next()).rejects.toThrow(message);
    await expect(new DataLoader(async)[Symbol.asyncIterator]().next()).rejects.toThrow(message);
  });

  it('says what to do about promises and async iterables, and disturbs no loop that waits', async () => {
    const source = new AsyncCounting(6);
    const loader = new DataLoader<number>(source, { batchSize: 2 });
    const message = 'the data set is an async iterable: iterate with for await (… of loader)';
    expect(() => [...loader]).toThrow(new TypeError(message));
    expect(() => loader.draw()).toThrow(message);
    expect(at(loader)).toEqual([0, 0]);
    const got: number[] = [];
    for await (const batch of loader) {
      got.push(...batch);
      if (got.length < 6) expect(() => loader.draw()).toThrow(TypeError);
    }
    expect(got).toEqual([0, 1, 2, 3, 4, 5]);
    const later = new DataLoader([1, 2, 3].map(async (i) => i)[Symbol.iterator]() as Iterable<Promise<number>>, {
      batchSize: 2,
    });
    expect(() => later.draw()).toThrow('an item of the data set is a promise: iterate with for await (… of loader)');
    expect(await collect(later)).toEqual([Float32Array.of(1, 2), Float32Array.of(3)]);
    const slow = new DataLoader(new SyncCounting(3), { collate: async (items) => items });
    expect(() => slow.draw()).toThrow('what collate gave is a promise: iterate with for await (… of loader)');
    expect((await collect(slow)).flat()).toEqual([0, 1, 2]);
  });

  it('may draw within one that waits, which goes on behind', async () => {
    const loader = new DataLoader<number>(new SyncCounting(8), { batchSize: 2 });
    const got: number[] = [];
    for await (const batch of loader) {
      got.push(...batch);
      if (got.length === 2) got.push(...loader.draw());
    }
    expect(got).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('what is iterable', () => {
  it('is a Map, a Set, a sampler, a loader, a generator; not a word', async () => {
    expect([...new DataLoader(new Set(['a', 'b', 'c']), { batchSize: 2 })]).toEqual([['a', 'b'], ['c']]);
    expect([
      ...new DataLoader(
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
        { batchSize: 2 },
      ),
    ]).toEqual([[['a', 'b'], Float32Array.of(1, 2)]]);
    const sampler = new RandomSampler(5, { seed: 1 });
    const expected = [0, 1].map((epoch) => [...sampler.indices(epoch)]);
    const shuffled = new DataLoader<number>(sampler, { batchSize: 5 });
    expect(shuffled).toHaveLength(1);
    expect([...shuffled, ...shuffled].map((batch) => [...batch])).toEqual(expected);
    const rebatched = new DataLoader(new DataLoader(['a', 'b', 'c']), { batchSize: 2 });
    expect(await collect(rebatched)).toEqual([[['a', 'b']], [['c']]]);
    expect(() => new DataLoader('abc')).toThrow(/^dataset must be .* got "abc"$/);
  });

  it('is not read by iterating where it has indices', () => {
    const odd = (items: object, length: number) =>
      Object.assign(items, {
        length,
        [Symbol.iterator]: () => {
          throw new Error('iterated');
        },
      });
    expect([...new DataLoader(odd({ get: (i: number) => i }, 2) as never)]).toHaveLength(2);
    expect([...new DataLoader(odd({ getBatch: (of: Uint32Array) => [...of] }, 2) as never)]).toHaveLength(2);
    expect([...new DataLoader(odd({ 0: 'a', 1: 'b' }, 2) as never)]).toHaveLength(2);
    const shuffled = (function (..._: string[]) {
      // biome-ignore lint/complexity/noArguments: what iterates as an array, and is none
      return new DataLoader(arguments as unknown as ArrayLike<string>, { shuffle: false, sampler: [] });
    })();
    expect([...shuffled]).toEqual([]);
  });

  it('that can be read once gives its rest, and then nothing', async () => {
    function* generator() {
      yield* [0, 1, 2, 3, 4, 5, 6];
    }
    const once = generator();
    once.next();
    const loader = new DataLoader<number>(once, { batchSize: 4 });
    expect(numbers(await collect(loader))).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
    expect(await collect(loader)).toEqual([]);
    expect(at(loader)).toEqual([2, 0]);
    // an iterator that cannot be closed goes on behind what was read
    const iterator = [0, 1, 2, 3, 4, 5, 6].values();
    const rest = new DataLoader<number>(iterator, { batchSize: 2, prefetch: 0 });
    for await (const _ of rest) break;
    expect(numbers(await collect(rest))).toEqual([[2, 3], [4, 5], [6]]);
  });

  it('that can be read once keeps what it gave for a batch that failed', async () => {
    for (const prefetch of [0, 2]) {
      for (const iterable of [[0, 1, 2, 3, 4, 5, 6].values(), asyncOnce([0, 1, 2, 3, 4, 5, 6])]) {
        let failing = true;
        const collate = (items: number[]) => {
          if (failing && items[0] === 2) throw new Error('mine');
          return items;
        };
        const loader = new DataLoader<number, number[]>(iterable, { batchSize: 2, prefetch, collate });
        await expect(collect(loader)).rejects.toThrow('mine');
        expect(at(loader)).toEqual([0, 1]);
        failing = false;
        expect(await collect(loader)).toEqual([[2, 3], [4, 5], [6]]);
      }
    }
  });

  it('may be both, and is read by the iterator of the loop', async () => {
    const both = {
      *[Symbol.iterator]() {
        yield 'sync';
      },
      async *[Symbol.asyncIterator]() {
        yield 'async';
      },
    };
    expect([...new DataLoader<string>(both)]).toEqual([['sync']]);
    expect(await collect(new DataLoader<string>(both))).toEqual([['async']]);
  });

  it('may tell of its epoch', async () => {
    const told: number[] = [];
    class Shards extends AsyncCounting {
      setEpoch(epoch: number) {
        told.push(epoch);
      }
    }
    const loader = new DataLoader<number>(new Shards(2));
    await collect(loader);
    for await (const _ of loader) break;
    loader.setEpoch(7);
    await collect(loader);
    expect(told).toEqual([0, 1, 7]);
    expect(at(loader)).toEqual([8, 0]);
    // one that is there already is not told
    const there = Object.assign(new Shards(2), { epoch: 0 });
    await collect(new DataLoader<number>(there));
    expect(told).toHaveLength(3);
    expect(() => loader.setEpoch(-1)).toThrow(RangeError);
  });
});

/** An async iterator that is its own iterable, and that cannot be closed. */
function asyncOnce(items: number[]): AsyncIterable<number> {
  const iterator = items.values();
  const once = {
    next: async () => iterator.next(),
    [Symbol.asyncIterator]: () => once,
  };
  return once;
}
