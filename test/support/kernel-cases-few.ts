// Random calls of the kernels of few draws, for the parity suite.
import fc from 'fast-check';
import { type Call, noise, slot, weights } from './kernel-arbitraries.js';

const CELLS = 64;

/** Weights of whole blocks: of any size, mostly alike, with zeros, or integers, whose shares are near whole words. */
const blocks = fc
  .tuple(
    fc.constantFrom<(value: number, i: number) => number>(
      (value) => value,
      (value) => Math.floor(8 * value),
      (value, i) => (i % 3 === 0 ? 0 : value),
      (value) => 2 ** Math.floor(-90 * value),
      (value) => 1 / (1e-6 + value),
      () => 1,
    ),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 * CELLS }),
  )
  .map(([of, values]) => {
    const some = new Float64Array(Math.ceil(values.length / CELLS) * CELLS);
    // none so small that a scale of 2^64 / sum would be infinite
    values.forEach((value, i) => {
      some[i] = value < 1e-100 ? 0 : of(value, i);
    });
    return some;
  });

/** The sum over all weights, of which the blocks have a part: sometimes a power of two. */
const total = fc.oneof(
  fc.double({ min: 1.001, max: 1e7, noNaN: true }),
  fc.nat(24).map((bits) => 2 ** (bits + 1)),
);

/** A call on `given`, at `base`, after the sums of `quantize`. */
function onBlocks(
  seed: number,
  base: number,
  given: Float64Array,
  [times, low, lifted, carry]: readonly [number, number, number, number],
): Call & { sums: number; out: number } {
  const sum = times * (given.reduce((most, weight) => Math.max(most, weight), 0) || 1);
  // weights below one unit are lifted: without any, there are none
  const some = given.map((weight) => (lifted === 0 && weight < sum * 2 ** -64 ? 0 : weight));
  const sums = base + 8 * given.length;
  const out = sums + 48 + 512;
  const end = out + (16 * given.length) / CELLS;
  return {
    bytes: end + 64,
    noise: seed,
    fill: (u32, f64) => {
      f64.set(some, base / 8);
      f64.set([1, sum, low * 2 ** -60 * sum, lifted, sum * 2 ** -64], sums / 8);
      u32.set([carry, 0], sums / 4 + 10);
    },
    args: [],
    writes: [[out, end]],
    scratch: [],
    sums,
    out,
  };
}

const state = fc.tuple(
  total,
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.oneof(fc.constant(0), fc.nat(5)),
  fc.nat(2 ** 32 - 1),
);
const bitsOf = fc.integer({ min: 6, max: 28 });

export const fewCases = {
  sumPiece: fc.tuple(noise, slot, weights).map(([seed, base, given]): Call => {
    const out = base + 8 * (given.length + (given.length & 1));
    const isWrong = Array.from(given).some((weight) => !(weight >= 0 && weight < Infinity));
    const writes = [[out, out + 32]] as const;
    return {
      bytes: out + 96,
      noise: seed,
      fill: (_, f64) => {
        f64.set(given, base / 8);
        f64.set([0], base / 8 + given.length);
        f64.set([3, 2 ** -60, 7, 0.5], out / 8);
      },
      args: [base, given.length, out],
      writes,
      scratch: isWrong || !(Array.from(given).reduce((sum, weight) => sum + weight, 3) < Infinity) ? writes : [],
    };
  }),

  sumBelow: fc
    .tuple(
      noise,
      slot,
      weights,
      fc.constantFrom(1, 2 ** -200),
      fc.oneof({ weight: 9, arbitrary: fc.constant(Infinity) }, fc.constantFrom(1, 1e-3)),
    )
    .map(([seed, base, given, factor, limit]): Call => {
      const valid = Array.from(given, (weight) => (weight > 0 && weight < 1e300 ? weight : 1 / 3));
      const out = base + 8 * (valid.length + (valid.length & 1));
      return {
        bytes: out + 80,
        noise: seed,
        fill: (_, f64) => {
          f64.set(valid, base / 8);
          f64.set([0], base / 8 + valid.length);
          f64.set([1e-200, 1e-217], out / 8);
        },
        args: [base, valid.length, factor, limit, out],
        writes: [[out, out + 16]],
        scratch: [],
      };
    }),

  floorBlocks: fc.tuple(noise, slot, blocks, state, bitsOf).map(([seed, base, given, sums, bits]): Call => {
    const call = onBlocks(seed, base, given, sums);
    return { ...call, args: [base, given.length / CELLS, bits, call.sums, call.out] };
  }),

  shareBlocks: fc.tuple(noise, slot, blocks, state, bitsOf).map(([seed, base, given, sums, bits]): Call => {
    const call = onBlocks(seed, base, given, sums);
    const shares = call.sums + 48;
    return {
      ...call,
      args: [base, given.length / CELLS, bits, call.sums, shares, call.out],
      writes: [...call.writes, [call.sums + 40, call.sums + 48], [shares, shares + 512]],
    };
  }),
};
