// state, restore and clone of generators, and what samplers that share one see.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedSampler,
  PcgGenerator,
  RandomSampler,
  SubsetRandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { rounds } from '../support/rounds.js';
import { next, randperm, WEIGHTS } from '../support/torch-hand.js';

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

const u64 = fc.bigInt(0n, 2n ** 64n - 1n);
const seeds = fc.oneof(u64, fc.maxSafeNat(), fc.nat(9));
const kinds = {
  TorchGenerator: {
    arbitrary: fc.oneof(seeds, fc.bigInt(-(2n ** 63n), -1n), fc.integer()).map((seed) => [seed] as const),
    make: (seed: number | bigint) => new TorchGenerator(seed),
  },
  PcgGenerator: {
    arbitrary: fc.tuple(seeds, seeds),
    make: (seed: number | bigint, stream: number | bigint = 0) => new PcgGenerator(seed, stream),
  },
};
type Saved = Readonly<Record<string, unknown>>;
/** What both have. */
interface Made extends Pick<TorchGenerator, 'seed' | 'nextUint32' | 'nextUint64' | 'nextFloat' | 'toJSON'> {
  readonly stream?: number | bigint;
  state(): Saved;
  restore(state: Saved): void;
  clone(): Made;
}

describe.each(Object.entries(kinds))('a %s', (name, { arbitrary, make }) => {
  const made = arbitrary as fc.Arbitrary<readonly [bigint, bigint?]>;
  const numbers = (generator: Made) => {
    const some = [generator.nextUint32(), generator.nextUint64(), generator.nextFloat()];
    return [...some, ...Array.from({ length: 700 }, () => generator.nextUint32())];
  };

  it('continues from a state in JSON with the same numbers, of whatever seed it was before', () => {
    fc.assert(
      fc.property(made, made, fc.nat(1500), (args, others, draws) => {
        const generator = make(...args) as unknown as Made;
        for (let i = 0; i < draws; i++) generator.nextUint32();
        const state = throughJson(generator.state());
        const again = make(...others) as unknown as Made;
        again.nextUint32();
        expect(again.restore(state)).toBeUndefined();
        expect(again.state()).toEqual(state);
        expect(again.toJSON()).toEqual(generator.toJSON());
        expect([again.seed, again.stream]).toEqual([generator.seed, generator.stream]);
        expect(numbers(again)).toEqual(numbers(generator));
        // the state is a value: both went on, and it did not
        again.restore(state);
        expect(again.state()).toEqual(state);
      }),
      { numRuns: rounds(200) },
    );
  });

  it('has a clone, which goes on by itself', () => {
    fc.assert(
      fc.property(made, fc.nat(1500), (args, draws) => {
        const generator = make(...args) as unknown as Made;
        for (let i = 0; i < draws; i++) generator.nextUint32();
        const clone = generator.clone();
        expect(clone).toBeInstanceOf(generator.constructor);
        expect(clone.state()).toEqual(generator.state());
        const expected = numbers(clone);
        expect(numbers(generator)).toEqual(expected);
        clone.restore((make(1n) as unknown as Made).state());
        expect(clone.state()).not.toEqual(generator.state());
      }),
      { numRuns: rounds(100) },
    );
  });

  const good = (make(7n, 3n) as unknown as Made).state();
  const { version, generator: _, seed, ...rest } = good;
  const other = name === 'TorchGenerator' ? new PcgGenerator(1).state() : new TorchGenerator(1).state();
  const sampler = new RandomSampler(4, { seed: 1 }).state();
  const isOther = new RegExp(`^state must be of a ${name}, got one of "${other.generator}"$`);
  const wrong: [string, unknown, typeof TypeError | typeof RangeError, RegExp][] = [
    ['nothing', undefined, TypeError, /^state must come from state\(\), got undefined$/],
    ['null', null, TypeError, /^state must come from state\(\), got null$/],
    ['JSON text', JSON.stringify(good), TypeError, /^state must come from state\(\), got "/],
    ['an array', [good], TypeError, /^state must come from state\(\), got an Array$/],
    ['bytes', new Uint8Array(5056), TypeError, /^state must come from state\(\), got a Uint8Array$/],
    ['{}', {}, TypeError, /^state has no version: it must come from state\(\)$/],
    ['version 2', { ...good, version: 2 }, RangeError, /^state\.version must be 1, got 2$/],
    ['the other generator’s', other, RangeError, isOther],
    ['the other generator’s name', { ...good, generator: other.generator }, RangeError, isOther],
    [
      'a sampler’s',
      sampler,
      RangeError,
      new RegExp(`^state must be of a ${name}, got one of a RandomSampler: restore it in that sampler$`),
    ],
    ['no seed', { version, generator: name, ...rest }, TypeError, /^state has no seed/],
    ['seed null', { ...good, seed: null }, TypeError, /^state\.seed must be .*got null$/],
    ['seed "abc"', { ...good, seed: 'abc' }, TypeError, /^state\.seed must be .*got "abc"$/],
    ['seed 0.5', { ...good, seed: 0.5 }, RangeError, /^state\.seed must be .*got 0\.5$/],
    ['seed 2^64', { ...good, seed: `${2n ** 64n}` }, RangeError, /^state\.seed must be .*got 18446744073709551616n$/],
  ];
  const { words } = new TorchGenerator(1).state();
  const text = (used: number) => btoa(String.fromCharCode(...new Uint8Array(Uint32Array.of(1, used).buffer)));
  const own: typeof wrong =
    name === 'PcgGenerator'
      ? [
          ['stream -1', { ...good, stream: -1 }, RangeError, /^state\.stream must be .*got -1$/],
          ['stream true', { ...good, stream: true }, TypeError, /^state\.stream must be .*got true$/],
          ['state 5', { ...good, state: 5 }, TypeError, /^state\.state must be 16 hexadecimal digits.*got 5$/],
          ['15 digits', { ...good, state: '0'.repeat(15) }, RangeError, /^state\.state must be 16 hexadecimal digits/],
          ['a wrong digit', { ...good, state: `${'0'.repeat(15)}g` }, RangeError, /^state\.state must be/],
        ]
      : [
          ['words 5', { ...good, words: 5 }, TypeError, /^state\.words must be the 625 words.*got 5$/],
          ['words cut', { ...good, words: words.slice(4) }, RangeError, /got 3332 characters$/],
          ['words of no base64', { ...good, words: `!${words.slice(1)}` }, RangeError, /got 3336 characters$/],
          [
            'no word used, nor the block before it',
            { ...good, words: btoa('\0'.repeat(2500)) },
            RangeError,
            /^state\.words must be .*got 0 of 624 words used$/,
          ],
          [
            '625 words used',
            { ...good, words: btoa(`${'\x01'.repeat(2496)}\x71\x02\0\0`) },
            RangeError,
            /got 625 of 624 words used$/,
          ],
          ['normals null', { ...good, normals: null }, TypeError, /^state\.normals must be the 4 words.*got null$/],
          ['normals of two words', { ...good, normals: text(1) }, RangeError, /got 12 characters$/],
          ['normals of no kind', { ...good, normals: btoa('\0'.repeat(16)) }, RangeError, /^state\.normals must be/],
          [
            'a float64 that is not said to be there',
            { ...good, normals: btoa(`\x01${'\0'.repeat(14)}\x40`) },
            RangeError,
            /^state\.normals must be/,
          ],
        ];
  it.each([...wrong, ...own])('refuses %s, and does not change', (_, state, kind, message) => {
    const generator = make(5n, 6n) as unknown as Made;
    generator.nextUint32();
    const before = generator.state();
    const call = () => generator.restore(state as Saved);
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
    expect(generator.state()).toEqual(before);
  });
});

describe('samplers that share a generator', () => {
  it('draw their next numbers where it was restored: whole epochs come once more', () => {
    const make = {
      RandomSampler: (generator: TorchGenerator) => new RandomSampler(10, { numSamples: 25, generator }),
      'with replacement': (generator: TorchGenerator) =>
        new RandomSampler(10, { replacement: true, numSamples: 70, generator }),
      SubsetRandomSampler: (generator: TorchGenerator) => new SubsetRandomSampler([9, 4, 4, 7], { generator }),
      WeightedRandomSampler: (generator: TorchGenerator) => new WeightedRandomSampler(WEIGHTS, 20, { generator }),
      BatchSampler: (generator: TorchGenerator) => new BatchSampler(new RandomSampler(10, { generator }), 3),
      DistributedSampler: (generator: TorchGenerator) =>
        new DistributedSampler(new RandomSampler(10, { generator }), { numReplicas: 2, rank: 1 }),
      DataLoader: (generator: TorchGenerator) =>
        new DataLoader([...'abcdefghij'], { batchSize: 4, shuffle: true, generator }),
    };
    for (const [name, of] of Object.entries<(generator: TorchGenerator) => Iterable<unknown>>(make)) {
      const generator = new TorchGenerator(3);
      const sampler = of(generator);
      expect([...sampler].length, name).toBeGreaterThan(0);
      const state = generator.state();
      const [second, third] = [[...sampler], [...sampler]];
      generator.restore(throughJson(state));
      expect([...sampler], name).toEqual(second);
      // another sampler over the same generator continues there
      expect([...of(generator)], name).toEqual(third);
    }
  });

  it('in an open loop, get the rest of a permutation that was drawn, and the next one from the restored state', () => {
    const [generator, hand] = [new TorchGenerator(5), new TorchGenerator(5)];
    const sampler = new RandomSampler(10, { numSamples: 25, generator });
    const other = new TorchGenerator(99);
    const seen: number[] = [];
    for (const index of sampler) {
      seen.push(index);
      if (seen.length === 4) generator.restore(other.state());
    }
    const first = randperm(hand, 10);
    expect(seen).toEqual([...first, ...randperm(other, 10), ...randperm(other, 10).slice(0, 5)]);
    expect([sampler.seed, sampler.epoch]).toEqual([99, 1]);
    expect(next(generator)).toBe(next(other));
  });

  it('save a state in that loop that continues the same, also after the generator moved on', () => {
    const draw = (restoreAt: number, saveAt: number) => {
      const generator = new TorchGenerator(5);
      const sampler = new RandomSampler(10, { numSamples: 25, generator });
      const seen: number[] = [];
      let rest: number[] = [];
      let words: bigint | undefined;
      for (const index of sampler) {
        seen.push(index);
        if (seen.length === restoreAt) generator.restore(new TorchGenerator(99).state());
        if (seen.length !== saveAt) continue;
        const copy = new TorchGenerator(0);
        const again = new RandomSampler(10, { numSamples: 25, generator: copy });
        again.restore(throughJson(sampler.state()));
        rest = [...again, ...again.take(25)];
        words = next(copy);
      }
      return [seen, rest, words, [...sampler.take(25)], next(generator)] as const;
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 24 }), (restoreAt, saveAt) => {
        fc.pre(saveAt >= restoreAt);
        const [seen, rest, words, after, moved] = draw(restoreAt, saveAt);
        expect(rest).toEqual([...seen.slice(saveAt), ...after]);
        expect(words).toBe(moved);
      }),
      { numRuns: rounds(100) },
    );
  });

  it('of several ranks stay on one epoch, and begin the next one where the generator was restored', () => {
    const generator = new TorchGenerator(5);
    const start = generator.state();
    const sampler = new RandomSampler(11, { generator });
    const ranks = [0, 1].map((rank) => new DistributedSampler(sampler, { numReplicas: 2, rank }));
    const epoch = () => ranks.map((rank) => rank.take(6));
    const first = epoch();
    expect(new Set(first.flatMap((share) => [...share])).size).toBe(11);
    generator.restore(start);
    expect(epoch()).toEqual(first);
    // restored between two ranks: the second one still has its share of the same epoch
    const share = ranks[0].take(6);
    generator.restore(start);
    expect(new Set([...share, ...ranks[1].take(6)]).size).toBe(11);
    expect(epoch()).toEqual(first);
  });

  it('that restored their own state leave older loops their numbers, whatever the generator does', () => {
    const generator = new TorchGenerator(5);
    const sampler = new RandomSampler(10, { numSamples: 25, generator });
    const state = sampler.state();
    const loop = sampler[Symbol.iterator]();
    const expected = [...new RandomSampler(10, { numSamples: 25, generator: new TorchGenerator(5) })];
    const seen = [loop.next().value];
    sampler.restore(state);
    generator.restore(new TorchGenerator(99).state());
    expect([...seen, ...loop]).toEqual(expected);
    expect([...sampler]).toEqual([...new RandomSampler(10, { numSamples: 25, generator: new TorchGenerator(99) })]);
  });

  it('of a clone draw the same, and leave the other generator where it is', () => {
    const generator = new TorchGenerator(5);
    generator.nextUint32();
    const word = next(generator);
    const epochs = [0, 1].map(() => [...new RandomSampler(50, { generator: generator.clone() })]);
    expect(epochs[0]).toEqual(epochs[1]);
    expect(next(generator)).toBe(word);
    expect([...new RandomSampler(50, { generator })]).toEqual(epochs[0]);
  });
});
