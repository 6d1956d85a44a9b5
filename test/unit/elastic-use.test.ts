// Elastic resumption in worked examples: ranks, batches, ends of epochs, generators, and states of all ranks.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  RandomSampler,
  type Sampler,
  type SamplerState,
  SequentialSampler,
  StratifiedBatchSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { throughJson } from '../support/resume-runs.js';
import { at, backends, SEED, weighted } from '../support/sampler-cases.js';

const ELASTIC = { elastic: true };
const lists = (batches: Iterable<ArrayLike<number>>) => Array.from(batches, (batch) => Array.from(batch));
const rankOf = (sampler: Sampler, numReplicas: number, rank: number, more = {}) =>
  new DistributedSampler(sampler, { numReplicas, rank, ...more });
const ranksOf = (n: number, numReplicas: number, more = {}) =>
  Array.from({ length: numReplicas }, (_, rank) => rankOf(new SequentialSampler(n), numReplicas, rank, more));

describe('an epoch of 0 to 11', () => {
  it('goes on with 2 ranks in place of 4', () => {
    const old = ranksOf(12, 4);
    for (const rank of old) rank.take(2);
    const [first, second] = ranksOf(12, 2);
    first.restore(throughJson(old[3].state()), ELASTIC);
    second.restore(throughJson(old[0].state()), ELASTIC);
    expect([at(first), at(second)]).toEqual([
      [0, 4],
      [0, 4],
    ]);
    expect([[...first], [...second]]).toEqual([
      [8, 10],
      [9, 11],
    ]);
  });

  it('goes on with batches of 4 in place of 2, and back', () => {
    const pairs = new BatchSampler(new SequentialSampler(12), 2);
    pairs.take(2);
    const fours = new BatchSampler(new SequentialSampler(12), 4);
    fours.restore(pairs.state(), ELASTIC);
    expect([...fours.draw()]).toEqual([4, 5, 6, 7]);
    pairs.restore(fours.state(), ELASTIC);
    expect(lists(pairs)).toEqual([
      [8, 9],
      [10, 11],
    ]);
  });

  it('goes on on another rank', () => {
    const [, second, third] = ranksOf(12, 3);
    second.take(2);
    third.restore(second.state(), ELASTIC);
    expect([...third]).toEqual([8, 11]);
  });

  it('goes on from one process to several, from any class to any other, and back', () => {
    const plain = new SequentialSampler(12);
    plain.take(4);
    const [, rank] = ranksOf(12, 2);
    rank.restore(plain.state(), ELASTIC);
    expect(rank.draw()).toBe(5);
    const whole = new DistributedBatchSampler(new BatchSampler(new SequentialSampler(12), 3), {
      numReplicas: 1,
      rank: 0,
    });
    whole.restore(rank.state(), ELASTIC);
    expect([...whole.draw()]).toEqual([6, 7, 8]);
    const loader = new DataLoader('abcdefghijkl'.split(''), { collate: (items) => items.join('') });
    loader.restore(whole.state(), ELASTIC);
    expect([...loader]).toEqual(['j', 'k', 'l']);
  });

  it('goes on over ranks of ranks', () => {
    const make = (nodes: number, gpus: number, node: number, gpu: number) =>
      rankOf(rankOf(new SequentialSampler(12), nodes, node), gpus, gpu);
    const old = make(2, 2, 1, 1);
    old.take(2);
    expect(old.state().shape).toMatchObject({ numReplicas: 4, rank: 3, batchSize: 1 });
    const next = make(2, 1, 1, 0);
    next.restore(old.state(), ELASTIC);
    expect([...next]).toEqual([9, 11]);
  });
});

