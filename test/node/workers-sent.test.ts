// What passes between threads: moved where nobody else keeps it, else copied.
import { DataLoader, type ModuleOptions } from 'loaded-dice';
import { afterEach, describe, expect, it } from 'vitest';
import { datasetFile } from '../support/dataset-file.js';
import { collect } from '../support/slow-data.js';

const loaders: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(loaders.splice(0).map((loader) => loader.close())));

/** A loader over a data set that keeps what it gives. */
function keeping(gives: string, given: object = {}, options: ModuleOptions<never, unknown> = {}) {
  const loader = new DataLoader<never, unknown>(datasetFile('kept', { gives, ...given }), {
    ...{ numItems: 10, batchSize: 5, numWorkers: 1, ...options },
  });
  loaders.push(loader);
  return loader;
}

const items = { collate: (items: never[]) => items };

describe('a data set keeps what it gave', () => {
  it.each(['views', 'wholes', 'shared', 'nested', 'buffers'])('%s', async (gives) => {
    for (const options of [{}, items, { batchSize: null }]) {
      const [here, there] = [0, 1].map((numWorkers) => keeping(gives, {}, { ...options, numWorkers }));
      // twice, because what has left the thread would be empty the second time
      const expected = [await collect(here), await collect(here)];
      expect([await collect(there), await collect(there)]).toEqual(expected);
      expect(expected[1]).toEqual(expected[0]);
    }
  });

  it('and sends only the part that a view shows', async () => {
    const [[first]] = (await collect(keeping('views', {}, items))) as Float32Array[][];
    expect(first.buffer.byteLength).toBe(16);
  });

  it('and items that are one object stay one, as on the calling thread', async () => {
    for (const numWorkers of [0, 1]) {
      const [[a, b]] = (await collect(keeping('shared', {}, { ...items, numWorkers }))) as Float32Array[][];
      expect([...a]).toEqual([7, 8]);
      expect(a).toBe(b);
    }
  });
});

describe('transfer: true', () => {
  it('moves arrays, which leaves the worker none', async () => {
    const got = (await collect(keeping('fresh', { transfer: true }, { ...items, batchSize: 1 }))) as [
      { x: Float32Array; gone: boolean | undefined },
    ][];
    expect(got.map(([{ x }]) => [...x])).toEqual(Array.from({ length: 10 }, (_, i) => [i, i]));
    // at least every second one: a batch may be made before the one before it is sent
    expect(got.filter(([{ gone }]) => gone).length).toBeGreaterThan(0);
    const copied = (await collect(keeping('fresh', {}, { ...items, batchSize: 1 }))) as typeof got;
    expect(copied.filter(([{ gone }]) => gone)).toEqual([]);
  });

  it('says so if the data set keeps an array all the same', async () => {
    const loader = keeping('wholes', { transfer: true }, items);
    await collect(loader);
    await expect(collect(loader)).rejects.toThrow(
      /^item 0 cannot be sent from its worker: an array was moved to the calling thread before, and is empty now/,
    );
  });

  it('copies what two items of a batch share, and views of more', async () => {
    for (const gives of ['shared', 'views']) {
      const [here, there] = [0, 1].map((numWorkers) => keeping(gives, { transfer: true }, { ...items, numWorkers }));
      const expected = [await collect(here), await collect(here)];
      expect([await collect(there), await collect(there)]).toEqual(expected);
    }
  });
});
