// Random calls of the kernels in the second binary: systematic sampling, stratified batches, PyTorch's generator.
import fc from 'fast-check';
import type { TorchKernels } from '../../src/kernels/torch-kernels.js';
import {
  bound,
  type Call,
  fraction,
  fromTwister,
  key,
  nearMultiple,
  noise,
  part,
  slot,
  twister,
  weight,
  weights,
} from './kernel-arbitraries.js';
import { stateOf } from './pcg-reference.js';

type Extra = 'systematicDraw' | 'strataDraw' | 'classDraw' | keyof TorchKernels;

export const extraCases: Readonly<Record<Extra, fc.Arbitrary<Call>>> = {
  // few whole gaps; a gap is below 2^63, and fractions and the start are below the gap
  systematicDraw: fc
    .tuple(noise, fc.array(fc.tuple(fc.nat(4), part, part), { maxLength: 60 }), part, part)
    .map(([seed, items, width, start]) => {
      const count = items.length;
      const [gap, ids, wholes, fractions] = [16, 32, 32 + 4 * count, 32 + 8 * count];
      const out = 32 + 16 * count;
      // a point may meet each item once more than its whole gaps
      const most = items.reduce((sum, [whole]) => sum + whole + 1, 2);
      const [gapHigh, gapLow] = [1 + (width[0] >>> 2), width[1]];
      const below = ([high, low]: [number, number]) =>
        high >= gapHigh && gapLow > 0 ? [gapHigh, low % gapLow] : [Math.min(high, gapHigh - 1), low];
      return {
        bytes: out + 4 * most + 64,
        noise: seed,
        fill: (u32) => {
          u32.set([gapLow, gapHigh, ...below(start).reverse()], gap / 4);
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
      fc.option(nearMultiple),
    )
    .map(([seed, classes, batches, short, near]) => {
      const slots = classes.flatMap(([, , wanted], c) => new Array<number>(wanted).fill(c));
      const size = Math.max(1, slots.length);
      const count = slots.length === 0 ? 0 : Math.max(0, batches * size - short);
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
          for (let i = 0; i < count; i++) u32[wanted / 4 + i] = slots[i % size];
          if (near) new BigUint64Array(u32.buffer)[0] = stateOf(BigInt(near.word) << 32n);
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

  // classes with fewer, as many and more items than a run
  classDraw: fc
    .tuple(
      noise,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(6)), { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 8 }),
      fc.option(nearMultiple),
    )
    .map(([seed, classes, runs, size, each, near]) => {
      const many = classes.reduce((sum, [items]) => sum + items, 0);
      const starts = 16;
      const given = starts + 4 * (classes.length + 1);
      const items = given + 4 * classes.length;
      const slots = items + 4 * many;
      const out = slots + 4 * runs.length;
      const end = out + 4 * runs.length * each;
      return {
        bytes: end + 64,
        noise: seed,
        fill: (u32) => {
          let first = 0;
          classes.forEach(([own, passed], c) => {
            u32[starts / 4 + c] = first;
            u32[given / 4 + c] = Math.min(passed, own);
            first += own;
          });
          u32[starts / 4 + classes.length] = first;
          runs.forEach((run, i) => {
            u32[slots / 4 + i] = run % classes.length;
          });
          if (near) new BigUint64Array(u32.buffer)[0] = stateOf(BigInt(near.word) << 32n);
        },
        args: [items, starts, given, slots, runs.length, size, each, 0, out],
        writes: [
          [0, 16],
          [given, slots],
          [out, end],
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
    const [from, sums, guide] = [16, 16 + 8 * count, 40 + 16 * count];
    const small = given.map((weight) => (weight >= 0 && weight < 1e300 ? weight : 1));
    if (!small.some((weight) => weight > 0)) small[0] = 1;
    return {
      bytes: guide + 4 * 2 ** bits + 64,
      noise: seed,
      fill: (_, f64) => f64.set(small, from / 8),
      args: [from, count, sums, guide, bits],
      writes: [
        [sums, sums + 8 * count],
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
      const from = 16384;
      const scratch = from + 8 * count + 16;
      const out = scratch + 8192 + 16 * count;
      return {
        bytes: out + 4 * wanted + 64,
        noise: seed,
        fill: (u32) => {
          keys.forEach(([high, low], i) => {
            u32[from / 4 + 2 * i] = low;
            u32[from / 4 + 2 * i + 1] = high;
          });
        },
        args: [from, count, wanted, scratch, out],
        writes: [
          [from, from + 8 * count],
          [scratch, out + 4 * wanted],
        ],
        scratch: [[from, out]],
      };
    }),
};
