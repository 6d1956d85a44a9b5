import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DistributedSampler,
  RandomSampler,
  type Sampler,
  SequentialSampler,
  WeightedRandomSampler,
} from '../../src/index.js';
import { at, backends, kinds } from '../support/sampler-cases.js';

const ranksOf = (sampler: Sampler, numReplicas: number, dropLast = false) =>
  Array.from({ length: numReplicas }, (_, rank) => new DistributedSampler(sampler, { numReplicas, rank, dropLast }));

/** The ranks' draws of an epoch one after the other, a turn each. */
function interleaved(ranks: DistributedSampler[], epoch: number): number[] {
  const draws = ranks.map((rank) => rank.indices(epoch));
  return Array.from(draws[0], (_, i) => draws.map((rank) => rank[i])).flat();
}

describe.each(kinds)('ranks over a $name', ({ make }) => {
  it.each([1, 2, 3, 7])('%i of them, interleaved, are the single run', (numReplicas) => {
    for (const length of [1, 5, 21, 1000]) {
      for (const epoch of [0, 3]) {
        const run = [...make(length).indices(epoch)];
        const total = Math.ceil(length / numReplicas) * numReplicas;
        const padded = Array.from({ length: total }, (_, i) => run[i % length]);
        expect(interleaved(ranksOf(make(length), numReplicas), epoch)).toEqual(padded);
        const whole = Math.floor(length / numReplicas) * numReplicas;
        expect(interleaved(ranksOf(make(length), numReplicas, true), epoch)).toEqual(run.slice(0, whole));
      }
    }
  });

  it('may share one sampler, which they do not move, and go on, stop and resume each by itself', () => {
    const sampler = make(100);
    const [first, second] = ranksOf(sampler, 2);
    const whole = [...sampler.indices(0), ...sampler.indices(1)];
    const expected = [0, 1].map((rank) => whole.filter((_, i) => i % 2 === rank));
    expect([...first.take(30)]).toEqual(expected[0].slice(0, 30));
    expect([...second.take(70)]).toEqual(expected[1].slice(0, 70));
    expect([...first.take(70)]).toEqual(expected[0].slice(30));
    expect(at(sampler)).toEqual([0, 0]);

    const [again] = ranksOf(make(100), 2);
    first.setEpoch(1);
    first.take(13);
    again.restore(JSON.parse(JSON.stringify(first.state())));
    expect(again.take(80)).toEqual(first.take(80));
    expect(() => second.restore(first.state())).toThrow(/^state is of a DistributedSampler with different settings/);
  });

  it('come in batches, by position and by stride', () => {
    const [, second] = ranksOf(make(1000), 3);
    const batches = new BatchSampler(second, 16);
    expect([...batches].flatMap((batch) => [...batch])).toEqual([...second.indices(0)]);
    batches.setEpoch(2);
    expect([...batches.draw()]).toEqual([...second.indices(2).slice(0, 16)]);
  });
});

describe.each(backends)('a rank over millions of weighted draws, %s', (backend) => {
  it('computes its own alone: the last of a billion comes at once', () => {
    const numSamples = 3_000_000_001;
    const sampler = new WeightedRandomSampler([1, 2, 3], numSamples, { seed: 1, backend });
    const rank = new DistributedSampler(sampler, { numReplicas: 3, rank: 2 });
    const single = new WeightedRandomSampler([1, 2, 3], numSamples, { seed: 1, backend });
    const place = { epoch: 0, position: rank.length - 4 };
    rank.restore({ ...rank.state(), ...place });
    single.restore({ ...single.state(), epoch: 0, position: 3 * place.position });
    // the last rank ends with padding: the second draw of all
    const head = new WeightedRandomSampler([1, 2, 3], numSamples, { seed: 1, backend }).take(2);
    const run = [...single.take(10), ...head];
    expect([...rank.take(4)]).toEqual([run[2], run[5], run[8], run[11]]);
  });
});

