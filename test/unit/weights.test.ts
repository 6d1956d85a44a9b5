import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchBalance, batchClassCounts, countsByClass } from '../../src/analysis.js';
import { classBars } from '../../src/charts.js';
import {
  classCounts,
  classWeights,
  encodeLabels,
  type Label,
  lintWeights,
  StratifiedBatchSampler,
  sampleWeights,
  type Target,
  WeightedRandomSampler,
} from '../../src/index.js';
import { backends, shared } from '../support/sampler-cases.js';

const pets = ['dog', 'cat', 'dog', 'emu', 'dog'];
// small numbers, so that labels repeat; with those that read the same
const label = fc.oneof<fc.Arbitrary<Label>[]>(
  fc.nat(5),
  fc.bigInt(0n, 5n),
  fc.boolean(),
  fc.constantFrom('1', 'true', 'a', '', 'constructor', '__proto__'),
);

describe('classes', () => {
  it('are counted and coded in order of first appearance', () => {
    expect([...classCounts(pets)]).toEqual([
      ['dog', 3],
      ['cat', 1],
      ['emu', 1],
    ]);
    expect(encodeLabels(pets)).toEqual({ codes: Int32Array.of(0, 1, 0, 2, 0), classes: ['dog', 'cat', 'emu'] });
  });

  it('code back to the labels', () => {
    fc.assert(
      fc.property(fc.array(label), (labels) => {
        const { codes, classes } = encodeLabels(labels);
        expect(codes).toBeInstanceOf(Int32Array);
        expect([...codes].map((code) => classes[code])).toEqual(labels);
        expect(classes).toEqual([...new Set(labels)]);
        expect([...classCounts(labels)]).toEqual(
          classes.map((each) => [each, labels.filter((one) => one === each).length]),
        );
      }),
    );
  });

  it('1, 1n, ‘1’ and true are four', () => {
    const labels: Label[] = [1, '1', 1n, true, 1, 'true', false, 0, 1n];
    expect([...classCounts(labels)]).toEqual([
      [1, 2],
      ['1', 1],
      [1n, 2],
      [true, 1],
      ['true', 1],
      [false, 1],
      [0, 1],
    ]);
  });

  it.each<[string, ArrayLike<number>]>([
    ['a Uint8Array', Uint8Array.of(3, 1, 3)],
    ['a subarray of floats', Float32Array.of(9, 3, 1, 3).subarray(1)],
    ['an array-like', { length: 3, 0: 3, 1: 1, 2: 3 }],
    ['an array over a shared buffer', shared(Int16Array, [3, 1, 3])],
  ])('are read from %s', (_, labels) => {
    expect(encodeLabels(labels)).toEqual({ codes: Int32Array.of(0, 1, 0), classes: [3, 1] });
  });

  it('may be infinite, negative or fractional numbers', () => {
    expect([...classCounts([Infinity, -1, 0.5, -0, 0]).keys()]).toEqual([Infinity, -1, 0.5, 0]);
  });

  it('are none of no labels', () => {
    expect(classCounts([])).toEqual(new Map());
    expect(classWeights([])).toEqual(new Map());
    expect(sampleWeights([])).toEqual(new Float64Array(0));
    expect(encodeLabels([])).toEqual({ codes: new Int32Array(0), classes: [] });
  });
});

