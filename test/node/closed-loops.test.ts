// Iterables of one’s own are closed when a loop over them is left, and promises are waited for.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  SequentialSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';

/** An iterable that counts how its loops begin and end. */
function watched<T>(items: Iterable<T>, length?: number) {
  const seen = { opened: 0, closed: 0 };
  const iterable = {
    ...(length !== undefined && { length }),
    *[Symbol.iterator]() {
      seen.opened++;
      try {
        yield* items;
      } finally {
        seen.closed++;
      }
    },
  };
  return { seen, iterable: iterable as Iterable<T> & { length: number } };
}

describe('a plain loop is closed', () => {
  const bad = [-1, 1.5, 2 ** 32, Number.NaN, '1', undefined, null] as number[];

  it.each(bad)('where it gives %s for an index', async (index) => {
    const flat = [0, 1, 2, index, 4, 5, 6];
    const lists = [[0, 1], [2, index], [4]];
    const cases: [Iterable<unknown>, (iterable: never) => Iterable<unknown> | AsyncIterable<unknown>][] = [
      [flat, (it) => new BatchSampler(it, 2)],
      [flat, (it) => new BatchSampler(it, 9)],
      [flat, (it) => new DistributedSampler(it, { numReplicas: 2, rank: 0 })],
      [flat, (it) => new BatchSampler(new DistributedSampler(it, { numReplicas: 2, rank: 0 }), 2)],
      [flat, (it) => new DataLoader(new Uint8Array(9), { sampler: it, batchSize: 2 })],
      [lists, (it) => new DataLoader(new Uint8Array(9), { batchSampler: it })],
      [lists, (it) => new DistributedBatchSampler(it, { numReplicas: 2, rank: 0 })],
      [flat, (it) => new DistributedBatchSampler(new BatchSampler(it, 2), { numReplicas: 3, rank: 2, pad: false })],
    ];
    for (const [items, make] of cases) {
      for (const prefetch of [0, 3]) {
        const { seen, iterable } = watched(items, flat.length);
        const loop = make(iterable as never);
        const run = async () => {
          if (prefetch && Symbol.asyncIterator in loop) for await (const _ of loop);
          else for (const _ of loop as Iterable<unknown>);
        };
        await expect(run()).rejects.toThrow(/must (be|hold)/);
        expect(seen).toEqual({ opened: 1, closed: 1 });
      }
    }
  });

  it('where a loader has no such item, by draws and takes, too', async () => {
    for (const items of [
      [0, 1, 9],
      [[0, 1], [9]],
    ]) {
      const { seen, iterable } = watched<unknown>(items, 3);
      const option = Array.isArray(items[0]) ? { batchSampler: iterable } : { sampler: iterable };
      const loader = new DataLoader([5, 6, 7], option as never);
      expect(() => [...loader]).toThrow(/^the sampler's indices must be below the length of the data set, 3, got 9/);
      expect(seen).toEqual({ opened: 1, closed: 1 });
    }
    const { seen, iterable } = watched([0, -1]);
    expect(() => new BatchSampler(iterable, 2).take(1)).toThrow(/^an index must be/);
    expect(seen).toEqual({ opened: 1, closed: 1 });
  });

  it('where its length says less, or is reached; an endless one, too', () => {
    const endless = watched(
      (function* () {
        for (;;) yield 1;
      })(),
      4,
    );
    expect([...new BatchSampler(endless.iterable, 3)].map((batch) => batch.length)).toEqual([3, 3]);
    expect(endless.seen).toEqual({ opened: 1, closed: 1 });
    const again = watched(
      (function* () {
        for (;;) yield 1;
      })(),
      4,
    );
    const rank = new DistributedSampler(again.iterable, { numReplicas: 2, rank: 0 });
    expect(() => [...rank]).toThrow(
      /^the wrapped sampler must give as many indices as its length, 4, got more than 4$/,
    );
    expect(again.seen).toEqual({ opened: 1, closed: 1 });
    const short = watched([1, 2], 4);
    expect(() => [...new DistributedSampler(short.iterable, { numReplicas: 2, rank: 0 })]).toThrow(/, got 2$/);
    expect([...new BatchSampler(short.iterable, 1)]).toHaveLength(2);
    expect(short.seen).toEqual({ opened: 2, closed: 2 });
    for (const length of [Number.NaN, 2.5, -1, Number.POSITIVE_INFINITY]) {
      expect(() => new DistributedSampler({ ...short.iterable, length }, { numReplicas: 2, rank: 0 })).toThrow(
        /^length of the sampler must be a non-negative integer/,
      );
    }
  });

  it('not by us where its own next() throws, and an error of return() hides none', () => {
    const calls: string[] = [];
    const iterable = (next: () => unknown) => ({
      [Symbol.iterator]: () => ({
        next,
        return() {
          calls.push('return');
          throw new Error('of return');
        },
      }),
    });
    const throwing = new BatchSampler(
      iterable(() => {
        throw new Error('of next');
      }) as never,
      2,
    );
    expect(() => throwing.draw()).toThrow('of next');
    expect(() => [...throwing]).toThrow('of next');
    expect(calls).toEqual([]);
    const wrong = new BatchSampler(iterable(() => ({ value: -1, done: false })) as never, 2);
    expect(() => wrong.draw()).toThrow(/^an index must be/);
    expect(calls).toEqual(['return']);
  });
});

describe('what is waited for', () => {
  it('may be no more than an object with then(resolve)', async () => {
    // biome-ignore lint/suspicious/noThenProperty: that is all that it has
    const thenable = (value: number) => ({ then: (resolve: (value: number) => void) => resolve(value) });
    // biome-ignore lint/suspicious/noThenProperty: that is all that it has
    const rejecting = { then: (_: unknown, reject: (cause: unknown) => void) => reject(new Error('no')) };
    const batches = async (dataset: unknown, options = {}) => {
      const found = [];
      for await (const batch of new DataLoader(dataset as number[], options)) found.push(batch);
      return found;
    };
    const get = (index: number): number => thenable(index + 5) as never;
    expect(await batches([thenable(5), thenable(6)], { batchSize: 2 })).toEqual([Float32Array.of(5, 6)]);
    expect(await batches({ length: 2, get })).toEqual([Float32Array.of(5), Float32Array.of(6)]);
    expect(await batches([1], { collate: () => thenable(8) })).toEqual([8]);
    await expect(batches([1, rejecting])).rejects.toThrow('dataset.get(1) failed: no');
    expect(() => [...new DataLoader({ length: 2, get })]).toThrow(
      /^an item of the data set is a promise: iterate with for await/,
    );
    expect(() => [...new DataLoader([1], { collate: () => thenable(8) as never })]).toThrow(
      /^what collate gave is a promise/,
    );
  });
});

it('a state of draws from a generator, and one of draws from a seed, say which the other is', () => {
  const seeded = (options = {}) => new WeightedRandomSampler([1, 2], 2, options);
  const generated = () => seeded({ generator: new TorchGenerator(1) });
  const message = /^state is of a sampler with a generator, this one has a seed: make the sampler with { generator }/;
  for (const other of [seeded({ seed: 1 }), seeded()]) {
    expect(() => other.restore(generated().state())).toThrow(message);
    expect(() => new BatchSampler(other, 2).restore(new BatchSampler(generated(), 2).state())).toThrow(message);
  }
  expect(() => generated().restore(seeded({ seed: 3 }).state())).toThrow(
    /^state is of seed 3, this one has a generator: make the sampler with { seed: 3 }, or without a seed/,
  );
  const { seed: _, ...cut } = seeded({ seed: 3 }).state();
  expect(() => seeded({ seed: 3 }).restore(cut as never)).toThrow(/^state has no seed: it must come from state\(\)$/);
  const sequential = new SequentialSampler(3);
  sequential.restore(sequential.state());
});
