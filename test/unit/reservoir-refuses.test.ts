// Wrong calls of a WeightedReservoir: the words of the errors, and that they change nothing.
import { describe, expect, it } from 'vitest';
import { WeightedReservoir } from '../../src/index.js';
import type { ItemId } from '../../src/reservoir/id-hash.js';

describe('a weighted reservoir refuses', () => {
  const made = () => new WeightedReservoir<ItemId>(3, { seed: 1 }).addMany([1, 2], [1, 2]);
  const state = made().state();
  const fresh = (size: number, seed: number) => new WeightedReservoir<ItemId>(size, { seed });

  it.each<[string, (reservoir: WeightedReservoir<ItemId>) => unknown, typeof RangeError | typeof TypeError]>([
    ['weight must be a finite number of at least 0, got NaN', (r) => r.add(1, Number.NaN), RangeError],
    ['weight must be a finite number of at least 0, got -1', (r) => r.add(1, -1), RangeError],
    ['weight must be a finite number of at least 0, got "2"', (r) => r.add(1, '2' as never), TypeError],
    ['weight must be 0 or in [2^-950, 2^950], got 1e-300: scale all weights', (r) => r.add(1, 1e-300), RangeError],
    ['id must be a safe integer, a bigint or a string, got 1.5', (r) => r.add(1.5, 1), RangeError],
    ['id must be a safe integer, a bigint or a string, got null', (r) => r.add(null as never, 1), TypeError],
    [
      'ids[2] must be a safe integer, a bigint or a string, got NaN',
      (r) => r.addMany([5, 6, Number.NaN], [9, 9, 1]),
      RangeError,
    ],
    [
      'weights[1] must be a finite number of at least 0, got Infinity',
      (r) => r.addMany([5, 6], [9, Infinity]),
      RangeError,
    ],
    [
      'weights[1] must be a finite number of at least 0, got undefined',
      (r) => r.addMany([5, 6], [9, undefined as never]),
      TypeError,
    ],
    ['ids and weights must have equal lengths, got 2 and 1', (r) => r.addMany([5, 6], [9]), RangeError],
    ['ids must be an array or typed array, got "ab"', (r) => r.addMany('ab' as never, [1, 2]), TypeError],
    ['weights must be an array or typed array, got undefined', (r) => r.addMany([1], undefined as never), TypeError],
    ['merge takes a WeightedReservoir, got an Array', (r) => r.merge([] as never), TypeError],
    ['merge takes a WeightedReservoir, got undefined', (r) => r.merge(undefined as never), TypeError],
    ['merge takes a reservoir of the same size, 3, got 4', (r) => r.merge(fresh(4, 1).add(9, 9)), RangeError],
    [
      'merge takes a reservoir of the same seed, 1, got 2: make both with { seed }',
      (r) => r.merge(fresh(3, 2).add(9, 9)),
      RangeError,
    ],
    ['size must be a positive integer, got 0', () => new WeightedReservoir(0), RangeError],
    ['size must be a positive integer, got undefined', () => new WeightedReservoir(undefined as never), TypeError],
    ['size must be at most 2^32 - 1, got 4294967296', () => new WeightedReservoir(2 ** 32), RangeError],
    ['options has no "seeds"', () => new WeightedReservoir(1, { seeds: 1 } as never), TypeError],
    ['seed must be a non-negative integer', () => new WeightedReservoir(1, { seed: -1 }), RangeError],
    ['state must come from state(), got null', () => WeightedReservoir.from(null as never), TypeError],
    ['state.version must be 1, got 2', () => WeightedReservoir.from({ ...state, version: 2 as never }), RangeError],
    [
      'state must be of a WeightedReservoir, got one of "RandomSampler"',
      () => WeightedReservoir.from({ ...state, sampler: 'RandomSampler' as never }),
      RangeError,
    ],
    [
      'state.size must be a positive integer, got 1.5',
      () => WeightedReservoir.from({ ...state, size: 1.5 }),
      RangeError,
    ],
    [
      'state.seed must be a non-negative integer, got undefined',
      () => WeightedReservoir.from({ ...state, seed: undefined as never }),
      TypeError,
    ],
    [
      'state.items must be an array, got undefined',
      () => WeightedReservoir.from({ ...state, items: undefined as never }),
      TypeError,
    ],
    [
      'state.items must have at most 1 entries, the size, got 2',
      () => WeightedReservoir.from({ ...state, size: 1 }),
      RangeError,
    ],
    [
      'state.items[0] must be [id, weight], got 5',
      () => WeightedReservoir.from({ ...state, items: [5] as never }),
      TypeError,
    ],
    [
      'state.items[0][0] must be a safe integer, a bigint or a string, got an Object',
      () => WeightedReservoir.from({ ...state, items: [[{ bigint: '1.5' }, 1]] }),
      TypeError,
    ],
    [
      'state.items[0][1] must be positive, got 0',
      () => WeightedReservoir.from({ ...state, items: [[1, 0]] }),
      RangeError,
    ],
    [
      'state.items[1] has the id of another item, 1n',
      () =>
        WeightedReservoir.from({
          ...state,
          items: [
            [1, 1],
            [{ bigint: '1' }, 1],
          ],
        }),
      RangeError,
    ],
  ])('%s', (words, call, kind) => {
    const reservoir = made();
    const before = reservoir.items();
    expect(() => call(reservoir)).toThrow(kind);
    expect(() => call(reservoir)).toThrow(words);
    expect(reservoir.items()).toEqual(before);
    expect(reservoir.state()).toEqual(state);
  });
});