describe('weights', () => {
  it('are exactly 1 / count', () => {
    // class k is there k times
    const labels = Array.from({ length: 60 }, (_, k) => new Array<number>(k).fill(k)).flat();
    const weights = classWeights(labels);
    expect([...weights.keys()]).toHaveLength(59);
    for (const [k, weight] of weights) expect(weight).toBe(1 / k);
  });

  it('of each item are those of its class', () => {
    fc.assert(
      fc.property(fc.array(label), (labels) => {
        const [weights, byClass] = [sampleWeights(labels), classWeights(labels)];
        expect(weights).toBeInstanceOf(Float64Array);
        expect([...weights]).toEqual(labels.map((each) => byClass.get(each)));
        expect([...weights]).toEqual(labels.map((each) => 1 / labels.filter((one) => one === each).length));
      }),
    );
  });

  it('are 1 / count times the class’s share of the target, on any scale', () => {
    const shares = { dog: 0.5, cat: 0.25, emu: 0.25 };
    const expected = new Map([
      ['dog', (1 / 3) * 0.5],
      ['cat', 0.25],
      ['emu', 0.25],
    ]);
    expect(classWeights(pets, { target: shares })).toEqual(expected);
    for (const scale of [4, 2 ** -1040, 2 ** 1023, Number.MAX_VALUE]) {
      const target = { dog: scale, cat: scale / 2, emu: scale / 2 };
      expect(classWeights(pets, { target })).toEqual(expected);
      expect(classWeights(pets, { target: new Map(Object.entries(target)) })).toEqual(expected);
    }
    const huge = classWeights(pets, { target: { dog: 1e308, cat: 1e308, emu: 1e308 } });
    expect([...huge.values()]).toEqual([(1 / 3) * (1 / 3), 1 / 3, 1 / 3]);
    expect([...sampleWeights(pets, { target: shares })]).toEqual(pets.map((each) => expected.get(each)));
  });

  it('may have classes without a share', () => {
    expect([...sampleWeights(pets, { target: { dog: 0, cat: 3, emu: 1 } })]).toEqual([0, 0.75, 0, 0.25, 0]);
  });

  it('find number and boolean labels in a record by how they read', () => {
    expect([...classWeights([2, 7, 7], { target: { 7: 3, 2: 1 } })]).toEqual([
      [2, 0.25],
      [7, 0.375],
    ]);
    expect([...classWeights([true, false], { target: { true: 3, false: 1 } })]).toEqual([
      [true, 0.75],
      [false, 0.25],
    ]);
    const map = new Map<Label, number>([
      ['1', 1],
      [1, 3],
    ]);
    expect([...classWeights<Label>([1, '1'], { target: map })]).toEqual([
      [1, 0.75],
      ['1', 0.25],
    ]);
  });

  it('lose no class whose share is small beside another', () => {
    for (const [, weight] of classWeights([1, 2, 2, 2], { target: { 1: 1, 2: 5e-324 } }))
      expect(weight).toBeGreaterThan(0);
  });

  it('manage as many classes as there are labels', () => {
    const labels = Array.from({ length: 150_000 }, (_, i) => `class ${i}`);
    const target = new Map(labels.map((each) => [each, 1]));
    expect(classWeights(labels, { target }).get('class 149999')).toBeCloseTo(1 / 150_000, 15);
  });
});

describe('a target', () => {
  const refused: [string, () => unknown, typeof TypeError | typeof RangeError, RegExp][] = [
    [
      'lacks a class',
      () => ({ dog: 1, cat: 1 }),
      RangeError,
      /target must name every class, "emu" is missing; it has "dog", "cat"/,
    ],
    ['is empty', () => ({}), RangeError, /"dog" is missing; it has none/],
    [
      'has another',
      () => ({ dog: 1, cat: 1, emu: 1, bat: 1 }),
      RangeError,
      /target must name no other class, got "bat"/,
    ],
    ['is negative', () => ({ dog: 1, cat: -1, emu: 1 }), RangeError, /target\["cat"\] must be .*at least 0, got -1/],
    ['is NaN', () => ({ dog: 1, cat: Number.NaN, emu: 1 }), RangeError, /target\["cat"\].*got NaN/],
    ['is infinite', () => ({ dog: 1, cat: 1, emu: Infinity }), RangeError, /target\["emu"\].*got Infinity/],
    ['is all zero', () => ({ dog: 0, cat: 0, emu: 0 }), RangeError, /target must have a positive share, got zeros/],
    ['has a string', () => ({ dog: '1', cat: 1, emu: 1 }), TypeError, /target\["dog"\].*got "1"/],
    ['has undefined', () => ({ dog: 1, cat: undefined, emu: 1 }), TypeError, /target\["cat"\].*got undefined/],
    ['has a bigint', () => new Map([['dog', 1n]]), TypeError, /target\["dog"\].*got 1n/],
    ['is a list', () => [1, 1, 1], TypeError, /target must be a Map or a record.*got an Array/],
    ['is null', () => null, TypeError, /target must be a Map or a record.*got null/],
    ['is a word', () => 'balanced', TypeError, /target must be a Map or a record.*got "balanced"/],
    ['is a number', () => 1, TypeError, /target must be a Map or a record.*got 1/],
  ];
  it.each(refused)('that %s is refused', (_, target, kind, message) => {
    const options = { target: target() as Target<string> };
    for (const call of [
      () => classWeights(pets, options),
      () => sampleWeights(pets, options),
      () => WeightedRandomSampler.fromLabels(pets, { ...options, backend: 'js' }),
    ]) {
      expect(call).toThrow(kind);
      expect(call).toThrow(message);
    }
  });

  it('in which two classes read the same is refused, but for a Map', () => {
    const call = () => classWeights<Label>([1, '1'], { target: { 1: 1 } });
    expect(call).toThrow(/target must be a Map where two classes read the same: 1 and "1"/);
    expect(call).toThrow(TypeError);
  });

  it('of a Map names labels, not how they read', () => {
    expect(() => classWeights<Label>([1], { target: new Map([['1', 1]]) })).toThrow(/1 is missing; it has "1"/);
  });
});

