// Items made on threads: the same batches in the same order, errors, deaths, and what keeps a process alive.
import { setTimeout as sleep } from 'node:timers/promises';
import { DataLoader, type ModuleOptions, SequentialSampler, TorchGenerator, WeightedRandomSampler } from 'loaded-dice';
import { afterEach, describe, expect, it } from 'vitest';
import { datasetFile } from '../support/dataset-file.js';
import { livingThreads } from '../support/living-threads.js';
import { collect } from '../support/slow-data.js';

interface Item {
  index: number;
  square: number;
  name: string;
  pixels: Uint8Array<ArrayBuffer>;
  worker: string;
  aborted: boolean;
}

const module = (given = {}) => datasetFile('squares', given);
const threads = livingThreads();
const loaders: { close(): Promise<void> }[] = [];
function loaderOf(given: object, options: ModuleOptions<Item>): DataLoader<Item> {
  loaders.push(new DataLoader<Item>(module(given), { numItems: 20, ...options }));
  return loaders.at(-1) as DataLoader<Item>;
}

afterEach(async () => {
  await Promise.all(loaders.splice(0).map((loader) => loader.close()));
  expect(threads.size).toBe(0);
});

/** Batches without what names the worker. */
const collected = async (loader: DataLoader<Item>) =>
  (await collect(loader)).map(({ worker: _, ...batch }) => ({ ...batch, worker: undefined }));

// PyTorch: test_sequential_workers, test_shuffle_workers, test_batch_sampler with num_workers, test_bulk_loading
describe('any number of workers gives the batches of none, in their order', () => {
  const weighted = () =>
    new WeightedRandomSampler(
      Array.from({ length: 20 }, (_, i) => i % 4),
      33,
      { seed: 4 },
    );
  const cases: [string, () => ModuleOptions<Item>][] = [
    ['one after the other', () => ({ batchSize: 3 })],
    ['shuffled', () => ({ batchSize: 4, shuffle: true, seed: 9 })],
    ['shuffled as in PyTorch', () => ({ batchSize: 4, shuffle: true, generator: new TorchGenerator(3) })],
    ['weighted', () => ({ batchSize: 5, sampler: weighted(), dropLast: true })],
    ['batches of a plain iterable', () => ({ batchSampler: [[3, 1], [2], [19, 0, 5, 5]] })],
    ['single items', () => ({ batchSize: null })],
    ['nothing ahead', () => ({ batchSize: 3, prefetch: 0 })],
    ['much ahead', () => ({ batchSize: 2, prefetch: 50 })],
  ];

  it.each(cases)('%s', async (_, options) => {
    const epochs: unknown[][] = [];
    for (const numWorkers of [0, 1, 2, 3]) {
      const loader = loaderOf({}, { ...options(), numWorkers });
      epochs.push([await collected(loader), await collected(loader), loader.epoch, loader.position]);
    }
    expect(epochs[0][0]).not.toEqual([]);
    for (const each of epochs) expect(each).toEqual(epochs[0]);
  });

  it('and those of a loader over the data set itself', async () => {
    const { default: make } = await import(module({ length: 20 }).href);
    const options = { batchSize: 6, shuffle: true, seed: 5 };
    const plain = new DataLoader<Item>(make({ workerId: 0, numWorkers: 0, seed: 0 }), options);
    expect(await collected(loaderOf({}, { ...options, numWorkers: 2 }))).toEqual(await collected(plain));
  });

  it('collated on the calling thread, by a function of the loader', async () => {
    const collate = (items: Item[], indices: Uint32Array) => [items.map(({ name }) => name), indices, loaders.length];
    for (const numWorkers of [0, 2]) {
      const loader = new DataLoader<Item, unknown>(module(), { numItems: 20, batchSize: 9, numWorkers, collate });
      loaders.push(loader);
      const [[names, indices, here]] = (await collect(loader)) as [[string[], Uint32Array, number]];
      expect(names).toEqual(Array.from({ length: 9 }, (_, i) => `item ${i}`));
      expect(indices).toEqual(Uint32Array.from({ length: 9 }, (_, i) => i));
      expect(here).toBe(loaders.length);
    }
  });
});

