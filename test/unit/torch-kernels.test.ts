// The kernels behind TorchGenerator, each against a reference that is written another way.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TorchGenerator } from '../../src/index.js';
import { backends, openMemory } from '../support/backends.js';
import { weightSets } from '../support/weight-sets.js';

const STATE = 2504;
const fraction = fc.oneof(
  fc.maxSafeNat().map((bits) => bits * 2 ** -53),
  fc.constantFrom(0, 2 ** -53, 0.25, 0.5, 1 - 2 ** -53),
);

describe.each(backends)('MT19937, %s', (backend) => {
  /** Words, by dividing by more than any of them is. */
  const wordsOf = (seed: number, count: number, pieces: number[] = [count]) => {
    const { kernels, u32, u64 } = openMemory(STATE + 8 * count, backend);
    kernels.twisterSeed(0, seed);
    let done = 0;
    for (const piece of pieces) {
      kernels.twisterFloats(0, STATE + 8 * done, piece);
      done += piece;
    }
    expect(u64.length).toBeGreaterThan(0);
    return new Float64Array(u32.buffer, STATE, count);
  };

  // ISO C++ [rand.predef]: the 10000th invocation of a default-constructed std::mt19937 (seed 5489) gives 4123659995
  it('has the reference’s words', () => {
    const { kernels, u32 } = openMemory(STATE + 4 * 10000, backend);
    kernels.twisterSeed(0, 5489);
    // below 2^28 a word is divided; a bound of 2^27 leaves its low bits
    kernels.twisterIntegers(0, 2 ** 27, STATE, 10000);
    expect(u32[STATE / 4 + 9999]).toBe(4123659995 % 2 ** 27);
    const generator = new TorchGenerator(5489);
    expect(generator.nextUint32()).toBe(3499211612);
    for (let i = 1; i < 9999; i++) generator.nextUint32();
    expect(generator.nextUint32()).toBe(4123659995);
  });

  it('goes on where it stopped, across blocks', () => {
    const whole = wordsOf(7, 2000);
    expect(wordsOf(7, 2000, [1, 311, 312, 313, 0, 63, 1000])).toEqual(whole);
    const generator = new TorchGenerator(7);
    expect(Float64Array.from({ length: 2000 }, () => generator.nextFloat())).toEqual(whole);
  });

  /** Two words for one, as BigInt. */
  const wideOf = (seed: number) => {
    const generator = new TorchGenerator(seed);
    return () => generator.nextUint64();
  };

  it('takes two words an index from a bound of 2^28 on', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: 2 ** 28, max: 2 ** 32 - 1 }), (seed, bound) => {
        const { kernels, u32 } = openMemory(STATE + 400, backend);
        kernels.twisterSeed(0, seed);
        kernels.twisterIntegers(0, bound, STATE, 100);
        const next = wideOf(seed);
        const expected = Uint32Array.from({ length: 100 }, () => Number(next() % BigInt(bound)));
        expect(u32.slice(STATE / 4, STATE / 4 + 100)).toEqual(expected);
      }),
    );
  });

  it('shuffles inside-out where it is wide, two words an index', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.nat(100), (seed, count) => {
        const { kernels, u32 } = openMemory(STATE + 4 * count, backend);
        kernels.twisterSeed(0, seed);
        kernels.twisterShuffle(0, STATE, count, 1);
        const next = wideOf(seed);
        const expected: number[] = [];
        for (let i = 0; i < count; i++) {
          const chosen = Number(next() % BigInt(i + 1));
          expected.push(i);
          expected[i] = expected[chosen];
          expected[chosen] = i;
        }
        expect([...u32.slice(STATE / 4, STATE / 4 + count)]).toEqual(expected);
      }),
    );
  });
});

