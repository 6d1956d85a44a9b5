// Successive sampling: weighted draws without replacement, in order. Drawing with replacement and skipping what was taken is just that; when
// most draws are skipped, a table over what remains goes on.

import { lookUp } from './alias';
import { jump, MULTIPLIER, output } from './pcg';

/**
 * Draws with words position, position + 1, … of the stream, at most `words` of them, and writes those ids that are new (u32, at `out`) until
 * `wanted` are found. A draw from the table of 2^bits cells is an index into `ids` (u32); `taken` has a bit for each id, and gets those that
 * are written. Returns how many were.
 */
export function distinctDraw(
  cells: usize,
  bits: u32,
  ids: usize,
  stream: usize,
  position: f64,
  words: u32,
  taken: usize,
  out: usize,
  wanted: u32,
): u32 {
  const increment = load<u64>(stream, 8);
  let state = jump(load<u64>(stream), increment, u64(position));
  const wide: u64 = bits;
  const shift: u64 = 64 - wide;
  const mask: u64 = ((<u64>1) << wide) - 1;
  let found: u32 = 0;
  for (let i: u32 = 0; i < words && found < wanted; i++) {
    const id = load<u32>(ids + ((<usize>lookUp(cells, wide, shift, mask, output(state))) << 2));
    state = state * MULTIPLIER + increment;
    const at = taken + ((<usize>(id >> 5)) << 2);
    const before = load<u32>(at);
    const bit: u32 = 1 << (id & 31);
    // written in any case: only what is new moves on, and nothing has to be predicted
    store<u32>(out + ((<usize>found) << 2), id);
    store<u32>(at, before | bit);
    found += u32((before & bit) == 0);
  }
  return found;
}

/**
 * Keeps, in order, the positive weights (f64, at `weights`) whose ids are not taken, and these ids (u32, at `ids`); both are written from
 * `weightsOut` and `idsOut` on, which may be where they are read. A zero follows where the count is odd. Returns how many are kept.
 */
export function remaining(weights: usize, ids: usize, count: u32, taken: usize, weightsOut: usize, idsOut: usize): u32 {
  let kept: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const weight = load<f64>(weights + ((<usize>i) << 3));
    const id = load<u32>(ids + ((<usize>i) << 2));
    const isTaken = (load<u32>(taken + ((<usize>(id >> 5)) << 2)) >> (id & 31)) & 1;
    store<f64>(weightsOut + ((<usize>kept) << 3), weight);
    store<u32>(idsOut + ((<usize>kept) << 2), id);
    kept += u32(weight > 0) & (isTaken ^ 1);
  }
  if (kept & 1) store<f64>(weightsOut + ((<usize>kept) << 3), 0);
  return kept;
}
