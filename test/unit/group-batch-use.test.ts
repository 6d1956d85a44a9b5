// Batches of one group each, in loaders, ranks and loops within loops.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  bucketByLength,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  GroupBatchSampler,
  RandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { groupedBatches } from '../support/groups.js';
import { Endless, Own } from '../support/own-samplers.js';
import { backends, WEIGHTS, weighted } from '../support/sampler-cases.js';

const plain = (batches: Iterable<Uint32Array>): number[][] => Array.from(batches, (batch) => [...batch]);
const GROUPS = [0, 1, 0, 2, 1, 3, 2];

it('a rank groups its own draws', () => {
  const inner = new RandomSampler(20, { seed: 4 });
  const groups = Array.from({ length: 20 }, (_, i) => i % 3);
  const ranks = [0, 1].map(
    (rank) => new GroupBatchSampler(new DistributedSampler(inner, { numReplicas: 2, rank }), groups, 3),
  );
  const draws = inner.indices(0);
  for (const [rank, made] of ranks.entries()) {
    expect(plain(made)).toEqual(
      groupedBatches(
        draws.filter((_, i) => i % 2 === rank),
        groups,
        3,
      ),
    );
  }
});

it('several loops, each in its own epoch', () => {
  const make = () => new GroupBatchSampler(weighted('js', 40), [0, 1, 0, 2, 1, 3, 2], 6);
  const epochs = [0, 1, 2, 3].map((epoch) => {
    const made = make();
    made.setEpoch(epoch);
    return plain(made);
  });
  const made = make();
  const seen: number[][][] = [[], [], [], []];
  for (const outer of made) {
    seen[0].push([...outer]);
    if (seen[0].length > 1) continue;
    for (const middle of made) {
      seen[1].push([...middle]);
      if (seen[1].length > 1) continue;
      for (const inner of made) {
        seen[2].push([...inner]);
        if (seen[2].length === 1) seen[3] = plain(made);
      }
    }
  }
  expect(seen).toEqual(epochs);
});

describe.each(backends)('ranks over batches of groups (%s)', (backend) => {
  // with replacement, so that epochs have different numbers of batches
  const make = () => new GroupBatchSampler(weighted(backend, 40), GROUPS, 6);
  const run = (epoch: number): number[][] => {
    const single = make();
    single.setEpoch(epoch);
    return plain(single);
  };

  it.each([1, 2, 3, 5])('%i of them, in turn, are the single run, padded, dropped or neither', (numReplicas) => {
    const lengths = new Set<number>();
    for (let epoch = 0; epoch < 6; epoch++) {
      const all = run(epoch);
      lengths.add(all.length);
      for (const options of [{}, { dropLast: true }, { pad: false }]) {
        const shares = Array.from({ length: numReplicas }, (_, rank) => {
          const ours = new DistributedBatchSampler(make(), { numReplicas, rank, ...options });
          ours.setEpoch(epoch);
          const { length } = ours;
          const share = plain(ours);
          expect(share).toHaveLength(length);
          return share;
        });
        const turns = Math.max(...shares.map((share) => share.length));
        const inTurn = Array.from({ length: turns }, (_, i) => shares.flatMap((share) => share.slice(i, i + 1))).flat();
        const count = 'dropLast' in options ? all.length - (all.length % numReplicas) : all.length;
        const padded = 'pad' in options ? count : Math.ceil(count / numReplicas) * numReplicas;
        expect(inTurn).toEqual(Array.from({ length: padded }, (_, i) => all[i % all.length]));
      }
    }
    expect(lengths.size).toBeGreaterThan(1);
  });

  it('continue from their states', () => {
    const rank = () => new DistributedBatchSampler(make(), { numReplicas: 2, rank: 1 });
    const whole = rank();
    const all: number[][] = [];
    while (whole.epoch < 3) all.push([...whole.draw()]);
    for (let at = 0; at < all.length; at++) {
      const before = rank();
      before.take(at);
      const after = rank();
      after.restore(JSON.parse(JSON.stringify(before.state())));
      expect(plain(after.take(all.length - at))).toEqual(all.slice(at));
    }
  });
});

