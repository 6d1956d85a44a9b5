// Builds an alias table with exact integers.
// A. J. Walker, ACM Trans. Math. Softw. 3 (1977), doi:10.1145/355744.355749. The sweep with two cursors: L.
// Hübschle-Schneider, P. Sanders, "Parallel Weighted Random Sampling", ESA 2019, doi:10.4230/LIPIcs.ESA.2019.59.
//
// A table of 2^bits cells divides all 2^32 words of 32 bits. An index's share of 2^64 is q * 2^32 + r. Its q words draw
// the index directly. The residuals r of all indices sum to a multiple of 2^32, `escapes` * 2^32. The last `escapes`
// words are the escapes: each of them draws every index r times in escapes * 2^32 (alias-draw.ts). So 32 bits a draw
// and 4 bytes a cell are as exact as 64 bits and 8 bytes.
//
// The layout: 2^bits cells (u32), with the threshold in the top 32 - bits bits and the alias in the low bits; then
// 2^bits residuals r (u32); then `escapes` (u32). The low bits of a word choose the cell. Its other bits choose between
// the cell and the alias.
//
// The capacity of a cell is 2^(32 - bits) words. The last `escapes` cells have one word less, because their last word
// is an escape. A cell that keeps its whole capacity would need a threshold that does not fit. It has threshold 0 and
// is its own alias.

import { quantize } from './quantize';

/**
 * Queues of cells, in bytes: an entry; the level below which a queue is refilled, by whole words of the bitmap; the
 * size.
 */
const ENTRY: usize = 8;
const REFILL_BELOW: usize = 512;
const QUEUE: usize = 4096;

/**
 * Builds the table at `table` from `count` weights. It has 2^bits cells, with bits >= 2 and 2^bits >= count, and takes
 * 8 * 2^bits + 4 bytes. `work` is scratch: 2^bits bits, at least 8 bytes, and 8,192 bytes more. `sums` is scratch of 48
 * bytes. Returns what `quantize` returns; at 0 and below there is no table. O(2^bits).
 */
export function aliasBuild(weights: usize, count: u32, table: usize, bits: u32, work: usize, sums: usize): i32 {
  const size: u32 = 1 << bits;
  const residuals = table + ((<usize>size) << 2);
  const status = quantize(weights, count, table, residuals, sums);
  if (status < 1) return status;
  const padding = (<usize>(size - count)) << 2;
  memory.fill(residuals - padding, 0, padding);
  memory.fill(residuals + ((<usize>count) << 2), 0, padding);
  let escapes: u32 = 0;
  if (status == 1) {
    aliasToOne(weights, table, size);
  } else {
    escapes = classify(table, size, bits, work);
    sweep(table, size, bits, escapes, work);
  }
  store<u32>(residuals + ((<usize>size) << 2), escapes);
  return status;
}

/** A single positive weight gets all words: it is the alias of every cell. */
function aliasToOne(weights: usize, table: usize, size: u32): void {
  let only: u32 = 0;
  while (load<f64>(weights + ((<usize>only) << 3)) == 0) only++;
  for (let i: u32 = 0; i < size; i++) store<u32>(table + ((<usize>i) << 2), only);
}

/**
 * Sets one bit for each cell at `heavy` if its share is at least its capacity, so that it can give. Returns the number
 * of words that are missing to 2^32.
 */
function classify(table: usize, size: u32, bits: u32, heavy: usize): u32 {
  const capacities = i32x4.splat(1 << (32 - bits));
  let sums = i32x4.splat(0);
  for (let start: u32 = 0; start < size; start += 64) {
    const end = min(start + 64, size);
    let set: u64 = 0;
    for (let i = start; i < end; i += 4) {
      const shares = v128.load(table + ((<usize>i) << 2));
      set |= u64(i32x4.bitmask(i32x4.ge_u(shares, capacities))) << i;
      sums = i32x4.add(sums, shares);
    }
    store<u64>(heavy + (start >> 3), set);
  }
  return -(
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  );
}

/** An entry of a queue: (share - capacity) * 2^30 + the cell's number. The difference is negative for a light cell. */
const UNIT: i64 = 1 << 30;
const NUMBER: i64 = UNIT - 1;
/** Comes after the last heavy cell: a cell that is never used up. */
const ENDLESS: i64 = i64.MAX_VALUE & ~NUMBER;

