// Buckets of similar length, beside a count of boundaries and a sort of all lengths.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketByLength } from '../../src/index.js';
import { rounds } from '../support/rounds.js';

const length = fc.oneof(
  fc.nat(40),
  fc.double({ min: 0, max: 100, noNaN: true }),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 5e-324, 1, Number.MAX_VALUE, 1 + Number.EPSILON),
);

/** The bucket of each length by sorting: each value goes where its middle rank lies. */
function bySorting(lengths: readonly number[], count: number): number[] {
  const n = lengths.length;
  const partOf = lengths.map((value) => {
    const below = lengths.filter((each) => each < value).length;
    const equal = lengths.filter((each) => each === value).length;
    return Number((BigInt(count) * BigInt(2 * below + equal)) / BigInt(2 * n));
  });
  const parts = [...new Set(partOf)].sort((a, b) => a - b);
  return partOf.map((part) => parts.indexOf(part));
}

describe('with boundaries', () => {
  it('a bucket begins at its boundary, as in TensorFlow’s bucket_by_sequence_length', () => {
    expect([...bucketByLength([0, 9, 9.5, 10, 19, 20, 1e300], [10, 20])]).toEqual([0, 0, 0, 1, 1, 2, 2]);
    expect([...bucketByLength([0, 1], [0])]).toEqual([1, 1]);
    expect([...bucketByLength([-0, 0.5], [0, 0.5, 7])]).toEqual([1, 2]);
  });

  it('is the number of boundaries at or below the length', () => {
    fc.assert(
      fc.property(
        fc.array(length, { minLength: 1, maxLength: 60 }),
        fc.uniqueArray(length, { minLength: 1, maxLength: 300, comparator: (a, b) => a === b }),
        (lengths, some) => {
          const boundaries = some.toSorted((a, b) => a - b);
          // the boundaries themselves, too, and their neighbors
          const all = [...lengths, ...boundaries, ...boundaries.map((each) => each * (1 - Number.EPSILON))];
          const expected = all.map((value) => boundaries.filter((each) => each <= value).length);
          expect([...bucketByLength(all, boundaries)]).toEqual(expected);
        },
      ),
      { numRuns: rounds(3000), seed: 5 },
    );
  });

  it.each([
    [255, Uint8Array],
    [256, Uint16Array],
    [65_535, Uint16Array],
    [65_536, Uint32Array],
  ])('%i of them fit the smallest type of array', (count, type) => {
    const boundaries = Float64Array.from({ length: count }, (_, i) => i + 1);
    const buckets = bucketByLength(
      Float64Array.from({ length: count + 1 }, (_, i) => i),
      boundaries,
    );
    expect(buckets).toBeInstanceOf(type);
    expect(buckets.every((bucket, i) => bucket === i)).toBe(true);
  });
});

describe('with a number of buckets', () => {
  it('gives each about equally many, and equal lengths one bucket', () => {
    expect([...bucketByLength([5, 1, 3, 2, 4, 6], 3)]).toEqual([2, 0, 1, 0, 1, 2]);
    expect([...bucketByLength([1, 1, 1, 1, 5, 6, 7, 8], 4)]).toEqual([0, 0, 0, 0, 1, 1, 2, 2]);
    expect([...bucketByLength([7, 7, 7], 3)]).toEqual([0, 0, 0]);
    expect([...bucketByLength([1, 2, 3], 1)]).toEqual([0, 0, 0]);
    expect([...bucketByLength([3, 1, 2], 3)]).toEqual([2, 0, 1]);
  });

  it('is what sorting gives', () => {
    fc.assert(
      fc.property(fc.array(length, { minLength: 1, maxLength: 60 }), fc.nat(), (lengths, some) => {
        const count = 1 + (some % lengths.length);
        expect([...bucketByLength(lengths, count)]).toEqual(bySorting(lengths, count));
      }),
      { numRuns: rounds(2000), seed: 8 },
    );
  });

  // more than are sorted at once
  it.each([
    ['whole', (i: number) => 1 + ((i * 7919) % 512)],
    ['different', (i: number) => ((i * 7919) % 30_011) / 7],
    ['of all magnitudes', (i: number) => 2 ** (((i * 7919) % 2000) - 1000)],
    ['mostly equal', (i: number) => (i % 10 ? 3 : i % 77)],
    ['with one that is very large', (i: number) => (i ? (i * 7919) % 30_011 : 1e300)],
    ['next to each other', (i: number) => 1 + ((i * 7919) % 3) * Number.EPSILON],
  ])('cuts 30,000 lengths that are %s where sorting does', (_, lengthOf) => {
    const n = 30_000;
    const lengths = Float64Array.from({ length: n }, (_, i) => lengthOf(i));
    const sorted = lengths.toSorted();
    for (const count of [1, 2, 10, 333, 9000]) {
      const partOf = new Map<number, number>();
      for (let first = 0, next = 0; first < n; first = next) {
        while (next < n && sorted[next] === sorted[first]) next++;
        partOf.set(sorted[first], Math.floor((count * (first + next)) / (2 * n)));
      }
      const parts = [...new Set(partOf.values())];
      const numbers = new Map(parts.map((part, i) => [part, i]));
      const expected = Array.from(lengths, (value) => numbers.get(partOf.get(value) as number));
      const buckets = bucketByLength(lengths, count);
      const wrong = expected.findIndex((bucket, i) => bucket !== buckets[i]);
      expect([wrong, lengths[wrong], buckets[wrong]]).toEqual([-1, undefined, undefined]);
      if (partOf.size === n) {
        const sizes = new Uint32Array(count);
        for (const part of partOf.values()) sizes[part]++;
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }
    }
  });
});

it('takes typed arrays of all kinds', () => {
  for (const lengths of [Uint8Array.of(3, 9), Float32Array.of(3, 9), Int16Array.of(3, 9), { length: 2, 0: 3, 1: 9 }]) {
    expect([...bucketByLength(lengths, [5])]).toEqual([0, 1]);
    expect([...bucketByLength(lengths, 2)]).toEqual([0, 1]);
  }
});
