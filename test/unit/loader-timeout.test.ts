// timeout of a DataLoader, like PyTorch's: in milliseconds, with an error that names the item.
import { describe, expect, it } from 'vitest';
import { DataLoader } from '../../src/index.js';
import { at } from '../support/sampler-cases.js';
import { collect, LETTERS } from '../support/slow-data.js';
import { AsyncCounting } from '../support/streams.js';

const never = () => new Promise<never>(() => {});
const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const failure = (loader: AsyncIterable<unknown>): Promise<Error> =>
  collect(loader).then(
    () => new Error('nothing failed'),
    (error) => error,
  );
const said = (what: string, batch: number, ms: number) =>
  `${what} timed out: batch ${batch} did not come within ${ms} ms ` +
  `(PyTorch: "DataLoader timed out after ${ms / 1000} seconds")`;

describe('a batch that does not come in time', () => {
  it('fails with the item that it waits for, aborts it, and leaves the loader there', async () => {
    const signals = new Map<number, AbortSignal>();
    let stuck = true;
    const dataset = {
      length: 10,
      get(index: number, { signal }: { signal: AbortSignal }) {
        signals.set(index, signal);
        return stuck && index === 5 ? never() : Promise.resolve(LETTERS[index]);
      },
    };
    const loader = new DataLoader(dataset, { batchSize: 3, timeout: 15 });
    const got: string[] = [];
    const loop = async () => {
      for await (const batch of loader) got.push(...batch);
    };
    await expect(loop()).rejects.toThrow(said('dataset.get(5)', 1, 15));
    expect(signals.get(5)?.aborted).toBe(true);
    expect(at(loader)).toEqual([0, 1]);
    stuck = false;
    await loop();
    expect(got).toEqual(LETTERS);
    expect(signals.get(5)?.aborted).toBe(false);
  });

  const options = { batchSize: 2, timeout: 10 };
  it.each<[string, string, () => AsyncIterable<unknown> & { epoch: number; position: number }]>([
    ['getBatch', 'dataset.getBatch([0, 1])', () => new DataLoader({ length: 4, getBatch: never }, options)],
    [
      'an item of getBatch',
      'item 1 of dataset.getBatch([0, 1])',
      () => new DataLoader({ length: 4, getBatch: () => [1, never()] }, options),
    ],
    ['collate', 'collate', () => new DataLoader(LETTERS, { ...options, collate: never })],
    ['an item of an iterable', 'item 1 of the data set', () => new DataLoader(new Set([0, never()]), options)],
    [
      'an async iterable',
      'item 1 of the data set',
      () => new DataLoader(new AsyncCounting(4, { wait: (i) => (i === 1 ? never() : undefined) }), options),
    ],
    [
      'collate, over an async iterable',
      'collate',
      () => new DataLoader(new AsyncCounting(4), { ...options, collate: never }),
    ],
  ])('says what it waits for: %s', async (_, what, load) => {
    const loader = load();
    expect((await failure(loader)).message).toBe(said(what, 0, 10));
    expect(at(loader)).toEqual([0, 0]);
  });

  it('of a stream is read again by a new iterator', async () => {
    let stuck = true;
    const source = new AsyncCounting(9, { wait: (i) => (stuck && i === 5 ? never() : undefined) });
    const loader = new DataLoader<number>(source, { batchSize: 2, timeout: 10 });
    const got: number[] = [];
    const loop = async () => {
      for await (const batch of loader) got.push(...batch);
    };
    // the iterator that never answers is closed, and not waited for, unlike in a loop that is left
    const outcome = loop().catch((error) => error.message);
    expect(await Promise.race([outcome, late(800)])).toBe(said('item 5 of the data set', 2, 10));
    expect(at(loader)).toEqual([0, 2]);
    stuck = false;
    await loop();
    expect(got).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(source.opened).toBe(2);
  });
});

describe('a batch that comes in time', () => {
  it('is delivered, although all batches and the loop’s body take longer together', async () => {
    const slow = { length: 6, get: (index: number) => late(2).then(() => index) };
    const loader = new DataLoader<number>(slow, { batchSize: 2, timeout: 400, prefetch: 0 });
    let batches = 0;
    for await (const _ of loader) {
      batches++;
      await late(200);
    }
    expect(batches).toBe(3);
  });

  it('may take any time with a timeout of 0, and without one', async () => {
    for (const options of [{ timeout: 0 }, { timeout: undefined }, {}]) {
      const slow = { length: 1, get: (index: number) => late(30).then(() => index) };
      expect(new DataLoader(slow, options).timeout).toBe(0);
      expect(await collect(new DataLoader(slow, options))).toHaveLength(1);
    }
  });

  it('is not waited for by a loop that cannot wait, which ignores the timeout', () => {
    expect([...new DataLoader(LETTERS, { timeout: 0.001 })]).toHaveLength(10);
  });
});

it('a loop that is left while an async iterable waits is not held by it for ever', async () => {
  const source = new AsyncCounting(9, { wait: (i) => (i === 3 ? never() : undefined) });
  let batches = 0;
  for await (const _ of new DataLoader<number>(source, { batchSize: 2 })) {
    batches++;
    break;
  }
  expect([batches, source.closed]).toEqual([1, 0]);
});