describe('the end of an epoch', () => {
  it('always fits, and so does its beginning', () => {
    const old = ranksOf(10, 4)[2];
    old.take(3);
    const [rank] = ranksOf(10, 3);
    rank.restore(old.state(), ELASTIC);
    expect(at(rank)).toEqual([1, 0]);
    rank.restore(ranksOf(10, 7)[5].state(), ELASTIC);
    expect(at(rank)).toEqual([0, 0]);
  });

  it('is padded, or cut, as the new ranks say', () => {
    const old = ranksOf(10, 4)[0];
    old.take(2);
    const rest = (more: object) =>
      ranksOf(10, 4, more).map((rank) => {
        rank.restore(old.state(), ELASTIC);
        return rank.epoch > 0 ? [] : [...rank];
      });
    expect(rest({})).toEqual([[8], [9], [0], [1]]);
    expect(rest({ pad: false })).toEqual([[8], [9], [], []]);
    expect(rest({ dropLast: true })).toEqual([[], [], [], []]);
    const batches = new BatchSampler(new SequentialSampler(10), 8, true);
    batches.restore(old.state(), ELASTIC);
    expect(at(batches)).toEqual([1, 0]);
  });

  it('comes early for some ranks of uneven shares, whose states agree all the same', () => {
    const old = ranksOf(10, 3, { pad: false });
    for (const rank of old) rank.take(3);
    const states = old.map((rank) => throughJson(rank.state()));
    expect(old.map(at)).toEqual([
      [0, 3],
      [1, 0],
      [1, 0],
    ]);
    const one = new BatchSampler(new SequentialSampler(10), 1);
    for (const given of [states, states.toReversed(), states[0]]) {
      one.restore(given, ELASTIC);
      expect(lists(one)).toEqual([[9]]);
    }
    for (const [i, state] of states.entries()) {
      if (i > 0)
        expect(() => one.restore(state, ELASTIC)).toThrow(/^state of rank \d does not say whether rank 0, whose/);
    }
    old[0].draw();
    one.restore(
      old.map((rank) => rank.state()),
      ELASTIC,
    );
    expect(at(one)).toEqual([1, 0]);
  });

  it('is that of the others for ranks without a share', () => {
    const old = ranksOf(2, 3, { pad: false });
    expect([...old[0], ...old[1]]).toEqual([0, 1]);
    // the last rank has drawn nothing, in whatever epoch it is
    const one = new BatchSampler(new SequentialSampler(2), 1);
    one.restore(
      old.map((rank) => rank.state()),
      ELASTIC,
    );
    expect(at(one)).toEqual([1, 0]);
  });
});

describe.each(backends)('elastic resumption on %s', (backend) => {
  it('takes the seed of the state, and keeps the position for setEpoch', () => {
    const old = rankOf(weighted(backend, 40), 4, 1);
    old.setEpoch(5);
    old.take(6);
    const fresh = new WeightedRandomSampler(weighted(backend, 40).weights ?? [], 40, { backend });
    const batches = new BatchSampler(fresh, 8);
    batches.restore(old.state(), ELASTIC);
    expect(batches.seed).toBe(SEED);
    batches.setEpoch(5);
    expect(lists(batches).flat()).toEqual([...weighted(backend, 40).indices(5)].slice(24));
  });

  it('gives the ranks of one process one epoch of their generator, and the next one after it', () => {
    const make = () => new RandomSampler(90, { replacement: true, generator: new TorchGenerator(6), backend });
    const expected = make();
    const [first, second] = [[...expected], [...expected]];
    // one of 40 ranks has drawn 32 indices, all of them together 40
    const old = rankOf(make(), 40, 0);
    old.draw();
    const sampler = make();
    const ranks = [0, 1].map((rank) => rankOf(sampler, 2, rank));
    for (const rank of ranks) rank.restore(throughJson(old.state()), ELASTIC);
    const seen = ranks.map((rank) => [...rank]);
    const interleaved = (shares: number[][]) => shares[0].flatMap((index, i) => [index, shares[1][i]]);
    expect(interleaved(seen)).toEqual(first.slice(40));
    expect(interleaved(ranks.map((rank) => [...rank]))).toEqual(second);
    // a state that is saved right away restores as any other
    const again = rankOf(make(), 2, 1);
    ranks[1].restore(old.state(), ELASTIC);
    again.restore(throughJson(ranks[1].state()));
    expect([...again]).toEqual(seen[1]);
  });

  it('moves on a generator past an epoch of which dropLast leaves nothing', () => {
    const make = () => new RandomSampler(10, { replacement: true, generator: new TorchGenerator(6), backend });
    const expected = make();
    expected.take(10);
    const old = rankOf(make(), 4, 0);
    old.take(2);
    const next = rankOf(make(), 4, 3, { dropLast: true });
    next.restore(old.state(), ELASTIC);
    expect(at(next)).toEqual([1, 0]);
    expect(next.take(2)).toEqual(expected.indices().filter((_, i) => i % 4 === 3));
  });

  it('leaves a loader’s own generator where it was, or where its orders are', () => {
    for (const shares of [true, false]) {
      const open = (batchSize: number, numReplicas = 1) => {
        const generator = new TorchGenerator(8);
        const orders = shares ? generator : new TorchGenerator(9);
        const all = new RandomSampler(64, { replacement: true, numSamples: 96, generator: orders, backend });
        const sampler = rankOf(all, numReplicas, 0);
        const collate = (items: number[]) => items;
        const dataset = Array.from({ length: 64 }, (_, i) => i);
        return new DataLoader(dataset, { sampler, generator, batchSize, collate });
      };
      // one of 40 ranks has drawn 32 indices, all of them together 40
      const [whole, old, next] = [open(8), open(1, 40), open(20)];
      whole.skip(5);
      old.draw();
      next.restore(throughJson(old.state()), ELASTIC);
      expect(next.generator?.state()).toEqual(whole.generator?.state());
      expect([...next].flat()).toEqual([...whole].flat());
      // and the epoch after it
      expect([...next].flat()).toEqual([...whole].flat());
      expect(next.generator?.state()).toEqual(whole.generator?.state());
    }
  });

  it('shares out batches of classes, and distinct ones, among other ranks', () => {
    const labels = Array.from({ length: 30 }, (_, i) => i % 3);
    const stratified = () => new StratifiedBatchSampler(labels, { batchSize: 6, numBatches: 8, seed: SEED, backend });
    const distinct = () => new BatchSampler(weighted(backend, 48), 6, false, { distinct: true });
    for (const make of [stratified, distinct]) {
      const old = new DistributedBatchSampler(make(), { numReplicas: 2, rank: 1 });
      old.take(2);
      const next = new DistributedBatchSampler(make(), { numReplicas: 4, rank: 2 });
      next.restore(old.state(), ELASTIC);
      expect(lists(next)).toEqual(lists(make()).filter((_, i) => i === 6));
      const alone = make();
      alone.restore(old.state(), ELASTIC);
      expect(lists(alone)).toEqual(lists(make()).slice(4));
    }
  });
});

