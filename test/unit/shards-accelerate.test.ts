// Accelerate's tables of shards (its tests of BatchSamplerShard and IterableDatasetShard), as ranks give them here.
import { describe, expect, it } from 'vitest';
import { BatchSampler, DistributedBatchSampler, type DistributedOptions, SequentialSampler } from '../../src/index.js';

type Batches = Iterable<ArrayLike<number>>;
type How = Pick<DistributedOptions, 'dropLast' | 'pad'>;
const EVEN_FALSE: How = { pad: false };
const DROP: How = { dropLast: true };

/** Each rank's batches, each by a space and batches by a bar, as in the tables below. */
function shards(batches: Batches, numReplicas: number, how: How): string[] {
  return Array.from({ length: numReplicas }, (_, rank) => {
    const share = new DistributedBatchSampler(batches, { numReplicas, rank, ...how });
    const text = Array.from(share, (batch) => batch.join(' ')).join(' | ');
    const count = text === '' ? 0 : text.split(' | ').length;
    if ('length' in ((batches as BatchSampler).sampler ?? batches)) expect(share).toHaveLength(count);
    else
      expect(() => share.length).toThrow(/^length is not known: the (wrapped sampler|iterable of batches) has none$/);
    return text;
  });
}

/** A range of indices: a sampler of this library, a list, and what has no length. */
const ranges: [string, (n: number) => ConstructorParameters<typeof BatchSampler>[0]][] = [
  ['a sampler', (n) => new SequentialSampler(n)],
  ['a list', (n) => Array.from({ length: n }, (_, i) => i)],
  [
    'a stream',
    (n) =>
      ({
        *[Symbol.iterator]() {
          for (let i = 0; i < n; i++) yield i;
        },
      }) as never,
  ],
];

describe.each(ranges)('two ranks over batches of %s', (_, range) => {
  const of = (n: number, size: number, dropLast: boolean) => new BatchSampler(range(n), size, dropLast);

  // drop_last is Accelerate's of the batch sampler, which decides for the shards, too
  it.each([
    [24, false, '0 1 2 | 6 7 8 | 12 13 14 | 18 19 20', '3 4 5 | 9 10 11 | 15 16 17 | 21 22 23'],
    [24, true, '0 1 2 | 6 7 8 | 12 13 14 | 18 19 20', '3 4 5 | 9 10 11 | 15 16 17 | 21 22 23'],
    [21, false, '0 1 2 | 6 7 8 | 12 13 14 | 18 19 20', '3 4 5 | 9 10 11 | 15 16 17'],
    [21, true, '0 1 2 | 6 7 8 | 12 13 14', '3 4 5 | 9 10 11 | 15 16 17'],
    [22, false, '0 1 2 | 6 7 8 | 12 13 14 | 18 19 20', '3 4 5 | 9 10 11 | 15 16 17 | 21'],
    [22, true, '0 1 2 | 6 7 8 | 12 13 14', '3 4 5 | 9 10 11 | 15 16 17'],
    [20, false, '0 1 2 | 6 7 8 | 12 13 14 | 18 19', '3 4 5 | 9 10 11 | 15 16 17'],
    [20, true, '0 1 2 | 6 7 8 | 12 13 14', '3 4 5 | 9 10 11 | 15 16 17'],
    [2, false, '0 1', ''],
    [2, true, '', ''],
  ])('even_batches=False, %i items in batches of 3, drop_last=%o', (n, dropLast, ...expected) => {
    expect(shards(of(n, 3, dropLast), 2, dropLast ? DROP : EVEN_FALSE)).toEqual(expected);
  });

  // split_batches=True gives each rank its part of each batch: batches of a size that is divided by the ranks
  it.each([
    [24, false, '0 1 | 4 5 | 8 9 | 12 13 | 16 17 | 20 21', '2 3 | 6 7 | 10 11 | 14 15 | 18 19 | 22 23'],
    [24, true, '0 1 | 4 5 | 8 9 | 12 13 | 16 17 | 20 21', '2 3 | 6 7 | 10 11 | 14 15 | 18 19 | 22 23'],
    [22, false, '0 1 | 4 5 | 8 9 | 12 13 | 16 17 | 20 21', '2 3 | 6 7 | 10 11 | 14 15 | 18 19'],
    [22, true, '0 1 | 4 5 | 8 9 | 12 13 | 16 17', '2 3 | 6 7 | 10 11 | 14 15 | 18 19'],
    [21, false, '0 1 | 4 5 | 8 9 | 12 13 | 16 17 | 20', '2 3 | 6 7 | 10 11 | 14 15 | 18 19'],
    [21, true, '0 1 | 4 5 | 8 9 | 12 13 | 16 17', '2 3 | 6 7 | 10 11 | 14 15 | 18 19'],
    [2, false, '0 1', ''],
    [2, true, '', ''],
  ])('even_batches=False, split_batches=True, %i items in batches of 4, drop_last=%o', (n, dropLast, ...expected) => {
    expect(shards(of(n, 4 / 2, dropLast), 2, dropLast ? DROP : EVEN_FALSE)).toEqual(expected);
  });

  // where the last batch is whole, or is dropped
  it.each([
    [24, 3, false, '0 1 2 | 6 7 8 | 12 13 14 | 18 19 20', '3 4 5 | 9 10 11 | 15 16 17 | 21 22 23'],
    [24, 3, true, '0 1 2 | 6 7 8 | 12 13 14 | 18 19 20', '3 4 5 | 9 10 11 | 15 16 17 | 21 22 23'],
    [21, 3, false, '0 1 2 | 6 7 8 | 12 13 14 | 18 19 20', '3 4 5 | 9 10 11 | 15 16 17 | 0 1 2'],
    [21, 3, true, '0 1 2 | 6 7 8 | 12 13 14', '3 4 5 | 9 10 11 | 15 16 17'],
    [22, 3, true, '0 1 2 | 6 7 8 | 12 13 14', '3 4 5 | 9 10 11 | 15 16 17'],
    [20, 3, true, '0 1 2 | 6 7 8 | 12 13 14', '3 4 5 | 9 10 11 | 15 16 17'],
    [2, 3, true, '', ''],
    [24, 2, false, '0 1 | 4 5 | 8 9 | 12 13 | 16 17 | 20 21', '2 3 | 6 7 | 10 11 | 14 15 | 18 19 | 22 23'],
    [22, 2, false, '0 1 | 4 5 | 8 9 | 12 13 | 16 17 | 20 21', '2 3 | 6 7 | 10 11 | 14 15 | 18 19 | 0 1'],
    [22, 2, true, '0 1 | 4 5 | 8 9 | 12 13 | 16 17', '2 3 | 6 7 | 10 11 | 14 15 | 18 19'],
    [2, 2, false, '0 1', '0 1'],
  ])('even_batches=True, %i items in batches of %i, drop_last=%o', (n, size, dropLast, ...expected) => {
    expect(shards(of(n, size, dropLast), 2, dropLast ? DROP : {})).toEqual(expected);
  });

  // Accelerate fills the last batch with the first indices (21 0 1, and so on); here it stays as it is
  it.each([
    [22, '0 1 2 | 6 7 8 | 12 13 14 | 18 19 20', '3 4 5 | 9 10 11 | 15 16 17 | 21'],
    [20, '0 1 2 | 6 7 8 | 12 13 14 | 18 19', '3 4 5 | 9 10 11 | 15 16 17 | 0 1 2'],
    [2, '0 1', '0 1'],
  ])('even_batches=True does not fill a short batch: %i items in batches of 3', (n, ...expected) => {
    expect(shards(of(n, 3, false), 2, {})).toEqual(expected);
  });
});

