// The twin of assembly/alias-build.ts, which explains the table.
import type { Memory } from './memory.js';
import { continueShares, quantize } from './quantize.js';

/** The twin of `aliasBuild`. */
export function aliasBuild(
  memory: Memory,
  weights: number,
  count: number,
  table: number,
  bits: number,
  work: number,
  sums: number,
): number {
  const { u32 } = memory;
  const size = 2 ** bits;
  const cells = table >>> 2;
  const status = quantize(memory, weights, count, table, table + 4 * size, sums);
  if (status < 1) return status;
  u32.fill(0, cells + count, cells + size);
  u32.fill(0, cells + size + count, cells + 2 * size);
  if (status === 1) {
    u32.fill(onlyOne(memory, weights), cells, cells + size);
    u32[cells + 2 * size] = 0;
  } else {
    aliasSweep(memory, table, bits, classify(u32, cells, 0, size, bits, work >>> 2), work, 0, size);
  }
  return status;
}

function onlyOne({ f64 }: Memory, weights: number): number {
  let only = 0;
  while (f64[(weights >>> 3) + only] === 0) only++;
  return only;
}

/** The twin of `aliasShares`. */
export function aliasShares(
  memory: Memory,
  weights: number,
  count: number,
  table: number,
  bits: number,
  work: number,
  sums: number,
  from: number,
  end: number,
): number {
  const cells = table + 4 * from;
  const some = Math.min(end, count) - from;
  if (some > 0) continueShares(memory, weights + 8 * from, some, cells, cells + 4 * 2 ** bits, sums);
  return classify(memory.u32, table >>> 2, from, end, bits, work >>> 2) | 0;
}

/**
 * Sets one bit for each cell at u32[heavy] if the cell has at least a capacity of words. Returns the number of words
 * that these cells lack to 2^32.
 */
function classify(u32: Uint32Array, cells: number, from: number, to: number, bits: number, heavy: number): number {
  const capacity = 2 ** (32 - bits);
  let sum = 0;
  for (let start = from; start < to; start += 32) {
    let set = 0;
    for (let i = start, end = Math.min(start + 32, to); i < end; i++) {
      const share = u32[cells + i];
      if (share >= capacity) set |= 1 << i;
      sum = (sum + share) | 0;
    }
    u32[heavy + (start >>> 5)] = set;
  }
  return -sum >>> 0;
}

/** The twin of `aliasSweep`. After the bitmap follows what it keeps between its calls. */
export function aliasSweep(
  { u32 }: Memory,
  table: number,
  bits: number,
  escapes: number,
  work: number,
  from: number,
  end: number,
): number {
  const cells = table >>> 2;
  const map = work >>> 2;
  const size = 2 ** bits;
  const capacity = 2 ** (32 - bits);
  const firstShort = size - escapes;
  const words = Math.max(size / 32, 1);
  const state = map + words;
  if (from === 0) begin(u32, cells, map, size, state);
  let lightBits = u32[state];
  let lightWord = u32[state + 1];
  let heavyBits = u32[state + 2];
  let heavyWord = u32[state + 3];
  let giver = u32[state + 4];
  let left = u32[state + 5];
  for (let closed = from; closed < end; closed++) {
    let closing = giver;
    let share = left;
    if (left <= capacity - (giver >= firstShort ? 1 : 0)) {
      while (heavyBits === 0 && ++heavyWord < words) heavyBits = u32[map + heavyWord] | 0;
      // after the last cell comes one that is never used up
      giver = heavyBits === 0 ? 0 : 32 * heavyWord + trailingZeros(heavyBits);
      left = heavyBits === 0 ? 0xffffffff : u32[cells + giver];
      heavyBits &= heavyBits - 1;
    } else {
      while (lightBits === 0) lightBits = ~u32[map + ++lightWord];
      closing = 32 * lightWord + trailingZeros(lightBits);
      share = u32[cells + closing];
      lightBits &= lightBits - 1;
    }
    const missing = capacity - (closing >= firstShort ? 1 : 0) - share;
    u32[cells + closing] = (share << bits) | (missing === 0 ? closing : giver);
    left -= missing;
  }
  save(u32, state, lightBits, lightWord, heavyBits, heavyWord, giver, left);
  if (end === size) u32[cells + 2 * size] = escapes;
  return end;
}

/** Writes the first light cells and the first giver at `state`. */
function begin(u32: Uint32Array, cells: number, map: number, size: number, state: number): void {
  const lights = ~u32[map] & (size < 32 ? 2 ** size - 1 : -1);
  let word = 0;
  while (u32[map + word] === 0) word++;
  const heavies = u32[map + word];
  const giver = 32 * word + trailingZeros(heavies);
  save(u32, state, lights, 0, heavies & (heavies - 1), word, giver, u32[cells + giver]);
}

function save(u32: Uint32Array, state: number, ...values: number[]): void {
  for (let i = 0; i < values.length; i++) u32[state + i] = values[i];
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}
