// What an elastic restore refuses, in which words, and that nothing changes then.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  GroupBatchSampler,
  RandomSampler,
  type Sampler,
  StratifiedBatchSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { after, refusal } from '../support/elastic-runs.js';
import { Own } from '../support/own-samplers.js';
import { at, WEIGHTS, weighted } from '../support/sampler-cases.js';

const N = 120;
const inner = () => weighted('js', N);
const rankOf = (sampler: Sampler, numReplicas: number, rank: number, more = {}) =>
  new DistributedSampler(sampler, { numReplicas, rank, ...more });
const batchesOf = (sampler: Sampler, size: number) => new BatchSampler(sampler, size);
const stratified = (batchSize: number, numReplicas: number) =>
  new DistributedBatchSampler(
    new StratifiedBatchSampler(
      Array.from({ length: N }, (_, i) => i % 4),
      { batchSize, numBatches: 30, seed: 1 },
    ),
    { numReplicas, rank: 0 },
  );
const byGenerator = () => new RandomSampler(N, { generator: new TorchGenerator(1) });

it.each([
  [
    'a later position of the old run',
    after(3, batchesOf(rankOf(inner(), 2, 0), 4)),
    batchesOf(rankOf(inner(), 4, 0), 4),
    'state must be at a whole number of new steps, which are 16 draws (4 ranks with batches of 4), got 24 draws ' +
      'delivered in 3 steps of 8: continue the old run to position 4 (32 draws), or go back by setEpoch(0) and ' +
      'skip(1), which repeat 8 draws',
  ],
  [
    'of a single process',
    after(N + 1, inner()),
    batchesOf(inner(), 2),
    'state must be at a whole number of new steps, which are 2 draws (batches of 2), got 1 draw delivered in 1 step ' +
      'of 1: continue the old run to position 2 (2 draws), or go back by setEpoch(1) and skip(0), which repeat 1 draw',
  ],
  [
    'too near the end',
    after(109, inner()),
    rankOf(inner(), 27, 0),
    'state must be at a whole number of new steps, which are 27 draws (27 ranks), got 109 draws delivered in 109 ' +
      'steps of 1: continue the old run to the end of the epoch, or go back by setEpoch(0) and skip(4), which repeat ' +
      '1 draw',
  ],
  [
    'of batches of classes',
    after(3, stratified(4, 1)),
    stratified(4, 2),
    'state must be at a whole number of new steps, which are 2 batches (2 ranks), got 3 batches delivered in 3 steps ' +
      'of 1: continue the old run to position 4 (4 batches), or go back by setEpoch(0) and skip(1), which repeat ' +
      '1 batch',
  ],
  [
    'of a generator, which only moves forward',
    after(5, batchesOf(byGenerator(), 4)),
    batchesOf(byGenerator(), 8),
    'state must be at a whole number of new steps, which are 8 draws (batches of 8), got 20 draws delivered in 5 ' +
      'steps of 4: continue the old run to position 6 (24 draws), or go back by restoring position 4 of the old run, ' +
      'which repeats 4 draws',
  ],
])('delivered draws that are no whole number of new steps: %s', (_, state, target, message) => {
  expect(refusal(state, target)).toEqual(new RangeError(message));
});

it('the nearest positions that it names fit', () => {
  const old = batchesOf(byGenerator(), 4);
  const state = after(5, old);
  for (const given of [{ ...state, position: 4 }, after(1, old)]) {
    const next = batchesOf(byGenerator(), 8);
    next.restore(given, { elastic: true });
    expect([...next].flatMap((batch) => [...batch])).toEqual([...byGenerator()].slice(4 * given.position));
  }
});

it('ranks whose own draws are grouped', () => {
  const grouped = (numReplicas: number) => new GroupBatchSampler(rankOf(inner(), numReplicas, 0), new Uint8Array(N), 3);
  const { message } = refusal(after(2, grouped(2)), grouped(4));
  expect(message).toContain(
    ': batches of a GroupBatchSampler that are distinct, of classes or of groups depend on their size, so only the ' +
      'ranks over them may change',
  );
});