describe('batches of any size', () => {
  const five = [
    [0, 1, 2],
    [3, 4],
    [5, 6, 7, 8],
    [9, 10, 11],
    [12, 13],
  ];
  const seven = [[0], [1, 2], [3, 4, 5], [6], [7, 8], [9, 10, 11], [12, 13]];
  it.each<[string, number[][], How, string[]]>([
    ['even_batches=False', five, EVEN_FALSE, ['0 1 2 | 5 6 7 8 | 12 13', '3 4 | 9 10 11']],
    ['an even number', five.slice(0, 4), {}, ['0 1 2 | 5 6 7 8', '3 4 | 9 10 11']],
    ['an odd number', five, {}, ['0 1 2 | 5 6 7 8 | 12 13', '3 4 | 9 10 11 | 0 1 2']],
    ['one for two', five.slice(0, 1), {}, ['0 1 2', '0 1 2']],
    ['one for three', five.slice(0, 1), {}, ['0 1 2', '0 1 2', '0 1 2']],
    ['drop_last=True', five, DROP, ['0 1 2 | 5 6 7 8', '3 4 | 9 10 11']],
    ['six for three', seven.slice(0, 6), {}, ['0 | 6', '1 2 | 7 8', '3 4 5 | 9 10 11']],
    ['seven for three', seven, {}, ['0 | 6 | 12 13', '1 2 | 7 8 | 0', '3 4 5 | 9 10 11 | 1 2']],
  ])('%s', (_, batches, how, expected) => {
    expect(shards(batches, expected.length, how)).toEqual(expected);
    const stream = { [Symbol.iterator]: () => batches.values() };
    expect(shards(stream, expected.length, how)).toEqual(expected);
  });
});

// IterableDatasetShard: a stream of unknown length, in batches of 4, or of 4 divided by the ranks
describe.each([4, 2])('a stream in batches of %i', (size) => {
  it.each([2, 3])('on %i ranks', (numReplicas) => {
    for (let n = 0; n < 40; n++) {
      const stream = {
        *[Symbol.iterator]() {
          for (let i = 0; i < n; i++) yield i;
        },
      };
      const rounds = (how: How, dropLast: boolean) => {
        const all = shards(new BatchSampler(stream as never, size, dropLast), numReplicas, how).map((share) =>
          share === '' ? [] : share.split(' | '),
        );
        return Array.from(all[0], (_, i) => all.flatMap((share) => share.slice(i, i + 1))).flat();
      };
      const whole = Array.from({ length: Math.ceil(n / size) }, (_, i) =>
        Array.from({ length: Math.min(size, n - i * size) }, (_, j) => i * size + j).join(' '),
      );
      const full = Math.floor(n / size / numReplicas) * numReplicas;
      // drop_last=True: whole batches for all ranks
      expect(rounds(DROP, true)).toEqual(whole.slice(0, full));
      expect(rounds(EVEN_FALSE, false)).toEqual(whole);
      const total = Math.ceil(whole.length / numReplicas) * numReplicas;
      expect(rounds({}, false)).toEqual(Array.from({ length: total }, (_, i) => whole[i % whole.length]));
    }
  });
});
