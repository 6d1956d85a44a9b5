// The alias table: exact integer build, branch-free draw.
// A. J. Walker, ACM Trans. Math. Softw. 3 (1977), doi:10.1145/355744.355749; the two-cursor sweep without work-lists:
// L. Hübschle-Schneider, P. Sanders, "Parallel Weighted Random Sampling", ESA 2019, doi:10.4230/LIPIcs.ESA.2019.59.
//
// 2^bits cells of one u64: the threshold in the top 64 - bits bits, the alias in the low ones. A word's top bits choose
// the cell, its other bits choose between the cell and the alias. A cell's capacity is 2^(64 - bits); a full one would need
// a threshold of just that, which does not fit: it has threshold 0 and is its own alias.

import { jump, output } from './pcg';
import { quantise } from './quantise';

/** From here on the table leaves the second-level cache, and words come first, look-ups second. */
const TWO_PASS_BITS: u32 = 16;
const WORDS: u32 = 1024;

/**
 * Builds the table of 2^bits cells (bits >= 1, 2^bits >= count) at `cells` from `count` weights; `heavy` is scratch of
 * 2^bits bits (at least 8 bytes), `sums` of 48 bytes. Returns what `quantise` returns; below 1, no table was built. O(2^bits).
 */
export function aliasBuild(weights: usize, count: u32, cells: usize, bits: u32, heavy: usize, sums: usize): i32 {
  const status = quantise(weights, count, cells, sums);
  if (status < 1) return status;
  const size: u32 = 1 << bits;
  memory.fill(cells + ((<usize>count) << 3), 0, (<usize>(size - count)) << 3);
  if (status == 1) {
    aliasToOne(weights, cells, size);
  } else {
    classify(cells, size, bits, heavy);
    sweep(cells, size, bits, heavy);
  }
  return status;
}

/** A single positive weight has all 2^64 words: every cell is its alias. */
function aliasToOne(weights: usize, cells: usize, size: u32): void {
  let only: u32 = 0;
  while (load<f64>(weights + ((<usize>only) << 3)) == 0) only++;
  for (let i: u32 = 0; i < size; i++) store<u64>(cells + ((<usize>i) << 3), only);
}

/** One bit a cell at `heavy`: its share is more than the capacity. Full is light. */
function classify(cells: usize, size: u32, bits: u32, heavy: usize): void {
  const capacity: u64 = (<u64>1) << (64 - bits);
  for (let start: u32 = 0; start < size; start += 64) {
    const end = min(start + 64, size);
    let set: u64 = 0;
    for (let i = start; i < end; i++) set |= u64(load<u64>(cells + ((<usize>i) << 3)) > capacity) << i;
    store<u64>(heavy + (start >> 3), set);
  }
}

/**
 * From shares to cells, in place. One light cell is closed a step, filled up by the current heavy one; when that one
 * has no more than the capacity left it is the next to be closed. The shares left always equal the capacities left, so
 * there are no leftovers.
 */
function sweep(cells: usize, size: u32, bits: u32, heavy: usize): void {
  const capacity: u64 = (<u64>1) << (64 - bits);
  const inRange: u64 = size < 64 ? ((<u64>1) << size) - 1 : u64.MAX_VALUE;
  const words = (size + 63) >> 6;
  // cursors: the bits still to come of a word of `heavy` (for the light ones, of its complement), and which word that is
  let lightBits = ~load<u64>(heavy) & inRange;
  let lightWord: u32 = 0;
  let heavyBits = load<u64>(heavy);
  let heavyWord: u32 = 0;

  // without a heavy cell every cell is full, and no giver is named
  while (lightBits == 0) lightBits = ~load<u64>(heavy + ((<usize>++lightWord) << 3));
  let closing = (lightWord << 6) + u32(ctz(lightBits));
  let share = load<u64>(cells + ((<usize>closing) << 3));
  lightBits &= lightBits - 1;
  while (heavyBits == 0 && ++heavyWord < words) heavyBits = load<u64>(heavy + ((<usize>heavyWord) << 3));
  let giver = (heavyWord << 6) + u32(ctz(heavyBits));
  let left = heavyBits == 0 ? u64.MAX_VALUE : load<u64>(cells + ((<usize>giver) << 3));
  heavyBits &= heavyBits - 1;
  // the next of each, ready before it is known which one is wanted
  while (lightBits == 0 && ++lightWord < words) lightBits = ~load<u64>(heavy + ((<usize>lightWord) << 3));
  let light = (lightWord << 6) + u32(ctz(lightBits));
  let lightShare = lightBits == 0 ? 0 : load<u64>(cells + ((<usize>light) << 3));
  while (heavyBits == 0 && ++heavyWord < words) heavyBits = load<u64>(heavy + ((<usize>heavyWord) << 3));
  let next = (heavyWord << 6) + u32(ctz(heavyBits));
  let nextShare = heavyBits == 0 ? u64.MAX_VALUE : load<u64>(cells + ((<usize>next) << 3));

  for (let closed: u32 = 1; ; closed++) {
    const full = share == capacity;
    store<u64>(cells + ((<usize>closing) << 3), (share << bits) | select<u32>(closing, giver, full));
    if (closed == size) break;
    left -= capacity - share;
    // which cursor moves on cannot be predicted: both cases are one code with selects
    const spent = left <= capacity;
    closing = select<u32>(giver, light, spent);
    share = select<u64>(left, lightShare, spent);
    giver = select<u32>(next, giver, spent);
    left = select<u64>(nextShare, left, spent);
    let ahead = select<u64>(heavyBits, lightBits, spent);
    let word = select<u32>(heavyWord, lightWord, spent);
    const flip = select<u64>(0, u64.MAX_VALUE, spent);
    ahead &= ahead - 1;
    while (ahead == 0 && ++word < words) ahead = load<u64>(heavy + ((<usize>word) << 3)) ^ flip;
    const found = (word << 6) + u32(ctz(ahead));
    const value = ahead == 0 ? u64.MAX_VALUE : load<u64>(cells + ((<usize>found) << 3));
    heavyBits = select<u64>(ahead, heavyBits, spent);
    heavyWord = select<u32>(word, heavyWord, spent);
    next = select<u32>(found, next, spent);
    nextShare = select<u64>(value, nextShare, spent);
    lightBits = select<u64>(lightBits, ahead, spent);
    lightWord = select<u32>(lightWord, word, spent);
    light = select<u32>(light, found, spent);
    lightShare = select<u64>(lightShare, value, spent);
  }
}

