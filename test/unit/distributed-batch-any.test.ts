// Ranks over iterables of batches of one’s own, and over batches of iterables of indices.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchSampler, DataLoader, DistributedBatchSampler } from '../../src/index.js';
import { rounds } from '../support/rounds.js';
import { at } from '../support/sampler-cases.js';
import { HOWS, own, plain, rankOf, shareOf } from '../support/shards.js';

const batch = fc.array(fc.nat(99), { maxLength: 4 });
const setups = fc.record({
  run: fc.array(batch, { maxLength: 12 }),
  numReplicas: fc.integer({ min: 1, max: 6 }),
  how: fc.constantFrom(...HOWS),
  hasLength: fc.boolean(),
});

describe('iterables of batches of one’s own', () => {
  it('are dealt round by round, batches of any size too', () => {
    fc.assert(
      fc.property(setups, fc.array(batch, { maxLength: 12 }), ({ run, numReplicas, how, hasLength }, second) => {
        const next = hasLength ? [...second, ...run].slice(0, run.length) : second;
        for (let rank = 0; rank < numReplicas; rank++) {
          const iterable = own([run, next], hasLength ? run.length : undefined);
          const sampler = rankOf(iterable, numReplicas, rank, how);
          const share = shareOf(run, numReplicas, rank, how);
          if (hasLength) expect(sampler).toHaveLength(share.length);
          else expect(() => sampler.length).toThrow(/^length is not known: the iterable of batches has none$/);
          expect(plain(sampler)).toEqual(share);
          expect(at(sampler)).toEqual([1, 0]);
          // each rank reads the epoch to its end, whatever it gets
          expect([iterable.reads, iterable.closed]).toEqual([hasLength && run.length === 0 ? 0 : 1, 0]);
          if (hasLength && run.length === 0) continue;
          expect(plain(sampler)).toEqual(shareOf(next, numReplicas, rank, how));
          expect(iterable.reads).toBe(2);
        }
      }),
      { numRuns: rounds(300) },
    );
  });

  it('give each batch once with uneven shares', () => {
    fc.assert(
      fc.property(setups, ({ run, numReplicas, hasLength }) => {
        const numbered = run.map((indices, i) => [i, ...indices]);
        const seen = Array.from({ length: numReplicas }, (_, rank) =>
          plain(rankOf(own([numbered], hasLength ? run.length : undefined), numReplicas, rank, 'uneven')),
        );
        expect(seen.flat().sort(([a], [b]) => a - b)).toEqual(numbered);
      }),
      { numRuns: rounds(100) },
    );
  });

  it('are drawn and taken over the end of an epoch', () => {
    const run = [[1], [2, 3], [4], [5], [6]];
    const sampler = rankOf(own([run, run]), 2, 1, 'padded');
    expect(plain(sampler.take(4))).toEqual([[2, 3], [5], [1], [2, 3]]);
    expect([...sampler.draw()]).toEqual([5]);
    expect(at(sampler)).toEqual([1, 2]);
  });

  it('without an end are read as far as needed', () => {
    let made = 0;
    const endless = {
      *[Symbol.iterator]() {
        for (;;) yield [made++];
      },
    };
    const sampler = rankOf(endless, 3, 1, 'padded');
    expect(plain(sampler.take(3))).toEqual([[1], [4], [7]]);
    expect(made).toBe(9);
    for (const [index] of sampler) if (index === 16) break;
    expect(made).toBe(18);
    expect(at(sampler)).toEqual([1, 0]);
  });

  it('are each copied, padding too', () => {
    const kept = [Uint32Array.of(1), Uint32Array.of(2)];
    const sampler = rankOf([...kept, Uint32Array.of(3)], 2, 1, 'padded');
    const [first, padding] = [...sampler];
    const zeroth = new DistributedBatchSampler(kept, { numReplicas: 2, rank: 0 }).draw();
    zeroth[0] = 9;
    first[0] = 9;
    padding[0] = 9;
    expect(kept).toEqual([Uint32Array.of(1), Uint32Array.of(2)]);
    const again = rankOf([[1], [2], [3], [4]], 3, 0, 'padded');
    for (const each of again) each.fill(0);
    expect(plain(rankOf([[1], [2], [3], [4]], 3, 2, 'padded'))).toEqual([[3], [2]]);
    const own = rankOf([[1], [2], [3], [4]], 3, 1, 'padded');
    own.draw().fill(0);
    expect([...own.draw()]).toEqual([1]);
  });

  it('cannot go back, and say so', () => {
    const sampler = rankOf([[1], [2], [3]], 2, 0, 'padded');
    for (const [name, call] of [
      ['setEpoch', () => sampler.setEpoch(1)],
      ['indices', () => sampler.indices()],
      ['state', () => sampler.state()],
      ['restore', () => sampler.restore({} as never)],
    ] as const) {
      expect(call).toThrow(
        new RegExp(`^${name} is not available in a DistributedBatchSampler over an iterable of your own: wrap a `),
      );
    }
    expect(() => sampler.fill(new Uint32Array(2))).toThrow(
      /^fill is not available over an Array: its batches may be of any size; use take$/,
    );
    expect(() => sampler.batchSize).toThrow(/^batchSize is not known: an Array has none$/);
    expect(() => sampler.sampler.length).toThrow(TypeError);
    expect(() => [...sampler.sampler]).toThrow(/^the draws of this rank are known only batch by batch/);
    expect(plain(sampler)).toEqual([[1], [3]]);
    expect(Object.assign(rankOf(Object.assign([[1]], { batchSize: 8 }), 1, 0, 'padded')).batchSize).toBe(8);
    expect(JSON.parse(JSON.stringify(sampler))).toEqual({
      type: 'DistributedBatchSampler',
      batches: 'an Array',
      numReplicas: 2,
      rank: 0,
      dropLast: false,
      pad: true,
      epoch: 1,
      position: 0,
    });
  });

  it('end a loop that is left, and close the iterable', () => {
    const iterable = own([[[1], [2], [3], [4], [5]]], 5);
    const sampler = rankOf(iterable, 2, 0, 'padded');
    for (const _ of sampler) break;
    expect([iterable.closed, iterable.reads]).toEqual([1, 0]);
    expect(at(sampler)).toEqual([1, 0]);
    expect(plain(sampler)).toEqual([[1], [3], [5]]);
  });

  it('that fail end the epoch there', () => {
    const failing = {
      *[Symbol.iterator]() {
        yield [1];
        yield [2];
        throw new Error('torn');
      },
    };
    const sampler = rankOf(failing, 2, 1, 'padded');
    expect([...sampler.draw()]).toEqual([2]);
    expect(() => sampler.draw()).toThrow('torn');
    expect(at(sampler)).toEqual([0, 1]);
    // like an iterator that threw, it is at its end: nothing is padded
    expect(plain(sampler)).toEqual([]);
    expect(at(sampler)).toEqual([1, 0]);
  });
});