describe.each(backends)('cumulative sums, %s', (backend) => {
  it('are searched for the first one that is at least u', () => {
    const sets = [...weightSets(170, 3)].map(({ weights }) => weights.map((weight) => Math.min(weight, 1e290)));
    fc.assert(
      fc.property(
        fc.constantFrom(...sets),
        fc.array(fraction, { minLength: 1 }),
        fc.nat(12),
        (weights, given, bits) => {
          const count = weights.length;
          const [sums, guide] = [8 * count, 16 * count];
          const floats = guide + 4 * 2 ** Math.max(1, bits);
          const out = floats + 8 * 3 * given.length;
          const { kernels, u32, f64 } = openMemory(out + 4 * 3 * given.length, backend);
          f64.set(weights);
          kernels.cumulativeBuild(0, count, sums, guide, bits);
          const steps = f64.slice(count, 2 * count);
          expect(steps[count - 1]).toBe(1);
          // the sums themselves and what is next to them are the hard ones
          const near = given.flatMap((u) => {
            const step = steps[Math.floor(u * count)];
            return [u, Math.min(step, 1 - 2 ** -53), Math.min(step + 2 ** -53, 1 - 2 ** -53)];
          });
          f64.set(near, floats / 8);
          kernels.cumulativeDraw(sums, guide, bits, floats, out, near.length);
          expect([...u32.slice(out / 4, out / 4 + near.length)]).toEqual(
            near.map((u) => steps.findIndex((step) => step >= u)),
          );
        },
      ),
    );
  });
});

describe.each(backends)('exponential keys, %s', (backend) => {
  it('has PyTorch’s times: -log1p(-u), within two units in the last place of the engine’s own', () => {
    const us = [...fc.sample(fraction, { numRuns: 2000, seed: 1 }), ...Array.from({ length: 54 }, (_, i) => 2 ** -i)];
    const below = us.filter((u) => u > 0 && u < 1);
    const { kernels, f64 } = openMemory(24 * below.length, backend);
    f64.set(below, below.length);
    // a weight of 1 / u leaves the ratio near one, so that its rounding is small: time = weight / ratio
    f64.set(below.map(() => 1));
    kernels.exponentialRatios(0, 8 * below.length, 16 * below.length, below.length);
    below.forEach((u, i) => {
      const time = 1 / f64[2 * below.length + i];
      const expected = -Math.log1p(-u);
      expect(Math.abs(time - expected)).toBeLessThanOrEqual(expected * 2 ** -51);
    });
  });

  it('ranks by weight over time, what is not a number first', () => {
    const { kernels, u64, f64 } = openMemory(8 * 12, backend);
    f64.set([0, -0, 1, 0, 3, 1]);
    f64.set([0, 0, 0, 0.5, 0.5, 0.75], 6);
    kernels.exponentialRatios(0, 48, 48, 6);
    expect([...u64.slice(6, 10)]).toEqual([0x7ff8n << 48n, 0x7ff8n << 48n, 0x7ffn << 52n, 0n]);
    expect(f64[10]).toBeCloseTo(3 / Math.LN2, 14);
    expect(f64[11]).toBeCloseTo(0.5 / Math.LN2, 14);
  });
});

describe.each(backends)('the largest keys, %s', (backend) => {
  it('come in order, equal ones as they stood', () => {
    const wide = fc.bigInt({ min: 0n, max: (1n << 63n) - 1n });
    const float = fc
      .double({ min: 0, noNaN: true })
      .map((value) => new BigUint64Array(Float64Array.of(value).buffer)[0]);
    const few = fc.constantFrom(0n, 1n, 255n, 256n, 1n << 40n, (1n << 62n) + 1n);
    const keys = fc.oneof(...[wide, float, few].map((key) => fc.array(key, { minLength: 1, maxLength: 700 })));
    fc.assert(
      fc.property(keys, fc.nat(), (given, share) => {
        const count = given.length;
        const wanted = 1 + (share % count);
        const scratch = 8 * count;
        const out = scratch + 8192 + 16 * count;
        const { kernels, u32, u64 } = openMemory(out + 4 * wanted, backend);
        u64.set(given);
        kernels.rankLargest(0, count, wanted, scratch, out);
        const order = given
          .map((_, i) => i)
          .sort((a, b) => (given[a] === given[b] ? a - b : given[a] > given[b] ? -1 : 1));
        expect([...u32.slice(out / 4, out / 4 + wanted)]).toEqual(order.slice(0, wanted));
      }),
    );
  });
});
