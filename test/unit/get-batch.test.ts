// getBatch of a data set, like PyTorch's __getitems__: called once a batch, in place of get.
import { describe, expect, it } from 'vitest';
import { DataLoader } from '../../src/index.js';
import { at } from '../support/sampler-cases.js';
import { collect, LETTERS, settled } from '../support/slow-data.js';

/** A data set with getBatch alone, which notes what it was asked. */
function batched(answer: (indices: Uint32Array) => unknown = (indices) => Array.from(indices, (i) => LETTERS[i])) {
  const asked: number[][] = [];
  return {
    asked,
    length: LETTERS.length,
    getBatch(indices: Uint32Array, _options: { signal: AbortSignal }) {
      asked.push([...indices]);
      return answer(indices) as string[];
    },
  };
}

const letters = (indices: Uint32Array) => Array.from(indices, (i) => LETTERS[i]);

describe('getBatch', () => {
  it('is called once a batch, with its indices, for both kinds of loops', async () => {
    const loops: [(indices: Uint32Array) => unknown, (loader: DataLoader<string, string[]>) => Promise<string[][]>][] =
      [
        [letters, async (loader) => [...loader]],
        [letters, collect],
        [async (indices) => letters(indices), collect],
      ];
    for (const [answer, loop] of loops) {
      const dataset = batched(answer);
      expect(await loop(new DataLoader(dataset, { batchSize: 3, sampler: [4, 2, 9, 1] }))).toEqual([
        ['e', 'c', 'j'],
        ['b'],
      ]);
      expect(dataset.asked).toEqual([[4, 2, 9], [1]]);
    }
  });

  it('is called in place of get, as PyTorch does with __getitems__', () => {
    const dataset = {
      ...batched(),
      get(): string {
        throw new Error('get was called');
      },
    };
    expect([...new DataLoader(dataset, { batchSize: 4 })].flat()).toEqual(LETTERS);
    expect(dataset.asked).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
  });

  it('is not called for single items, unless there is no get', async () => {
    const both = { ...batched(), get: (index: number) => `own ${LETTERS[index]}` };
    expect([...new DataLoader<string, string>(both, { batchSize: null })].slice(0, 2)).toEqual(['own a', 'own b']);
    expect(both.asked).toEqual([]);
    const alone = batched();
    expect(await collect(new DataLoader<string, string>(alone, { batchSize: null }))).toEqual(LETTERS);
    expect(alone.asked).toEqual(LETTERS.map((_, i) => [i]));
  });

  it('may write to its indices, and give one array again and again', async () => {
    const same: string[] = [];
    const dataset = batched((indices) => {
      same.splice(0, same.length, ...letters(indices));
      indices.fill(0);
      return same;
    });
    const seen: number[] = [];
    const collate = (items: string[], indices: Uint32Array) => {
      seen.push(...indices);
      return items;
    };
    expect((await collect(new DataLoader(dataset, { batchSize: 4, prefetch: 3, collate }))).flat()).toEqual(LETTERS);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('may give a typed array, and items that are promises', async () => {
    const numbers = batched((indices) => Float64Array.from(indices, (i) => 2 * i));
    expect([...new DataLoader(numbers, { batchSize: 2, sampler: [3, 1] })]).toEqual([Float32Array.of(6, 2)]);
    const later = batched((indices) => Array.from(indices, async (i) => LETTERS[i]));
    expect(await collect(new DataLoader(later, { batchSize: 2, sampler: [3, 1] }))).toEqual([['d', 'b']]);
    expect(() => [...new DataLoader(later)]).toThrow(/^an item of the data set is a promise: iterate with for await/);
    expect(() => [...new DataLoader(batched(async () => []))]).toThrow(/^what getBatch gave is a promise: iterate/);
  });

  it('receives a signal, which leaving the loop aborts', async () => {
    const signals: AbortSignal[] = [];
    const dataset = {
      length: 8,
      getBatch(indices: Uint32Array, { signal }: { signal: AbortSignal }) {
        signals.push(signal);
        return letters(indices);
      },
    };
    for await (const _ of new DataLoader(dataset, { batchSize: 2, prefetch: 1 })) {
      expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
      break;
    }
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it.each<[string, unknown, ErrorConstructor, string]>([
    ['fewer items', ['a'], RangeError, 'must give an array of 3 items, one for each index, got 1'],
    ['more items', ['a', 'b', 'c', 'd'], RangeError, 'must give an array of 3 items, one for each index, got 4'],
    ['no items', [], RangeError, 'must give an array of 3 items, one for each index, got 0'],
    ['nothing', undefined, TypeError, 'must give an array of 3 items, one for each index, got undefined'],
    ['null', null, TypeError, 'must give an array of 3 items, one for each index, got null'],
    ['a number', 3, TypeError, 'must give an array of 3 items, one for each index, got 3'],
    ['a word', 'abc', TypeError, 'must give an array of 3 items, one for each index, got "abc"'],
    ['a Set', new Set([1, 2, 3]), TypeError, 'must give an array of 3 items, one for each index, got a Set'],
  ])('that gives %s is told so, with the indices, and the loader stays at that batch', async (_, wrong, kind, said) => {
    for (const answer of [() => wrong, async () => wrong]) {
      let failing = true;
      const dataset = batched((indices) => (failing && indices[0] === 3 ? answer() : letters(indices)));
      const loader = new DataLoader(dataset, { batchSize: 3, prefetch: 2 });
      const got: string[][] = [];
      const loop = async () => {
        for await (const batch of loader) got.push(batch);
      };
      const error = await loop().catch((thrown) => thrown);
      expect(error).toBeInstanceOf(kind);
      expect(error.message).toBe(`dataset.getBatch([3, 4, 5]) ${said}`);
      expect(at(loader)).toEqual([0, 1]);
      failing = false;
      await loop();
      expect(got.flat()).toEqual(LETTERS);
    }
  });

  it('that throws or rejects is named with its first indices, and its error is the cause', async () => {
    const cause = new Error('no such rows');
    const makes = [
      () => {
        throw cause;
      },
      () => Promise.reject(cause),
      async () => {
        await settled();
        throw cause;
      },
    ];
    for (const make of makes) {
      const error = await collect(new DataLoader(batched(make), { batchSize: 10 })).catch((thrown) => thrown);
      expect(error.message).toBe('dataset.getBatch([0, 1, 2, 3, 4, 5, 6, 7, … 2 more]) failed: no such rows');
      expect(error.cause).toBe(cause);
    }
    const item = batched((indices) => Array.from(indices, (i) => (i === 1 ? Promise.reject(cause) : LETTERS[i])));
    await expect(collect(new DataLoader(item, { batchSize: 2 }))).rejects.toThrow(
      'item 1 of dataset.getBatch([0, 1]) failed: no such rows',
    );
    expect(() => [...new DataLoader(batched(makes[0]), { batchSize: 2 })]).toThrow(
      'dataset.getBatch([0, 1]) failed: no such rows',
    );
    await settled();
  });
});
