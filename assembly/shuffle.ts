// A uniform shuffle, and uniform indices.

import { jump, MULTIPLIER, output } from './pcg';

/** Writes 0 … count - 1 in uniformly random order (u32, at `out`), from the stream's words 0 and on. O(count). */
export function shuffle(stream: usize, out: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) store<u32>(out + ((<usize>i) << 2), i);
  reorder(stream, out, count);
}

/**
 * Puts `count` items (u32, at `out`) in uniformly random order, from the stream's words 0 and on. O(count).
 * Fisher and Yates's shuffle, in which each item is exchanged with one up to itself: D. E. Knuth, TAOCP 2 (3rd ed.
 * 1998), 3.4.2 P, backwards. Indices by multiply-shift with rejection: D. Lemire, ACM Trans. Model. Comput. Simul. 29
 * (2019), doi:10.1145/3230636.
 */
export function reorder(stream: usize, out: usize, count: u32): void {
  const increment = load<u64>(stream, 8);
  let state = load<u64>(stream);
  let last = out;
  for (let bound: u32 = 2; bound <= count; bound++) {
    let product = (output(state) >> 32) * u64(bound);
    state = state * MULTIPLIER + increment;
    if (u32(product) < bound) {
      // the first 2^32 mod bound words are rejected, because they would favor some indices
      const tooMany: u32 = (<u32>0 - bound) % bound;
      while (u32(product) < tooMany) {
        product = (output(state) >> 32) * u64(bound);
        state = state * MULTIPLIER + increment;
      }
    }
    const chosen = out + (usize(product >> 32) << 2);
    last += 4;
    const moved = load<u32>(last);
    store<u32>(last, load<u32>(chosen));
    store<u32>(chosen, moved);
  }
}

/**
 * Draws `count` indices in [0, bound) (u32, at `out`) from words position, position + stride, … of a stream. An index
 * is the high part of word * bound. Each index has 2^64 / bound of all words, to within one, as in an alias table of
 * equal weights.
 */
export function uniformDraw(bound: u32, stream: usize, position: f64, stride: f64, out: usize, count: u32): void {
  const base = load<u64>(stream, 8);
  const multiplier = jump(1, 0, u64(stride));
  const increment = jump(0, base, u64(stride));
  const wide = u64(bound);
  let state = jump(load<u64>(stream), base, u64(position));
  for (const end = out + ((<usize>count) << 2); out < end; out += 4) {
    const word = output(state);
    store<u32>(out, u32(((word >> 32) * wide + (((word & 0xffffffff) * wide) >> 32)) >> 32));
    state = state * multiplier + increment;
  }
}
