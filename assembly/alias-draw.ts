// Draws from an alias table (alias-build.ts), without a branch. A word of the stream gives two draws: draw t has half t
// & 1, the low half first.
//
// If the 32 bits of a draw are one of the table's escapes, rejection decides. It tries an index and 32 more bits, and
// accepts if these are below the index's residual. So each index gets exactly the chance that is left to it. About n /
// 2 of the 2^32 words are escapes, and each takes two to four tries. With fewer escapes each takes more, 2^bits /
// escapes. The cost is 2^bits / 2^32 tries a draw in any case.

import { jump, MULTIPLIER, MULTIPLIER_64, output, product, SUM_64 } from './pcg';
import { GOLDEN, mix } from './stream';

/**
 * Bytes of indices that are drawn before escapes are handled: of 64 words. Far enough ahead, too, that words have left
 * the store buffer when they are looked up.
 */
const BLOCK: usize = 512;

/**
 * Draw `t` of a stream, if its word is an escape. It takes words from a position of the stream that is hashed from `t`.
 */
function decide(table: usize, bits: u32, stream: usize, t: u64): u32 {
  const residuals = table + ((<usize>4) << bits);
  const mask: u32 = (1 << bits) - 1;
  const increment = load<u64>(stream, 8);
  let state = mix(load<u64>(stream) + (t + 1) * GOLDEN);
  let word: u64;
  let index: u32;
  do {
    word = output(state);
    index = u32(word) & mask;
    state = state * MULTIPLIER + increment;
  } while (u32(word >> 32) >= load<u32>(residuals + ((<usize>index) << 2)));
  return index;
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

/**
 * Draws position, position + 1, … from an even position. `count` is a multiple of four. A block's words are in place
 * before it is looked up. While one block is looked up, the next block's words are made: one is work for the vector
 * units and the caches, the other for the integer units.
 */
function drawAll(table: usize, bits: u32, stream: usize, position: u64, out: usize, count: u32): void {
  const base = load<u64>(stream, 8);
  const mask: u32 = (1 << bits) - 1;
  const lasts = i32x4.splat(lastOf(table, bits));
  const end = out + ((<usize>count) << 2);
  let state = jump(load<u64>(stream), base, position >> 1);
  let stop = min(out + BLOCK, end);
  writeProducts(out, stop, state, base);
  do {
    const next = state * MULTIPLIER_64 + base * SUM_64;
    let most: v128;
    if (stop + BLOCK <= end) {
      most = lookUpAndWrite(table, mask, out, stop, next, base);
    } else {
      if (stop < end) writeProducts(stop, end, next, base);
      most = lookUp(table, mask, out, stop);
    }
    if (v128.any_true(i32x4.gt_u(most, lasts))) drawEscapes(table, bits, stream, state, position, out, stop);
    position += BLOCK >> 2;
    state = next;
    out = stop;
    stop = min(out + BLOCK, end);
  } while (out < end);
}

// The loops are do-while, because engines move constants and splats only out of these.

/** Writes words from a state on, without their last xor-shift. Two lanes hide the multiplication's latency. */
function writeProducts(out: usize, end: usize, a: u64, base: u64): void {
  const multiplier = MULTIPLIER * MULTIPLIER;
  const increment = base * (MULTIPLIER + 1);
  let b = a * MULTIPLIER + base;
  do {
    store<u64>(out, product(a));
    store<u64>(out, product(b), 8);
    a = a * multiplier + increment;
    b = b * multiplier + increment;
    out += 16;
  } while (out < end);
}

/** Looks up products in place. Returns the greatest words, by lane. */
function lookUp(table: usize, mask: u32, out: usize, end: usize): v128 {
  const tables = i32x4.splat(<i32>table);
  const masks = i32x4.splat(mask);
  let most = i32x4.splat(0);
  do {
    const words = wordsOf(v128.load(out));
    v128.store(out, indicesOf(words, tables, masks));
    most = i32x4.max_u(most, words);
    out += 16;
  } while (out < end);
  return most;
}

/** Does as `lookUp`, and writes the next block's products, from a state on. */
function lookUpAndWrite(table: usize, mask: u32, out: usize, end: usize, state: u64, base: u64): v128 {
  const tables = i32x4.splat(<i32>table);
  const masks = i32x4.splat(mask);
  let most = i32x4.splat(0);
  do {
    store<u64>(out, product(state), BLOCK);
    state = state * MULTIPLIER + base;
    store<u64>(out, product(state), BLOCK + 8);
    state = state * MULTIPLIER + base;
    const words = wordsOf(v128.load(out));
    v128.store(out, indicesOf(words, tables, masks));
    most = i32x4.max_u(most, words);
    out += 16;
  } while (out < end);
  return most;
}

/** The last xor-shift of two words. */
function wordsOf(products: v128): v128 {
  return v128.xor(i64x2.shr_u(products, 43), products);
}

/** The indices that four words draw, if the words are not escapes. */
function indicesOf(words: v128, tables: v128, masks: v128): v128 {
  // two addresses at a time leave the vector unit
  const addresses = i32x4.add(i32x4.shl(v128.and(words, masks), 2), tables);
  const low = i64x2.extract_lane(addresses, 0);
  const high = i64x2.extract_lane(addresses, 1);
  let packed = v128.load32_zero(u32(low));
  packed = v128.load32_lane(u32(low >> 32), packed, 1);
  packed = v128.load32_lane(u32(high), packed, 2);
  packed = v128.load32_lane(u32(high >> 32), packed, 3);
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
  const step = u64(stride);
  if (step == 1) {
    // an odd position begins with the second half of a word
    if (from & 1 && count > 0) {
      drawHalves(table, bits, stream, from++, 1, out, 1);
      out += 4;
      count--;
    }
    const whole = count & ~3;
    if (whole > 0) drawAll(table, bits, stream, from, out, whole);
    from += whole;
    out += (<usize>whole) << 2;
    count -= whole;
  }
  if (count > 0) drawHalves(table, bits, stream, from, step, out, (count + 1) >> 1);
  if (count > 1) drawHalves(table, bits, stream, from + step, step, out + 4, count >> 1);
}
