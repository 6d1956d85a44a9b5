// Ranks that share out batches of groups, whose number differs from epoch to epoch, and batches of classes.
import { describe, expect, it } from 'vitest';
import {
  type BatchSampler,
  ClassBatchSampler,
  DataLoader,
  GroupBatchSampler,
  RandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { Endless, N, Own } from '../support/own-samplers.js';
import { at, backends, SEED, WEIGHTS } from '../support/sampler-cases.js';
import { HOWS, plain, rankOf, shareOf } from '../support/shards.js';

const groups = Array.from({ length: 40 }, (_, i) => (i * i) % 7);
type Run = GroupBatchSampler | BatchSampler;

describe.each(backends)('ranks (%s)', (backend) => {
  const options = { seed: SEED, backend };
  const kinds: [string, () => Run][] = [
    // the number of batches differs from epoch to epoch
    ['weighted groups', () => new GroupBatchSampler(new WeightedRandomSampler(WEIGHTS, 50, options), groups, 4)],
    ['shuffled groups', () => new GroupBatchSampler(new RandomSampler(40, options), groups, 4)],
    ['whole groups', () => new GroupBatchSampler(new RandomSampler(40, options), groups, 5, true)],
    ['no whole groups', () => new GroupBatchSampler(new RandomSampler(40, options), groups, 30, true)],
    [
      'classes',
      () => new ClassBatchSampler(groups, { classesPerBatch: 2, itemsPerClass: 3, numBatches: 11, ...options }),
    ],
  ];

  describe.each(kinds)('over batches of %s', (name, make) => {
    it.each(HOWS)('give the single run, %s', (how) => {
      for (const numReplicas of [1, 2, 3, 5]) {
        for (let rank = 0; rank < numReplicas; rank++) {
          const single = make();
          const shared = make();
          const sampler = rankOf(shared, numReplicas, rank, how);
          for (const epoch of [0, 1, 7, 2]) {
            single.setEpoch(epoch);
            const share = shareOf(plain(single), numReplicas, rank, how);
            sampler.setEpoch(epoch);
            expect(sampler).toHaveLength(share.length);
            expect([...sampler.indices()]).toEqual(share.flat());
            expect([...sampler.indices(epoch)]).toEqual(share.flat());
            expect(plain(sampler)).toEqual(share);
            expect(at(sampler)).toEqual([epoch + 1, 0]);
          }
          expect(at(shared)).toEqual([0, 0]);
        }
      }
    });

    it.each(HOWS)('are taken, skipped and resumed anywhere, %s', (how) => {
      const of = () => rankOf(make(), 3, 1, how);
      const whole = of();
      if (name.startsWith('no')) {
        expect(plain(whole)).toEqual([]);
        expect(() => whole.draw()).toThrow(/^nothing to draw: the sampler is empty$/);
        expect(() => whole.skip(1)).toThrow(/^nothing to draw: the sampler is empty$/);
        return;
      }
      const run = [0, 1, 2].flatMap((epoch) => {
        whole.setEpoch(epoch);
        return plain(whole);
      });
      expect(plain(of().take(run.length))).toEqual(run);
      for (let count = 0; count < run.length; count++) {
        const [before, after, skipped] = [of(), of(), of()];
        expect(plain(before.take(count))).toEqual(run.slice(0, count));
        after.restore(JSON.parse(JSON.stringify(before.state())));
        skipped.skip(count);
        expect([at(after), at(skipped)]).toEqual([at(before), at(before)]);
        for (const each of [after, skipped]) expect(plain(each.take(run.length - count))).toEqual(run.slice(count));
      }
    });

    it('load items, and a loader skips and resumes', () => {
      const of = () =>
        new DataLoader(groups, { batchSampler: rankOf(make(), 2, 1, 'uneven'), collate: (_, indices) => [...indices] });
      const rank = rankOf(make(), 2, 1, 'uneven');
      const loader = of();
      const run = [0, 1].flatMap(() => {
        expect(loader).toHaveLength(rank.length);
        const batches = [...loader];
        expect(batches).toEqual(plain(rank));
        return batches;
      });
      for (let count = 0; count < run.length; count++) {
        const [before, after, skipped] = [of(), of(), of()];
        for (let i = 0; i < count; i++) before.draw();
        after.restore(JSON.parse(JSON.stringify(before.state())));
        skipped.skip(count);
        for (const each of [after, skipped]) {
          expect(Array.from({ length: run.length - count }, () => each.draw())).toEqual(run.slice(count));
        }
      }
    });
  });

  it.each(kinds)('continue %s with other ranks, each batch once', (name, make) => {
    const run = plain(make());
    for (const [before, after] of [
      [1, 3],
      [2, 4],
      [4, 2],
      [3, 1],
      [6, 4],
    ]) {
      // in the last round, the share of some ranks has ended
      for (let steps = 1; steps < run.length / before; steps++) {
        const old = Array.from({ length: before }, (_, rank) => rankOf(make(), before, rank, 'uneven'));
        const seen = old.flatMap((rank) => plain(rank.take(Math.min(steps, rank.length))));
        const states = old.map((rank) => JSON.parse(JSON.stringify(rank.state())));
        const restored = Array.from({ length: after }, (_, rank) => rankOf(make(), after, rank, 'uneven'));
        const restore = () => {
          for (const rank of restored) rank.restore(states, { elastic: true });
        };
        if ((steps * before) % after !== 0) {
          expect(restore).toThrow(RangeError);
          continue;
        }
        restore();
        // a rank that has nothing left is at the next epoch
        const rest = restored.filter(({ epoch }) => epoch === 0);
        expect([...seen, ...rest.flatMap(plain)].sort().join(' | ')).toBe([...run].sort().join(' | '));
      }
    }
    expect(name.startsWith('no') ? run : run.slice(0, 6)).toHaveLength(name.startsWith('no') ? 0 : 6);
  });

  it('refuse a rank over groups that went on to the end of the epoch', () => {
    const loaders = [0, 1].map(
      (rank) => new DataLoader(groups, { batchSampler: rankOf(kinds[0][1](), 2, rank, 'uneven') }),
    );
    const target = () => new DataLoader(groups, { batchSampler: rankOf(kinds[0][1](), 1, 0, 'uneven') });
    const saved = () => loaders.map((loader) => JSON.parse(JSON.stringify(loader.state())));
    loaders[0].skip(loaders[0].length - 2);
    loaders[1].skip(loaders[1].length);
    expect(() => target().restore(saved(), { elastic: true })).toThrow(
      /^states must be of ranks that delivered equally many/,
    );
    loaders[0].skip(2);
    const loader = target();
    loader.restore(saved(), { elastic: true });
    expect(at(loader)).toEqual([1, 0]);
  });

  it('do not fill over groups, and keep states apart', () => {
    const of = (how: (typeof HOWS)[number]) => rankOf(kinds[1][1](), 2, 0, how);
    expect(() => of('padded').fill(new Uint32Array(4))).toThrow(
      /^fill is not available over a GroupBatchSampler: its batches may be of any size; use take$/,
    );
    expect(of('padded').batchSize).toBe(4);
    expect(() => of('padded').restore(of('uneven').state())).toThrow(
      /^state is of a DistributedBatchSampler with different settings/,
    );
    const state = of('uneven').state();
    const length = of('uneven').length;
    expect(() => of('uneven').restore({ ...state, position: length })).toThrow(
      `state.position must be below ${length}, the length of an epoch, got ${length}`,
    );
  });

  it('take a seed that was not given', () => {
    const make = (seed?: number) =>
      rankOf(new GroupBatchSampler(new RandomSampler(40, { seed, backend }), groups, 4), 2, 1, 'uneven');
    const [before, after] = [make(8), make()];
    before.draw();
    after.restore(before.state());
    expect(plain(after)).toEqual(plain(before));
    expect(after.seed).toBe(8);
  });

  it.each(HOWS)('over groups from a generator, %s', (how) => {
    const make = () => {
      const generator = new TorchGenerator(4);
      const inner = new WeightedRandomSampler(WEIGHTS, 50, { generator, backend });
      return { generator, batches: new GroupBatchSampler(inner, groups, 4) };
    };
    for (let rank = 0; rank < 3; rank++) {
      const [single, own] = [make(), make()];
      const sampler = rankOf(own.batches, 3, rank, how);
      expect(() => sampler.length).toThrow(/^length is not known before the first batch of an epoch from a generator$/);
      expect(() => sampler.indices()).toThrow(/^indices is not available over batches of any size from a generator/);
      const run: number[][] = [];
      for (let epoch = 0; epoch < 3; epoch++) {
        const share = shareOf(plain(single.batches), 3, rank, how);
        const got: number[][] = [];
        for (const batch of sampler) {
          got.push([...batch]);
          if (got.length === 1 && share.length > 1) expect(sampler).toHaveLength(share.length);
        }
        expect(got).toEqual(share);
        run.push(...share);
        expect(own.generator._encodeWords()).toBe(single.generator._encodeWords());
      }
      for (let count = 0; count < run.length; count++) {
        const [before, after] = [0, 1].map(() => rankOf(make().batches, 3, rank, how));
        before.take(count);
        after.restore(JSON.parse(JSON.stringify(before.state())));
        expect(at(after)).toEqual(at(before));
        expect(plain(after.take(run.length - count))).toEqual(run.slice(count));
      }
    }
    // one sampler for all ranks
    const [single, shared] = [make(), make()];
    const ranks = [0, 1, 2].map((rank) => rankOf(shared.batches, 3, rank, how));
    for (let epoch = 0; epoch < 3; epoch++) {
      const run = plain(single.batches);
      expect(ranks.map(plain)).toEqual([0, 1, 2].map((rank) => shareOf(run, 3, rank, how)));
    }
  });
});

describe('groups from a generator', () => {
  const make = (seed: number) => {
    const generator = new TorchGenerator(seed);
    const inner = new WeightedRandomSampler([1, 2, 3, 1, 2, 3, 1], 10, { generator });
    return { generator, batches: new GroupBatchSampler(inner, [0, 1, 2, 0, 1, 2, 0], 5, true) };
  };

  const thirds = Array.from({ length: 9 }, (_, i) => i % 3);
  const shuffled = () => new GroupBatchSampler(new RandomSampler(9, { generator: new TorchGenerator(819) }), thirds, 5);

  it.each(HOWS)('in epochs of which some have no batch, %s', (how) => {
    // the first epoch has none
    for (const seed of [755, 484]) {
      for (let rank = 0; rank < 3; rank++) {
        const [single, own] = [make(seed), make(seed)];
        const sampler = rankOf(own.batches, 3, rank, how);
        const lengths = [0, 1, 2, 3].map(() => {
          const run = plain(single.batches);
          expect(plain(sampler)).toEqual(shareOf(run, 3, rank, how));
          expect(own.generator._encodeWords()).toBe(single.generator._encodeWords());
          return run.length;
        });
        expect(lengths[0]).toBe(0);
      }
    }
  });

  it('a loader over uneven ranks saves its state before the first batch', () => {
    const of = () =>
      new DataLoader([...'abcdefg'], { batchSampler: rankOf(make(3).batches, 2, 1, 'uneven'), collate: String });
    const [before, after] = [of(), of()];
    after.restore(JSON.parse(JSON.stringify(before.state())));
    expect([0, 1, 2].map(() => [...after])).toEqual([0, 1, 2].map(() => [...before]));
  });

  it('a state beyond the end of its epoch has nothing left', () => {
    const [before, after] = [0, 1].map(() => rankOf(shuffled(), 1, 0, 'uneven'));
    before.draw();
    after.restore({ ...before.state(), position: Number.MAX_SAFE_INTEGER }, { elastic: true });
    expect([plain(after), plain(before).length]).toEqual([[], 2]);
    expect(plain(after)).toEqual(plain(before));
  });

  it('ranks that have nothing left after a change end the epoch as the others do', () => {
    const single = shuffled();
    const [, second] = [plain(single), plain(single)];
    const old = rankOf(shuffled(), 1, 0, 'padded');
    old.skip(2);
    const rank = rankOf(shuffled(), 2, 1, 'dropped');
    rank.restore(old.state(), { elastic: true });
    expect(plain(rank)).toEqual([]);
    expect(plain(rank)).toEqual(shareOf(second, 2, 1, 'dropped'));
  });
});

describe.each([
  ['with a length', () => new Own()],
  ['without a length', () => new Endless()],
])('over groups of one’s own sampler %s', (_, make) => {
  it.each(HOWS)('%s', (how) => {
    const batches = () => new GroupBatchSampler(make(), groups.slice(0, N), 4);
    for (let rank = 0; rank < 3; rank++) {
      const single = batches();
      const sampler = rankOf(batches(), 3, rank, how);
      const run: number[][] = [];
      for (let epoch = 0; epoch < 3; epoch++) {
        const share = shareOf(plain(single), 3, rank, how);
        expect(plain(sampler)).toEqual(share);
        expect(at(sampler)).toEqual([epoch + 1, 0]);
        run.push(...share);
      }
      for (let count = 0; count < run.length; count++) {
        const [before, after] = [0, 1].map(() => rankOf(batches(), 3, rank, how));
        before.take(count);
        after.restore(JSON.parse(JSON.stringify(before.state())));
        expect(plain(after.take(run.length - count))).toEqual(run.slice(count));
      }
    }
  });
});
