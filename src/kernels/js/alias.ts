// The twin of assembly/alias.ts, where the table is explained. 2^bits is at most 2^31, so that a cell's capacity, 2^(64 - bits), has
// a low word of 0, and cell numbers and aliases lie in one word.
import type { Memory } from './memory.js';
import { walk, writeWords } from './pcg.js';
import { quantise } from './quantise.js';
import { below, borrowOf } from './u64.js';

/** As assembly/alias.ts has it. */
export function aliasBuild(
  memory: Memory,
  weights: number,
  count: number,
  cells: number,
  bits: number,
  heavy: number,
  sums: number,
): number {
  const status = quantise(memory, weights, count, cells, sums);
  if (status < 1) return status;
  const size = 2 ** bits;
  memory.u32.fill(0, (cells >>> 2) + 2 * count, (cells >>> 2) + 2 * size);
  if (status === 1) {
    aliasToOne(memory, weights, cells, size);
  } else {
    classify(memory, cells, size, bits, heavy);
    sweep(memory, cells, size, bits, heavy);
  }
  return status;
}

function aliasToOne({ f64, u32 }: Memory, weights: number, cells: number, size: number): void {
  let only = 0;
  while (f64[(weights >>> 3) + only] === 0) only++;
  for (let at = cells >>> 2, end = at + 2 * size; at < end; at += 2) {
    u32[at] = only;
    u32[at + 1] = 0;
  }
}

/** One bit a cell at `heavy`: its share is more than the capacity. Whole u64 words are written, as there. */
function classify({ u32 }: Memory, cells: number, size: number, bits: number, heavy: number): void {
  const capacity = 2 ** (32 - bits);
  const words = Math.max(size / 32, 2);
  for (let word = 0; word < words; word++) {
    let set = 0;
    for (let i = 32 * word, end = Math.min(i + 32, size); i < end; i++) {
      const high = u32[(cells >>> 2) + 2 * i + 1];
      if (high > capacity || (high === capacity && u32[(cells >>> 2) + 2 * i] !== 0)) set |= 1 << i;
    }
    u32[(heavy >>> 2) + word] = set;
  }
}

function sweep({ u32 }: Memory, cells: number, size: number, bits: number, heavy: number): void {
  const capacity = 2 ** (32 - bits);
  const words = Math.max(size / 32, 1);
  const base = cells >>> 2;
  const map = heavy >>> 2;
  let lightBits = ~u32[map] & (size < 32 ? 2 ** size - 1 : -1);
  let lightWord = 0;
  let heavyBits = u32[map] | 0;
  let heavyWord = 0;

  while (lightBits === 0) lightBits = ~u32[map + ++lightWord];
  let closing = 32 * lightWord + trailingZeros(lightBits);
  lightBits &= lightBits - 1;
  let high = u32[base + 2 * closing + 1];
  let low = u32[base + 2 * closing];
  while (heavyBits === 0 && ++heavyWord < words) heavyBits = u32[map + heavyWord] | 0;
  let giver = 32 * heavyWord + trailingZeros(heavyBits);
  let leftHigh = heavyBits === 0 ? 0xffffffff : u32[base + 2 * giver + 1];
  let leftLow = heavyBits === 0 ? 0xffffffff : u32[base + 2 * giver];
  heavyBits &= heavyBits - 1;

  for (let closed = 1; ; closed++) {
    const alias = high === capacity ? closing : giver;
    u32[base + 2 * closing + 1] = (high << bits) | (low >>> (32 - bits));
    u32[base + 2 * closing] = (low << bits) | alias;
    if (closed === size) break;
    // left -= capacity - share
    leftLow = (leftLow + low) >>> 0;
    leftHigh = leftHigh + high - capacity + below(leftLow, low);
    if (leftHigh < capacity || (leftHigh === capacity && leftLow === 0)) {
      closing = giver;
      high = leftHigh;
      low = leftLow;
      while (heavyBits === 0 && ++heavyWord < words) heavyBits = u32[map + heavyWord] | 0;
      giver = 32 * heavyWord + trailingZeros(heavyBits);
      leftHigh = heavyBits === 0 ? 0xffffffff : u32[base + 2 * giver + 1];
      leftLow = heavyBits === 0 ? 0xffffffff : u32[base + 2 * giver];
      heavyBits &= heavyBits - 1;
    } else {
      while (lightBits === 0) lightBits = ~u32[map + ++lightWord];
      closing = 32 * lightWord + trailingZeros(lightBits);
      lightBits &= lightBits - 1;
      high = u32[base + 2 * closing + 1];
      low = u32[base + 2 * closing];
    }
  }
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}

const WORDS = 1024;

/**
 * As assembly/alias.ts has it, in one lane: JavaScript has too few registers for four. Words come first, look-ups second at every
 * size: one loop for both is no faster for small tables, and a third slower for large ones.
 */
export function aliasDraw(
  memory: Memory,
  cells: number,
  bits: number,
  stream: number,
  position: number,
  stride: number,
  out: number,
  count: number,
  words: number,
): void {
  const { u32 } = memory;
  let from = walk(memory, stream, position, stride);
  for (let done = 0; done < count; done += WORDS) {
    const piece = Math.min(WORDS, count - done);
    from = writeWords(u32, from, words >>> 2, piece);
    lookUp(u32, cells >>> 2, bits, words >>> 2, (out >>> 2) + done, piece);
  }
}

/** Which index each of `count` words draws. */
function lookUp(u32: Uint32Array, table: number, bits: number, words: number, out: number, count: number): void {
  for (let i = 0; i < count; i++) {
    u32[out + i] = chosen(u32, table, bits, u32[words + 2 * i + 1] | 0, u32[words + 2 * i] | 0);
  }
}

/** Which index a word draws from the table at u32[table], without a branch: draws are no pattern that a processor could predict. */
export function chosen(u32: Uint32Array, table: number, bits: number, wordHigh: number, wordLow: number): number {
  const shift = 32 - bits;
  const mask = (1 << bits) - 1;
  const cell = wordHigh >>> shift;
  const packedHigh = u32[table + (cell << 1) + 1] | 0;
  const packedLow = u32[table + (cell << 1)] | 0;
  // all ones where the word's other bits are below the cell's threshold, else 0
  const restHigh = (wordHigh << bits) | (wordLow >>> shift);
  const borrow = below((wordLow << bits) | mask, packedLow);
  const own = -borrowOf(restHigh, packedHigh, (restHigh - packedHigh - borrow) | 0);
  return (cell & own) | (packedLow & mask & ~own);
}
