// Draws from a tree of sums (dynamic-tree.ts), in exact proportion to the weights.
//
// Word t of the stream, times the root's total, gives draw t its residual: a uniform integer below the total. On each
// level it chooses a child, and what it exceeds the child's beginning by is the residual there. If the child's unit is
// finer by `width` bits, as many new bits are appended; if the residual then is not below the child's total, which had
// been rounded up, the draw starts again. At a weight, all whole units are accepted, and the last one with the chance
// of the fraction that the weight has of it. Fractions are compared bit by bit, so nothing is rounded: the probability
// of index i is exactly weight i / sum of the weights.
//
// All words but the first come from a position of the stream that is hashed from t. So no draw moves another one.
//
// A block of draws goes down together, level by level, so that a processor can wait for many nodes at once.

import { accepts, decide, multiplyHigh, openFurther, refine } from './dynamic-decide';
import { BANDS, FOURS, LEVELS, NODES, STARTS, TOTAL } from './dynamic-tree';
import { jump, output } from './pcg';

/** Draws in a block. */
const BLOCK: u32 = 64;
/** Of a draw, in bytes: a residual (f64), the state of its further words (u64), the number of its node (u32). */
const DRAW: u32 = 24;
const STATE: usize = 8;
const NUMBER: usize = 16;
/** The fifth level from the root may not fit the second-level cache. In the header it is this many bytes before. */
const LARGE: usize = 16;

/** Functions that are inlined, which asc does only for methods, or for functions that other parsers refuse. */
// biome-ignore lint/complexity/noStaticOnlyClass: see above
class Inline {
  /** The number of the four children that a residual chooses. The fourth sum, the node's total, is above it. */
  @inline
  static fourOf(low: v128, high: v128): usize {
    return <usize>popcnt(i64x2.bitmask(low) + (i64x2.bitmask(high) << 2));
  }

  /** The number of the child, among four, that a residual chooses. `high` are the second and the third sum. */
  @inline
  static oneOf(low: v128, high: v128): usize {
    return <usize>popcnt(i64x2.bitmask(low) + ((i64x2.bitmask(high) & 2) << 1));
  }

  /** The largest of the sums that were reached, or 0, in both lanes. */
  @inline
  static before(lows: v128, low: v128, highs: v128, high: v128): v128 {
    const most = f64x2.pmax(v128.and(lows, low), v128.and(highs, high));
    return f64x2.pmax(most, v128.shuffle<f64>(most, most, 1, 0));
  }
}

// The next two functions have two callers each, so that they are not inlined. There, engines would keep half of what
// they use in memory, and take a third longer.

/**
 * Takes the draws of a block, from `at` to `end`, from a level to the next: residuals, and numbers of nodes. `starts`
 * is where the header has the level's first node. Returns whether a node has another band than the node above it.
 */
function descend(tree: usize, starts: usize, at: usize, end: usize): u32 {
  const start = <usize>load<u32>(starts);
  const below = <usize>load<u32>(starts - 4);
  const bands = <usize>load<u32>(tree, BANDS) + start;
  const bandsBelow = <usize>load<u32>(tree, BANDS) + below;
  const nodes = <usize>load<u32>(tree, NODES) + (start << 7);
  let changes: u32 = 0;
  for (; at < end; at += DRAW) {
    const number = <usize>load<u32>(at, NUMBER);
    const node = nodes + (number << 7);
    const residuals = v128.load64_splat(at);
    const fours0 = v128.load(node);
    const fours1 = v128.load(node, 16);
    const low = f64x2.le(fours0, residuals);
    const high = f64x2.le(fours1, residuals);
    const four = Inline.fourOf(low, high);
    const rests = f64x2.sub(residuals, Inline.before(fours0, low, fours1, high));
    const sums = node + (four << 4) + (four << 3);
    const ones0 = v128.load(sums, FOURS);
    const ones1 = v128.load(sums, FOURS + 8);
    const less = f64x2.le(ones0, rests);
    const more = f64x2.le(ones1, rests);
    const child = (number << 4) + (four << 2) + Inline.oneOf(less, more);
    changes |= load<u8>(bands + number) ^ load<u8>(bandsBelow + child);
    v128.store64_lane(at, f64x2.sub(rests, Inline.before(ones0, less, ones1, more)), 0);
    store<u32>(at, child, NUMBER);
  }
  return changes;
}

