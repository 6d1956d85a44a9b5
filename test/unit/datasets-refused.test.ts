// What Subset and ConcatDataset refuse: indices, and what is no data set.
import { describe, expect, it } from 'vitest';
import { ConcatDataset, randomSplit, Subset } from '../../src/index.js';
import { letters, remote } from '../support/data-sets.js';

describe('indices that a Subset or a ConcatDataset does not have', () => {
  const wrong: [unknown, RegExp][] = [
    [3, /^index must be an integer in \[0, 2\], got 3$/],
    [-1, /^index must be an integer in \[0, 2\], got -1 \(negative indices do not count from the end\)$/],
    [0.5, /got 0\.5$/],
    [Number.NaN, /got NaN$/],
    [undefined, /got undefined$/],
    ['0', /got "0"$/],
    [1n, /got 1n$/],
  ];
  it.each(wrong)('%s', (index, message) => {
    for (const dataset of [new Subset(letters, [4, 5, 6]), new ConcatDataset([['a'], ['b', 'c']])]) {
      const call = () => dataset.get(index as number);
      expect(call).toThrow(message);
      expect(call).toThrow(typeof index === 'number' ? RangeError : TypeError);
    }
    expect(() => new ConcatDataset([[]]).get(0)).toThrow(new RangeError('there are no items, got 0'));
  });
});

describe('what is no data set', () => {
  const calls: [string, (dataset: unknown) => unknown][] = [
    ['dataset', (dataset) => new Subset(dataset as string[], [])],
    ['dataset', (dataset) => randomSplit(dataset as string[], [])],
    ['datasets[1]', (dataset) => new ConcatDataset([letters, dataset as string[]])],
  ];
  it.each<[string, unknown, typeof TypeError | typeof RangeError, string]>([
    ['nothing', undefined, TypeError, 'got undefined'],
    ['null', null, TypeError, 'got null'],
    ['a number', 5, TypeError, 'got 5'],
    ['text', 'abc', TypeError, 'got "abc"'],
    ['a function', () => 1, TypeError, 'got a function'],
    ['no length', { get: () => 1 }, TypeError, 'got an Object with length undefined'],
    ['no get', { length: 3 }, TypeError, 'got an Object whose get is undefined'],
    ['a get that is none', { length: 3, get: 1, 0: 1 }, TypeError, 'got an Object whose get is 1'],
    ['a getBatch that is none', { length: 3, getBatch: 1 }, TypeError, 'got an Object whose getBatch is 1'],
    ['length -1', { length: -1, get: () => 1 }, RangeError, 'got an Object with length -1'],
    ['length 0.5', { length: 0.5, get: () => 1 }, RangeError, 'got an Object with length 0.5'],
    [
      'a Set',
      new Set([1]),
      TypeError,
      'got a Set, which has no items by index (PyTorch: "ConcatDataset does not support IterableDataset")',
    ],
    ['a generator', (function* () {})(), TypeError, 'got an object, which has no items by index (PyTorch: '],
    [
      'an async iterable',
      { async *[Symbol.asyncIterator]() {} },
      TypeError,
      'got an Object, which has no items by index',
    ],
  ])('%s', (_, dataset, kind, got) => {
    for (const [name, call] of calls) {
      expect(() => call(dataset)).toThrow(kind);
      const what = 'an array, a typed array or an object with length and get(index) or getBatch(indices)';
      const wanted = `${name} must be ${what}, ${got}`;
      expect(() => call(dataset)).toThrow(wanted);
    }
  });

  it.each<[string, () => unknown, typeof TypeError | typeof RangeError, RegExp]>([
    [
      'no list',
      () => new ConcatDataset(undefined as never),
      TypeError,
      /^datasets must be an array of data sets, got undef/,
    ],
    ['a data set alone', () => new ConcatDataset(remote(letters) as never), TypeError, /^datasets must be an array of/],
    [
      'an array of numbers alone',
      () => new ConcatDataset([1, 2] as never),
      TypeError,
      /^datasets\[0\] must be .*got 1$/,
    ],
    ['text', () => new ConcatDataset('ab' as never), TypeError, /^datasets must be an array of data sets, got "ab"$/],
    [
      'none',
      () => new ConcatDataset([]),
      RangeError,
      /^datasets must not be empty \(PyTorch: "datasets should not be an emp/,
    ],
    [
      'too many items',
      () => new ConcatDataset([1, 2].map(() => ({ length: 2 ** 31, get: () => 1 }))),
      RangeError,
      /^datasets must have at most 2\^32 - 1 items together, got 4294967296$/,
    ],
    [
      'too many to split',
      () => randomSplit({ length: 2 ** 32, get: () => 1 }, [1]),
      RangeError,
      /^dataset must have at most/,
    ],
    [
      'no indices',
      () => new Subset(letters, undefined as never),
      TypeError,
      /^indices must be an array or typed array/,
    ],
    [
      'an index beyond',
      () => new Subset(letters, [0, 10]),
      RangeError,
      /^indices\[1\] must be an integer in \[0, 9\], got 10$/,
    ],
    [
      'an index of -1',
      () => new Subset(letters, [-1]),
      RangeError,
      /^indices\[0\] must be an integer in \[0, 9\], got -1$/,
    ],
    ['a fraction', () => new Subset(letters, [0.5]), RangeError, /^indices\[0\] must be .*got 0\.5$/],
    ['an index as text', () => new Subset(letters, ['0'] as never), TypeError, /^indices\[0\] must be .*got "0"$/],
    [
      'an index of nothing',
      () => new Subset([], [0]),
      RangeError,
      /^indices\[0\] is of no item: the data set is empty, got 0$/,
    ],
  ])('%s', (_, call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });
});