describe('over an iterable of one’s own', () => {
  const own: Sampler = { length: 5, [Symbol.iterator]: () => [9, 8, 7, 6, 5][Symbol.iterator]() };

  it('loops, draws and takes work; what goes back throws and says so', () => {
    const [first, second] = ranksOf(own, 2);
    expect([...first]).toEqual([9, 7, 5]);
    expect([...second.take(7)]).toEqual([8, 6, 9, 8, 6, 9, 8]);
    expect(second.draw()).toBe(6);
    expect([...new BatchSampler(first, 2)].map((batch) => [...batch])).toEqual([[9, 7], [5]]);
    for (const call of [
      () => first.setEpoch(1),
      () => first.indices(),
      () => first.state(),
      () => first.restore({} as never),
    ]) {
      expect(call).toThrow(
        /(setEpoch|indices|state|restore) is not available in a DistributedSampler over an iterable of your own: /,
      );
    }
  });

  it.each([
    [-1, RangeError, '-1'],
    [0.5, RangeError, '0.5'],
    [2 ** 32, RangeError, '4294967296'],
    ['1', TypeError, '"1"'],
    [1n, TypeError, '1n'],
  ])('an index %s from it is refused', (index, kind, said) => {
    const [rank] = ranksOf([2 ** 32 - 1, index] as never, 1);
    expect(() => rank.draw()).toThrow(kind);
    expect(() => rank.draw()).toThrow(`an index must be an integer in [0, 2^32 - 1], got ${said} from your iterable`);
    expect([...ranksOf([0, 2 ** 32 - 1], 1)[0]]).toEqual([0, 2 ** 32 - 1]);
  });

  it('an iterable that gives other than its length, or no indices, is refused', () => {
    const [short] = ranksOf({ length: 6, [Symbol.iterator]: () => [1, 2][Symbol.iterator]() }, 2);
    expect(() => [...short]).toThrow('the wrapped sampler must give as many indices as its length, 6, got 2');
    const [wrong] = ranksOf([1, 'a'] as never, 1);
    expect(() => wrong.draw()).toThrow(/an index must be an integer .* got "a"/);
    expect(() => ranksOf(['a'] as never, 1)).toThrow(
      /^sampler must be an iterable of indices, got an Array of "a"; for a data/,
    );
  });
});

describe('wrong arguments', () => {
  const some = new SequentialSampler(4);
  const options = { numReplicas: 2, rank: 0 };
  it.each([
    [
      'a number',
      () => new DistributedSampler(10 as never, options),
      TypeError,
      /got 10; for a data set or a length, wrap new RandomSampler\(length, /,
    ],
    [
      'a data set',
      () => new DistributedSampler({ length: 3, get: () => 1 } as never, options),
      TypeError,
      /new RandomSampler\(/,
    ],
    [
      'no length',
      () => new DistributedSampler(new Set([1]) as never, options),
      TypeError,
      /^sampler must have a length, got a Set/,
    ],
    [
      'no options',
      () => new DistributedSampler(some, undefined as never),
      TypeError,
      /^numReplicas must be .* got undefined/,
    ],
    [
      'no replicas',
      () => new DistributedSampler(some, { numReplicas: 0, rank: 0 }),
      RangeError,
      /^numReplicas must be .* got 0/,
    ],
    [
      'a rank of -1',
      () => new DistributedSampler(some, { numReplicas: 2, rank: -1 }),
      RangeError,
      /^rank must be .* got -1/,
    ],
    [
      'a rank too many',
      () => new DistributedSampler(some, { numReplicas: 2, rank: 2 }),
      RangeError,
      /^rank must be below .* got 2/,
    ],
    [
      'a word for a rank',
      () => new DistributedSampler(some, { numReplicas: 2, rank: '0' as never }),
      TypeError,
      /^rank must be .* got "0"/,
    ],
    [
      'dropLast 1',
      () => new DistributedSampler(some, { ...options, dropLast: 1 as never }),
      TypeError,
      /^dropLast must be .* got 1/,
    ],
    [
      'an unknown option',
      () => new DistributedSampler(some, { ...options, seed: 1 } as never),
      TypeError,
      /^options has no "seed"/,
    ],
  ] as const)('%s', (_, call, kind, says) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(says);
  });

  it('more ranks than draws: padded, or with dropLast empty', () => {
    const ranks = ranksOf(new RandomSampler(2, { seed: 1 }), 5);
    expect(ranks.map((rank) => rank.length)).toEqual([1, 1, 1, 1, 1]);
    const [dropped] = ranksOf(some, 5, true);
    expect([dropped.length, [...dropped]]).toEqual([0, []]);
    expect(() => dropped.draw()).toThrow('the sampler is empty');
  });
});