/**
 * Chooses weights in the nodes of the lowest level. Returns a bit for each draw that may have met the last, partial
 * unit of its weight.
 */
function choose(tree: usize, at: usize, end: usize, out: usize): u64 {
  const nodes = <usize>load<u32>(tree, NODES);
  let bit: u64 = 1;
  let last: u64 = 0;
  for (; at < end; at += DRAW, out += 4, bit <<= 1) {
    const number = <usize>load<u32>(at, NUMBER);
    const node = nodes + (number << 7);
    const residuals = v128.load64_splat(at);
    const fours0 = v128.load(node);
    const fours1 = v128.load(node, 16);
    const low = f64x2.le(fours0, residuals);
    const high = f64x2.le(fours1, residuals);
    const four = Inline.fourOf(low, high);
    const before = Inline.before(fours0, low, fours1, high);
    const rests = f64x2.sub(residuals, before);
    const sums = node + (four << 4) + (four << 3);
    const ones0 = v128.load(sums, FOURS);
    const ones1 = v128.load(sums, FOURS + 8);
    const less = f64x2.le(ones0, rests);
    const more = f64x2.le(ones1, rests);
    const one = Inline.oneOf(less, more);
    store<u32>(out, (number << 4) + (four << 2) + one);
    v128.store64_lane(at, f64x2.sub(rests, Inline.before(ones0, less, ones1, more)), 0);
    const next = f64x2.extract_lane(rests, 0) + 1;
    // below the fours' sum, and below the sum that ends with the weight, if that is one of the three
    const isWhole =
      i32(next < load<f64>(node + (four << 3)) - f64x2.extract_lane(before, 0)) &
      (i32(one == 3) | i32(next < load<f64>(sums + (one << 3), FOURS)));
    last |= select<u64>(0, bit, isWhole);
  }
  return last;
}

/**
 * Loads both cache lines of a block's nodes into the caches. So a processor waits for many at once; while it chooses
 * children, it looks ahead by a few draws only. Returns a number that means nothing, so that no load is left out.
 */
function touch(nodes: usize, at: usize, end: usize): u32 {
  let any: u32 = 0;
  for (; at < end; at += DRAW) {
    const node = nodes + ((<usize>load<u32>(at, NUMBER)) << 7);
    any |= load<u32>(node) | load<u32>(node, 64);
  }
  return any;
}

/**
 * Appends bits to the residuals of draws whose nodes have finer bands than the nodes above. Adds to the masks at
 * `masks` a bit for each draw that has further words, and for each that must start again.
 */
function refineBlock(
  tree: usize,
  starts: usize,
  stream: usize,
  t: u64,
  step: u64,
  at: usize,
  end: usize,
  masks: usize,
): void {
  const below = <usize>load<u32>(starts - 4);
  const bands = <usize>load<u32>(tree, BANDS) + <usize>load<u32>(starts);
  const bandsBelow = <usize>load<u32>(tree, BANDS) + below;
  const nodes = <usize>load<u32>(tree, NODES) + (below << 7);
  let opened = load<u64>(masks);
  let again = load<u64>(masks, 8);
  for (let bit: u64 = 1; at < end; at += DRAW, bit <<= 1, t += step) {
    const number = <usize>load<u32>(at, NUMBER);
    const steps = i32(load<u8>(bands + (number >> 4))) - i32(load<u8>(bandsBelow + number));
    if (steps == 0 || again & bit) continue;
    if (!(opened & bit)) openFurther(stream, t, at + STATE);
    opened |= bit;
    const residual = refine(tree, nodes + (number << 7), load<f64>(at), steps, stream, at + STATE);
    if (residual < 0) again |= bit;
    // NaN chooses child 0 on all levels
    store<f64>(at, residual < 0 ? NaN : residual);
  }
  store<u64>(masks, opened);
  store<u64>(masks, again, 8);
}