describe('state and restore', () => {
  it('count delivered batches, and fit loaders of another number of workers', async () => {
    const options = { batchSize: 3, shuffle: true, seed: 2 };
    const all = await collected(loaderOf({}, options));
    for (const [from, to] of [
      [0, 2],
      [2, 0],
      [3, 1],
    ]) {
      const loader = loaderOf({}, { ...options, numWorkers: from });
      for await (const batch of loader) if (batch.index.length && loader.position === 4) break;
      // a break ends the epoch: take the state within the loop
      const other = loaderOf({}, { ...options, numWorkers: from });
      const loop = other[Symbol.asyncIterator]();
      for (let i = 0; i < 4; i++) await loop.next();
      const state = JSON.parse(JSON.stringify(other.state()));
      expect(state.position).toBe(4);
      await loop.return?.();
      const next = loaderOf({}, { ...options, numWorkers: to });
      next.restore(state);
      expect(await collected(next)).toEqual(all.slice(4));
    }
  });
});

// PyTorch: test_get_worker_info, test_worker_seed, test_worker_seed_reproducibility
describe('a worker knows', () => {
  const workersOf = async (loader: DataLoader<Item>) => (await collect(loader)).map(({ worker }) => worker);
  const seedsOf = async (loader: DataLoader<Item>) =>
    (await workersOf(loader)).map(([text]) => Number(text.split(', ')[1]));

  it('its number and the number of all: batch k comes from worker k mod numWorkers', async () => {
    for (const numWorkers of [1, 2, 3]) {
      const workers = await workersOf(loaderOf({}, { batchSize: 2, numWorkers }));
      const expected = workers.map((_, k) => [
        `${k % numWorkers} of ${numWorkers}`,
        `${k % numWorkers} of ${numWorkers}`,
      ]);
      expect(workers.map((pair) => pair.map((text) => text.split(',')[0]))).toEqual(expected);
    }
  });

  it('a seed: base + number, the same for the same seed of the loader', async () => {
    const options = { batchSize: 5, shuffle: true, numWorkers: 3 };
    const [a, again, other] = await Promise.all([8, 8, 9].map((seed) => seedsOf(loaderOf({}, { ...options, seed }))));
    expect(a).toEqual([a[0], a[0] + 1, a[0] + 2, a[0]]);
    expect(again).toEqual(a);
    expect(other[0]).not.toBe(a[0]);
    for (const seed of [...a, ...other]) expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
  });

  it('the seed of a sampler, or of a generator; and without any, always the same', async () => {
    const seeds = (given: ModuleOptions<Item>) => seedsOf(loaderOf({}, { batchSize: 20, numWorkers: 1, ...given }));
    const bySampler = (seed: number) => seeds({ sampler: new WeightedRandomSampler([1, 1, 1], 3, { seed }) });
    const byGenerator = (seed: number) => seeds({ shuffle: true, generator: new TorchGenerator(seed) });
    expect(await bySampler(1)).toEqual(await bySampler(1));
    expect(await bySampler(1)).not.toEqual(await bySampler(2));
    expect(await byGenerator(1)).toEqual(await byGenerator(1));
    expect(await byGenerator(1)).not.toEqual(await byGenerator(2));
    expect(await seeds({})).toEqual(await seeds({}));
  });
});