describe('BigInt labels', () => {
  const ids = BigInt64Array.of(-1n, 2n ** 62n, -1n, 5n);

  it.each<[string, ArrayLike<bigint>]>([
    ['a BigInt64Array', ids],
    ['a BigUint64Array', BigUint64Array.of(2n ** 64n - 1n, 2n ** 62n, 2n ** 64n - 1n, 5n)],
    ['an array', [...ids]],
  ])('are classes: %s', (_, labels) => {
    const [twice, large] = [labels[0], labels[1]];
    expect([...classCounts(labels)]).toEqual([
      [twice, 2],
      [large, 1],
      [5n, 1],
    ]);
    expect(encodeLabels(labels)).toEqual({ codes: Int32Array.of(0, 1, 0, 2), classes: [twice, large, 5n] });
    expect([...classWeights(labels).values()]).toEqual([0.5, 1, 1]);
    expect([...sampleWeights(labels)]).toEqual([0.5, 1, 0.5, 1]);
    expect(WeightedRandomSampler.fromLabels(labels, { backend: 'js' }).take(8)).toHaveLength(8);
    expect(new StratifiedBatchSampler(labels, { batchSize: 3, backend: 'js' }).draw()).toHaveLength(3);
  });

  it('are told from numbers, and named by a target as they read', () => {
    const target = { [String(2n ** 62n)]: 3, '-1': 1, 5: 0 } as Record<`${bigint}`, number>;
    expect([...sampleWeights(ids, { target })]).toEqual([1 / 8, 3 / 4, 1 / 8, 0]);
    expect([...sampleWeights<bigint>([5n, 5n], { target: new Map([[5n, 2]]) })]).toEqual([0.5, 0.5]);
    expect(() => classWeights<Label>([5n, 5], { target: { 5: 1 } })).toThrow(
      /target must be a Map where two classes read the same: 5n and 5/,
    );
    expect(() => classWeights<bigint>([5n], { target: new Map([[5, 1]]) as never })).toThrow(/5n is missing; it has 5/);
  });

  it('are read by what reads labels', () => {
    expect(batchClassCounts([[0, 1]], ids).classes).toEqual([-1n, 2n ** 62n, 5n]);
    expect(countsByClass([1, 2, 3, 4], ids).counts[0]).toEqual(Float64Array.of(1, 3));
    expect(batchBalance([1, 1, 1, 1], ids, 2)[1].class).toBe(2n ** 62n);
    expect(lintWeights([9, 9, 9, 1], { labels: ids, batchSize: 2 })).toMatchObject([
      { code: 'rare-class', class: 5n, message: expect.stringContaining('5n') },
    ]);
    const spec = classBars([
      { label: 2n ** 62n, count: 3 },
      { label: '5', count: 1 },
      { label: 5n, count: 2 },
    ]);
    expect(JSON.stringify(spec)).toContain('4611686018427387904');
    expect(JSON.stringify(spec)).toContain('5 (2)');
  });
});