/** Draws a block, `t`, t + step, …, from residuals at the root. */
function drawBlock(tree: usize, stream: usize, t: u64, step: u64, at: usize, end: usize, out: usize): void {
  const masks = at + DRAW * BLOCK;
  const lowest = tree + STARTS;
  const nodes = <usize>load<u32>(tree, NODES);
  let starts = lowest + ((<usize>load<u32>(tree, LEVELS)) << 2) - 4;
  const large = starts - LARGE;
  let last: u64 = 0;
  if (starts == lowest) {
    last = choose(tree, at, end, out);
  } else {
    // nodes of the root's band come first: mostly that is all
    let changes = descend(tree, starts, at, end);
    for (;;) {
      if (changes != 0) refineBlock(tree, starts, stream, t, step, at, end, masks);
      starts -= 4;
      if (starts <= large) touch(nodes + ((<usize>load<u32>(starts)) << 7), at, end);
      if (starts == lowest) break;
      changes = descend(tree, starts, at, end);
    }
    last = choose(tree, at, end, out);
  }
  let again = load<u64>(masks, 8);
  const opened = load<u64>(masks);
  const bands = <usize>load<u32>(tree, BANDS);
  for (last &= ~again; last != 0; last &= last - 1) {
    const i = <usize>ctz(last);
    const draw = at + <usize>DRAW * i;
    if (!((opened >> i) & 1)) openFurther(stream, t + i * step, draw + STATE);
    const number = <usize>load<u32>(out + (i << 2));
    const band = i32(load<u8>(bands + (number >> 4)));
    const accepted = accepts(tree, number, load<f64>(draw), band, stream, draw + STATE);
    again |= (<u64>!accepted) << i;
  }
  for (; again != 0; again &= again - 1) {
    const i = <usize>ctz(again);
    store<u32>(out + (i << 2), decide(tree, stream, t + i * step, at + STATE));
  }
}

/**
 * Draws `count` indices (u32, at `out`): draws position, position + stride, … of a stream. `scratch` has 1,552 bytes.
 * O(log position + count log size).
 */
export function dynamicDraw(
  tree: usize,
  stream: usize,
  position: f64,
  stride: f64,
  scratch: usize,
  out: usize,
  count: u32,
): void {
  const base = load<u64>(stream, 8);
  const step = u64(stride);
  const multiplier = jump(1, 0, step);
  const increment = jump(0, base, step);
  const root = <usize>load<u32>(tree + STARTS + ((<usize>load<u32>(tree, LEVELS)) << 2) - 4);
  const bound = u64(i64(load<f64>(<usize>load<u32>(tree, NODES) + (root << 7), TOTAL)));
  const masks = scratch + DRAW * BLOCK;
  let t = u64(position);
  let state = jump(load<u64>(stream), base, t);
  while (count > 0) {
    const some = min(count, BLOCK);
    const end = scratch + DRAW * some;
    let bit: u64 = 1;
    let again: u64 = 0;
    for (let at = scratch; at < end; at += DRAW, bit <<= 1) {
      const word = output(state);
      again |= select<u64>(bit, 0, word * bound < bound);
      store<f64>(at, f64(i64(multiplyHigh(word, bound))));
      store<u32>(at, 0, NUMBER);
      state = state * multiplier + increment;
    }
    store<u64>(masks, 0);
    store<u64>(masks, again, 8);
    drawBlock(tree, stream, t, step, scratch, end, out);
    t += u64(some) * step;
    out += (<usize>some) << 2;
    count -= some;
  }
}
