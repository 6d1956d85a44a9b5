// Subset and ConcatDataset: data sets made from data sets.
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { ConcatDataset, DataLoader, type Dataset, Subset } from '../../src/index.js';
import { all, type Batched, batched, itemsOf, letters, remote } from '../support/data-sets.js';
import { rounds } from '../support/rounds.js';

describe('a Subset', () => {
  it('has the items at its indices, in their order', () => {
    const subset = new Subset(letters, [9, 0, 0, 3]);
    expect(subset.length).toBe(4);
    expect(itemsOf(subset)).toEqual(['j', 'a', 'a', 'd']);
    expect(subset.dataset).toBe(letters);
    expect(subset.indices).toEqual(Uint32Array.of(9, 0, 0, 3));
    expect(all({ length: 2, get: (i) => new Subset(Float32Array.of(1, 2, 3), Uint8Array.of(2, 0)).get(i) })).toEqual([
      3, 1,
    ]);
    expect(new Subset([], []).length).toBe(0);
  });

  it('keeps its own indices, and shows what it is', () => {
    const indices = [1, 2];
    const subset = new Subset(letters, indices);
    indices[0] = 5;
    subset.indices[1] = 7;
    expect(itemsOf(subset)).toEqual(['b', 'c']);
    expect(JSON.parse(JSON.stringify(subset))).toEqual({ type: 'Subset', dataset: 'an Array of 10', length: 2 });
    for (const name of ['length', 'dataset', 'indices']) {
      expect(() => Object.assign(subset, { [name]: 1 }), name).toThrow(TypeError);
    }
  });

  it('is loaded by a DataLoader, with the signal of the loop, and inside another Subset', async () => {
    const calls: [number, AbortSignal][] = [];
    const subset = new Subset(new Subset(remote(letters, calls), [9, 8, 7, 6, 5]), [4, 0, 2]);
    const loader = new DataLoader(subset, { batchSize: 2 });
    expectTypeOf(loader).toEqualTypeOf<DataLoader<string>>();
    const seen: unknown[] = [];
    for await (const batch of loader) {
      seen.push(batch);
      if (seen.length === 1) break;
    }
    expect(seen).toEqual([['f', 'j']]);
    expect(calls.map(([index]) => index)).toEqual([5, 9, 7]);
    expect(calls.map(([, { aborted }]) => aborted)).toEqual([true, true, true]);
  });

  it('passes getBatch on, where the data set has it', () => {
    expect('getBatch' in new Subset(letters, [1])).toBe(false);
    expect('getBatch' in new Subset(remote(letters), [1])).toBe(false);
    expect(() => Object.assign(new Subset(batched(letters), [1]), { getBatch: 1 })).toThrow(TypeError);
    const calls: [number[], AbortSignal][] = [];
    const subset = new Subset(batched(letters, calls), [9, 8, 7]);
    const { signal } = new AbortController();
    expect((subset as Batched).getBatch?.(Uint32Array.of(2, 0, 0), { signal })).toEqual(['h', 'j', 'j']);
    expect(calls).toEqual([[[7, 9, 9], signal]]);
    expect(() => (subset as Batched).getBatch?.(Uint32Array.of(1, 3))).toThrow(
      new RangeError('index must be an integer in [0, 2], got 3'),
    );
    expect(calls).toHaveLength(1);
  });

  it('says so where the data set has lost items since', () => {
    const items = [...letters];
    const subset = new Subset(items, [2, 9]);
    items.length = 5;
    expect(subset.get(0)).toBe('c');
    expect(() => subset.get(1)).toThrow(
      new RangeError('dataset has 5 items by now, and had 10: there is no item 9 anymore'),
    );
  });
});