describe('encodeLabels with classes', () => {
  const { codes, classes } = encodeLabels(['cat', 'dog', 'cat', 'emu']);

  it('gives the same codes in train and validation, whatever comes first', () => {
    expect([...codes]).toEqual([0, 1, 0, 2]);
    expect(encodeLabels(['emu', 'dog', 'dog'], { classes })).toEqual({ codes: Int32Array.of(2, 1, 1), classes });
    expect(encodeLabels([], { classes })).toEqual({ codes: new Int32Array(0), classes });
    expect(encodeLabels([3, 5], { classes: Uint8Array.of(5, 4, 3) })).toEqual({
      codes: Int32Array.of(2, 0),
      classes: [5, 4, 3],
    });
    expect(encodeLabels(pets, { classes: undefined })).toEqual(encodeLabels(pets));
  });

  it('does not know other labels: says which, where, and what there is', () => {
    const call = () => encodeLabels(['dog', 'cat', 'gnu', 'yak'], { classes });
    expect(call).toThrow(RangeError);
    expect(call).toThrow(/^labels\[2\] must be one of the classes, got "gnu"; the classes are "cat", "dog", "emu"$/);
    expect(() => encodeLabels<Label>([1, '1'], { classes: [1] })).toThrow(
      /^labels\[1\] must be one of .* got "1"; .* 1$/,
    );
    expect(() => encodeLabels([5n as Label], { classes: [5] })).toThrow(/^labels\[0\] must be one of .* got 5n/);
    expect(() => encodeLabels(['a'], { classes: [] })).toThrow(/got "a"; the classes are none$/);
  });

  it('refuses classes that are none, or come twice', () => {
    expect(() => encodeLabels(['a'], { classes: ['a', 'b', 'a'] })).toThrow(
      /^classes must be different, got "a" at 0 and 2$/,
    );
    expect(() => encodeLabels(['a'], { classes: ['a', null as never] })).toThrow(/^classes\[1\] must be a string/);
    expect(() => encodeLabels(['a'], { classes: 'ab' as never })).toThrow(/^classes must be an array/);
    expect(() => encodeLabels(['a'], { class: ['a'] } as never)).toThrow(/^options has no "class"/);
  });
});

describe.each<[string, (labels: ArrayLike<Label>) => unknown]>([
  ['classCounts', classCounts],
  ['classWeights', classWeights],
  ['sampleWeights', sampleWeights],
  ['encodeLabels', encodeLabels],
  ['fromLabels', (labels) => WeightedRandomSampler.fromLabels(labels, { backend: 'js' })],
])('%s', (_, call) => {
  it.each([null, undefined, Number.NaN, {}, [], Symbol('x'), () => 1])('refuses a label such as %s', (wrong) => {
    const labels = ['a', 'b', wrong] as Label[];
    expect(() => call(labels)).toThrow(TypeError);
    expect(() => call(labels)).toThrow(/labels\[2\] must be a string, a number, a bigint or a boolean, got /);
  });

  it('refuses a hole', () => {
    // biome-ignore lint/suspicious/noSparseArray: the case in point
    expect(() => call([1, , 2] as number[])).toThrow(/labels\[1\] must be/);
  });

  it.each([
    'dogs',
    null,
    undefined,
    5,
    true,
    new Map(),
    { length: '2' },
    { length: -1 },
    { length: 1.5 },
    { length: 2 ** 40 },
  ])('refuses %s for labels', (wrong) => {
    expect(() => call(wrong as never)).toThrow(
      /^labels must (be an array or typed array, got|have at most \d+ entries, got 1099511627776)/,
    );
  });
});

it('a target that sums to 1 is taken as it is', () => {
  const labels = ['a', 'b', 'b', 'c', 'c', 'c'];
  for (const [a, b, c] of [
    [0.3, 0.3, 0.4],
    [0.33, 0.33, 0.34],
    [0.05, 0.05, 0.9],
  ]) {
    expect([...classWeights(labels, { target: { a, b, c } }).values()]).toEqual([a, (1 / 2) * b, (1 / 3) * c]);
  }
});

describe.each(backends)('fromLabels, %s', (backend) => {
  it('is the constructor with sampleWeights', () => {
    const target = { dog: 3, cat: 1, emu: 0 };
    const sampler = WeightedRandomSampler.fromLabels(pets, { target, numSamples: 90, seed: 4, backend });
    const same = new WeightedRandomSampler(sampleWeights(pets, { target }), 90, { seed: 4, backend });
    expect(sampler.state()).toEqual(same.state());
    expect(sampler.take(300)).toEqual(same.take(300));
    expect(sampler.backend).toBe(backend);
    expect(sampler.probabilities()).toEqual(Float64Array.of(0.25, 0.25, 0.25, 0, 0.25));
  });

  it('balances the classes, with as many draws as labels', () => {
    const sampler = WeightedRandomSampler.fromLabels(['a', 'b', 'b', 'b', 'b'], { seed: 4, backend });
    expect(sampler).toHaveLength(5);
    expect(sampler.probabilities()).toEqual(Float64Array.of(0.5, 0.125, 0.125, 0.125, 0.125));
  });
});

it('fromLabels of no labels says so of the labels', () => {
  expect(() => WeightedRandomSampler.fromLabels([], { backend: 'js' })).toThrow(/^labels /);
});
