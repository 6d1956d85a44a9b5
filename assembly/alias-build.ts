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

import { quantize, shareSome } from './quantize';

/**
 * Queues of cells, in bytes: an entry; the level below which a queue is refilled, by whole words of the bitmap; the
 * size.
 */
const ENTRY: usize = 8;
const REFILL_BELOW: usize = 512;
const QUEUE: usize = 4096;

/**
 * Builds the table at `table` from `count` weights. It has 2^bits cells, with bits >= 2 and 2^bits >= count, and takes
 * 8 * 2^bits + 4 bytes. `work` is scratch: 2^bits bits, at least 8 bytes, and 8,224 bytes more. `sums` is scratch of 48
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
  if (status == 1) {
    aliasToOne(weights, table, size);
    store<u32>(residuals + ((<usize>size) << 2), 0);
  } else {
    aliasSweep(table, bits, classify(table, 0, size, bits, work), work, 0, size);
  }
  return status;
}

/** A single positive weight gets all words: it is the alias of every cell. */
function aliasToOne(weights: usize, table: usize, size: u32): void {
  let only: u32 = 0;
  while (load<f64>(weights + ((<usize>only) << 3)) == 0) only++;
  for (let i: u32 = 0; i < size; i++) store<u32>(table + ((<usize>i) << 2), only);
}

/**
 * The first part of a build in pieces: writes the shares of cells `from` to `end`, multiples of 64 (or 2^bits), and
 * their bits of the bitmap. Cells beyond the weights hold zeros already. Pieces come in order; `sums` has what
 * `sumWeights` wrote about all weights, then the carry. Returns the number of words that the piece lacks to 2^32.
 */
export function aliasShares(
  weights: usize,
  count: u32,
  table: usize,
  bits: u32,
  work: usize,
  sums: usize,
  from: u32,
  end: u32,
): u32 {
  if (from < count) {
    const cells = table + ((<usize>from) << 2);
    const residuals = cells + ((<usize>4) << bits);
    shareSome(weights + ((<usize>from) << 3), min(end, count) - from, cells, residuals, sums);
  }
  return classify(table, from, end, bits, work);
}

/**
 * Sets one bit for each cell at `heavy` if its share is at least its capacity, so that it can give. Returns the number
 * of words that these cells lack to 2^32.
 */
