// High words of products in f64, beside BigInt.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highOf, mulHigh, mulHigh32 } from '../../src/kernels/js/u64.js';

const EXTREMES = [0, 1, 2, 3, 0xffff, 0x10000, 0x10001, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff];
const word = fc.oneof(fc.constantFrom(...EXTREMES), fc.nat(0xffffffff));

/** The high word of the low 64 bits, as a signed word. */
function high(value: bigint): number {
  return Number(BigInt.asIntN(32, value >> 32n));
}

function check(a: number, b: number, c: number): void {
  const product = BigInt(a) * BigInt(b);
  const sum = product + BigInt(c);
  const low = Number(BigInt.asIntN(32, sum));
  expect(mulHigh32(a, b)).toBe(high(product));
  // words are signed or unsigned
  expect(mulHigh32(a | 0, b | 0)).toBe(high(product));
  expect(highOf(a, b, c, low)).toBe(high(sum));
  expect(highOf(a | 0, b | 0, c | 0, low)).toBe(high(sum));
}

describe('the high word of a * b + c', () => {
  it('is exact at the ends of the range', () => {
    for (const a of EXTREMES) for (const b of EXTREMES) for (const c of EXTREMES) check(a, b, c);
  });

  it('is exact where the low word is near 0, on both sides', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: -4096, max: 4096 }), (a, b, near) => {
        const low = Math.imul(a, b) >>> 0;
        check(a, b, (near - low) >>> 0);
      }),
    );
  });

  it('is exact for all words', () => {
    fc.assert(fc.property(word, word, word, check));
  });
});

it('the high word of the low 64 bits of a product is exact', () => {
  fc.assert(
    fc.property(word, word, word, word, (aHigh, aLow, bHigh, bLow) => {
      const product = ((BigInt(aHigh) << 32n) | BigInt(aLow)) * ((BigInt(bHigh) << 32n) | BigInt(bLow));
      expect(mulHigh(aHigh, aLow, bHigh, bLow)).toBe(high(product));
    }),
  );
});