describe('a ConcatDataset', () => {
  it('has the items of its data sets, one after the other', () => {
    const datasets = [letters.slice(0, 3), [], letters.slice(3, 4), letters.slice(4)];
    const concat = new ConcatDataset(datasets);
    expect(itemsOf(concat)).toEqual(letters);
    expect(concat.length).toBe(10);
    expect(concat.cumulativeSizes).toEqual([3, 3, 4, 10]);
    expect(concat.datasets).toEqual(datasets);
    expect(concat.datasets[0]).toBe(datasets[0]);
    expect(itemsOf(new ConcatDataset(new Set([letters, letters])))).toEqual([...letters]);
    expect(new ConcatDataset([[], []]).length).toBe(0);
    expect(new ConcatDataset([Float32Array.of(1), [2, 3]]).get(2)).toBe(3);
  });

  it('keeps its own list, and shows what it is', () => {
    const datasets = [letters.slice(0, 2), letters.slice(2)];
    const concat = new ConcatDataset(datasets);
    datasets.pop();
    concat.datasets.pop();
    concat.cumulativeSizes[0] = 9;
    expect(itemsOf(concat)).toEqual(letters);
    expect(JSON.parse(JSON.stringify(concat))).toEqual({
      type: 'ConcatDataset',
      datasets: ['an Array of 2', 'an Array of 8'],
      length: 10,
    });
    for (const name of ['length', 'datasets', 'cumulativeSizes']) {
      expect(() => Object.assign(concat, { [name]: 1 }), name).toThrow(TypeError);
    }
  });

  it('finds the item of every index, however the data sets are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 1, maxLength: 12 }), (sizes) => {
        let at = 0;
        const datasets = sizes.map((size) => Array.from({ length: size }, () => at++));
        const concat = new ConcatDataset(datasets);
        expect(all({ length: concat.length, get: (i) => concat.get(i) })).toEqual(datasets.flat());
      }),
      { numRuns: rounds(300) },
    );
  });

  it('gives promises where a data set does, and passes the signal on', async () => {
    const calls: [number, AbortSignal][] = [];
    const concat = new ConcatDataset<string>([letters.slice(0, 2), remote(letters.slice(2), calls)]);
    const { signal } = new AbortController();
    expect(concat.get(1, { signal })).toBe('b');
    await expect(concat.get(3, { signal })).resolves.toBe('d');
    expect(calls).toEqual([[1, signal]]);
    const batches: string[] = [];
    for await (const batch of new DataLoader(concat, { batchSize: 4 })) batches.push(batch.join(''));
    expect(batches).toEqual(['abcd', 'efgh', 'ij']);
  });

  it.each([false, true])('asks each data set once for a batch, if all can be asked (promises: %s)', async (late) => {
    expect('getBatch' in new ConcatDataset<string>([batched(letters), letters])).toBe(false);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9)), async (indices) => {
        const calls: [number[], AbortSignal][] = [];
        const concat = new ConcatDataset([
          batched(letters.slice(0, 3), calls),
          batched([], calls),
          batched(letters.slice(3, 4), calls, late),
          batched(letters.slice(4), calls),
        ]);
        const { signal } = new AbortController();
        const batch = (concat as Batched).getBatch?.(Uint32Array.from(indices), { signal });
        expect(await batch).toEqual(indices.map((index) => letters[index]));
        expect(batch instanceof Promise).toBe(late && indices.includes(3));
        const sets = new Set(indices.map((index) => [0, 0, 0, 2, 3, 3, 3, 3, 3, 3][index]));
        expect(calls).toHaveLength(sets.size);
        for (const [, own] of calls) expect(own).toBe(signal);
      }),
      { numRuns: rounds(100) },
    );
  });

  it.each<[string, unknown, RegExp]>([
    ['too few items', ['a'], /^datasets\[1\]\.getBatch must give an array of 2 items, one for each index, got 1$/],
    ['no array', 'ab', /^datasets\[1\]\.getBatch must give an array of 2 items, .*got "ab"$/],
    ['nothing', undefined, /^datasets\[1\]\.getBatch must give an array of 2 items, .*got undefined$/],
  ])('names the data set that gives %s for a batch', (_, given, message) => {
    const wrong = { ...batched(letters), getBatch: () => given };
    const concat = new ConcatDataset([batched(letters), wrong] as Dataset<string>[]);
    expect(() => (concat as Batched).getBatch?.(Uint32Array.of(3, 12, 14))).toThrow(message);
  });
});

describe('data sets that only give batches', () => {
  it('give single items too, inside a Subset or a ConcatDataset', async () => {
    for (const late of [false, true]) {
      const calls: unknown[] = [];
      const { length, getBatch } = batched(letters, calls, late);
      const both = [new Subset({ length, getBatch }, [7, 2]), new ConcatDataset<string>([['h'], { length, getBatch }])];
      for (const dataset of both) {
        const item = dataset.get(dataset.length === 2 ? 1 : 3);
        expect(item instanceof Promise).toBe(late);
        expect(await item).toBe('c');
      }
      expect(calls).toHaveLength(2);
      const loader = new DataLoader(both[0], { batchSize: 2 });
      const batches: string[][] = [];
      for await (const batch of loader) batches.push(batch);
      expect(batches).toEqual([['h', 'c']]);
    }
  });

  it.each([false, true])('say so where there is no item in the batch (promises: %s)', async (late) => {
    const getBatch = () => (late ? Promise.resolve([]) : []);
    const call = async () => new Subset({ length: 3, getBatch }, [1]).get(0);
    await expect(call()).rejects.toThrow(
      new RangeError('getBatch must give an array of 1 items, one for each index, got 0'),
    );
  });

  it('leave no promise behind if another data set throws at once', async () => {
    const rejected = { length: 1, getBatch: () => Promise.reject(new Error('later')) };
    const broken = {
      length: 1,
      getBatch: () => {
        throw new Error('at once');
      },
    };
    const concat = new ConcatDataset<string>([rejected, broken]);
    expect(() => concat.getBatch?.(Uint32Array.of(0, 1))).toThrow('at once');
    await expect(concat.getBatch?.(Uint32Array.of(0))).rejects.toThrow('later');
    // an unhandled rejection fails the run
    await new Promise((resolve) => setTimeout(resolve));
  });
});
