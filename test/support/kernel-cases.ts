// Random calls of every kernel, for the parity suite. A kernel without cases is an error of types, and fails the suite.
import fc from 'fast-check';
import type { Kernels } from '../../src/kernels/kernels.js';
import { aliasBits, buildRegions, tableRegions } from '../../src/sources/alias-table.js';
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

const noise = fc.nat();
const safe = fc.oneof(
  fc.nat(100),
  fc.maxSafeNat(),
  fc.nat(53).map((bits) => 2 ** bits - 1),
);
const stride = fc.oneof(fc.constant(1), fc.nat(20), safe);
const slot = fc.nat(40).map((word) => 8 * word);

/** Sets of every kind, and sets that `aliasBuild` must refuse. */
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

/** Floats as a generator gives them: multiples of 2^-53. */
const fraction = fc.oneof(
  fc.maxSafeNat().map((bits) => bits * 2 ** -53),
  fc.constantFrom(0, 2 ** -53, 0.5, 1 - 2 ** -53),
);
const weight = fc.oneof(fc.constantFrom(0, -0, 1, 5e-324, 1e308), fc.double({ min: 0, max: 1e300, noNaN: true }));
/** High and low words from a small set, so that some keys are equal. */
const key = fc.oneof(
  fc.tuple(fc.nat(2 ** 31 - 1), fc.nat(2 ** 32 - 1)),
  fc.tuple(fc.constantFrom(0, 0x3ff00000, 0x7ff80000), fc.nat(3)),
);

/** The addresses of an alias table's regions, beginning at `base`. */
function regions(count: number, base: number) {
  const { at, bytes } = tableLayout(count);
  const names = Object.keys(at) as (keyof typeof at)[];
  const placed = Object.fromEntries(names.map((name) => [name, base + at[name]])) as Record<keyof typeof at, number>;
  return { at: placed, bytes: base + bytes };
}

/**
 * A call that takes words from an MT19937 generator with arbitrary words, at any position in its block, and writes
 * `bytes` after it.
 */
function fromTwister(
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

const twister = fc.record({ noise, given: fc.oneof(fc.nat(624), fc.integer({ min: 618, max: 624 })) });
const bound = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }));

