// What PyTorch asserts about its DataLoader in test_dataloader.py, where it has a meaning on one thread: iterable data
// sets, exceptions, and batches. Files of their own have its timeouts, samplers, workers and generators.
import { describe, expect, it } from 'vitest';
import { DataLoader, defaultCollate, SequentialSampler } from '../../src/index.js';
import { at } from '../support/sampler-cases.js';
import { collect, settled } from '../support/slow-data.js';
import { AsyncCounting, KINDS, SyncCounting } from '../support/streams.js';

const COUNT = 20;
const indexed = { length: COUNT, get: (index: number) => index };
const range = (length: number, from = 0) => Array.from({ length }, (_, i) => from + i);

describe('a loader becomes an array', () => {
  it.each([
    ['a data set with indices', () => indexed],
    ['an iterable data set', () => new SyncCounting(COUNT)],
  ] as const)('over %s, of single numbers and of batches', (_, make) => {
    expect([...new DataLoader<number, number>(make(), { batchSize: null })]).toEqual(range(COUNT));
    expect(Array.from(new DataLoader<number>(make(), { batchSize: 2 }))).toEqual(
      range(COUNT / 2).map((i) => Float32Array.of(2 * i, 2 * i + 1)),
    );
  });

  it('as long as its length says', () => {
    for (const [batchSize, length] of [
      [1, 20],
      [2, 10],
      [3, 7],
    ]) {
      for (const dataset of [indexed, Object.assign(new SyncCounting(COUNT), { length: COUNT })]) {
        const loader = new DataLoader<number>(dataset, { batchSize });
        expect(loader).toHaveLength(length);
        expect([...loader]).toHaveLength(length);
      }
    }
  });
});

describe.each(KINDS)('an iterable data set, an %s', (_, Counting) => {
  it('chained with another gives the items of one after the other', async () => {
    const parts = [new Counting(20), new Counting(15)];
    const chained = {
      async *[Symbol.asyncIterator]() {
        for (const part of parts) yield* part as AsyncIterable<number>;
      },
    };
    const loader = new DataLoader<number>(chained);
    for (let epoch = 0; epoch < 2; epoch++) {
      expect((await collect(loader)).flatMap((batch) => [...batch])).toEqual([...range(20), ...range(15)]);
    }
    for await (const batch of loader) if (batch[0] === 19) break;
    expect(parts.map(({ open }) => open)).toEqual([0, 0]);
  });

  it('is read by two loaders in turns, each with its own place', async () => {
    const source = new Counting(COUNT);
    const loops = [7, 3].map((batchSize) => new DataLoader<number>(source, { batchSize })[Symbol.asyncIterator]());
    const got: number[][] = [[], []];
    for (let turn = 0; turn < 8; turn++) {
      for (const [i, loop] of loops.entries()) got[i].push(...((await loop.next()).value ?? []));
    }
    expect(got).toEqual([range(COUNT), range(COUNT)]);
    expect(source.open).toBe(0);
  });

  it('refuses the options of a data set with indices, with PyTorch’s sentences', () => {
    const source = new Counting(COUNT);
    for (const [option, name, values] of [
      ['shuffle', 'shuffle', [true, 3]],
      ['sampler', 'sampler', [new SequentialSampler(COUNT), 3]],
      ['batchSampler', 'batch_sampler', [[[1]], 3]],
    ] as const) {
      for (const value of values) {
        expect(() => new DataLoader<number>(source, { [option]: value })).toThrow(
          `DataLoader with IterableDataset: expected unspecified ${name} option`,
        );
      }
    }
    // a shuffle that is off says nothing
    expect(new DataLoader<number>(source, { shuffle: false }).shuffle).toBe(false);
  });

  it('that gives nothing of what was ahead after an error gives it to the next loop', async () => {
    const source = new Counting(COUNT, { failing: 5 });
    const loader = new DataLoader<number>(source, { batchSize: 4, prefetch: 4 });
    const loop = loader[Symbol.asyncIterator]();
    expect([...(await loop.next()).value!]).toEqual([0, 1, 2, 3]);
    await expect(loop.next()).rejects.toThrow('item 5 of the data set failed');
    expect(await loop.next()).toEqual({ value: undefined, done: true });
    source.options.failing = -1;
    expect((await collect(loader)).flatMap((batch) => [...batch])).toEqual(range(16, 4));
  });
});

describe('a data set that always fails', () => {
  class NotImplemented extends Error {}
  const fails = (): unknown => {
    throw new NotImplemented('not implemented');
  };

  it.each<[string, () => DataLoader<unknown, unknown[]>]>([
    ['in get', () => new DataLoader({ length: 41, get: fails }, { batchSize: 2 })],
    ['in get, shuffled', () => new DataLoader({ length: 41, get: fails }, { batchSize: 2, shuffle: true })],
    ['in getBatch', () => new DataLoader({ length: 41, getBatch: fails as () => unknown[] }, { batchSize: 2 })],
    [
      'by a promise',
      () => new DataLoader({ length: 41, get: async (): Promise<unknown> => fails() }, { batchSize: 2 }),
    ],
    [
      'in its iterator',
      () => new DataLoader<unknown, unknown[]>({ [Symbol.iterator]: () => ({ next: fails as never }) }),
    ],
    [
      'in its iterator, later',
      () => new DataLoader<unknown, unknown[]>(new AsyncCounting(2, { wait: async () => fails() })),
    ],
  ])('%s fails every loop, with its error as the cause, and no rejection is unhandled', async (_, make) => {
    const loader = make();
    for (let turn = 0; turn < 5; turn++) {
      const error = await collect(loader).catch((thrown) => thrown);
      expect(error.message).toMatch(/^(dataset\.get|item \d+ of the data set).* failed: not implemented$/);
      expect(error.cause).toBeInstanceOf(NotImplemented);
      expect(at(loader)).toEqual([0, 0]);
    }
    await settled();
  });

  it('to begin its iterator fails with its own error', async () => {
    const loader = new DataLoader({ [Symbol.iterator]: fails as () => Iterator<unknown> }, { batchSize: 2 });
    await expect(collect(loader)).rejects.toBeInstanceOf(NotImplemented);
    expect(() => loader.draw()).toThrow(NotImplemented);
    expect(at(loader)).toEqual([0, 0]);
  });
});

describe('default_collate', () => {
  it('takes numbers, strings, booleans, mappings and sequences', () => {
    expect(defaultCollate([1, 2, -1])).toEqual(Float32Array.of(1, 2, -1));
    expect(defaultCollate([1.5, 2.25, -0.5])).toEqual(Float32Array.of(1.5, 2.25, -0.5));
    expect(defaultCollate([true, false])).toEqual([true, false]);
    expect(defaultCollate(['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(
      defaultCollate([
        { a: 1, b: { c: 2 } },
        { a: 3, b: { c: 4 } },
      ]),
    ).toEqual({ a: Float32Array.of(1, 3), b: { c: Float32Array.of(2, 4) } });
    expect(
      defaultCollate([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqual([Float32Array.of(1, 4), Float32Array.of(2, 5), Float32Array.of(3, 6)]);
  });

  it('refuses sequences of different lengths, whichever comes first', () => {
    const batch = [['X'], ['X', 'X']];
    for (const items of [batch, [...batch].reverse()]) {
      expect(() => defaultCollate(items)).toThrow('each element in list of batch should be of equal size');
    }
  });
});