describe('another innermost sampler', () => {
  const state = after(4, rankOf(inner(), 2, 1));

  it.each([
    [
      'of another class',
      rankOf(new RandomSampler(N, { seed: 1 }), 4, 0),
      /^state is of draws of a WeightedRandomSampler, but this one draws from a RandomSampler: elastic changes/,
    ],
    [
      'of other weights',
      rankOf(weighted('js', N, [...WEIGHTS, 1]), 4, 0),
      /^state is of a WeightedRandomSampler with different settings .*, expected "\w+"; elastic changes ranks and bat/,
    ],
    [
      'of another length',
      rankOf(weighted('js', N + 1), 4, 0),
      /^state is of a WeightedRandomSampler with different settings/,
    ],
    [
      'of another seed',
      rankOf(new WeightedRandomSampler(WEIGHTS, N, { seed: 9 }), 4, 0),
      /^state is of seed \d+, this one has 9/,
    ],
    [
      'with a generator',
      rankOf(new WeightedRandomSampler(WEIGHTS, N, { generator: new TorchGenerator(1) }), 4, 0),
      /fingerprint|has a generator/,
    ],
    [
      'of distinct batches',
      new BatchSampler(inner(), 4, false, { distinct: true }),
      /, but this one draws from a BatchSampler: batches of a BatchSampler .* so only the ranks over them may change/,
    ],
    [
      'of batches of classes',
      stratified(4, 2),
      /this one draws from a StratifiedBatchSampler: batches of .* so only the ranks over them may change/,
    ],
  ])('%s', (_, target, message) => {
    const error = refusal(state, target);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(message);
  });

  it('of batches of classes of another size', () => {
    expect(refusal(after(4, stratified(4, 2)), stratified(8, 2)).message).toMatch(
      /^state is of a StratifiedBatchSampler with different settings .* so only the ranks over them may change/,
    );
  });

  it('of the draws of batches of classes, which depend on the size of those', () => {
    const draws = () => new StratifiedBatchSampler(['a', 'b', 'a'], { batchSize: 3, numBatches: 40, seed: 1 }).sampler;
    expect(refusal(after(4, batchesOf(draws(), 2)), batchesOf(draws(), 4)).message).toMatch(
      /^state is of a BatchSampler with different settings .* so only the ranks over them may change$/,
    );
  });

  it('of a data set of another length', () => {
    const loader = (n: number) =>
      new DataLoader(
        Array.from({ length: n }, (_, i) => i),
        { sampler: inner(), batchSize: 2 },
      );
    expect(refusal(after(4, loader(20)), loader(30)).message).toMatch(
      /^state is of a data set of 20 items, but this one/,
    );
  });

  it('of one’s own', () => {
    const batches = new BatchSampler(new Own(), 2);
    const saved = batches.state();
    expect(() => batches.restore(saved, { elastic: true })).toThrow(
      /^elastic is not available over an iterable of your own, whose draws cannot be divided again: wrap a sampler/,
    );
    expect(batches.state()).toEqual(saved);
  });
});