// PyTorch: test_error_workers
describe('an error of get', () => {
  it.each([0, 1, 2])(
    'names the index, brings message, cause and stack, and leaves the loader there (%i workers)',
    async (numWorkers) => {
      const loader = loaderOf({ fails: 7 }, { batchSize: 2, numWorkers });
      for (let time = 0; time < 2; time++) {
        const got: Float32Array[] = [];
        const error = await (async () => {
          for await (const batch of loader) got.push(batch.index);
        })().catch((error) => error);
        expect(got).toEqual(time === 0 ? [Float32Array.of(0, 1), Float32Array.of(2, 3), Float32Array.of(4, 5)] : []);
        expect(error).toBeInstanceOf(Error);
        expect(error.message).toBe('dataset.get(7) failed: not today');
        expect(error.cause).toBeInstanceOf(TypeError);
        expect(error.cause.message).toBe('not today');
        expect(error.cause.stack).toContain('squares.mjs');
        expect(error.cause.cause).toBeInstanceOf(RangeError);
        expect({ ...error.cause.cause }).toEqual({ code: 'E_SQUARE', index: 7 });
        expect([loader.epoch, loader.position]).toEqual([0, 3]);
      }
      expect(loader.state().position).toBe(3);
    },
  );

  it('may be anything', async () => {
    for (const numWorkers of [0, 1]) {
      const loader = loaderOf({ rejects: 3 }, { batchSize: 4, numWorkers });
      await expect(collect(loader)).rejects.toThrow(/^dataset\.get\(3\) failed: "a word"$/);
    }
  });

  it('names an item that threads cannot pass on', async () => {
    const loader = loaderOf(
      { function: 5 },
      {
        batchSize: 4,
        numWorkers: 2,
        batchSampler: undefined,
        collate: (items) => items as never,
      },
    );
    const error = await collect(loader).catch((error) => error);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(
      /^item 5 cannot be sent from its worker: .*could not be cloned\. \(threads can pass on/,
    );
    expect(loader.position).toBe(1);
  });
});

// PyTorch: test_segfault, test_proper_exit, "DataLoader worker exited unexpectedly"
describe('a worker that ends', () => {
  it('twice with a batch is an error that names the items; the loader stays, and can be used on', async () => {
    const loader = loaderOf({ dies: 6 }, { batchSize: 2, numWorkers: 2 });
    for (let time = 0; time < 2; time++) {
      const error = await collect(loader).catch((error) => error);
      expect(error.message).toMatch(
        /^worker 1 of file:.*squares\.mjs ended twice with the batch of items 6, 7: a thread ended with code 7 \(PyT/,
      );
      expect(loader.position).toBe(3);
    }
    loader.restore({ ...loader.state(), position: 4 });
    expect((await collect(loader)).map(({ index }) => index[0])).toEqual([8, 10, 12, 14, 16, 18]);
  });

  it('between batches, or by an error outside of get, is replaced', async () => {
    const loader = loaderOf({ throws: 9 }, { batchSize: 1, numWorkers: 1, prefetch: 1 });
    const indices: number[] = [];
    for await (const { index } of loader) {
      indices.push(index[0]);
      await sleep(index[0] === 9 ? 200 : 0);
    }
    expect(indices).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });
});

// PyTorch: TestDataLoaderPersistentWorkers
describe('workers', () => {
  it('start with the first batch, stay for later loops, and end with close()', async () => {
    const loader = loaderOf({}, { batchSize: 4, numWorkers: 2 });
    expect(threads.size).toBe(0);
    await collect(loader);
    const first = [...threads];
    expect(first).toHaveLength(2);
    for await (const _ of loader) break;
    await collect(loader);
    expect([...threads]).toEqual(first);
    await loader.close();
    expect(threads.size).toBe(0);
    await expect(collect(loader)).rejects.toThrow(/^the loader is closed: make a new DataLoader$/);
    await loader.close();
  });

  it('end with a block of await using', async () => {
    const loader = loaderOf({}, { batchSize: 4, numWorkers: 1 });
    await collect(loader);
    await loader[Symbol.asyncDispose]();
    expect(threads.size).toBe(0);
  });

  it('that are closed while they work fail the batches that are asked for', async () => {
    const loader = loaderOf({ length: 20 }, { batchSize: 4, numWorkers: 2 });
    const loop = loader[Symbol.asyncIterator]();
    await loop.next();
    const next = Promise.all([loop.next(), loop.next(), loop.next()]);
    await Promise.all([loader.close(), expect(next).rejects.toThrow(/^the loader (was|is) closed/)]);
    expect(loader.position).toBeLessThan(4);
  });

  it('are not needed by a plain loader’s close()', async () => {
    const loader = new DataLoader([1, 2, 3]);
    await loader.close();
    expect([...loader]).toHaveLength(3);
  });
});

describe('DataLoader.open', () => {
  it.each([0, 1, 2])('asks the module for its length (%i workers)', async (numWorkers) => {
    const loader = await DataLoader.open<Item>(module({ length: 11 }), {
      batchSize: 4,
      numWorkers,
      shuffle: true,
      seed: 3,
    });
    loaders.push(loader);
    expect([loader.length, loader.numItems, loader.numWorkers]).toEqual([3, 11, numWorkers]);
    expect(threads.size).toBe(Math.min(1, numWorkers));
    const same = loaderOf({ length: 11 }, { numItems: 11, batchSize: 4, numWorkers, shuffle: true, seed: 3 });
    expect(await collect(loader)).toEqual(await collect(same));
  });

  it('works with a sampler, and refuses one that is beyond the data set', async () => {
    const sampler = new SequentialSampler(12);
    const loader = await DataLoader.open<Item>(module({ length: 12 }), { sampler, batchSize: 12, numWorkers: 1 });
    loaders.push(loader);
    expect((await collect(loader))[0].index).toHaveLength(12);
    const refused = DataLoader.open(module({ length: 11 }), { sampler, numWorkers: 1 });
    await expect(refused).rejects.toThrow(/^the sampler draws indices up to 11, but the length of the data set is 11$/);
  });
});