it('ranks may become other ranks, and one process, on the way', () => {
  const make = () => new GroupBatchSampler(weighted('js', 60), GROUPS, 6);
  const rank = (numReplicas: number, rank: number) => new DistributedBatchSampler(make(), { numReplicas, rank });
  const all = plain(make().take(30));
  for (const steps of [0, 1, 2]) {
    const states = [0, 1, 2, 3].map((each) => {
      const before = rank(4, each);
      before.take(steps);
      return JSON.parse(JSON.stringify(before.state()));
    });
    const two = [0, 1].map((each) => {
      const after = rank(2, each);
      after.restore(states, { elastic: true });
      return after;
    });
    const one = make();
    one.restore(states, { elastic: true });
    const left = make().length - 4 * steps;
    const next = all.slice(4 * steps, 4 * steps + left);
    expect(plain(one.take(left))).toEqual(next);
    for (const each of [0, 1]) {
      expect(plain(two[each].take(Math.floor(left / 2)))).toEqual(
        next.filter((_, i) => i % 2 === each).slice(0, Math.floor(left / 2)),
      );
    }
  }
  const other = new GroupBatchSampler(weighted('js', 60), GROUPS, 5);
  expect(() => other.restore(rank(2, 0).state(), { elastic: true })).toThrow(RangeError);
});

describe('skip', () => {
  it.each<[string, () => GroupBatchSampler<number>]>([
    ['a seed', () => new GroupBatchSampler(weighted('js', 40), GROUPS, 6)],
    ['a seed, whole batches', () => new GroupBatchSampler(weighted('js', 40), GROUPS, 6, true)],
    [
      'a generator',
      () =>
        new GroupBatchSampler(new WeightedRandomSampler(WEIGHTS, 40, { generator: new TorchGenerator(4) }), GROUPS, 6),
    ],
    [
      'one’s own',
      () =>
        new GroupBatchSampler(
          new Own(),
          new Array(50).fill(0).map((_, i) => i % 5),
          3,
        ),
    ],
    [
      'one’s own without a length',
      () =>
        new GroupBatchSampler(
          new Endless(),
          new Array(50).fill(0).map((_, i) => i % 5),
          3,
        ),
    ],
  ])('moves as drawing does, over %s', (_, make) => {
    const all = plain(make().take(60));
    for (const count of [0, 1, 2, 5, 8, 9, 10, 17, 31]) {
      const sampler = make();
      sampler.draw();
      sampler.skip(count);
      expect([...sampler.draw()]).toEqual(all[count + 1]);
      const twin = make();
      twin.take(count + 2);
      expect([sampler.epoch, sampler.position]).toEqual([twin.epoch, twin.position]);
      const loader = new DataLoader(
        new Array(50).fill(0).map((_, i) => i),
        {
          batchSampler: make(),
          collate: (items) => items,
        },
      );
      loader.skip(count);
      expect(loader.draw()).toEqual(all[count]);
    }
  });
});

it('a loader pads little with buckets of lengths', () => {
  const lengths = Array.from({ length: 500 }, (_, i) => 1 + ((i * 7919) % 97));
  const padding = (batches: Iterable<Uint32Array>) => {
    let wasted = 0;
    for (const batch of batches) {
      const own = Array.from(batch, (index) => lengths[index]);
      const longest = Math.max(...own);
      for (const length of own) wasted += longest - length;
    }
    return wasted;
  };
  const sampler = new RandomSampler(500, { seed: 1 });
  const grouped = new GroupBatchSampler(sampler, bucketByLength(lengths, 8), 16);
  const seen = [...grouped].flatMap((batch) => [...batch]).sort((a, b) => a - b);
  expect(seen).toEqual(Array.from({ length: 500 }, (_, i) => i));
  // eight buckets: about an eighth of the range in place of the whole
  expect(5 * padding(grouped)).toBeLessThan(padding(new BatchSampler(sampler, 16)));
});
