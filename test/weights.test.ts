import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classCounts,
  classWeights,
  encodeLabels,
  type Label,
  sampleWeights,
  type Target,
  WeightedRandomSampler,
} from '../src/index.js';
import { backends, shared } from './support/sampler-cases.js';

const pets = ['dog', 'cat', 'dog', 'emu', 'dog'];
// small numbers, so that labels repeat; with those that read the same
const label = fc.oneof<fc.Arbitrary<Label>[]>(
  fc.nat(5),
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

  it('1, ‘1’ and true are three', () => {
    const labels: Label[] = [1, '1', true, 1, 'true', false, 0];
    expect([...classCounts(labels)]).toEqual([
      [1, 2],
      ['1', 1],
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
    const start = performance.now();
    expect(classWeights(labels, { target }).get('class 149999')).toBeCloseTo(1 / 150_000, 15);
    // a pass over them takes 0.1 s; one for each of them, minutes
    expect(performance.now() - start).toBeLessThan(10_000);
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

describe.each<[string, (labels: ArrayLike<Label>) => unknown]>([
  ['classCounts', classCounts],
  ['classWeights', classWeights],
  ['sampleWeights', sampleWeights],
  ['encodeLabels', encodeLabels],
  ['fromLabels', (labels) => WeightedRandomSampler.fromLabels(labels, { backend: 'js' })],
])('%s', (_, call) => {
  it.each([null, undefined, Number.NaN, {}, [], 3n, Symbol('x'), () => 1])('refuses a label such as %s', (wrong) => {
    const labels = ['a', 'b', wrong] as Label[];
    expect(() => call(labels)).toThrow(TypeError);
    expect(() => call(labels)).toThrow(/labels\[2\] must be a string, a number or a boolean, got /);
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
    const start = performance.now();
    expect(() => call(wrong as never)).toThrow(
      /^labels must (be an array or typed array, got|have at most \d+ entries, got 1099511627776)/,
    );
    expect(performance.now() - start).toBeLessThan(1000);
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
