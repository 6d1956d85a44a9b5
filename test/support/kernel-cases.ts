// Random calls of every kernel, for the parity suite. A kernel without its cases does not compile, and fails the suite.
import fc from 'fast-check';
import { aliasBits, aliasLayout, SCRATCH } from '../../src/kernels/alias-table.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { type WeightSet, weightSets } from './weight-sets.js';

/** Bytes from (inclusive) and to (exclusive). */
export type Range = readonly [from: number, to: number];

/** One call: what lies in memory before it, its arguments, and the only bytes that it may write. */
export interface Call {
  readonly bytes: number;
  /** Every byte of the memory is arbitrary, but for what `fill` then puts there. */
  readonly noise: number;
  readonly fill: (u32: Uint32Array, f64: Float64Array) => void;
  readonly args: readonly number[];
  readonly writes: readonly Range[];
  /** Of these, the ones that mean nothing afterwards. */
  readonly scratch: readonly Range[];
}

const noise = fc.nat();
const safe = fc.oneof(
  fc.nat(100),
  fc.maxSafeNat(),
  fc.nat(53).map((bits) => 2 ** bits - 1),
);
const stride = fc.oneof(fc.constant(1), fc.nat(20), safe);
const slot = fc.nat(40).map((word) => 8 * word);

/** Sets of every kind; then what `aliasBuild` is to refuse. */
const sets: WeightSet[] = [
  ...weightSets(300, 31),
  ...[1, 2, 3, 8, 65, 1024].map((n) => ({ name: 'zeros', weights: new Float64Array(n) })),
];
const wrong = fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, -5e-324, -0);
const weights = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...sets).map((set) => set.weights) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...sets), fc.nat(), wrong).map(([set, at, value]) => {
      const some = set.weights.slice();
      some[at % some.length] = value;
      return some;
    }),
  },
  { weight: 1, arbitrary: fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), { minLength: 1 }) },
);

/** Where the regions of an alias table lie that begins at `base`. */
function regions(count: number, base: number) {
  const { at, bytes } = aliasLayout(count);
  const names = Object.keys(at) as (keyof typeof at)[];
  const placed = Object.fromEntries(names.map((name) => [name, base + at[name]])) as Record<keyof typeof at, number>;
  return { at: placed, bytes: base + bytes };
}

