import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, openMemory } from '../support/backends.js';
import { LEAST_P, normalTails } from '../support/chi-square.js';
import { streamOf } from '../support/pcg-reference.js';

const MOST_SAFE = 2 ** 53 - 1;

/** [seed, epoch, purpose, state, increment]: as long as these hold, no seed gives other draws than it gave before. */
const golden: [number, number, number, bigint, bigint][] = [
  [0, 0, 0, 0x238275bc38fcbe91n, 0x59b51f71b30beff7n],
  [1, 0, 0, 0xb18a02f46d8d86c3n, 0x0b950364827bd593n],
  [0, 1, 0, 0x94926c2e801cb6f9n, 0x333e8e43e973b50fn],
  [0, 0, 1, 0x421daf3033e887a3n, 0x9247604da1c45ddfn],
  [42, 7, 3, 0xf3ca65863a19d02bn, 0x867997365e454d35n],
  [2 ** 32, 0, 0, 0xb052203fd2177665n, 0xe38fb2b890a6516fn],
  [MOST_SAFE, MOST_SAFE, 2 ** 32 - 1, 0x55db6bbc39e4b909n, 0x933ab93671d34ae7n],
];

describe.each(backends)('openStream (%s)', (backend) => {
  const { kernels, u32, u64 } = openMemory(2 ** 16, backend);

  /** Where a stream begins, and its increment. */
  function open(seed: number, epoch: number, purpose: number): [state: bigint, increment: bigint] {
    kernels.openStream(64, seed, epoch, purpose);
    return [u64[8], u64[9]];
  }

  function wordsOf(seed: number, epoch: number, count: number): Uint32Array {
    kernels.openStream(0, seed, epoch, 0);
    kernels.pcgWords(0, 0, 1, 64, count);
    return u32.slice(16, 16 + 2 * count);
  }

  it('is value-stable', () => {
    for (const [seed, epoch, purpose, state, increment] of golden) {
      expect([seed, epoch, purpose, ...open(seed, epoch, purpose)]).toEqual([seed, epoch, purpose, state, increment]);
    }
  });

  it('is the hash that an independent implementation has', () => {
    const safe = fc.oneof(fc.nat(100), fc.maxSafeNat(), fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 31, MOST_SAFE));
    const purpose = fc.oneof(fc.nat(3), fc.nat(0xffffffff));
    fc.assert(
      fc.property(safe, safe, purpose, (seed, epoch, what) => {
        const { state, increment } = streamOf(seed, epoch, what);
        expect(open(seed, epoch, what)).toEqual([state, increment]);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives every (seed, epoch, purpose) a state and an odd increment of its own', () => {
    const states = new Set<bigint>();
    const increments = new Set<bigint>();
    let even = 0;
    for (let seed = 0; seed < 64; seed++) {
      for (let epoch = 0; epoch < 64; epoch++) {
        for (let purpose = 0; purpose < 4; purpose++) {
          const [state, increment] = open(seed, epoch, purpose);
          states.add(state);
          increments.add(increment);
          if (!(increment & 1n)) even++;
        }
      }
    }
    expect([states.size, increments.size, even]).toEqual([2 ** 14, 2 ** 14, 0]);
  });

  it.each([
    ['consecutive seeds', (i: number) => [i, 0] as const],
    ['consecutive epochs', (i: number) => [0, i] as const],
    ['seeds and epochs of the same sum', (i: number) => [i, 9 - i] as const],
    ['seeds a power of two apart', (i: number) => [2 ** (5 * i), 0] as const],
  ])('starts unrelated streams for %s (bits agree as often as not, p > 1e-6)', (_, seedAndEpoch) => {
    const count = 2048;
    const streams = Array.from({ length: 10 }, (_, i) => wordsOf(...seedAndEpoch(i), count));
    const lags = [-2, -1, 0, 1, 2];
    let least = 1;
    let pairs = 0;
    for (const [i, a] of streams.entries()) {
      for (const b of streams.slice(i + 1)) {
        for (const lag of lags) {
          least = Math.min(least, normalTails(agreement(a, b, lag)));
          pairs++;
        }
      }
    }
    expect(pairs).toBe(45 * lags.length);
    // the smallest of `pairs` p-values: Bonferroni's correction
    expect(least * pairs).toBeGreaterThan(LEAST_P);
  });

  it('is told from one that starts a word later, which the test of agreement finds', () => {
    const stream = wordsOf(1, 0, 2048);
    kernels.pcgWords(0, 1, 1, 64, 2048);
    const later = u32.slice(16, 16 + 2 * 2048);
    expect(normalTails(agreement(later, stream, 1))).toBeLessThan(1e-300);
    expect(normalTails(agreement(later, stream, 0))).toBeGreaterThan(LEAST_P);
  });
});

/** How many standard deviations from half of the bits of a's words and b's, `lag` words later, are equal. */
function agreement(a: Uint32Array, b: Uint32Array, lag: number): number {
  const start = 2 * Math.max(0, -lag);
  const stop = a.length - 2 * Math.max(0, lag);
  let different = 0;
  for (let i = start; i < stop; i++) different += bitCount(a[i] ^ b[i + 2 * lag]);
  const bits = 32 * (stop - start);
  return (different - bits / 2) / Math.sqrt(bits / 4);
}

/** H. S. Warren, Hacker's Delight (2nd ed. 2012), 5-1. */
function bitCount(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
