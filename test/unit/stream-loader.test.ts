// DataLoader over iterables and async iterables, like PyTorch's over an IterableDataset.
import { describe, expect, it } from 'vitest';
import { DataLoader } from '../../src/index.js';
import { at } from '../support/sampler-cases.js';
import { collect, settled } from '../support/slow-data.js';
import { KINDS } from '../support/streams.js';

const numbers = (batches: Iterable<ArrayLike<number>>) => Array.from(batches, (batch) => Array.from(batch));

describe.each(KINDS)('an %s', (_, Counting) => {
  it('is given in batches, the last one shorter, and anew in each epoch', async () => {
    const source = new Counting(20);
    const loader = new DataLoader<number>(source, { batchSize: 7 });
    for (let epoch = 0; epoch < 3; epoch++) {
      expect(at(loader)).toEqual([epoch, 0]);
      expect(numbers(await collect(loader))).toEqual([
        [0, 1, 2, 3, 4, 5, 6],
        [7, 8, 9, 10, 11, 12, 13],
        [14, 15, 16, 17, 18, 19],
      ]);
    }
    expect([source.opened, source.ended, source.closed]).toEqual([3, 3, 0]);
  });

  it('is given without a shorter last batch with dropLast', async () => {
    const loader = new DataLoader<number>(new Counting(20), { batchSize: 7, dropLast: true });
    expect(numbers(await collect(loader)).map((batch) => batch.length)).toEqual([7, 7]);
    expect(at(loader)).toEqual([1, 0]);
    expect(await collect(new DataLoader<number>(new Counting(6), { batchSize: 7, dropLast: true }))).toEqual([]);
    expect(await collect(new DataLoader<number>(new Counting(14), { batchSize: 7, dropLast: true }))).toHaveLength(2);
  });

  it('is given item by item where the batch size is null, unconverted', async () => {
    const loader = new DataLoader<number, number>(new Counting(20), { batchSize: null });
    expect(await collect(loader)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    const numbered = new DataLoader(new Counting(3), {
      batchSize: null,
      collate: ([item], [index]) => item + 10 * index,
    });
    expect(await collect(numbered)).toEqual([0, 11, 22]);
  });

  it('has batches of one by default, and none if it is empty', async () => {
    expect(await collect(new DataLoader<number>(new Counting(2)))).toEqual([Float32Array.of(0), Float32Array.of(1)]);
    for (const prefetch of [0, 1, 2]) {
      const empty = new DataLoader<number>(new Counting(0), { prefetch });
      expect(await collect(empty)).toEqual([]);
      expect(at(empty)).toEqual([1, 0]);
      expect(await collect(empty)).toEqual([]);
      expect(at(empty)).toEqual([2, 0]);
    }
  });

  it('gives the same batches however many are ahead, and reads no more than these', async () => {
    for (const prefetch of [0, 1, 3, 9]) {
      for (const count of [0, 1, 5, 6, 7]) {
        const source = new Counting(count);
        const loader = new DataLoader<number>(source, { batchSize: 2, prefetch });
        let delivered = 0;
        for await (const batch of loader) {
          expect(batch[0]).toBe(2 * delivered++);
          await settled();
          // one more is asked for at the end
          expect(source.read).toBeLessThanOrEqual(Math.min(count + 1, 2 * (delivered + prefetch)));
          expect(source.read).toBeGreaterThanOrEqual(Math.min(count, 2 * (delivered + prefetch)));
        }
        expect(delivered).toBe(Math.ceil(count / 2));
      }
    }
  });

  it('gives collate its items and their numbers, of the epoch', async () => {
    const seen: number[][] = [];
    const collate = (items: number[], indices: Uint32Array) => {
      seen.push([...indices]);
      items.length = 0;
      return indices.fill(0);
    };
    const loader = new DataLoader(new Counting(5), { batchSize: 2, collate });
    await collect(loader);
    await collect(loader);
    expect(seen).toEqual([[0, 1], [2, 3], [4], [0, 1], [2, 3], [4]]);
  });

  it('is closed once when its loop is left, and the next one begins anew', async () => {
    for (const prefetch of [0, 1, 4]) {
      const source = new Counting(20);
      const loader = new DataLoader<number>(source, { batchSize: 3, prefetch });
      for await (const batch of loader) if (batch[0] === 3) break;
      expect([source.opened, source.closed, source.ended]).toEqual([1, 1, 0]);
      expect(at(loader)).toEqual([1, 0]);
      expect(numbers(await collect(loader))[0]).toEqual([0, 1, 2]);
      expect([source.opened, source.closed, source.ended]).toEqual([2, 1, 1]);
    }
  });

  it('is closed when the body of the loop throws, or return is called, and only once', async () => {
    const source = new Counting(20);
    const loader = new DataLoader<number>(source, { batchSize: 3 });
    await expect(
      (async () => {
        for await (const _ of loader) throw new Error('mine');
      })(),
    ).rejects.toThrow('mine');
    expect(source.closed).toBe(1);
    const loop = loader[Symbol.asyncIterator]();
    await loop.next();
    await Promise.all([loop.return!(), loop.return!()]);
    await loop.return!();
    expect(await loop.next()).toEqual({ value: undefined, done: true });
    expect(source.closed).toBe(2);
    expect(at(loader)).toEqual([2, 0]);
  });

  it('is left at the batch that could not be collated, closed, and read again up to it', async () => {
    for (const prefetch of [0, 1, 4]) {
      const source = new Counting(20);
      let failing = true;
      const mine = new Error('mine');
      const collate = (items: number[]) => {
        if (failing && items[0] === 6) throw mine;
        return items;
      };
      const loader = new DataLoader(source, { batchSize: 3, prefetch, collate });
      const got: number[][] = [];
      const loop = async () => {
        for await (const batch of loader) got.push(batch);
      };
      await expect(loop()).rejects.toBe(mine);
      expect([got.length, ...at(loader)]).toEqual([2, 0, 2]);
      expect([source.opened, source.closed]).toEqual([1, source.ended ? 0 : 1]);
      failing = false;
      await loop();
      expect(got.flat()).toEqual(Array.from({ length: 20 }, (_, i) => i));
      expect(source.open).toBe(0);
      expect(at(loader)).toEqual([1, 0]);
    }
  });

  it('names the item that it could not give, with the cause, and goes on there once it can', async () => {
    for (const prefetch of [0, 1, 4]) {
      const source = new Counting(10, { failing: 7 });
      const loader = new DataLoader<number>(source, { batchSize: 2, prefetch });
      const got: number[] = [];
      const loop = async () => {
        for await (const batch of loader) got.push(...batch);
      };
      const error = await loop().catch((thrown) => thrown);
      expect(error.message).toBe('item 7 of the data set failed: no item 7');
      expect(error.cause.message).toBe('no item 7');
      expect(got).toEqual([0, 1, 2, 3, 4, 5]);
      expect(at(loader)).toEqual([0, 3]);
      expect(source.closed).toBe(0);
      await expect(loop()).rejects.toThrow('item 7 of the data set failed');
      source.options.failing = -1;
      await loop();
      expect(got).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  it('in a loop within a loop takes an epoch, and an iterator, of its own', async () => {
    const source = new Counting(6);
    const loader = new DataLoader<number>(source, { batchSize: 2 });
    const outer: number[] = [];
    const inner: number[] = [];
    for await (const batch of loader) {
      outer.push(...batch);
      if (outer.length === 2) for await (const of of loader) inner.push(...of);
    }
    expect([outer, inner]).toEqual([
      [0, 1, 2, 3, 4, 5],
      [0, 1, 2, 3, 4, 5],
    ]);
    expect(at(loader)).toEqual([2, 0]);
    expect([source.opened, source.ended]).toEqual([2, 2]);
  });

  it('has the settings of a loader, and no sampler', () => {
    const source = new Counting(6);
    const loader = new DataLoader<number>(source, { batchSize: 2, timeout: 5 });
    expect(loader).toMatchObject({ dataset: source, batchSize: 2, dropLast: false, shuffle: false, timeout: 5 });
    expect([loader.sampler, loader.batchSampler, loader.seed, loader.generator]).toEqual(new Array(4).fill(undefined));
    expect(JSON.parse(JSON.stringify(loader))).toEqual({
      type: 'DataLoader',
      dataset: expect.stringMatching(/^an? (S|As)yncCounting$/),
      batchSize: 2,
      shuffle: false,
      dropLast: false,
      prefetch: 2,
      timeout: 5,
      epoch: 0,
      position: 0,
    });
    expect(() => loader.length).toThrow(TypeError);
    expect(() => loader.length).toThrow(
      "length is not known: the data set is an iterable without length (PyTorch: \"object of type 'IterableDataset' " +
        'has no len()")',
    );
  });

  it('that has a length gives the number of batches by it, whatever comes', async () => {
    const make = (length: number, options = {}) =>
      new DataLoader<number>(Object.assign(new Counting(20), { length }), { batchSize: 7, ...options });
    expect(make(20)).toHaveLength(3);
    expect(make(20, { dropLast: true })).toHaveLength(2);
    expect(make(20, { batchSize: null })).toHaveLength(20);
    for (const wrong of [3, 40]) expect(await collect(make(wrong))).toHaveLength(3);
  });
});