it('states of wrappers stay small, and are JSON', () => {
  const rank = rankOf(new RandomSampler(2 ** 32 - 1, { replacement: true, seed: 2 ** 53 - 1 }), 2 ** 20, 2 ** 20 - 1, {
    pad: false,
  });
  const loader = new DataLoader({ length: 2 ** 32 - 1, get: (index) => index }, { sampler: rank, batchSize: 4096 });
  loader.setEpoch(2 ** 53 - 1);
  const state = loader.state();
  expect(throughJson(state)).toEqual(state);
  expect(JSON.stringify(state).length).toBeLessThan(320);
  const { shape } = new BatchSampler(rank, 7).state();
  expect(shape).toEqual({ ...(state.shape as object), batchSize: 7, count: 585 });
  // a sampler that is not wrapped has none: it is the innermost one
  expect(Object.keys(weighted('js', 5).state())).not.toContain('shape');
});

it('without elastic, a state restores as before, and one of other ranks is refused with a hint', () => {
  const [old, other] = ranksOf(12, 3);
  old.take(2);
  const { shape, ...before } = old.state() as SamplerState;
  expect(shape).toBeDefined();
  const again = ranksOf(12, 3)[0];
  for (const options of [undefined, {}, { elastic: false }, { elastic: undefined }]) {
    again.restore(before, options);
    expect(again.draw()).toBe(6);
  }
  const hint = /; \{ elastic: true \} continues it with other ranks or batch sizes$/;
  expect(() => other.restore(old.state())).toThrow(hint);
  expect(() => new BatchSampler(new SequentialSampler(12), 2).restore(old.state())).toThrow(hint);
  expect(() => other.restore(new SequentialSampler(12).state())).toThrow(hint);
  // nothing but the ranks may differ
  for (const sampler of [new SequentialSampler(13), new RandomSampler(12, { seed: 1 })]) {
    let message = '';
    try {
      rankOf(sampler, 3, 0).restore(old.state());
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^state is of a DistributedSampler with different settings .*, expected "\w+"$/);
  }
});
