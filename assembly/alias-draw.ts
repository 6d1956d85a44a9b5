// Draws from an alias table (alias-build.ts), without a branch. A word of the stream gives two draws: draw t has half t
// & 1, the low half first.
//
// If the 32 bits of a draw are one of the table's escapes, rejection decides. It tries an index and 32 more bits, and
// accepts if these are below the index's residual. So each index gets exactly the chance that is left to it. About n /
// 2 of the 2^32 words are escapes, and each takes two to four tries. With fewer escapes each takes more, 2^bits /
// escapes. The cost is 2^bits / 2^32 tries a draw in any case.

import { jump, MULTIPLIER, output } from './pcg';
import { GOLDEN, mix } from './stream';

/** From this size on, the cells do not fit the second-level cache. */
const ONE_LOOP_BITS: u32 = 21;
/** Bytes of indices that are drawn before escapes are handled. */
const BLOCK: usize = 1024;

/**
 * Draw `t` of a stream, if its word is an escape. It takes words from a position of the stream that is hashed from `t`.
 */
function decide(table: usize, bits: u32, stream: usize, t: u64): u32 {
  const residuals = table + ((<usize>4) << bits);
  const mask: u32 = (1 << bits) - 1;
  const increment = load<u64>(stream, 8);
  let state = mix(load<u64>(stream) + (t + 1) * GOLDEN);
  let word = output(state);
  while (u32(word >> 32) >= load<u32>(residuals + ((<usize>(u32(word) & mask)) << 2))) {
    state = state * MULTIPLIER + increment;
    word = output(state);
  }
  return u32(word) & mask;
}

/** The last word that is not an escape. */
function lastOf(table: usize, bits: u32): u32 {
  return ~load<u32>(table + ((<usize>8) << bits));
}

/**
 * Draws position, position + 2 * stride, …, and writes every other entry from `out` on. All take the same half of words
 * that are `stride` apart.
 */
function drawHalves(table: usize, bits: u32, stream: usize, position: u64, stride: u64, out: usize, count: u32): void {
  const base = load<u64>(stream, 8);
  const multiplier = jump(1, 0, stride);
  const increment = jump(0, base, stride);
  const shift = (position & 1) << 5;
  const mask: u32 = (1 << bits) - 1;
  const last = lastOf(table, bits);
  let state = jump(load<u64>(stream), base, position >> 1);
  for (let i: u32 = 0; i < count; i++, out += 8) {
    const word = u32(output(state) >> shift);
    const cell = word & mask;
    const packed = load<u32>(table + ((<usize>cell) << 2));
    let index = select<u32>(cell, packed & mask, (word | mask) < packed);
    if (word > last) index = decide(table, bits, stream, position + ((<u64>i) << 1) * stride);
    store<u32>(out, index);
    state = state * multiplier + increment;
  }
}

function drawEach(table: usize, bits: u32, stream: usize, position: u64, stride: u64, out: usize, count: u32): void {
  drawHalves(table, bits, stream, position, stride, out, (count + 1) >> 1);
  if (count > 1) drawHalves(table, bits, stream, position + stride, stride, out + 4, count >> 1);
}

/**
 * Draws position, position + 1, … from an even position. `count` is a multiple of four. First it writes words, then it
 * looks them up in place: small loops, 7 % faster. In large tables most look-ups miss the caches. There one loop does
 * both, 10 % faster, because it makes words while it waits for cells.
 */
function drawAll(table: usize, bits: u32, stream: usize, position: u64, out: usize, count: u32): void {
  const base = load<u64>(stream, 8);
  const multiplier = MULTIPLIER * MULTIPLIER;
  const increment = base * (MULTIPLIER + 1);
  const mask: u32 = (1 << bits) - 1;
  const masks = i32x4.splat(mask);
  const lasts = i32x4.splat(lastOf(table, bits));
  // two lanes of the sequence, interleaved, hide the multiplication's latency
  let a = jump(load<u64>(stream), base, position >> 1);
  let b = a * MULTIPLIER + base;
  const end = out + ((<usize>count) << 2);
  // all loops are do-while: only out of these do engines move constants and splats
  do {
    const start = out;
    const first = a;
    const stop = min(out + BLOCK, end);
    let most = i32x4.splat(0);
    if (bits < ONE_LOOP_BITS) {
      do {
        store<u64>(out, output(a));
        store<u64>(out, output(b), 8);
        a = a * multiplier + increment;
        b = b * multiplier + increment;
        out += 16;
      } while (out < stop);
      out = start;
      do {
        const low = load<u64>(out);
        const high = load<u64>(out, 8);
        const words = v128.load(out);
        v128.store(out, lookUp(table, mask, masks, low, high, words));
        most = i32x4.max_u(most, words);
        out += 16;
      } while (out < stop);
    } else {
      do {
        const low = output(a);
        const high = output(b);
        const words = i64x2.replace_lane(i64x2.splat(low), 1, high);
        v128.store(out, lookUp(table, mask, masks, low, high, words));
        most = i32x4.max_u(most, words);
        a = a * multiplier + increment;
        b = b * multiplier + increment;
        out += 16;
      } while (out < stop);
    }
    if (v128.any_true(i32x4.gt_u(most, lasts))) drawEscapes(table, bits, stream, first, position, start, stop);
    position += (stop - start) >> 2;
  } while (out < end);
}

/** The indices that four words draw, if the words are not escapes. `low` and `high` are the words in pairs. */
function lookUp(table: usize, mask: u32, masks: v128, low: u64, high: u64, words: v128): v128 {
  let packed = v128.load32_zero(table + ((<usize>(u32(low) & mask)) << 2));
  packed = v128.load32_lane(table + ((<usize>(u32(low >> 32) & mask)) << 2), packed, 1);
  packed = v128.load32_lane(table + ((<usize>(u32(high) & mask)) << 2), packed, 2);
  packed = v128.load32_lane(table + ((<usize>(u32(high >> 32) & mask)) << 2), packed, 3);
  // the cell itself if word | mask < packed
  const rests = v128.or(words, masks);
  const others = i32x4.eq(i32x4.max_u(rests, packed), rests);
  return v128.and(v128.bitselect(packed, words, others), masks);
}

/** Handles the escapes of a block of draws from an even position. `state` is that of the block's first word. */
function drawEscapes(table: usize, bits: u32, stream: usize, state: u64, position: u64, out: usize, end: usize): void {
  const increment = load<u64>(stream, 8);
  const last = lastOf(table, bits);
  for (; out < end; out += 8, position += 2) {
    const word = output(state);
    if (u32(word) > last) store<u32>(out, decide(table, bits, stream, position));
    if (u32(word >> 32) > last) store<u32>(out, decide(table, bits, stream, position + 1), 4);
    state = state * MULTIPLIER + increment;
  }
}

/**
 * Draws `count` indices (u32, at `out`): draws position, position + stride, … of the stream, two from each word. O(log
 * position + count).
 */
export function aliasDraw(
  table: usize,
  bits: u32,
  stream: usize,
  position: f64,
  stride: f64,
  out: usize,
  count: u32,
): void {
  let from = u64(position);
  if (stride != 1) {
    drawEach(table, bits, stream, from, u64(stride), out, count);
    return;
  }
  if (from & 1 && count > 0) {
    drawEach(table, bits, stream, from++, 1, out, 1);
    out += 4;
    count--;
  }
  const whole = count & ~3;
  if (whole > 0) drawAll(table, bits, stream, from, out, whole);
  if (count > whole) drawEach(table, bits, stream, from + whole, 1, out + ((<usize>whole) << 2), count - whole);
}
