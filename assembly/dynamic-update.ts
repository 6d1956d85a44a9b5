// Changes weights of a tree (dynamic-tree.ts). Sums are integers, so a change of one weight is the same addition in
// every node above it. Only where a node of weights gets another band, the nodes above it are built anew.

import {
  BANDS,
  bandBits,
  buildFrom,
  buildInner,
  buildLeaf,
  capacityBits,
  changeOf,
  coarser,
  exchange,
  FOURS,
  LEVELS,
  NODES,
  power,
  STARTS,
  TOTAL,
  WEIGHTS,
} from './dynamic-tree';

/** `dynamicUpdateMany` builds a level anew if it has at least this many entries for each node there. */
const ENTRIES_A_NODE: u32 = 4;
/** Updates whose memory is touched before. A tree of more levels than this may not fit the second-level cache. */
const BLOCK: usize = 64;
const SMALL_LEVELS: u32 = 4;

/** Adds `change` to child `slot` of a node: to all sums that include it. */
function addTo(node: usize, slot: usize, change: f64): void {
  const fours = f64x2.splat(f64(slot >> 2));
  const ones = f64x2.splat(f64(slot & 3));
  const changes = f64x2.splat(change);
  v128.store(node, f64x2.add(v128.load(node), v128.and(f64x2.ge(f64x2(0, 1), fours), changes)));
  v128.store(node, f64x2.add(v128.load(node, 16), v128.and(f64x2.ge(f64x2(2, 3), fours), changes)), 16);
  const inner = node + FOURS + 24 * (slot >> 2);
  v128.store(inner, f64x2.add(v128.load(inner), v128.and(f64x2.ge(f64x2(0, 1), ones), changes)));
  const last = v128.and(f64x2.ge(f64x2(2, 2), ones), changes);
  store<f64>(inner, load<f64>(inner, 16) + f64x2.extract_lane(last, 0), 16);
}

/** Sets a weight, and updates the nodes above it in the levels below `end`. */
function update(tree: usize, index: u32, weight: f64, end: u32): void {
  const at = <usize>load<u32>(tree, WEIGHTS) + ((<usize>index) << 3);
  const old = load<f64>(at);
  // -0 becomes 0
  weight += 0;
  if (weight == old) return;
  exchange(tree, index, old, weight);
  store<f64>(at, weight);
  if (end == 0) return;

  const levels = load<u32>(tree, LEVELS);
  const width = bandBits(levels);
  const bits = capacityBits(levels);
  const nodes = <usize>load<u32>(tree, NODES);
  const bands = <usize>load<u32>(tree, BANDS);
  let number = index >> 4;
  let node = nodes + ((<usize>number) << 7);
  let band = i32(load<u8>(bands + number));
  const shift = 1074 - band * width;
  let before = load<f64>(node, TOTAL);
  let change = changeOf(old, weight, shift);
  const after = before + change;
  if (after >= power(bits) || (band > 0 && after < power(bits - width) + 16)) {
    if (buildLeaf(tree, number) != band) {
      buildAbove(tree, number, end);
      return;
    }
    change = load<f64>(node, TOTAL) - before;
  } else {
    addTo(node, index & 15, change);
  }

  for (let level: u32 = 1; level < end && change != 0; level++) {
    const slot = number & 15;
    number >>= 4;
    const own = load<u32>(tree + STARTS + ((<usize>level) << 2)) + number;
    node = nodes + ((<usize>own) << 7);
    const ownBand = i32(load<u8>(bands + own));
    const steps = ownBand - band;
    if (steps > 0) change = coarser(before + change, steps, width) - coarser(before, steps, width);
    band = ownBand;
    before = load<f64>(node, TOTAL);
    addTo(node, slot, change);
  }
}

/** Builds the nodes above a node of weights, in the levels below `end`. */
function buildAbove(tree: usize, number: u32, end: u32): void {
  let children = (load<u32>(tree) + 15) >> 4;
  for (let level: u32 = 1; level < end; level++) {
    number >>= 4;
    buildInner(tree, level, number, children);
    children = (children + 15) >> 4;
  }
}

/** Sets weight number `index`. O(log size). */
export function dynamicUpdate(tree: usize, index: u32, weight: f64): void {
  update(tree, index, weight, load<u32>(tree, LEVELS));
}

/**
 * Loads what a block of updates will change into the caches: the weights, and their nodes in the lowest `end` levels.
 * So a processor waits for many at once. Returns a number that means nothing, so that no load is left out.
 */
function touch(tree: usize, indices: usize, count: u32, end: u32): u32 {
  const weights = <usize>load<u32>(tree, WEIGHTS);
  const nodes = <usize>load<u32>(tree, NODES);
  const above = nodes + ((<usize>load<u32>(tree, STARTS + 4)) << 7);
  let any: u32 = 0;
  for (const stop = indices + ((<usize>count) << 2); indices < stop; indices += 4) {
    const index = <usize>load<u32>(indices);
    any |= load<u32>(weights + (index << 3));
    if (end == 0) continue;
    const node = nodes + ((index >> 4) << 7);
    any |= load<u32>(node) | load<u32>(node, 64);
    if (end == 1) continue;
    const next = above + ((index >> 8) << 7);
    any |= load<u32>(next) | load<u32>(next, 64);
  }
  return any;
}

/**
 * Sets `count` weights (f64 at `weights`) of these indices (u32 at `indices`), in order. Levels with few nodes are
 * built once, at the end. O(count log size), and at most O(count + size).
 */
export function dynamicUpdateMany(tree: usize, indices: usize, weights: usize, count: u32): void {
  const levels = load<u32>(tree, LEVELS);
  let end: u32 = 0;
  for (let nodes = (load<u32>(tree) + 15) >> 4; end < levels && nodes * ENTRIES_A_NODE > count; end++) {
    nodes = (nodes + 15) >> 4;
  }
  const large = levels > SMALL_LEVELS;
  for (let i: usize = 0; i < <usize>count; i++) {
    if (large && (i & (BLOCK - 1)) == 0) touch(tree, indices + (i << 2), min(count - <u32>i, <u32>BLOCK), min(end, 2));
    update(tree, load<u32>(indices + (i << 2)), load<f64>(weights + (i << 3)), end);
  }
  buildFrom(tree, end);
}
