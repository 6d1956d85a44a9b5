// Random calls of the kernels that build an alias table in pieces, for the parity suite.
import fc from 'fast-check';
import { aliasShares } from '../../src/kernels/js/alias-build.js';
import { sumWeights } from '../../src/kernels/js/sum.js';
import { aliasBits, buildRegions, tableRegions } from '../../src/sources/alias-table.js';
import { type Call, noise, regions, slot, weights } from './kernel-arbitraries.js';

/** Weights of which at least two are positive, and none is wrong: all others have no table to build. */
const valid = weights.filter(
  (given) =>
    given.length > 1 &&
    Array.from(given).every((weight) => weight >= 0 && weight < Infinity) &&
    Array.from(given).filter((weight) => weight > 0).length > 1,
);

/** A table before its first piece, or after its last piece of shares. Returns the number of escapes so far. */
function begin(u32: Uint32Array, f64: Float64Array, given: ArrayLike<number>, base: number, shared: boolean): number {
  const memory = { u32, f64 };
  const count = given.length;
  const bits = aliasBits(count);
  const { at } = regions(count, base);
  f64.set(given, at.weights / 8);
  if (count & 1) f64[at.weights / 8 + count] = 0;
  u32.fill(0, at.table / 4, at.table / 4 + 2 * 2 ** bits);
  u32.fill(0, at.work / 4, at.work / 4 + Math.max(2, 2 ** bits / 32));
  sumWeights(memory, at.weights, count, at.sums);
  u32.set([2 ** 31, 0], at.sums / 4 + 10);
  if (!shared) return 0;
  return aliasShares(memory, at.weights, count, at.table, bits, at.work, at.sums, 0, 2 ** bits) >>> 0;
}

export const piecesCases = {
  aliasShares: fc.tuple(noise, slot, valid, fc.nat(), fc.nat()).map(([seed, base, given, first, more]): Call => {
    const count = given.length;
    const bits = aliasBits(count);
    const { at, bytes } = regions(count, base);
    const size = { ...tableRegions(count), ...buildRegions(count) };
    const blocks = Math.ceil(2 ** bits / 64);
    const block = first % blocks;
    const end = Math.min(2 ** bits, 64 * (block + 1 + (more % (blocks - block))));
    const work = [at.work, at.work + size.work] as const;
    return {
      bytes,
      noise: seed,
      fill: (u32, f64) => void begin(u32, f64, given, base, false),
      args: [at.weights, count, at.table, bits, at.work, at.sums, 64 * block, end],
      writes: [work, [at.table, at.table + size.table], [at.sums, at.sums + size.sums]],
      // a table of fewer than 64 cells has a word of 32 bits in JavaScript, and one of 64 in WebAssembly
      scratch: 2 ** bits < 64 ? [work] : [],
    };
  }),

  // WebAssembly corrects the last cells at the end, so that a part of the steps has other bytes
  aliasSweep: fc.tuple(noise, slot, valid, fc.nat()).map(([seed, base, given, some]): Call => {
    const count = given.length;
    const bits = aliasBits(count);
    const { at, bytes } = regions(count, base);
    const size = { ...tableRegions(count), ...buildRegions(count) };
    const end = some % 4 === 0 ? 1 + (some % 2 ** bits) : 2 ** bits;
    const table = [at.table, at.table + size.table] as const;
    const work = [at.work, at.work + size.work] as const;
    const copy = new Float64Array(Math.ceil(bytes / 8));
    const escapes = begin(new Uint32Array(copy.buffer), copy, given, base, true);
    return {
      bytes,
      noise: seed,
      fill: (u32, f64) => void begin(u32, f64, given, base, true),
      args: [at.table, bits, escapes, at.work, 0, end],
      writes: [table, work],
      scratch: end < 2 ** bits ? [table, work] : [work],
    };
  }),
};