/**
 * Which index a word draws: one load, no branch. Rotated, the word has the cell's number in its low bits and the rest above: one shift by a variable
 * number of bits for two, which are slow on x86-64.
 */
function lookUp(cells: usize, bits: u64, mask: u64, word: u64): u32 {
  const turned = rotl<u64>(word, bits);
  const cell = turned & mask;
  const packed = load<u64>(cells + ((<usize>cell) << 3));
  return u32(select<u64>(cell, packed & mask, (turned | mask) < packed));
}

/**
 * Draws `count` indices (u32, at `out`) with words position, position + stride, … of the stream; `words` is scratch of 8,192
 * bytes. State lives in locals. Four lanes of the same sequence, four strides apart, hide the multiplier's latency;
 * where the table is larger than the caches, words are written first and looked up in a loop of their own, so that many
 * loads are under way at once.
 */
export function aliasDraw(
  cells: usize,
  bits: u32,
  stream: usize,
  position: f64,
  stride: f64,
  out: usize,
  count: u32,
  words: usize,
): void {
  const base = load<u64>(stream, 8);
  let multiplier = jump(1, 0, u64(stride));
  let increment = jump(0, base, u64(stride));
  const wide: u64 = bits;
  const mask: u64 = ((<u64>1) << wide) - 1;
  const end = out + ((<usize>count) << 2);
  const endOfFours = out + ((<usize>(count & ~3)) << 2);

  let a = jump(load<u64>(stream), base, u64(position));
  let b = a * multiplier + increment;
  let c = b * multiplier + increment;
  let d = c * multiplier + increment;
  increment *= multiplier + 1;
  multiplier *= multiplier;
  increment *= multiplier + 1;
  multiplier *= multiplier;

  if (bits >= TWO_PASS_BITS) {
    while (out < endOfFours) {
      const stop = min(out + ((<usize>WORDS) << 2), endOfFours);
      let at = words;
      for (let i = out; i < stop; i += 16, at += 32) {
        store<u64>(at, output(a));
        store<u64>(at, output(b), 8);
        store<u64>(at, output(c), 16);
        store<u64>(at, output(d), 24);
        a = a * multiplier + increment;
        b = b * multiplier + increment;
        c = c * multiplier + increment;
        d = d * multiplier + increment;
      }
      at = words;
      for (; out < stop; out += 16, at += 32) {
        store<u32>(out, lookUp(cells, wide, mask, load<u64>(at)));
        store<u32>(out, lookUp(cells, wide, mask, load<u64>(at, 8)), 4);
        store<u32>(out, lookUp(cells, wide, mask, load<u64>(at, 16)), 8);
        store<u32>(out, lookUp(cells, wide, mask, load<u64>(at, 24)), 12);
      }
    }
  } else {
    for (; out < endOfFours; out += 16) {
      store<u32>(out, lookUp(cells, wide, mask, output(a)));
      store<u32>(out, lookUp(cells, wide, mask, output(b)), 4);
      store<u32>(out, lookUp(cells, wide, mask, output(c)), 8);
      store<u32>(out, lookUp(cells, wide, mask, output(d)), 12);
      a = a * multiplier + increment;
      b = b * multiplier + increment;
      c = c * multiplier + increment;
      d = d * multiplier + increment;
    }
  }
  // up to three more: the lanes stand where the sequence goes on
  for (; out < end; out += 4) {
    store<u32>(out, lookUp(cells, wide, mask, output(a)));
    a = b;
    b = c;
  }
}
