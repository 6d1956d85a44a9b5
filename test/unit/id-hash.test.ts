// The random numbers of items, from a seed and ids, beside the same in integers.
import { describe, expect, it } from 'vitest';
import { IdHash, type ItemId } from '../../src/reservoir/id-hash.js';

const MASK = 2n ** 64n - 1n;

/** The word of SplitMix64 at a distance from a start, in integers. */
function splitMix(start: bigint, distance: bigint): bigint {
  let z = (start + distance * 0x9e3779b97f4a7c15n) & MASK;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return z ^ (z >> 31n);
}

function hashOf(hash: IdHash, id: ItemId): bigint {
  hash.hash(id);
  return (BigInt(hash.high >>> 0) << 32n) | BigInt(hash.low >>> 0);
}

describe('hashes of ids', () => {
  it('are words of SplitMix64, at the distance that an integer is from a start', () => {
    const hash = new IdHash(42);
    const start = hashOf(hash, 0);
    // the finalizer is a bijection: find the start from the word of 0, by the words of others
    const ids = [0, 1, 2, -1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 32) - 1, 2 ** 53 - 1, -(2 ** 53) + 1];
    const inverse = unmix(start);
    for (const id of ids) {
      expect(hashOf(hash, id)).toBe(splitMix(inverse, BigInt.asUintN(64, BigInt(id))));
      expect(hashOf(hash, BigInt(id))).toBe(hashOf(hash, id));
    }
    for (const id of [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n]) {
      expect(hashOf(hash, id)).toBe(splitMix(inverse, BigInt.asUintN(64, id)));
    }
  });

  it('differ for texts that are alike, for integers of many digits, and from seed to seed', () => {
    const texts = ['', '\0', '\0\0', '\0\0\0', 'a', 'b', 'ab', 'ba', 'abc', 'abcd', 'é', 'e\u0301', '1', '01', '1n'];
    const wide = [2n ** 64n, 2n ** 64n + 1n, -(2n ** 64n), 2n ** 200n];
    const all = [7, 8].flatMap((seed) => {
      const hash = new IdHash(seed);
      return [...texts, ...wide, 0, 1, -1].map((id) => hashOf(hash, id));
    });
    expect(new Set(all).size).toBe(all.length);
  });

  it('are uniform in each of 64 bits, for ids that are near each other', () => {
    const count = 20_000;
    for (const idOf of [
      (i: number) => i,
      (i: number) => 1024 * i,
      (i: number) => `user-${i}`,
      (i: number) => -3n * BigInt(i),
    ]) {
      const hash = new IdHash(3);
      const ones = new Array<number>(64).fill(0);
      for (let i = 0; i < count; i++) {
        const bits = hashOf(hash, idOf(i));
        for (let bit = 0; bit < 64; bit++) ones[bit] += Number((bits >> BigInt(bit)) & 1n);
      }
      // 5.9 standard deviations: p = 4e-9 for each of 256 bits, 1e-6 for all
      for (const many of ones) expect(Math.abs(many - count / 2)).toBeLessThan(5.9 * Math.sqrt(count / 4));
    }
  });
});

/** The inverse of SplitMix64's finalizer. */
function unmix(word: bigint): bigint {
  const unshift = (z: bigint, by: bigint) => z ^ (z >> by) ^ (z >> (2n * by));
  let z = unshift(word, 31n);
  z = (z * 0x319642b2d24d8ec3n) & MASK;
  z = unshift(z, 27n);
  z = (z * 0x96de1b173f119089n) & MASK;
  return unshift(z, 30n);
}
