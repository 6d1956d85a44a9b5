// Batches of one group each, over every kind of sampler, beside a plain reference.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DynamicWeightedSampler,
  GroupBatchSampler,
  RandomSampler,
  SequentialSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { groupedBatches } from '../support/groups.js';
import { rounds } from '../support/rounds.js';
import { kinds, SEED, WEIGHTS, weighted } from '../support/sampler-cases.js';

const plain = (batches: Iterable<Uint32Array>): number[][] => Array.from(batches, (batch) => [...batch]);

it('gives a batch once its group has enough, and then what is left, in the order of its first indices', () => {
  const groups = [...'abcabcaabbcaaaa'];
  const made = new GroupBatchSampler(new SequentialSampler(15), groups, 3);
  expect(made.length).toBe(6);
  expect(Array.from(made, (batch) => Array.from(batch, (index) => groups[index] + index).join(' '))).toEqual([
    'a0 a3 a6',
    'b1 b4 b8',
    'c2 c5 c10',
    'a7 a11 a12',
    'b9',
    'a13 a14',
  ]);
  expect([made.epoch, made.position]).toEqual([1, 0]);
  const whole = new GroupBatchSampler(new SequentialSampler(15), groups, 3, true);
  expect(whole.length).toBe(4);
  expect(plain(whole)).toEqual(plain(made).slice(0, 4));
});

it('groups may be strings, numbers, bigints and booleans, also mixed', () => {
  const groups = [1, '1', 1n, true, 1, '1', 1n, true];
  const made = new GroupBatchSampler(new SequentialSampler(8), groups, 2);
  expect(plain(made)).toEqual([
    [0, 4],
    [1, 5],
    [2, 6],
    [3, 7],
  ]);
  expect(made.groups).toEqual(groups);
});

it.each([255, 256, 257, 65_536, 65_537])('of %i groups', (count) => {
  const groups = Array.from({ length: 2 * count }, (_, i) => i % count);
  const made = new GroupBatchSampler(new SequentialSampler(2 * count), groups, 2);
  expect(made.length).toBe(count);
  expect([...made.indices()].every((index, i) => index === (i >> 1) + (i % 2) * count)).toBe(true);
});

describe('over every sampler', () => {
  it.each(kinds)('$name: makes the batches of the reference, in every epoch', ({ make }) => {
    const groups = Uint8Array.from({ length: (make(50)._maxIndex as number) + 1 }, (_, i) => (i * 7) % 5);
    for (const [size, dropLast] of [
      [1, false],
      [4, false],
      [4, true],
      [60, false],
      [60, true],
    ] as const) {
      const made = new GroupBatchSampler(make(50), groups, size, dropLast);
      for (const epoch of [0, 1, 7]) {
        const expected = groupedBatches(make(50).indices(epoch), groups, size, dropLast);
        made.setEpoch(epoch);
        expect(made.length).toBe(expected.length);
        expect(plain(made)).toEqual(expected);
        expect([made.epoch, made.position]).toEqual([epoch + 1, 0]);
        expect([...made.indices(epoch)]).toEqual(expected.flat());
      }
    }
  });

  it.each(kinds)('$name: needs a group for each index', ({ make }) => {
    const largest = make(50)._maxIndex as number;
    expect(() => new GroupBatchSampler(make(50), new Uint8Array(largest), 2)).toThrow(
      new RegExp(
        `^groups must have an entry for each index, but has ${largest}, and .* draws indices up to ${largest}`,
      ),
    );
    expect(new GroupBatchSampler(make(50), new Uint8Array(largest + 1), 50).length).toBe(1);
  });
});

