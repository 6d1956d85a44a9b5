// DataLoader: batches of a data set, and errors.
import { describe, expect, it, vi } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedSampler,
  RandomSampler,
  SequentialSampler,
  WeightedRandomSampler,
} from '../../src/index.js';
import { at } from '../support/sampler-cases.js';
import { collect, LETTERS, Slow, weighted } from '../support/slow-data.js';

describe('batches of a data set', () => {
  it('are its items in order, in batches of one', () => {
    const loader = new DataLoader(['x', 'y', 'z']);
    expect(loader).toHaveLength(3);
    expect([...loader]).toEqual([['x'], ['y'], ['z']]);
    expect(at(loader)).toEqual([1, 0]);
    expect(loader.draw()).toEqual(['x']);
  });

  it.each([
    ['an array', LETTERS],
    ['an array-like', { ...LETTERS, length: 10 } as ArrayLike<string>],
    ['what gets them', { length: 10, get: (i: number) => LETTERS[i] }],
    [
      'what gets them by its own fields',
      new (class {
        letters = LETTERS;
        get length() {
          return this.letters.length;
        }
        get(index: number) {
          return this.letters[index];
        }
      })(),
    ],
  ])('come from %s, sampled', async (_, dataset) => {
    const options = { batchSize: 4, sampler: weighted() };
    const expected = [...new BatchSampler(weighted(), 4)].map((batch) => Array.from(batch, (i) => LETTERS[i]));
    const loader = new DataLoader(dataset, options);
    expect([...loader]).toEqual(expected);
    expect(await collect(new DataLoader(dataset, options))).toEqual(expected);
    expect(at(options.sampler)).toEqual([0, 0]);
  });

  it('are numbers of a typed array', () => {
    expect([...new DataLoader(Int16Array.of(5, 6, 7), { batchSize: 2 })]).toEqual([
      Float32Array.of(5, 6),
      Float32Array.of(7),
    ]);
  });

  it('leave out a last one of fewer on request', () => {
    const loader = new DataLoader(LETTERS, { batchSize: 4, dropLast: true });
    expect(loader).toHaveLength(2);
    expect([...loader].flat()).toEqual(LETTERS.slice(0, 8));
  });

  it('are single items where the batch size is null', async () => {
    const loader = new DataLoader(LETTERS, { batchSize: null, sampler: weighted() });
    expect(loader).toHaveLength(10);
    const expected = Array.from(weighted().indices(), (i) => LETTERS[i]);
    expect([...loader]).toEqual(expected);
    loader.setEpoch(0);
    expect(await collect(loader)).toEqual(expected);
    const numbered = new DataLoader(LETTERS, { batchSize: null, collate: ([item], [index]) => `${item}${index}` });
    expect([...numbered].slice(0, 2)).toEqual(['a0', 'b1']);
  });

  it('are shuffled by a seed, another way each epoch', () => {
    const make = () => new DataLoader(LETTERS, { batchSize: 4, shuffle: true, seed: 5 });
    const loader = make();
    const epochs = [0, 1].map(() => [...loader].flat());
    for (const epoch of epochs) expect([...epoch].sort()).toEqual(LETTERS);
    expect(epochs[0]).not.toEqual(epochs[1]);
    const again = make();
    again.setEpoch(1);
    expect([...again].flat()).toEqual(epochs[1]);
    const fresh = new DataLoader(LETTERS, { batchSize: 4, shuffle: true });
    const repeated = new DataLoader(LETTERS, { batchSize: 4, shuffle: true, seed: fresh.seed! });
    expect([...repeated]).toEqual([...fresh]);
  });

  it('are made by a function of one’s own, of the items and their indices', () => {
    const seen: Uint32Array[] = [];
    const loader = new DataLoader(LETTERS, {
      batchSize: 3,
      sampler: [4, 2, 9, 9],
      collate: (items, indices) => {
        seen.push(indices);
        return items.join('');
      },
    });
    expect([...loader]).toEqual(['ecj', 'j']);
    expect(seen).toEqual([Uint32Array.of(4, 2, 9), Uint32Array.of(9)]);
  });

  it('are those of a batch sampler, of whatever kind', async () => {
    const inner = new BatchSampler(weighted(), 3, true);
    inner.draw();
    const expected = inner.indices(0);
    const loader = new DataLoader(LETTERS, { batchSampler: inner, collate: (_, indices) => [...indices] });
    expect(loader).toHaveLength(3);
    expect([...loader].flat()).toEqual([...expected]);
    expect(at(inner)).toEqual([0, 1]);
    loader.setEpoch(4);
    expect([...loader].flat()).toEqual([...inner.indices(4)]);

    const lists = [[3, 1], [4], Uint8Array.of(2, 2, 2)];
    const plain = new DataLoader(LETTERS, { batchSampler: lists });
    expect(plain).toHaveLength(3);
    for (let epoch = 0; epoch < 2; epoch++) expect([...plain]).toEqual([['d', 'b'], ['e'], ['c', 'c', 'c']]);
    expect(await collect(plain)).toEqual([['d', 'b'], ['e'], ['c', 'c', 'c']]);
    expect(at(plain)).toEqual([3, 0]);
    const wrong = new DataLoader(LETTERS, { batchSampler: new DataLoader(LETTERS) as never });
    expect(() => wrong.draw()).toThrow(
      /^a batch of batchSampler must hold integers in \[0, 2\^32 - 1\], got "a" at 0$/,
    );
    const endless = new DataLoader(LETTERS, {
      batchSampler: (function* () {
        for (let i = 0; i < 3; i++) yield [i];
      })(),
    });
    expect(() => endless.length).toThrow(/length is not known/);
    expect(await collect(endless)).toEqual([['a'], ['b'], ['c']]);
  });

  it('are a rank’s share', () => {
    const sampler = new RandomSampler(10, { seed: 3 });
    const loaders = [0, 1].map(
      (rank) =>
        new DataLoader(LETTERS, { batchSize: 2, sampler: new DistributedSampler(sampler, { numReplicas: 2, rank }) }),
    );
    expect(loaders.flatMap((loader) => [...loader].flat()).sort()).toEqual(LETTERS);
  });

  it('are none of nothing', async () => {
    const loader = new DataLoader([], { batchSize: 2 });
    expect(loader).toHaveLength(0);
    expect([...loader]).toEqual([]);
    expect(await collect(loader)).toEqual([]);
    expect(() => loader.draw()).toThrow(/nothing to draw/);
    expect(at(loader)).toEqual([2, 0]);
  });

  it('are the first ones again by a loop that was left, in the next epoch', async () => {
    const loader = new DataLoader(LETTERS, { batchSize: 4 });
    for (const batch of loader) {
      expect(batch).toEqual(['a', 'b', 'c', 'd']);
      break;
    }
    expect(at(loader)).toEqual([1, 0]);
    for await (const batch of loader) {
      expect(batch).toEqual(['a', 'b', 'c', 'd']);
      break;
    }
    expect(at(loader)).toEqual([2, 0]);
  });

  it('tell where they come from', () => {
    const sampler = weighted();
    const loader = new DataLoader(LETTERS, { sampler });
    expect([loader.dataset, loader.seed]).toEqual([LETTERS, 7]);
    expect(new DataLoader(LETTERS).seed).toBeUndefined();
  });
});