/** The two words of a u64. */
const part = fc.tuple(fc.nat(2 ** 32 - 1), fc.nat(2 ** 32 - 1));

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
    const size = { ...tableRegions(count), ...buildRegions(count) };
    const scratch = ['work', 'sums'] as const;
    return {
      bytes,
      noise: seed,
      fill: (_, f64) => {
        f64.set(given, at.weights / 8);
        if (count & 1) f64[at.weights / 8 + count] = 0;
      },
      args: [at.weights, count, at.table, bits, at.work, at.sums],
      writes: [...scratch, 'table' as const].map((name) => [at[name], at[name] + size[name]]),
      scratch: scratch.map((name) => [at[name], at[name] + size[name]]),
    };
  }),

  // the table is noise, with as many escapes as possible: any table gives the same draw from the same word
  aliasDraw: fc
    .tuple(noise, slot, fc.integer({ min: 2, max: 11 }), safe, stride, fc.nat(70))
    .map(([seed, base, bits, position, stride, count]) => {
      const { at, bytes } = regions(2 ** bits, base);
      // the last position must be a safe integer, too
      const by = Math.max(1, Math.min(stride, Math.floor((Number.MAX_SAFE_INTEGER - position) / 70)));
      const from = Math.min(position, Number.MAX_SAFE_INTEGER - 70 * by);
      return {
        bytes,
        noise: seed,
        fill: () => {},
        args: [at.table, bits, at.stream, from, by, at.out, count],
        writes: [[at.out, at.out + 4 * count]],
        scratch: [],
      };
    }),

  // the bits of taken ids are noise; draws and ids are below the number of both
  keepNew: fc
    .tuple(noise, fc.array(fc.nat(255), { maxLength: 300 }), fc.nat(100), fc.nat(1))
    .map(([seed, draws, wanted, mapped]) => {
      const [ids, taken] = [4 * draws.length, 4 * draws.length + 1024];
      const out = taken + 32;
      return {
        bytes: out + 4 * wanted + 64,
        noise: seed,
        fill: (u32) => {
          u32.set(draws);
          for (let i = 0; i < 256; i++) u32[ids / 4 + i] = 255 - i;
        },
        args: [0, draws.length, ids, mapped, taken, out, wanted],
        writes: [
          [taken, taken + 32],
          [out, out + 4 * wanted],
        ],
        scratch: [],
      };
    }),

  // which items were seen, and the number of items left, are noise too
  coverageBegin: fc.tuple(noise, slot, fc.nat(300), fc.nat()).map(([seed, scratch, count, positives]) => ({
    bytes: scratch + 4100 + 64,
    noise: seed,
    fill: () => {},
    args: [scratch, count, positives],
    writes: [[scratch + 4096, scratch + 4100 + 4 * Math.ceil(count / 32)]],
    scratch: [],
  })),

  coverageDraw: fc
    .tuple(noise, slot, fc.integer({ min: 2, max: 9 }), safe, fc.nat(3000), fc.nat(600))
    .map(([seed, base, bits, position, most, left]) => {
      const { at, bytes } = regions(2 ** bits, base);
      const scratch = bytes;
      return {
        bytes: scratch + 4100 + 64,
        noise: seed,
        fill: (u32) => {
          u32[scratch / 4 + 1024] = left;
        },
        args: [at.table, bits, at.stream, Math.min(position, Number.MAX_SAFE_INTEGER - 6000), most, scratch],
        writes: [[scratch, scratch + 4100 + 64]],
        scratch: [],
      };
    }),

  // a table that draws each index: half the time the cell, and half the time its neighbor
  coverageTrials: fc
    .tuple(noise, slot, fc.integer({ min: 2, max: 6 }), safe, fc.integer({ min: 1, max: 60 }), fc.nat(9), fc.nat(64))
    .map(([seed, base, bits, first, length, count, positives]) => {
      const items = 2 ** bits;
      const { at, bytes } = regions(items, base);
      // sometimes the trials must stop at once
      const stop = Math.ceil(bytes / 16) * 16;
      const out = stop + 16;
      const end = out + Math.ceil(count / 4) * 16;
      const position = Math.min(first, Number.MAX_SAFE_INTEGER - 9);
      return {
        bytes: end + 4100 + 64,
        noise: seed,
        fill: (u32) => {
          for (let cell = 0; cell < items; cell++) u32[at.table / 4 + cell] = 0x80000000 + (cell ^ 1);
          u32[at.table / 4 + 2 * items] = 0;
          u32[stop / 4] = seed % 8 === 0 ? 1 : 0;
        },
        args: [at.table, bits, items, Math.min(positives, items), 5, 7, length, stop, at.stream, position, out, count],
        writes: [
          [at.stream, at.stream + 16],
          [out, out + 4 * count],
          [end, end + 4100 + Math.ceil(items / 32) * 4],
        ],
        scratch: [],
      };
    }),

  // in place, and to another place
  remaining: fc.tuple(noise, weights, fc.boolean(), fc.nat(1)).map(([seed, given, inPlace, mapped]) => {
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
        for (let i = 0; i < count; i++) u32[ids / 4 + i] = count - 1 - i;
      },
      args: [0, count, ids, mapped, taken, weightsOut, idsOut],
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

  uniformDraw: fc.tuple(noise, bound, safe, stride, fc.nat(70)).map(([seed, bound, position, by, count]) => ({
    bytes: 16 + 4 * count + 64,
    noise: seed,
    fill: () => {},
    args: [bound, 0, position, by, 16, count],
    writes: [[16, 16 + 4 * count]],
    scratch: [],
  })),

  // few whole gaps; fractions and the start are below the gap
  systematicDraw: fc
    .tuple(noise, fc.array(fc.tuple(fc.nat(4), part, part), { maxLength: 60 }), part, part)
    .map(([seed, items, width, start]) => {
      const count = items.length;
      const [gap, ids, wholes, fractions] = [16, 32, 32 + 4 * count, 32 + 8 * count];
      const out = 32 + 16 * count;
      // a point may meet each item once more than its whole gaps
      const most = items.reduce((sum, [whole]) => sum + whole + 1, 2);
      const below = ([high, low]: [number, number]) => [Math.min(high, width[0] >>> 1), low];
      return {
        bytes: out + 4 * most + 64,
        noise: seed,
        fill: (u32) => {
          u32.set([0, (width[0] >>> 1) + 1, ...below(start).reverse()], gap / 4);
          items.forEach(([whole, high, low], i) => {
            u32[wholes / 4 + i] = whole;
            u32.set(below([high[0], low[1]]).reverse(), fractions / 4 + 2 * i);
          });
        },
        args: [ids, wholes, fractions, count, gap, 0, out],
        writes: [[out, out + 4 * most]],
        scratch: [],
      };
    }),

  // classes with few items, some with as many positions in a batch as items
  strataDraw: fc
    .tuple(
      noise,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(5), fc.nat(3)), { minLength: 1, maxLength: 6 }),
      fc.nat(6),
      fc.nat(9),
    )
    .map(([seed, classes, batches, short]) => {
      const places = classes.flatMap(([, , wanted], c) => new Array<number>(wanted).fill(c));
      const size = Math.max(1, places.length);
      const count = places.length === 0 ? 0 : Math.max(0, batches * size - short);
      const many = classes.reduce((sum, [items]) => sum + items, 0);
      const starts = 16;
      const given = starts + 4 * (classes.length + 1);
      const items = given + 4 * classes.length;
      const wanted = items + 4 * many;
      const out = wanted + 4 * count;
      return {
        bytes: out + 4 * count + 64,
        noise: seed,
        fill: (u32) => {
          let first = 0;
          classes.forEach(([own, passed], c) => {
            u32[starts / 4 + c] = first;
            u32[given / 4 + c] = Math.min(passed, own);
            first += own;
          });
          u32[starts / 4 + classes.length] = first;
          for (let i = 0; i < count; i++) u32[wanted / 4 + i] = places[i % size];
        },
        args: [items, starts, given, wanted, count, size, 0, out],
        writes: [
          [0, 16],
          [given, wanted],
          [out, out + 4 * count],
        ],
        scratch: [],
      };
    }),

  twisterSeed: fc.tuple(noise, slot, fc.nat(2 ** 32 - 1)).map(([words, state, seed]) => ({
    bytes: state + 2504 + 64,
    noise: words,
    fill: () => {},
    args: [state, seed],
    writes: [[state, state + 2500]],
    scratch: [],
  })),

  twisterFloats: fc
    .tuple(twister, fc.nat(700))
    .map(([from, count]) => fromTwister(from, 8 * count, (state, out) => [state, out, count])),

  twisterIntegers: fc
    .tuple(twister, bound, fc.nat(900))
    .map(([from, below, count]) => fromTwister(from, 4 * count, (state, out) => [state, below, out, count])),

  twisterShuffle: fc
    .tuple(twister, fc.nat(900), fc.nat(1))
    .map(([from, count, wide]) => fromTwister(from, 4 * count, (state, out) => [state, out, count, wide])),

  // arbitrary sums: with a total of infinity the result is NaN, whose bits are not defined
  cumulativeBuild: fc.tuple(noise, weights, fc.integer({ min: 1, max: 9 })).map(([seed, given, bits]) => {
    const count = given.length;
    const [sums, guide] = [8 * count, 16 * count];
    const small = given.map((weight) => (weight >= 0 && weight < 1e300 ? weight : 1));
    if (!small.some((weight) => weight > 0)) small[0] = 1;
    return {
      bytes: guide + 4 * 2 ** bits + 64,
      noise: seed,
      fill: (_, f64) => f64.set(small, 0),
      args: [0, count, sums, guide, bits],
      writes: [
        [sums, guide],
        [guide, guide + 4 * 2 ** bits],
      ],
      scratch: [],
    };
  }),

  cumulativeDraw: fc
    .tuple(noise, fc.array(fraction, { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), fc.array(fraction))
    .map(([seed, steps, bits, floats]) => {
      const sums = [...steps.sort((a, b) => a - b), 1];
      const parts = 2 ** bits;
      const [guide, from] = [8 * sums.length, 8 * sums.length + 4 * parts];
      const out = from + 8 * floats.length;
      return {
        bytes: out + 4 * floats.length + 64,
        noise: seed,
        fill: (u32, f64) => {
          f64.set(sums, 0);
          for (let i = 0; i < parts; i++) u32[guide / 4 + i] = sums.findIndex((sum) => sum >= i / parts);
          f64.set(floats, from / 8);
        },
        args: [0, guide, bits, from, out, floats.length],
        writes: [[out, out + 4 * floats.length]],
        scratch: [],
      };
    }),

  // in place, and to another place
  exponentialRatios: fc
    .tuple(noise, fc.array(fc.tuple(weight, fraction)), fc.boolean())
    .map(([seed, pairs, inPlace]) => {
      const bytes = 8 * pairs.length;
      const ratios = inPlace ? bytes : 2 * bytes;
      return {
        bytes: 3 * bytes + 64,
        noise: seed,
        fill: (_, f64) => {
          pairs.forEach(([value, u], i) => {
            f64[i] = value;
            f64[pairs.length + i] = u;
          });
        },
        args: [0, bytes, ratios, pairs.length],
        writes: [[ratios, ratios + bytes]],
        scratch: [],
      };
    }),

  rankLargest: fc
    .tuple(noise, fc.array(key, { minLength: 1, maxLength: 300 }), fc.nat(), fc.boolean())
    .map(([seed, keys, share, one]) => {
      const count = keys.length;
      const wanted = one ? 1 : 1 + (share % count);
      const scratch = 8 * count;
      const out = scratch + 8192 + 16 * count;
      return {
        bytes: out + 4 * wanted + 64,
        noise: seed,
        fill: (u32) => {
          keys.forEach(([high, low], i) => {
            u32[2 * i] = low;
            u32[2 * i + 1] = high;
          });
        },
        args: [0, count, wanted, scratch, out],
        writes: [
          [0, out],
          [out, out + 4 * wanted],
        ],
        scratch: [[0, out]],
      };
    }),
};

/** A draw of several blocks from a table of 2^bits cells with this number of escapes. */
export function largeDraw(bits: number, escapes: number, position: number, stride: number): Call {
  const { at, bytes } = regions(2 ** bits, 64);
  const count = 5 * 1024 + 3;
  return {
    bytes,
    noise: 99,
    fill: (u32) => {
      u32[(at.table + 8 * 2 ** bits) / 4] = escapes;
    },
    args: [at.table, bits, at.stream, position, stride, at.out, count],
    writes: [[at.out, at.out + 4 * count]],
    scratch: [],
  };
}
