// Labels that are given with classes, or refused, and samplers made from labels.
import { describe, expect, it } from 'vitest';
import {
  classCounts,
  classWeights,
  encodeLabels,
  type Label,
  sampleWeights,
  WeightedRandomSampler,
} from '../../src/index.js';
import { backends } from '../support/sampler-cases.js';

const pets = ['dog', 'cat', 'dog', 'emu', 'dog'];

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

  it('lists eight of many classes', () => {
    const known = (count: number) => Array.from({ length: count }, (_, i) => i);
    expect(() => encodeLabels([-1], { classes: known(8) })).toThrow(/; the classes are 0, 1, 2, 3, 4, 5, 6, 7$/);
    expect(() => encodeLabels([-1], { classes: known(9) })).toThrow(/are 0, 1, 2, 3, 4, 5, 6, 7 and 1 more$/);
    expect(() => encodeLabels([-1], { classes: known(20) })).toThrow(/are 0, 1, 2, 3, 4, 5, 6, 7 and 12 more$/);
  });

  it('refuses classes that are none, or come twice', () => {
    expect(() => encodeLabels(['a'], { classes: ['a', 'b', 'a'] })).toThrow(
      /^classes must be unique, got "a" at 0 and 2$/,
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