it('makes the batches of the reference of random draws and groups', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(30), { maxLength: 120 }),
      fc.array(fc.nat(6), { minLength: 31, maxLength: 31 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      fc.boolean(),
      (draws, groups, size, dropLast, isKnown) => {
        const expected = groupedBatches(draws, groups, size, dropLast);
        const own = isKnown ? draws : { [Symbol.iterator]: () => draws.values() };
        const streamed = new GroupBatchSampler(own as number[], groups, size, dropLast);
        expect(plain(streamed)).toEqual(expected);
        expect(plain(streamed)).toEqual(expected);
        // a sampler of this library that gives these draws
        const mapped = new SequentialSampler(draws.length);
        const read = new GroupBatchSampler(
          mapped,
          draws.map((draw) => groups[draw]),
          size,
          dropLast,
        );
        expect(plain(read).map((batch) => batch.map((i) => draws[i]))).toEqual(expected);
        expect(read.length).toBe(expected.length);
      },
    ),
    { numRuns: rounds(2000), seed: 3 },
  );
});

describe('the number of batches', () => {
  // with replacement, groups have different numbers of draws in each epoch
  const make = () => new GroupBatchSampler(weighted('js', 40), [0, 1, 0, 2, 1, 3, 2], 6);

  it('is that of the current epoch, of whichever epoch that is', () => {
    const made = make();
    const lengths = new Set<number>();
    for (let epoch = 0; epoch < 20; epoch++) {
      expect(made.epoch).toBe(epoch);
      const { length } = made;
      lengths.add(length);
      expect(plain(made)).toHaveLength(length);
    }
    expect(lengths.size).toBeGreaterThan(1);
  });

  it('of a loader is that of the loader’s epoch', () => {
    const made = make();
    const loader = new DataLoader(WEIGHTS, { batchSampler: made });
    for (let epoch = 0; epoch < 20; epoch++) {
      loader.setEpoch(epoch);
      const { length } = loader;
      expect(length).toBe(make()._lengthOf(epoch));
      expect([...loader]).toHaveLength(length);
    }
    expect([made.epoch, made.position]).toEqual([0, 0]);
  });

  it('is known without a draw of a generator', () => {
    const generator = new TorchGenerator(3);
    const inner = () => new WeightedRandomSampler(WEIGHTS, 40, { generator: new TorchGenerator(3) });
    const made = new GroupBatchSampler(new WeightedRandomSampler(WEIGHTS, 40, { generator }), [0, 1, 0, 2, 1, 3, 2], 6);
    const twin = new BatchSampler(inner(), 40);
    for (let epoch = 0; epoch < 5; epoch++) {
      const expected = groupedBatches(twin.draw(), [0, 1, 0, 2, 1, 3, 2], 6);
      expect(made.length).toBe(expected.length);
      expect([...made.indices()]).toEqual(expected.flat());
      expect(made.length).toBe(expected.length);
      const seen: number[][] = [];
      for (const batch of made) {
        seen.push([...batch]);
        if (seen.length < expected.length) expect(made.length).toBe(expected.length);
      }
      expect(seen).toEqual(expected);
    }
  });

  it('of an iterable of one’s own is not known', () => {
    const made = new GroupBatchSampler([0, 1], [0, 1], 2);
    expect(() => made.length).toThrow(/^length is not known: how indices of an iterable fall into groups/);
    expect(() => made.indices()).toThrow(/^indices is not available in a GroupBatchSampler over an iterable/);
    expect(() => made.setEpoch(1)).toThrow(/^setEpoch is not available in a GroupBatchSampler over an iterable/);
    expect(() => made.state()).toThrow(/^state is not available in a GroupBatchSampler over an iterable/);
  });
});

