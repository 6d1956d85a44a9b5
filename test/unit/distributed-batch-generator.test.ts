// Ranks that share out the batches of a generator: all take from it what a single run takes.
import { describe, expect, it } from 'vitest';
import { BatchSampler, RandomSampler, TorchGenerator, WeightedRandomSampler } from '../../src/index.js';
import { at } from '../support/sampler-cases.js';
import { HOWS, plain, rankOf, shareOf } from '../support/shards.js';

describe('batches from a generator', () => {
  const kinds: [string, (generator: TorchGenerator) => BatchSampler][] = [
    ['weighted', (generator) => new BatchSampler(new WeightedRandomSampler([1, 2, 5, 3], 50, { generator }), 7)],
    ['shuffled', (generator) => new BatchSampler(new RandomSampler(50, { generator }), 7)],
    ['whole', (generator) => new BatchSampler(new RandomSampler(50, { generator }), 7, true)],
    ['few', (generator) => new BatchSampler(new RandomSampler(9, { generator }), 7)],
    [
      'distinct',
      (generator) =>
        new BatchSampler(new WeightedRandomSampler([1, 2, 5, 3, 1, 9, 4], 50, { generator }), 7, false, {
          distinct: true,
        }),
    ],
    // more draws than a generator makes at once
    [
      'many',
      (generator) => new BatchSampler(new RandomSampler(5, { replacement: true, numSamples: 9000, generator }), 999),
    ],
  ];

  describe.each(kinds)('%s', (_, make) => {
    it.each(HOWS)('are shared by ranks with generators of one seed, %s', (how) => {
      for (const numReplicas of [1, 2, 3, 9]) {
        const single = new TorchGenerator(6);
        const epochs = make(single);
        const ranks = Array.from({ length: numReplicas }, (_, rank) => {
          const generator = new TorchGenerator(6);
          return { generator, sampler: rankOf(make(generator), numReplicas, rank, how) };
        });
        for (let epoch = 0; epoch < 3; epoch++) {
          const peeked = ranks.map(({ sampler }) => [...sampler.indices()]);
          const run = plain(epochs);
          for (const [rank, { generator, sampler }] of ranks.entries()) {
            const share = shareOf(run, numReplicas, rank, how);
            expect(peeked[rank]).toEqual(share.flat());
            expect(sampler).toHaveLength(share.length);
            expect(plain(sampler)).toEqual(share);
            expect(at(sampler)).toEqual([epoch + 1, 0]);
            // all ranks take from the generator what the single run takes
            expect(generator._encodeWords()).toBe(single._encodeWords());
          }
        }
      }
    });

    it.each(HOWS)('are shared by ranks over one sampler, %s', (how) => {
      const shared = make(new TorchGenerator(6));
      const epochs = make(new TorchGenerator(6));
      const ranks = [0, 1, 2].map((rank) => rankOf(shared, 3, rank, how));
      for (let epoch = 0; epoch < 3; epoch++) {
        const run = plain(epochs);
        expect(ranks.map(plain)).toEqual([0, 1, 2].map((rank) => shareOf(run, 3, rank, how)));
      }
      expect(at(shared)).toEqual([0, 0]);
    });

    it('are filled, and resume anywhere, each rank by itself', () => {
      const of = (rank: number) => rankOf(make(new TorchGenerator(6)), 2, rank, 'uneven');
      for (const rank of [0, 1]) {
        const epoch = plain(of(rank));
        expect([...of(rank).fill(new Uint32Array(epoch.flat().length))]).toEqual(epoch.flat());
        for (let count = 0; count <= epoch.length + 1; count++) {
          const [before, after] = [of(rank), of(rank)];
          before.take(count);
          after.restore(JSON.parse(JSON.stringify(before.state())));
          expect(at(after)).toEqual(at(before));
          expect(plain(after.take(epoch.length))).toEqual(plain(before.take(epoch.length)));
        }
      }
    });
  });

  it('are shared by ranks of ranks', () => {
    const of = () => new BatchSampler(new RandomSampler(50, { generator: new TorchGenerator(6) }), 4);
    const run = plain(of());
    const outer = shareOf(run, 2, 1, 'uneven');
    for (const rank of [0, 1, 2]) {
      expect(plain(rankOf(rankOf(of(), 2, 1, 'uneven'), 3, rank, 'padded'))).toEqual(shareOf(outer, 3, rank, 'padded'));
    }
  });

  it('only move forward', () => {
    const sampler = rankOf(
      new BatchSampler(new RandomSampler(9, { generator: new TorchGenerator(1) }), 2),
      2,
      0,
      'padded',
    );
    expect(() => sampler.setEpoch(2)).toThrow(/^setEpoch is not available with a generator/);
  });
});