/** Appends the cells of one word of the bitmap to a queue that ends at `end`. Returns the new end. */
function append(table: usize, start: u32, set: u64, capacity: i64, firstShort: u32, end: usize): usize {
  for (; set != 0; set &= set - 1, end += ENTRY) {
    const number = start + u32(ctz(set));
    const beyond = i64(load<u32>(table + ((<usize>number) << 2))) - capacity + i64(number >= firstShort);
    store<i64>(end, beyond * UNIT + i64(number));
  }
  return end;
}

/**
 * Turns shares into cells, in place. Each step closes one cell. If the current heavy cell, the giver, still has more
 * than its capacity, it fills up a light cell. Otherwise the giver itself is closed, filled up by the next heavy cell.
 * The shares left always equal the capacities left, so nothing is left over.
 */
function sweep(table: usize, size: u32, bits: u32, escapes: u32, work: usize): void {
  const capacity: i64 = 1 << (32 - i64(bits));
  const firstShort = size - escapes;
  const inRange: u64 = size < 64 ? ((<u64>1) << size) - 1 : u64.MAX_VALUE;
  const words = (size + 63) >> 6;
  // light and heavy cells that are not yet closed, read ahead
  const lights = work + ((<usize>words) << 3);
  const heavies = lights + QUEUE;
  let light = lights;
  let lightEnd = lights;
  let lightWord: u32 = 0;
  let heavy = heavies;
  let heavyEnd = heavies;
  let heavyWord: u32 = 0;

  let giver: i64 = 0;
  for (let closed: u32 = 0; closed < size; ) {
    if (lightEnd - light < REFILL_BELOW) {
      memory.copy(lights, light, lightEnd - light);
      lightEnd -= light - lights;
      light = lights;
      for (; lightEnd - light < REFILL_BELOW && lightWord < words; lightWord++) {
        const set = ~load<u64>(work + ((<usize>lightWord) << 3)) & inRange;
        lightEnd = append(table, lightWord << 6, set, capacity, firstShort, lightEnd);
      }
      // a step reads one entry further: after the last light cell comes one that is never closed
      if (lightWord == words) lightEnd = lights + QUEUE;
    }
    if (heavyEnd - heavy < REFILL_BELOW) {
      memory.copy(heavies, heavy, heavyEnd - heavy);
      heavyEnd -= heavy - heavies;
      heavy = heavies;
      for (; heavyEnd - heavy < REFILL_BELOW && heavyWord < words; heavyWord++) {
        heavyEnd = append(
          table,
          heavyWord << 6,
          load<u64>(work + ((<usize>heavyWord) << 3)),
          capacity,
          firstShort,
          heavyEnd,
        );
      }
      if (heavyWord == words) {
        for (; heavyEnd < heavies + QUEUE; heavyEnd += ENTRY) store<i64>(heavyEnd, ENDLESS);
      }
    }
    if (closed == 0) {
      giver = load<i64>(heavy);
      heavy += ENTRY;
    }
    // each step takes one entry from one of the queues
    const steps = min(min(u32((lightEnd - light) >> 3), u32((heavyEnd - heavy) >> 3)) - 1, size - closed);
    let nextLight = load<i64>(light);
    let nextHeavy = load<i64>(heavy);
    const stop = closed + steps;
    do {
      // a processor cannot predict which queue moves on, so both cases are one code with selects
      const spent = giver < UNIT;
      const closing = select<i64>(giver, nextLight, spent);
      giver = select<i64>(nextHeavy, giver, spent) + (closing & ~NUMBER);
      const number = u32(closing & NUMBER);
      const beyond = u32(closing >> 30);
      const alias = select<u32>(number, u32(giver & NUMBER), beyond == 0);
      store<u32>(table + ((<usize>number) << 2), ((beyond - u32(number >= firstShort)) << bits) | alias);
      // loaded before it is known whether it is needed
      nextLight = select<i64>(nextLight, load<i64>(light, ENTRY), spent);
      nextHeavy = select<i64>(load<i64>(heavy, ENTRY), nextHeavy, spent);
      light += select<usize>(0, ENTRY, spent);
      heavy += select<usize>(ENTRY, 0, spent);
    } while (++closed < stop);
  }
}