describe('an error', () => {
  it('of get names the item, and the loader stays at its batch', () => {
    let failing = true;
    const loader = new DataLoader(
      {
        length: 4,
        get(index) {
          if (failing && index === 2) throw 'gone';
          return LETTERS[index];
        },
      },
      { batchSize: 2 },
    );
    const got: string[][] = [];
    const loop = () => {
      for (const batch of loader) got.push(batch);
    };
    expect(loop).toThrow(/^dataset\.get\(2\) failed: "gone"$/);
    expect(at(loader)).toEqual([0, 1]);
    failing = false;
    loop();
    expect(got).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('of collate is the caller’s own', async () => {
    const mine = new Error('mine');
    let failing = true;
    const make = () =>
      new DataLoader(LETTERS, {
        batchSize: 5,
        collate: (items) => {
          if (failing && items[0] === 'f') throw mine;
          return items.join('');
        },
      });
    const [sync, async] = [make(), make()];
    expect(() => [...sync]).toThrow(mine);
    await expect(collect(async)).rejects.toBe(mine);
    failing = false;
    expect([...sync]).toEqual(['fghij']);
    expect(await collect(async)).toEqual(['fghij']);
  });

  it('tells a loop that does not wait of a collate that has to be waited for', async () => {
    const make = () => new DataLoader(LETTERS, { batchSize: 5, collate: async (items) => items.join('') });
    expect(() => [...make()]).toThrow(/^what collate gave is a promise: iterate with for await/);
    expect(await collect(make())).toEqual(['abcde', 'fghij']);
  });

  it('tells a loop that is not asynchronous of one that is', () => {
    const loader = new DataLoader(new Slow(), { batchSize: 2 });
    const message = /^an item of the data set is a promise: iterate with for await/;
    expect(() => [...loader]).toThrow(TypeError);
    expect(() => loader.draw()).toThrow(message);
    expect(at(loader)).toEqual([0, 0]);
  });

  it('is told of an index beyond the data set: at once where it is known, else at its batch', async () => {
    const beyond = /^the sampler draws indices up to 10, but the length of the data set is 10$/;
    for (const sampler of [
      new SequentialSampler(11),
      new RandomSampler(11),
      new RandomSampler(11, { replacement: true, numSamples: 2 }),
      new WeightedRandomSampler(new Float64Array(11).fill(1), 2),
      new DistributedSampler(new SequentialSampler(11), { numReplicas: 2, rank: 0 }),
    ]) {
      expect(() => new DataLoader(LETTERS, { sampler })).toThrow(beyond);
      expect(() => new DataLoader(LETTERS, { batchSampler: new BatchSampler(sampler, 2) })).toThrow(beyond);
    }
    // behind the last positive weight nothing is drawn
    const weights = [...new Array(10).fill(1), 0, 0];
    expect([...new DataLoader(LETTERS, { sampler: new WeightedRandomSampler(weights, 2) })]).toHaveLength(2);
    for (const options of [{ sampler: [3, 10] }, { batchSampler: [[3], [10]] }]) {
      const loader = new DataLoader(LETTERS, options);
      const message = /^the sampler's indices must be below the length of the data set, 10, got 10$/;
      expect(() => [...loader]).toThrow(message);
      expect(at(loader)).toEqual([0, 1]);
      await expect(collect(new DataLoader(LETTERS, options))).rejects.toThrow(message);
    }
  });
});

it('is shown where the engine has no URL, as QuickJS and AudioWorklets have none', () => {
  const loader = new DataLoader(LETTERS, { batchSize: 2 });
  vi.stubGlobal('URL', undefined);
  try {
    expect(JSON.parse(JSON.stringify(loader))).toMatchObject({ type: 'DataLoader', dataset: 'an Array of 10' });
  } finally {
    vi.unstubAllGlobals();
  }
});
