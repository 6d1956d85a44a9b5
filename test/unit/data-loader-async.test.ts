// DataLoader: loops that wait, and what is loaded ahead.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchSampler, DataLoader } from '../../src/index.js';
import { at } from '../support/sampler-cases.js';
import { collect, LETTERS, Slow, settled, weighted } from '../support/slow-data.js';

describe('for await', () => {
  it('keeps the order, and gets at most prefetch batches at once, each item when it is due', async () => {
    const delays = fc.array(fc.nat(9), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(delays, fc.integer({ min: 1, max: 11 }), fc.nat(4), async (turns, batchSize, prefetch) => {
        const dataset = new Slow(turns);
        const loader = new DataLoader(dataset, { batchSize, prefetch, sampler: weighted() });
        const expected = [...new BatchSampler(weighted(), batchSize)].map((b) => Array.from(b, (i) => LETTERS[i]));
        const got: string[][] = [];
        for await (const batch of loader) {
          got.push(batch);
          expect(at(loader)).toEqual(got.length === expected.length ? [1, 0] : [0, got.length]);
          // what is ahead is asked for by now, and nothing else
          await settled();
          const begun = Math.min(expected.length, got.length + prefetch);
          expect(dataset.asked).toHaveLength(expected.slice(0, begun).flat().length);
        }
        expect(got).toEqual(expected);
        expect(dataset.asked).toHaveLength(10);
        expect(dataset.most).toBeLessThanOrEqual(Math.max(1, prefetch) * batchSize);
        for (const signal of dataset.signals) expect(signal.aborted).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('waits for promises in an array, and for thenables', async () => {
    const later = (value: string) => new Promise<string>((resolve) => setTimeout(() => resolve(value), 1));
    expect(await collect(new DataLoader([later('x'), 'y'], { batchSize: 2 }))).toEqual([['x', 'y']]);
  });

  it('aborts and drops what is ahead when it is left', async () => {
    const dataset = new Slow();
    const loader = new DataLoader(dataset, { batchSize: 2, prefetch: 2 });
    for await (const batch of loader) {
      expect(batch).toEqual(['a', 'b']);
      break;
    }
    expect([...dataset.signals].map((signal) => signal.aborted)).toEqual(new Array(6).fill(true));
    expect(dataset.asked).toEqual([0, 1, 2, 3, 4, 5]);
    expect(at(loader)).toEqual([1, 0]);
    expect((await collect(loader)).flat()).toEqual(LETTERS);
    expect([...dataset.signals].slice(6).map((signal) => signal.aborted)).toEqual(new Array(10).fill(false));
  });

  it('aborts also what asks for its signal after that', async () => {
    const signals: AbortSignal[] = [];
    const dataset = {
      length: 4,
      async get(index: number, options: { signal: AbortSignal }) {
        if (index > 1) {
          await settled();
          signals.push(options.signal);
        }
        return index;
      },
    };
    for await (const _ of new DataLoader(dataset, { batchSize: 2 })) break;
    await settled();
    await settled();
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
  });

  it('leaves by return() also what is being waited for', async () => {
    const dataset = { length: 4, get: () => new Promise<number>(() => {}) };
    const loader = new DataLoader(dataset, { batchSize: 2 });
    const loop = loader[Symbol.asyncIterator]();
    const done = { value: undefined, done: true };
    const waiting = loop.next();
    await settled();
    expect(await loop.return!()).toEqual(done);
    expect(await waiting).toEqual(done);
    expect(await loop.next()).toEqual(done);
    expect(at(loader)).toEqual([1, 0]);
  });

  it('takes its turns where next() is called before the last one is done', async () => {
    const loop = new DataLoader(new Slow([7, 1, 3]), { batchSize: 4 })[Symbol.asyncIterator]();
    const results = await Promise.all([0, 1, 2, 3, 4].map(() => loop.next()));
    expect(results.map(({ done }) => done)).toEqual([false, false, false, true, true]);
    expect(results.flatMap(({ value }) => value ?? [])).toEqual(LETTERS);
  });

  it('names the item that could not be got, when its batch is due, and stays there', async () => {
    const dataset = new Slow([5, 0]);
    dataset.failing = 3;
    const loader = new DataLoader(dataset, { batchSize: 2, prefetch: 3 });
    const got: string[][] = [];
    const loop = async () => {
      for await (const batch of loader) got.push(batch);
    };
    const error = await loop().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe('dataset.get(3) failed: no such letter');
    expect(error.cause.message).toBe('no such letter');
    expect(got).toEqual([['a', 'b']]);
    expect(at(loader)).toEqual([0, 1]);
    expect([...dataset.signals].every((signal) => signal.aborted)).toBe(true);
    dataset.signals.clear();
    dataset.failing = -1;
    await loop();
    expect(got.flat()).toEqual(LETTERS);
    expect(at(loader)).toEqual([1, 0]);
  });

  it('goes on with batches of an iterable of one’s own that were read ahead of a failure', async () => {
    const dataset = new Slow();
    dataset.failing = 3;
    function* indices() {
      yield* [0, 1, 2, 3, 4, 5, 6, 7];
    }
    const loader = new DataLoader(dataset, { batchSize: 2, prefetch: 3, sampler: indices() as never });
    const got: string[][] = [];
    const loop = async () => {
      for await (const batch of loader) got.push(batch);
    };
    await expect(loop()).rejects.toThrow(/dataset\.get\(3\)/);
    dataset.failing = -1;
    await loop();
    expect(got.flat().join('')).toBe('abcdefgh');
  });

  it.each([0, 1, 2, 3, 9])('delivers what there is before an iterable fails, %i ahead', async (prefetch) => {
    function* failing() {
      yield* [0, 1, 2, 3, 4, 5];
      throw new Error('boom');
    }
    const sources: [Iterable<number>, RegExp][] = [
      [failing(), /^boom$/],
      [[0, 1, 2, 3, 4, 5, -1, 7], /^an index must be an integer .* got -1/],
    ];
    for (const [sampler, message] of sources) {
      const loader = new DataLoader(LETTERS, { batchSize: 2, prefetch, sampler: sampler as never });
      const got: string[][] = [];
      const loop = async () => {
        for await (const batch of loader) got.push(batch);
      };
      await expect(loop()).rejects.toThrow(message);
      expect(got.flat().join('')).toBe('abcdef');
      expect(at(loader)).toEqual([0, 3]);
    }
  });

  it('inside another takes an epoch of its own', async () => {
    const loader = new DataLoader(new Slow([2, 0]), { batchSize: 5, shuffle: true, seed: 1 });
    const plain = new DataLoader(LETTERS, { batchSize: 5, shuffle: true, seed: 1 });
    const epochs = [0, 1].map(() => [...plain]);
    const outer: string[][] = [];
    let inner: string[][] = [];
    for await (const batch of loader) {
      outer.push(batch);
      if (outer.length === 1) inner = await collect(loader);
    }
    expect([outer, inner]).toEqual(epochs);
    expect(at(loader)).toEqual([2, 0]);
  });

  it('goes on behind what was drawn meanwhile', async () => {
    const loader = new DataLoader(LETTERS, { batchSize: 2 });
    const seen: string[][] = [];
    for await (const batch of loader) {
      seen.push(batch);
      if (seen.length === 1) seen.push(loader.draw());
    }
    expect(seen.flat()).toEqual(LETTERS);
    const dataset = new Slow();
    const slow = new DataLoader(dataset, { batchSize: 1, prefetch: 4 });
    let turn = 0;
    for await (const _ of slow) if (++turn === 2) expect(() => slow.draw()).toThrow(/is a promise/);
    // the one that draw() failed to take was asked for once more, and no other
    expect(dataset.asked).toHaveLength(LETTERS.length + 1);
  });
});
