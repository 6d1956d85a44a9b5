// Random calls of every kernel, for the parity suite. A kernel without cases is an error of types, and fails the suite.
import fc from 'fast-check';
import type { Kernels } from '../../src/kernels/kernels.js';
import { aliasBits, buildRegions, tableRegions } from '../../src/sources/alias-table.js';
import {
  bound,
  type Call,
  logit,
  nearMultiple,
  noise,
  regions,
  safe,
  slot,
  stride,
  temperature,
  weights,
} from './kernel-arbitraries.js';
import { dynamicCases } from './kernel-cases-dynamic.js';
import { extraCases } from './kernel-cases-extra.js';
import { fewCases } from './kernel-cases-few.js';
import { piecesCases } from './kernel-cases-pieces.js';
import { pairOf, stateAfter, stateOf, words } from './pcg-reference.js';

export type { Call, Range } from './kernel-arbitraries.js';

export const cases: Readonly<Record<keyof Kernels, fc.Arbitrary<Call>>> = {
  ...dynamicCases,
  ...extraCases,
  ...fewCases,
  ...piecesCases,

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

  aliasBuild: fc.tuple(noise, slot, weights).map(([seed, base, given]) => tableOf(given, seed, base)),

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

  // logits near one another, over all numbers, and without a chance
  softmax: fc
    .tuple(noise, slot, fc.array(logit, { maxLength: 40 }), temperature)
    .map(([seed, at, given, temperature]) => {
      const even = given.length + (given.length & 1);
      return {
        bytes: at + 8 * even + 64,
        noise: seed,
        fill: (_, f64) => {
          f64.set(given, at / 8);
          f64.fill(-Infinity, at / 8 + given.length, at / 8 + even);
        },
        args: [at, given.length, given.reduce((most, each) => Math.max(most, each), -1e5), temperature],
        writes: [[at, at + 8 * even]],
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

  // in some, a word must be drawn anew
  shuffle: fc.tuple(noise, slot, slot, fc.nat(300), fc.option(nearMultiple)).map(([seed, stream, gap, count, near]) => {
    const out = stream + 16 + gap;
    return {
      bytes: out + 4 * count + 64,
      noise: seed,
      fill: (u32) => {
        const u64 = new BigUint64Array(u32.buffer);
        const increment = u64[stream / 8 + 1];
        // the first bound is 2
        if (near) {
          const state = stateOf(BigInt(near.word) << 32n);
          u64[stream / 8] = stateAfter({ state, increment }, BigInt(2 - near.below));
        }
      },
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
};

/** A call that builds the table of these weights. */
export function tableOf(given: ArrayLike<number>, noise: number, base: number): Call {
  const count = given.length;
  const bits = aliasBits(count);
  const { at, bytes } = regions(count, base);
  const size = { ...tableRegions(count), ...buildRegions(count) };
  const scratch = ['work', 'sums'] as const;
  return {
    bytes,
    noise,
    fill: (_, f64) => {
      f64.set(given, at.weights / 8);
      if (count & 1) f64[at.weights / 8 + count] = 0;
    },
    args: [at.weights, count, at.table, bits, at.work, at.sums],
    writes: [...scratch, 'table' as const].map((name) => [at[name], at[name] + size[name]]),
    scratch: scratch.map((name) => [at[name], at[name] + size[name]]),
  };
}

/**
 * Eight draws from a table of 16 cells, of which draw `t` is at an edge: its word is the last that is no escape, or it
 * is an escape whose first height is the index's residual.
 */
export function edgeDraw(edge: 'word' | 'height', t: number, stride: number): Call {
  const { at, bytes } = regions(16, 64);
  return {
    bytes,
    noise: 7 + t,
    fill: (u32) => {
      const u64 = new BigUint64Array(u32.buffer);
      const stream = { state: u64[at.stream / 8], increment: u64[at.stream / 8 + 1] };
      const [word] = words(stream, Math.floor(t / 2), 1, 1);
      const half = Number(BigInt.asUintN(32, t % 2 ? word >> 32n : word));
      const pair = pairOf(stream, t, 0n);
      u32[at.table / 4 + 32] = edge === 'word' ? ~half : 0xffffffff;
      if (edge === 'height') u32[at.table / 4 + 16 + Number(pair % 16n)] = Number(pair >> 32n);
    },
    args: [at.table, 4, at.stream, t % stride, stride, at.out, 8],
    writes: [[at.out, at.out + 32]],
    scratch: [],
  };
}

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
