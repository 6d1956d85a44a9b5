// Ranks that share out whole batches: stratified, distinct and plain ones.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  SequentialSampler,
  StratifiedBatchSampler,
  SystematicSampler,
  WeightedRandomSampler,
} from '../../src/index.js';
import { at, backends } from '../support/sampler-cases.js';

type Batches = Iterable<Uint32Array>;
const plain = (batches: Batches): number[][] => Array.from(batches, (batch) => [...batch]);
const ranksOf = (batches: BatchSampler, numReplicas: number, dropLast = false) =>
  Array.from(
    { length: numReplicas },
    (_, rank) => new DistributedBatchSampler(batches, { numReplicas, rank, dropLast }),
  );
const labels = Array.from({ length: 83 }, (_, i) => ['often', 'often', 'often', 'rare', 'seldom'][i % 5]);
const weights = Array.from({ length: 30 }, (_, i) => 1 + (i % 7));

describe.each(backends)('ranks (%s)', (backend) => {
  const kinds: [name: string, make: () => BatchSampler][] = [
    ['stratified', () => new StratifiedBatchSampler(labels, { batchSize: 7, numBatches: 23, seed: 5, backend })],
    ['distinct', () => new BatchSampler(weighted(), 7, false, { distinct: true })],
    ['distinct, whole', () => new BatchSampler(weighted(), 7, true, { distinct: true })],
    ['systematic', () => new BatchSampler(new SystematicSampler(weights, 96, { seed: 5, backend }), 7)],
    ['few', () => new BatchSampler(new WeightedRandomSampler(weights, 10, { seed: 5, backend }), 7)],
    ['ranks again', () => new DistributedBatchSampler(new BatchSampler(weighted(), 7), { numReplicas: 2, rank: 1 })],
  ];
  const weighted = () => new WeightedRandomSampler(weights, 96, { seed: 5, backend });

  describe.each(kinds)('of %s batches', (_name, make) => {
    it.each([1, 2, 3, 7])('%i of them, in turn, are the single run', (numReplicas) => {
      for (const epoch of [0, 4]) {
        const single = make();
        single.setEpoch(epoch);
        const run = plain(single);
        for (const dropLast of [false, true]) {
          const ranks = ranksOf(make(), numReplicas, dropLast);
          const turns = (dropLast ? Math.floor : Math.ceil)(run.length / numReplicas);
          const expected = Array.from({ length: turns * numReplicas }, (_, i) => run[i % run.length]);
          for (const rank of ranks) {
            expect(rank.length).toBe(turns);
            rank.setEpoch(epoch);
          }
          const shares = ranks.map(plain);
          expect(shares.map((share) => share.length)).toEqual(ranks.map(() => turns));
          expect(Array.from({ length: turns }, (_, i) => shares.map((share) => share[i])).flat()).toEqual(expected);
          expect(ranks.map((rank) => [...rank.indices(epoch)])).toEqual(shares.map((share) => share.flat()));
        }
      }
    });

    it.each([1, 2, 3, 7])('%i of them with uneven shares give each batch once', (numReplicas) => {
      const run = plain(make());
      for (const rank of Array.from({ length: numReplicas }, (_, rank) => rank)) {
        const of = () => new DistributedBatchSampler(make(), { numReplicas, rank, pad: false });
        const share = run.filter((_, i) => i % numReplicas === rank);
        expect(of()).toHaveLength(share.length);
        expect(plain(of())).toEqual(share);
        expect([...of().indices()]).toEqual(share.flat());
        if (share.length === 0) continue;
        expect(plain(of().take(share.length))).toEqual(share);
        expect([...of().fill(new Uint32Array(share.flat().length))]).toEqual(share.flat());
        for (let position = 0; position < share.length; position++) {
          const [before, after] = [of(), of()];
          before.take(position);
          after.restore(JSON.parse(JSON.stringify(before.state())));
          expect(plain(after)).toEqual(share.slice(position));
        }
      }
    });

    it('go on, stop and resume each by itself, and move nothing', () => {
      const batches = make();
      const [first, second] = ranksOf(batches, 2);
      const run = [0, 1].flatMap((epoch) => {
        first.setEpoch(epoch);
        return plain(first);
      });
      first.setEpoch(0);
      expect(plain(first.take(run.length))).toEqual(run);
      expect(at(batches)).toEqual([0, 0]);
      first.setEpoch(0);
      first.draw();
      const [again] = ranksOf(make(), 2);
      again.restore(JSON.parse(JSON.stringify(first.state())));
      expect(plain(again.take(run.length - 1))).toEqual(run.slice(1));
      expect(() => second.restore(first.state())).toThrow(
        'state is of a DistributedBatchSampler with different settings (wrapped batch sampler or its length, ' +
          'numReplicas, rank, dropLast, pad): ',
      );
    });
  });

  it('keep quotas, and feed a loader', () => {
    const batches = new StratifiedBatchSampler(labels, { batchSize: 6, numBatches: 12, seed: 5, backend });
    for (const batchSampler of ranksOf(batches, 7)) {
      const loader = new DataLoader(labels, { batchSampler, collate: (items) => items });
      for (const items of loader) {
        for (const label of ['often', 'rare', 'seldom']) expect(items.filter((item) => item === label)).toHaveLength(2);
      }
    }
  });
});

it('a rank takes a seed that its sampler was not given', () => {
  const of = (seed?: number) =>
    ranksOf(new BatchSampler(new WeightedRandomSampler(weights, 96, { seed }), 7, false, { distinct: true }), 2)[1];
  const before = of(8);
  const after = of();
  after.restore(before.state());
  expect(plain(after)).toEqual(plain(before));
  expect(after.seed).toBe(8);
});

it('what it is given wrong is told', () => {
  const batches = new BatchSampler(new SequentialSampler(9), 2);
  const make = (wrapped: unknown, options: unknown) => () =>
    new DistributedBatchSampler(wrapped as BatchSampler, options as { numReplicas: number; rank: number });
  const options = { numReplicas: 2, rank: 0 };
  const cases: [() => unknown, RegExp][] = [
    [make(batches, undefined), /^numReplicas must be a positive integer, got undefined/],
    [make(batches, { numReplicas: 0, rank: 0 }), /^numReplicas must be a positive integer, got 0/],
    [make(batches, { numReplicas: 2, rank: 2 }), /^rank must be below numReplicas, 2, got 2 \(PyTorch: "Invalid rank/],
    [make(batches, { ...options, dropLast: 1 }), /^dropLast must be a boolean/],
    [make(batches, { ...options, pad: null }), /^pad must be a boolean, got null$/],
    [make(batches, { ...options, pad: 0 }), /^pad must be a boolean, got 0$/],
    [
      make(batches, { ...options, pad: false, dropLast: true }),
      /^dropLast and pad: false exclude each other: give pad/,
    ],
    [make(batches, { ...options, seed: 1 }), /^options has no "seed"/],
  ];
  for (const [call, message] of cases) expect(call).toThrow(message);
  expect(() => new DistributedSampler(batches as never, options)).toThrow(
    /which gives batches; use a DistributedBatchSampler$/,
  );
});
