// The twin of assembly/alias-build.ts, which explains the table.
import type { Memory } from './memory.js';
import { quantize } from './quantize.js';

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
  let escapes = 0;
  if (status === 1) {
    u32.fill(onlyOne(memory, weights), cells, cells + size);
  } else {
    escapes = classify(u32, cells, size, bits, work >>> 2);
    sweep(u32, cells, size, bits, escapes, work >>> 2);
  }
  u32[cells + 2 * size] = escapes;
  return status;
}

function onlyOne({ f64 }: Memory, weights: number): number {
  let only = 0;
  while (f64[(weights >>> 3) + only] === 0) only++;
  return only;
}

/**
 * Sets one bit for each cell at u32[heavy] if the cell has at least a capacity of words. Returns the number of words
 * that are missing to 2^32.
 */
function classify(u32: Uint32Array, cells: number, size: number, bits: number, heavy: number): number {
  const capacity = 2 ** (32 - bits);
  let sum = 0;
  for (let start = 0; start < size; start += 32) {
    let set = 0;
    for (let i = start, end = Math.min(start + 32, size); i < end; i++) {
      const share = u32[cells + i];
      if (share >= capacity) set |= 1 << i;
      sum = (sum + share) | 0;
    }
    u32[heavy + (start >>> 5)] = set;
  }
  return -sum >>> 0;
}

function sweep(u32: Uint32Array, cells: number, size: number, bits: number, escapes: number, map: number): void {
  const capacity = 2 ** (32 - bits);
  const firstShort = size - escapes;
  const words = Math.max(size / 32, 1);
  let lightBits = ~u32[map] & (size < 32 ? 2 ** size - 1 : -1);
  let lightWord = 0;
  let heavyBits = u32[map] | 0;
  let heavyWord = 0;

  while (heavyBits === 0) heavyBits = u32[map + ++heavyWord] | 0;
  let giver = 32 * heavyWord + trailingZeros(heavyBits);
  heavyBits &= heavyBits - 1;
  let left = u32[cells + giver];
  for (let closed = 0; closed < size; closed++) {
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
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}