function classify(table: usize, from: u32, to: u32, bits: u32, heavy: usize): u32 {
  const capacities = i32x4.splat(1 << (32 - bits));
  let sums = i32x4.splat(0);
  for (let start = from; start < to; start += 64) {
    const end = min(start + 64, to);
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

/**
 * An entry of a queue: (share - capacity) * 2^bits + the cell's number. The difference is negative for a light cell.
 * This one comes after the last heavy cell: a cell that is never used up.
 */
const ENDLESS: i64 = 1 << 62;

/** Appends the cells of one word of the bitmap to a queue that ends at `end`. Returns the new end. */
function append(table: usize, start: u32, set: u64, bits: u32, firstShort: u32, end: usize): usize {
  // the first of the last cells, which have one word less, is within at most one word
  const shorts =
    firstShort <= start ? set : firstShort - start < 64 ? set & (u64.MAX_VALUE << (firstShort - start)) : 0;
  const cells = table + ((<usize>start) << 2);
  const empty = i64(start) - ((<i64>1) << 32);
  return appendSome(cells, shorts, bits, empty + (1 << bits), appendSome(cells, set ^ shorts, bits, empty, end));
}

/** Appends cells to a queue. `empty` is the entry of the first of them if it had no share. */
function appendSome(cells: usize, set: u64, bits: u32, empty: i64, end: usize): usize {
  for (; set != 0; set &= set - 1, end += ENTRY) {
    const cell = ctz(set);
    store<i64>(end, ((<i64>load<u32>(cells + ((<usize>cell) << 2))) << bits) + (empty + cell));
  }
  return end;
}

/** What `aliasSweep` keeps between its calls, in bytes from the end of its queues. */
const GIVER: usize = 0;
const LIGHT: usize = 8;
const LIGHT_END: usize = 12;
const LIGHT_WORD: usize = 16;
const HEAVY: usize = 20;
const HEAVY_END: usize = 24;
const HEAVY_WORD: usize = 28;

/**
 * The last part of a build in pieces: turns shares into cells, in place. Each step closes one cell. If the current
 * heavy cell, the giver, still has more than its capacity, it fills up a light cell. Otherwise the giver itself is
 * closed, filled up by the next heavy cell. The shares left always equal the capacities left, so nothing is left over.
 *
 * Makes steps `from` to `end`, and returns `end`. The last piece, whose end is 2^bits, also writes `escapes`.
 */
export function aliasSweep(table: usize, bits: u32, escapes: u32, work: usize, from: u32, end: u32): u32 {
  const size: u32 = 1 << bits;
  const firstShort = size - escapes;
  const inRange: u64 = size < 64 ? ((<u64>1) << size) - 1 : u64.MAX_VALUE;
  const words = (size + 63) >> 6;
  // light and heavy cells that are not yet closed, read ahead
  const lights = work + ((<usize>words) << 3);
  const heavies = lights + QUEUE;
  const state = heavies + QUEUE;
  let giver: i64 = 0;
  let light = lights;
  let lightEnd = lights;
  let lightWord: u32 = 0;
  let heavy = heavies;
  let heavyEnd = heavies;
  let heavyWord: u32 = 0;
  if (from > 0) {
    giver = load<i64>(state, GIVER);
    light = load<u32>(state, LIGHT);
    lightEnd = load<u32>(state, LIGHT_END);
    lightWord = load<u32>(state, LIGHT_WORD);
    heavy = load<u32>(state, HEAVY);
    heavyEnd = load<u32>(state, HEAVY_END);
    heavyWord = load<u32>(state, HEAVY_WORD);
  }
  for (let closed = from; closed < end; ) {
    if (lightEnd - light < REFILL_BELOW) {
      memory.copy(lights, light, lightEnd - light);
      lightEnd -= light - lights;
      light = lights;
      for (; lightEnd - light < REFILL_BELOW && lightWord < words; lightWord++) {
        const set = ~load<u64>(work + ((<usize>lightWord) << 3)) & inRange;
        lightEnd = append(table, lightWord << 6, set, bits, firstShort, lightEnd);
      }
      // a step reads one entry further: after the last light cell comes one that is never closed
      if (lightWord == words) lightEnd = lights + QUEUE;
    }
    if (heavyEnd - heavy < REFILL_BELOW) {
      memory.copy(heavies, heavy, heavyEnd - heavy);
      heavyEnd -= heavy - heavies;
      heavy = heavies;
      for (; heavyEnd - heavy < REFILL_BELOW && heavyWord < words; heavyWord++) {
        const set = load<u64>(work + ((<usize>heavyWord) << 3));
        heavyEnd = append(table, heavyWord << 6, set, bits, firstShort, heavyEnd);
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
    const steps = min(min(u32((lightEnd - light) >> 3), u32((heavyEnd - heavy) >> 3)) - 1, end - closed);
    const before = light + heavy;
    store<i64>(state, giver, GIVER);
    light = closeCells(table, bits, light, heavy, steps, state);
    heavy = before + ((<usize>steps) << 3) - light;
    giver = load<i64>(state, GIVER);
    closed += steps;
  }
  if (end == size) {
    finish(table, size, bits, firstShort);
    return end;
  }
  store<u32>(state, u32(light), LIGHT);
  store<u32>(state, u32(lightEnd), LIGHT_END);
  store<u32>(state, lightWord, LIGHT_WORD);
  store<u32>(state, u32(heavy), HEAVY);
  store<u32>(state, u32(heavyEnd), HEAVY_END);
  store<u32>(state, heavyWord, HEAVY_WORD);
  return end;
}

/**
 * Closes some cells, from and to the giver at `state`. Returns the address of the next light cell. A function of its
 * own, so that a processor's registers can hold all of its numbers; the loop takes two thirds of the time then.
 */
function closeCells(table: usize, bits: u32, light: usize, heavy: usize, steps: u32, state: usize): usize {
  const numbers: i64 = (1 << i64(bits)) - 1;
  let giver = load<i64>(state, GIVER);
  do {
    // a processor cannot predict which queue moves on, so both cases are one code with selects, and both are loaded
    const nextLight = load<i64>(light);
    const nextHeavy = load<i64>(heavy);
    const spent = giver <= numbers;
    const closing = select<i64>(giver, nextLight, spent);
    const number = closing & numbers;
    const beyond = closing - number;
    giver = select<i64>(nextHeavy, giver, spent) + beyond;
    // the threshold, but for the last cells: a whole capacity is 0 in 32 bits
    const alias = select<i64>(number, giver & numbers, beyond == 0);
    store<u32>(table + ((<usize>number) << 2), u32(beyond + alias));
    heavy += (<usize>spent) << 3;
    light += (<usize>!spent) << 3;
  } while (--steps);
  store<i64>(state, giver, GIVER);
  return light;
}

/** Takes one word from the thresholds of the last cells, whose capacity is one word less, and writes their number. */
function finish(table: usize, size: u32, bits: u32, firstShort: u32): void {
  const words = i32x4.splat(1 << bits);
  const end = table + ((<usize>size) << 2);
  let at = table + ((<usize>firstShort) << 2);
  // cells are four at a time from the end on, so that nothing lies beyond it
  for (; ((end - at) & 15) != 0; at += 4) store<u32>(at, load<u32>(at) - (1 << bits));
  for (; at < end; at += 16) v128.store(at, i32x4.sub(v128.load(at), words));
  store<u32>(end + ((<usize>size) << 2), size - firstShort);
}