describe('epochs without batches', () => {
  const groups = [0, 1, 2, 3, 4, 5, 6];

  it('have none, and nothing to draw', () => {
    const empty = new GroupBatchSampler(new RandomSampler(7, { seed: 1 }), groups, 2, true);
    expect([empty.length, ...empty]).toEqual([0]);
    expect(empty.epoch).toBe(1);
    expect(() => empty.draw()).toThrow(/^nothing to draw: the sampler is empty$/);
    expect(() => empty.take(1)).toThrow(RangeError);
    expect(empty.take(0)).toEqual([]);
    expect(empty.indices()).toHaveLength(0);
    const generated = new GroupBatchSampler(
      new RandomSampler(7, { generator: new TorchGenerator(1) }),
      groups,
      2,
      true,
    );
    expect([[...generated], [...generated], generated.epoch]).toEqual([[], [], 2]);
    const none = new GroupBatchSampler(new SequentialSampler(0), [], 2);
    expect([none.length, ...none]).toEqual([0]);
    expect([...new GroupBatchSampler([], [], 2)]).toEqual([]);
  });

  it('take from a generator what the others take', () => {
    const generator = new TorchGenerator(5);
    const inner = new RandomSampler(7, { generator });
    const empty = new GroupBatchSampler(inner, groups, 2, true);
    const twin = new TorchGenerator(5);
    const full = new RandomSampler(7, { generator: twin });
    for (let epoch = 0; epoch < 3; epoch++) {
      expect([...empty]).toEqual([]);
      expect([...full]).toHaveLength(7);
      expect(generator._words).toEqual(twin._words);
    }
  });
});

describe('with weights that change', () => {
  const groups = [0, 0, 1];

  it('goes on with the batches of the new weights', () => {
    const inner = new DynamicWeightedSampler([1, 1, 1], 30, { seed: 2 });
    const made = new GroupBatchSampler(inner, groups, 4);
    const first = groupedBatches(inner.indices(0), groups, 4);
    expect(plain([made.draw(), made.draw()])).toEqual(first.slice(0, 2));
    inner.update(2, 0);
    const second = groupedBatches(inner.indices(0), groups, 4);
    expect(plain(made)).toEqual(second.slice(2));
    expect(second.flat()).not.toContain(2);
    expect(made.epoch).toBe(1);
    expect(made.length).toBe(8);
  });

  it('refuses indices that came after the groups', () => {
    const inner = new DynamicWeightedSampler([1, 1, 1], 30, { seed: 2 });
    const made = new GroupBatchSampler(inner, groups, 4);
    inner.push(1);
    expect(() => made.draw()).toThrow(/^groups must have an entry for each index, but has 3, and the sampler drew 3/);
    expect([made.epoch, made.position]).toEqual([0, 0]);
  });
});

it('continues anywhere, and refuses a position that the epoch does not have', () => {
  const groups = [0, 1, 0, 2, 1, 3, 2];
  const make = () => new GroupBatchSampler(weighted('js', 40), groups, 6);
  const lengths = [0, 1, 2].map((epoch) => make()._lengthOf(epoch));
  const all = plain(make().take(lengths[0] + lengths[1] + lengths[2]));
  for (let at = 0; at < all.length; at++) {
    const before = make();
    before.take(at);
    const after = new GroupBatchSampler(new WeightedRandomSampler(WEIGHTS, 40), groups, 6);
    after.restore(JSON.parse(JSON.stringify(before.state())));
    expect(after.seed).toBe(SEED);
    expect(plain(after.take(all.length - at))).toEqual(all.slice(at));
  }
  const made = make();
  expect(() => made.restore({ ...made.state(), epoch: 1, position: lengths[1] })).toThrow(
    new RegExp(`^state\\.position must be below ${lengths[1]}, the length of an epoch, got ${lengths[1]}$`),
  );
  for (const other of [
    new GroupBatchSampler(weighted('js', 40), groups, 5),
    new GroupBatchSampler(weighted('js', 40), groups, 6, true),
    new GroupBatchSampler(weighted('js', 40), [0, 1, 0, 2, 1, 3, 3], 6),
    new GroupBatchSampler(weighted('js', 41), groups, 6),
  ]) {
    expect(() => other.restore(made.state())).toThrow(/different settings \(wrapped sampler or its length, groups, b/);
  }
  // other names of the same groups are no other groups
  new GroupBatchSampler(weighted('js', 40), [...'abacbdc'], 6).restore(made.state());
});
