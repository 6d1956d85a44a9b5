// What random calls of kernels are made of.
import fc from 'fast-check';
import { tableLayout } from './backends.js';
import { type WeightSet, weightSets } from './weight-sets.js';

/** A range of bytes: from (inclusive), to (exclusive). */
export type Range = readonly [from: number, to: number];

/** A call: the memory before it, its arguments, and the only bytes that it may write. */
export interface Call {
  readonly bytes: number;
  /** Seed of the arbitrary bytes in memory. `fill` then overwrites some of them. */
  readonly noise: number;
  readonly fill: (u32: Uint32Array, f64: Float64Array) => void;
  readonly args: readonly number[];
  readonly writes: readonly Range[];
  /** The written bytes with no meaning after the call. */
  readonly scratch: readonly Range[];
}

export const noise = fc.nat();
export const safe = fc.oneof(
  fc.nat(100),
  fc.maxSafeNat(),
  fc.nat(53).map((bits) => 2 ** bits - 1),
);
export const stride = fc.oneof(fc.constant(1), fc.nat(20), safe);
export const slot = fc.nat(40).map((word) => 8 * word);

/** Sets of every kind, and sets that `aliasBuild` must refuse. */
const sets: WeightSet[] = [
  ...weightSets(300, 31),
  ...[1, 2, 3, 8, 65, 1024].map((n) => ({ name: 'zeros', weights: new Float64Array(n) })),
];
const wrong = fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, -5e-324, -0);
export const weights = fc.oneof(
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

/** Finite logits, and those of indices that have no chance. */
export const logit = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -750, max: 30, noNaN: true }) },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, -Infinity, 1.5, -708, -1e308, 1e308),
);
export const temperature = fc.oneof(
  fc.constant(1),
  fc.double({ min: 0.01, max: 10, noNaN: true }),
  fc.constantFrom(5e-324, 1e308),
);

/** Floats as a generator gives them: multiples of 2^-53. */
export const fraction = fc.oneof(
  fc.maxSafeNat().map((bits) => bits * 2 ** -53),
  fc.constantFrom(0, 2 ** -53, 0.5, 1 - 2 ** -53),
  // whose complements have the high word at which a logarithm's exponent changes
  fc.nat(2 ** 30).map((bits) => 1 - Math.SQRT1_2 - bits * 2 ** -53),
);
export const weight = fc.oneof(
  fc.constantFrom(0, -0, 1, 5e-324, 1e308),
  fc.double({ min: 0, max: 1e300, noNaN: true }),
);
/** High and low words from a small set, so that some keys are equal. */
export const key = fc.oneof(
  fc.tuple(fc.nat(2 ** 31 - 1), fc.nat(2 ** 32 - 1)),
  fc.tuple(fc.constantFrom(0, 0x3ff00000, 0x7ff80000), fc.nat(3)),
);

/** The addresses of an alias table's regions, beginning at `base`. */
export function regions(count: number, base: number) {
  const { at, bytes } = tableLayout(count);
  const names = Object.keys(at) as (keyof typeof at)[];
  const placed = Object.fromEntries(names.map((name) => [name, base + at[name]])) as Record<keyof typeof at, number>;
  return { at: placed, bytes: base + bytes };
}

/**
 * A call that takes words from an MT19937 generator with arbitrary words, at any position in its block, and writes
 * `bytes` after it.
 */
export function fromTwister(
  { noise, given }: { noise: number; given: number },
  bytes: number,
  args: (state: number, out: number) => number[],
): Call {
  const [state, out] = [16, 16 + 2504];
  return {
    bytes: out + bytes + 64,
    noise,
    fill: (u32) => {
      u32[(state + 2496) / 4] = given;
    },
    args: args(state, out),
    writes: [
      [state, state + 2500],
      [out, out + bytes],
    ],
    scratch: [],
  };
}

export const twister = fc.record({ noise, given: fc.oneof(fc.nat(624), fc.integer({ min: 618, max: 624 })) });
export const bound = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }));

/** The two words of a u64, the high one first. Some are equal, or have a sum of exactly 2^32. */
export const part = fc.oneof(
  fc.tuple(fc.nat(2 ** 32 - 1), fc.nat(2 ** 32 - 1)),
  fc.tuple(fc.nat(3), fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1)),
);

/**
 * A bound, and the high half of a word. Their product is so little above a multiple of 2^32 that a draw below the bound
 * may have to take another word.
 */
export const nearMultiple = fc
  .tuple(fc.integer({ min: 3, max: 20 }), fc.nat(19))
  .map(([below, multiple]) => ({ below, word: Math.ceil(((multiple % below) * 2 ** 32) / below) }));
