// Batches that ranks cannot share out: what they are told.
import { describe, expect, it } from 'vitest';
import { DataLoader, DistributedBatchSampler, DistributedSampler, SequentialSampler } from '../../src/index.js';
import { type Batches, HOWS, own, plain, rankOf } from '../support/shards.js';

describe('iterables that are not as they say', () => {
  it.each(HOWS)('end early, or go on: %s', (how) => {
    const run = [[0], [1], [2], [3], [4], [5], [6]];
    for (const [length, got] of [
      [8, '7'],
      [20, '7'],
      [6, 'more than 6'],
      [1, 'more than 1'],
    ] as const) {
      for (let rank = 0; rank < 3; rank++) {
        const sampler = rankOf(own([run], length), 3, rank, how);
        const message = `batches must give as many batches as their length, ${length}, got ${got}`;
        expect(() => plain(sampler)).toThrow(message);
      }
    }
  });

  const first = (batches: unknown) => () => rankOf(batches as Batches, 1, 0, 'padded').draw();
  it.each<[string, unknown, new () => Error, RegExp]>([
    [
      'a fraction',
      [[0, 0.5]],
      RangeError,
      /^a batch of batches must hold integers in \[0, 2\^32 - 1\], got 0\.5 at 1$/,
    ],
    ['a negative index', [[-1]], RangeError, /^a batch of batches must hold integers .*, got -1 at 0$/],
    ['too large an index', [[2 ** 32]], RangeError, /^a batch of batches must hold .*, got 4294967296 at 0$/],
    ['a word', [[3, 'x']], TypeError, /^a batch of batches must hold integers .*, got "x" at 1$/],
    ['a hole', [[3, undefined]], TypeError, /^a batch of batches must hold integers .*, got undefined at 1$/],
    ['a bigint', [[1n]], TypeError, /^a batch of batches must hold integers .*, got 1n at 0$/],
    [
      'null',
      {
        *[Symbol.iterator]() {
          yield null;
        },
      },
      TypeError,
      /^a batch of batches must be an array .*, got null$/,
    ],
    [
      'single indices',
      {
        *[Symbol.iterator]() {
          yield 7;
        },
      },
      TypeError,
      /^a batch of batches must be an array or typed array, got 7; for single indices, use a DistributedSampler$/,
    ],
    ['a Set', [new Set([1])], TypeError, /^a batch of batches must be an array or typed array, got a Set$/],
  ])('batches with %s', (_, batches, kind, message) => {
    expect(first(batches)).toThrow(kind);
    expect(first(batches)).toThrow(message);
  });

  const make = (batches: unknown) => () => new DistributedBatchSampler(batches as never, { numReplicas: 2, rank: 0 });
  const WANTED = 'batches must be a batch sampler or an iterable of arrays of indices, got ';
  const dataset = ['a', 'b'];
  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
    ['abc', '"abc"'],
    [{ length: 3 }, 'an Object'],
    [[1, 2, 3], 'an Array of 1; for single indices, use a DistributedSampler'],
    [Uint32Array.of(1), 'a Uint32Array; for single indices, use a DistributedSampler'],
    [new SequentialSampler(9), 'a SequentialSampler; for single indices, use a DistributedSampler'],
    [
      new DistributedSampler(new SequentialSampler(9), { numReplicas: 2, rank: 0 }),
      'a DistributedSampler; for single indices, use a DistributedSampler',
    ],
    [new DataLoader(dataset), 'a DataLoader, which gives items; wrap its batchSampler'],
    [
      { async *[Symbol.asyncIterator]() {} },
      'an Object, which is asynchronous; collect the batches of an epoch in an array first',
    ],
    [function* () {}, 'a function; give { [Symbol.iterator]: … } with a generator function'],
  ])('%o are refused', (batches, got) => {
    expect(make(batches)).toThrow(TypeError);
    expect(make(batches)).toThrow(`${WANTED}${got}`);
  });

  it.each([-1, 0.5, NaN, Infinity])('a length of %d', (length) => {
    expect(make({ length, [Symbol.iterator]: () => [].values() })).toThrow(RangeError);
    expect(make({ length, [Symbol.iterator]: () => [].values() })).toThrow(
      `length of the batches must be a non-negative integer, got ${length}`,
    );
  });
});