describe('batches of an iterable of indices of one’s own', () => {
  it.each(HOWS)('are dealt like any others, %s', (how) => {
    for (let n = 0; n < 30; n++) {
      const list = Array.from({ length: n }, (_, i) => (i * 7) % 31);
      const stream = { [Symbol.iterator]: () => list.values() } as never;
      for (const batches of [() => new BatchSampler(list, 3), () => new BatchSampler(stream, 3)]) {
        const run = plain(batches());
        for (const numReplicas of [1, 2, 4]) {
          for (let rank = 0; rank < numReplicas; rank++) {
            const share = shareOf(run, numReplicas, rank, how);
            expect(plain(rankOf(batches(), numReplicas, rank, how))).toEqual(share);
          }
        }
      }
    }
  });

  it('are shared by ranks of ranks', () => {
    const run = Array.from({ length: 11 }, (_, i) => [i, i + 1]);
    const inner = rankOf(run, 2, 0, 'uneven');
    expect(plain(rankOf(inner, 4, 1, 'padded'))).toEqual(shareOf(shareOf(run, 2, 0, 'uneven'), 4, 1, 'padded'));
  });

  it('load items', async () => {
    const dataset = Array.from({ length: 30 }, (_, i) => `item ${i}`);
    const run = [
      [0, 1, 2],
      [3, 4],
      [5, 6, 7, 8],
      [9, 10, 11],
      [12, 13],
    ];
    const collate = (items: string[]) => items;
    for (const rank of [0, 1]) {
      const expected = shareOf(run, 2, rank, 'uneven').map((indices) => indices.map((i) => `item ${i}`));
      const loader = new DataLoader(dataset, { batchSampler: rankOf(run, 2, rank, 'uneven'), collate, prefetch: 2 });
      expect(loader).toHaveLength(expected.length);
      expect([...loader]).toEqual(expected);
      const waited: string[][] = [];
      for await (const items of loader) waited.push(items);
      expect(waited).toEqual(expected);
    }
  });

  it('a loader’s loop that fails stays at its batch, and closes the iterable', () => {
    const iterable = own([[[0], [1], [2], [3], [4], [5]]], 6);
    let failing = true;
    const get = (index: number) => {
      if (failing && index === 3) throw new Error('torn');
      return index;
    };
    const batchSampler = rankOf(iterable, 2, 1, 'padded');
    const loader = new DataLoader({ length: 6, get }, { batchSampler, collate: (items) => items });
    expect(() => [...loader]).toThrow('dataset.get(3) failed: torn');
    expect(at(loader)).toEqual([0, 1]);
    failing = false;
    expect([...loader]).toEqual([[3], [5]]);
    expect([...loader]).toEqual([[1], [3], [5]]);
    expect([iterable.reads, iterable.closed]).toEqual([2, 0]);
  });

  it('an index beyond the data set closes the iterable, and ends the epoch', () => {
    const iterable = own([
      [[0], [1], [2], [9], [4], [5], [0], [1]],
      [[3], [2]],
    ]);
    const batchSampler = rankOf(iterable, 2, 1, 'padded');
    const loader = new DataLoader([10, 11, 12, 13, 14, 15], { batchSampler, collate: (items) => items });
    expect(() => [...loader]).toThrow(/must be below the length of the data set, 6, got 9/);
    expect([at(loader), iterable.closed]).toEqual([[0, 1], 1]);
    // the batch stays the next one, and nothing is padded after it
    expect(() => [...loader]).toThrow(/got 9/);
    const after = rankOf(iterable, 2, 1, 'padded');
    expect(plain(after)).toEqual([[2]]);
  });
});
