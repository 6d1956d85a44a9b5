// randomSplit: PyTorch's numbers, its rule for fractions, and what it refuses.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DataLoader,
  PcgGenerator,
  RandomSampler,
  randomSplit,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { itemsOf, letters } from '../support/data-sets.js';
import { rounds } from '../support/rounds.js';
import { next, randperm } from '../support/torch-hand.js';
import { vectors } from '../support/vectors.js';

const { cases } = await vectors<{
  cases: { kind: string; args: { seed: number; n: number }; expected: number[] }[];
}>('torch');

describe('randomSplit', () => {
  it.each(cases.filter(({ kind }) => kind === 'randperm'))(
    'cuts torch.randperm($args.n), as PyTorch does, with a TorchGenerator of seed $args.seed',
    ({ args: { seed, n }, expected }) => {
      for (const first of [0, 1, Math.floor(n / 2), n]) {
        const generator = new TorchGenerator(seed);
        const hand = new TorchGenerator(seed);
        const splits = randomSplit({ length: n, get: (index) => index }, [first, n - first], { generator });
        expect(splits.map(({ indices }) => [...indices])).toEqual([expected.slice(0, first), expected.slice(first)]);
        // takes the words of one permutation, and no more
        randperm(hand, n);
        expect(next(generator)).toBe(next(hand));
      }
    },
  );

  it('gives the numbers that PyTorch’s own test expects', () => {
    const ten = Array.from({ length: 10 }, (_, i) => i);
    const splits = randomSplit(ten, [3, 7], { generator: new TorchGenerator(1) });
    expect(splits.map(({ indices }) => [...indices])).toEqual([
      [5, 6, 1],
      [2, 0, 8, 9, 3, 7, 4],
    ]);
  });

  it('with a seed cuts the order of a RandomSampler of that seed, another one for each seed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(8), { minLength: 2, maxLength: 6 }), fc.maxSafeNat(), (lengths, seed) => {
        const n = lengths.reduce((sum, each) => sum + each, 0);
        fc.pre(n > 1);
        const splits = randomSplit(new Float32Array(n), lengths, { seed });
        expect(splits.map(({ length }) => length)).toEqual(lengths);
        const order = splits.flatMap(({ indices }) => [...indices]);
        expect(order).toEqual([...new RandomSampler(n, { seed }).take(n)]);
        expect(new Set(order).size).toBe(n);
      }),
      { numRuns: rounds(200) },
    );
    const indices = (seed: number) => randomSplit(letters, [7, 3], { seed }).map((split) => [...split.indices]);
    expect(indices(0)).toEqual([
      [8, 4, 6, 0, 7, 2, 1],
      [3, 9, 5],
    ]);
    expect(indices(0)).not.toEqual(indices(1));
    const fresh = () => [...randomSplit(new Uint8Array(100), [100])[0].indices].join();
    expect(fresh()).not.toBe(fresh());
  });

  it.each([
    [10, [0.7, 0.2, 0.1], [7, 2, 1]],
    [10, [0.5, 0.5], [5, 5]],
    // what is left goes to the first ones, one each
    [11, [0.5, 0.5], [6, 5]],
    [30, [0.3, 0.3, 0.4], [9, 9, 12]],
    [5, [0.5, 0.5], [3, 2]],
    [4, [0.25, 0.25, 0.5, 0], [1, 1, 2, 0]],
    [3, [0.25, 0.25, 0.25, 0.25], [1, 1, 1, 0]],
    [103, [0.2, 0.2, 0.2, 0.2, 0.2], [21, 21, 21, 20, 20]],
    [106, [0.1, 0.2, 0.3, 0.4], [11, 22, 31, 42]],
    [106, Array(10).fill(0.1), [11, 11, 11, 11, 11, 11, 10, 10, 10, 10]],
    // a sum that rounding put above 1, where PyTorch throws
    [7, [0.7, 0.1, 0.1, 0.1 + 2 ** -52], [5, 1, 1, 0]],
    [1, [1], [1]],
    [5, [1], [5]],
    [1, [0, 1], [0, 1]],
    [0, [0.5, 0.5], [0, 0]],
    [0, [0, 0], [0, 0]],
    [0, [], []],
    [2 ** 20, [1 / 3, 1 / 3, 1 / 3], [349526, 349525, 349525]],
  ])('of %s items by %s has %s', (length, lengths, expected) => {
    const splits = randomSplit(new Uint8Array(length), lengths as number[], { seed: 1 });
    expect(splits.map((split) => split.length)).toEqual(expected);
  });

  it('is for balanced draws of a part, with labels by the part’s indices', () => {
    const labels = letters.map((_, i) => (i < 8 ? 'common' : 'rare'));
    const [train, rest] = randomSplit(letters, [0.8, 0.2], { seed: 5 });
    const own = Array.from(train.indices, (index) => labels[index]);
    const sampler = WeightedRandomSampler.fromLabels(own, { seed: 1, numSamples: 1000 });
    const seen = new Set([...new DataLoader(train, { batchSize: null, sampler })]);
    expect(seen).toEqual(new Set(itemsOf(train)));
    for (const item of itemsOf(rest)) expect(seen).not.toContain(item);
  });

  const seven = new Uint8Array(7);
  it.each<[string, unknown[], typeof TypeError | typeof RangeError, RegExp]>([
    ['no lengths', [seven], TypeError, /^lengths must be an array or typed array, got undefined$/],
    ['a number', [seven, 0.5], TypeError, /^lengths must be an array or typed array, got 0\.5$/],
    ['text', [seven, '34'], TypeError, /^lengths must be an array or typed array, got "34"$/],
    ['a length as text', [seven, ['3', 4]], TypeError, /^lengths\[0\] must be a number, got "3"$/],
    ['a bigint', [seven, [3n, 4n]], TypeError, /^lengths\[0\] must be a number, got 3n$/],
    ['a hole', [seven, new Array(1)], TypeError, /^lengths\[0\] must be a number, got undefined$/],
    ['NaN', [seven, [3, Number.NaN]], RangeError, /^lengths\[1\] must be a number, got NaN$/],
    ['Infinity', [seven, [Infinity]], RangeError, /^lengths\[0\] must be a number, got Infinity$/],
    [
      'a sum too small',
      [seven, [3, 3]],
      RangeError,
      /^lengths must sum to the length.* 7, .*got 6 \(PyTorch: "Sum of input/,
    ],
    ['a sum too large', [seven, [3, 5]], RangeError, /got 8 \(PyTorch: "Sum of input lengths does not equal/],
    ['none of seven', [seven, []], RangeError, /got 0 \(PyTorch: "Sum of/],
    [
      'a negative length',
      [seven, [-1, 8]],
      RangeError,
      /^lengths\[0\] must be a number of items, .*got -1 and a sum of 7$/,
    ],
    ['fractions of less', [seven, [0.5, 0.3]], RangeError, /^lengths\[0\] must be .*got 0\.5 and a sum of 0\.8$/],
    [
      'percent',
      [
        [1, 2, 3],
        [80, 20],
      ],
      RangeError,
      /^lengths must sum to .* 3, or to 1 as fractions, got 100/,
    ],
    [
      'a fraction beyond 1',
      [seven, [1.5, -0.5]],
      RangeError,
      /^lengths\[0\] must be a fraction in \[0, 1\], as all sum to 1, got 1\.5 \(PyTorch: "Fraction at index 0 is not/,
    ],
    [
      'seed and generator',
      [seven, [7], { seed: 1, generator: new TorchGenerator(1) }],
      TypeError,
      /^seed and generator exclude/,
    ],
    [
      'another generator',
      [seven, [7], { generator: new PcgGenerator(1) }],
      TypeError,
      /^generator must be a TorchGenerator/,
    ],
    ['seed -1', [seven, [7], { seed: -1 }], RangeError, /^seed must be/],
    [
      'an option of another name',
      [seven, [7], { rng: 1 }],
      TypeError,
      /^options has no "rng"; known are seed, generator$/,
    ],
    ['a number as options', [seven, [7], 1], TypeError, /^options must be an object/],
  ])('refuses %s, and takes nothing from a generator', (_, args, kind, message) => {
    const generator = new TorchGenerator(1);
    const given = args.length < 3 ? [...args, ...(args.length === 2 ? [{ generator }] : [])] : args;
    const call = () => (randomSplit as (...args: unknown[]) => unknown)(...given);
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
    expect(next(generator)).toBe(next(new TorchGenerator(1)));
  });
});
