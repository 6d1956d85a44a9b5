// Classes, their weights and targets.
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
import { shared } from '../support/sampler-cases.js';

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
      /target must name every class, "emu" is missing; it names "dog", "cat"/,
    ],
    ['is empty', () => ({}), RangeError, /"dog" is missing; it names none/],
    [
      'has another',
      () => ({ dog: 1, cat: 1, emu: 1, bat: 1 }),
      RangeError,
      /target must name only classes in labels, got "bat"/,
    ],
    ['is negative', () => ({ dog: 1, cat: -1, emu: 1 }), RangeError, /target\["cat"\] must be .*at least 0, got -1/],
    ['is NaN', () => ({ dog: 1, cat: Number.NaN, emu: 1 }), RangeError, /target\["cat"\].*got NaN/],
    ['is infinite', () => ({ dog: 1, cat: 1, emu: Infinity }), RangeError, /target\["emu"\].*got Infinity/],
    [
      'is all zero',
      () => ({ dog: 0, cat: 0, emu: 0 }),
      RangeError,
      /target must have a positive share, got only zeros/,
    ],
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
    expect(call).toThrow(/target must be a Map if classes have equal keys, got 1 and "1"/);
    expect(call).toThrow(TypeError);
  });

  it('of a Map names labels, not how they read', () => {
    expect(() => classWeights<Label>([1], { target: new Map([['1', 1]]) })).toThrow(/1 is missing; it names "1"/);
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
      /target must be a Map if classes have equal keys, got 5n and 5/,
    );
    expect(() => classWeights<bigint>([5n], { target: new Map([[5, 1]]) as never })).toThrow(
      /5n is missing; it names 5/,
    );
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