describe('a state that is none', () => {
  const good = after(4, batchesOf(rankOf(inner(), 2, 1), 3));
  const { shape, ...old } = good;

  it.each([
    [null, TypeError, 'state must come from state(), got null'],
    ['text', TypeError, 'state must come from state(), got "text"'],
    [[null], TypeError, 'state[0] must come from state(), got null'],
    [[good, [good]], TypeError, 'state[1] must come from state(), got an Array'],
    [{}, TypeError, 'state has no sampler: it must come from state()'],
    [[{ ...good, epoch: -1 }], RangeError, 'state[0].epoch must be a non-negative integer, got -1'],
    [{ ...good, position: 1.5 }, RangeError, 'state.position must be a non-negative integer, got 1.5'],
    [{ ...good, position: 1000 }, RangeError, 'state.position must be within its epoch, got 1000'],
    [{ ...good, version: 2 }, RangeError, 'state.version must be 1, got 2'],
    [{ ...good, seed: undefined }, TypeError, 'state has no seed'],
    [
      old,
      TypeError,
      'state has no shape: an earlier version saved it, or it is of batches that depend on their size. Restore it ' +
        'without elastic, with the old ranks and batch size, and save it again',
    ],
    [{ ...good, sampler: 1, shape: undefined }, TypeError, 'state.sampler must be a string, from state(), got 1'],
    [{ ...good, fingerprint: null }, TypeError, 'state.fingerprint must be a string, from state(), got null'],
    [{ ...good, shape: 5 }, TypeError, 'state.shape must come from state(), got 5'],
    [{ ...good, shape: null }, TypeError, 'state.shape must come from state(), got null'],
    [{ ...good, shape: [] }, TypeError, 'state.shape must come from state(), got an Array'],
    [{ ...good, shape: {} }, TypeError, 'state.shape.sampler must be a string, from state(), got undefined'],
    [
      { ...good, shape: { ...shape, numReplicas: 0 } },
      RangeError,
      'state.shape.numReplicas must be a positive integer, got 0',
    ],
    [
      { ...good, shape: { ...shape, batchSize: '3' } },
      TypeError,
      'state.shape.batchSize must be a positive integer, got "3"',
    ],
    [{ ...good, shape: { ...shape, rank: 2 } }, RangeError, 'state.shape.rank must be below numReplicas, 2, got 2'],
    [
      { ...good, shape: { ...shape, count: -1 } },
      RangeError,
      'state.shape.count must be a non-negative integer, got -1',
    ],
    [
      { ...good, shape: { ...shape, sampler: undefined } },
      TypeError,
      'state.shape.sampler must be a string, from state(), got undefined',
    ],
    [{ ...good, shape: { ...shape, fingerprint: 7 } }, TypeError, 'state.shape.fingerprint must be a string, from'],
    [{ ...good, shape: { ...shape, batchSize: 2 ** 53 - 1 } }, RangeError, 'state.position must be within its epoch'],
  ])('%j', (state, kind, message) => {
    const error = refusal(state, batchesOf(inner(), 2));
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
  });

  it.each([
    [{ elastic: 1 }, TypeError, 'elastic must be a boolean, got 1'],
    [{ elastic: null }, TypeError, 'elastic must be a boolean, got null'],
    [{ Elastic: true }, TypeError, 'options has no "Elastic"; known are elastic'],
    [true, TypeError, 'options must be an object like { elastic: … }, got true'],
    [null, TypeError, 'options must be an object like { elastic: … }, got null'],
  ])('with options %j', (options, kind, message) => {
    const error = refusal(good, batchesOf(rankOf(inner(), 2, 1), 3), options);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
  });
});

it('a state of batches that an earlier version saved fits where its innermost sampler is itself', () => {
  const distinct = () => new BatchSampler(inner(), 4, false, { distinct: true });
  const old = after(4, distinct());
  expect(old).not.toHaveProperty('shape');
  const rank = new DistributedBatchSampler(distinct(), { numReplicas: 2, rank: 1 });
  rank.restore(old, { elastic: true });
  expect(at(rank)).toEqual([0, 2]);
});

it('after a loader’s data set changed its length, nothing is restored', () => {
  const items = Array.from({ length: 20 }, (_, i) => i);
  const loader = new DataLoader(items, { sampler: weighted('js', 20), batchSize: 4, dropLast: true });
  const state = after(3, rankOf(weighted('js', 20), 5, 0));
  items.push(20);
  expect(() => loader.restore(state, { elastic: true })).toThrow('the data set has 21 items, but had 20');
  expect(at(loader)).toEqual([0, 0]);
});