export const cases: Readonly<Record<keyof Kernels, fc.Arbitrary<Call>>> = {
  openStream: fc.tuple(noise, slot, safe, safe, fc.nat(0xffffffff)).map(([seed, at, ...hashed]) => ({
    bytes: 512,
    noise: seed,
    fill: () => {},
    args: [at, ...hashed],
    writes: [[at, at + 16]],
    scratch: [],
  })),

  pcgWords: fc.tuple(noise, slot, safe, stride, slot, fc.nat(60)).map(([seed, at, position, by, gap, count]) => {
    const out = at + 16 + gap;
    return {
      bytes: out + 8 * count + 64,
      noise: seed,
      fill: () => {},
      args: [at, position, by, out, count],
      writes: [[out, out + 8 * count]],
      scratch: [],
    };
  }),

  aliasBuild: fc.tuple(noise, slot, weights).map(([seed, base, given]) => {
    const count = given.length;
    const bits = aliasBits(count);
    const { at, bytes } = regions(count, base);
    const size: Record<(typeof SCRATCH)[number], number> = {
      stream: 0,
      weights: 0,
      cells: 8 * 2 ** bits,
      heavy: Math.max(8, 2 ** bits / 8),
      sums: 48,
      words: 0,
      out: 0,
    };
    return {
      bytes,
      noise: seed,
      fill: (_, f64) => {
        f64.set(given, at.weights / 8);
        if (count & 1) f64[at.weights / 8 + count] = 0;
      },
      args: [at.weights, count, at.cells, bits, at.heavy, at.sums],
      writes: [...SCRATCH, 'cells' as const].map((name) => [at[name], at[name] + size[name]]),
      scratch: SCRATCH.map((name) => [at[name], at[name] + size[name]]),
    };
  }),

  // cells are noise: whatever a table holds, the same word draws the same from it
  aliasDraw: fc
    .tuple(noise, slot, fc.integer({ min: 1, max: 11 }), safe, stride, fc.nat(70))
    .map(([seed, base, bits, position, by, count]) => {
      const { at, bytes } = regions(2 ** bits, base);
      return {
        bytes,
        noise: seed,
        fill: () => {},
        args: [at.cells, bits, at.stream, position, by, at.out, count, at.words],
        writes: [
          [at.out, at.out + 4 * count],
          [at.words, at.words + 8192],
        ],
        scratch: [[at.words, at.words + 8192]],
      };
    }),

  // cells and bits of what is taken are noise, ids are below the table's size
  distinctDraw: fc
    .tuple(noise, fc.integer({ min: 1, max: 8 }), safe, fc.nat(300), fc.nat(100))
    .map(([seed, bits, position, words, wanted]) => {
      const size = 2 ** bits;
      const [ids, stream, taken] = [8 * size, 12 * size, 12 * size + 16];
      const bytes = Math.max(4, size / 8);
      const out = taken + 32;
      return {
        bytes: out + 4 * wanted + 64,
        noise: seed,
        fill: (u32) => {
          for (let i = 0; i < size; i++) u32[ids / 4 + i] = size - 1 - i;
        },
        args: [0, bits, ids, stream, position, words, taken, out, wanted],
        writes: [
          [taken, taken + bytes],
          [out, out + 4 * wanted],
        ],
        scratch: [],
      };
    }),

  // in place and to another place
  remaining: fc.tuple(noise, weights, fc.boolean()).map(([seed, given, inPlace]) => {
    const count = given.length;
    const [even, idBytes] = [8 * (count + (count & 1)), 8 * Math.ceil(count / 2)];
    const [ids, taken] = [even, even + idBytes];
    const weightsOut = inPlace ? 0 : taken + 8 * Math.ceil(count / 64);
    const idsOut = inPlace ? ids : weightsOut + even;
    return {
      bytes: Math.max(weightsOut, taken + 8 * Math.ceil(count / 64)) + even + idBytes + 64,
      noise: seed,
      fill: (u32, f64) => {
        f64.set(given, 0);
        for (let i = 0; i < count; i++) u32[ids / 4 + i] = i;
      },
      args: [0, ids, count, taken, weightsOut, idsOut],
      writes: [
        [weightsOut, weightsOut + even],
        [idsOut, idsOut + 4 * count],
      ],
      scratch: [],
    };
  }),

  shuffle: fc.tuple(noise, slot, slot, fc.nat(300)).map(([seed, stream, gap, count]) => {
    const out = stream + 16 + gap;
    return {
      bytes: out + 4 * count + 64,
      noise: seed,
      fill: () => {},
      args: [stream, out, count],
      writes: [[out, out + 4 * count]],
      scratch: [],
    };
  }),

  uniformDraw: fc
    .tuple(
      noise,
      fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2 ** 32 - 1 })),
      safe,
      stride,
      fc.nat(70),
    )
    .map(([seed, bound, position, by, count]) => ({
      bytes: 16 + 4 * count + 64,
      noise: seed,
      fill: () => {},
      args: [bound, 0, position, by, 16, count],
      writes: [[16, 16 + 4 * count]],
      scratch: [],
    })),
};

/** A draw from a table of 2^bits cells that is too large to be made at every turn. */
export function largeDraw(bits: number): Call {
  const { at, bytes } = regions(2 ** bits, 64);
  const count = 5 * 1024 + 3;
  return {
    bytes,
    noise: 99,
    fill: () => {},
    args: [at.cells, bits, at.stream, 2 ** 50 + 1, 3, at.out, count, at.words],
    writes: [
      [at.out, at.out + 4 * count],
      [at.words, at.words + 8192],
    ],
    scratch: [[at.words, at.words + 8192]],
  };
}
