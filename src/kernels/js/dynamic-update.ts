// The twin of assembly/dynamic-update.ts.
import {
  BANDS,
  bandBits,
  bandOf,
  buildFrom,
  buildInner,
  buildLeaf,
  capacityBits,
  coarser,
  countOf,
  exchange,
  FOURS,
  LEVELS,
  NODES,
  power,
  SIZE,
  STARTS,
  TOTAL,
  WEIGHTS,
} from './dynamic-tree.js';
import type { Memory } from './memory.js';

/** A level with at most this share of nodes, of the entries of `dynamicUpdateMany`, is built anew. */
const NODES_AN_ENTRY = 4;

/** Adds `change` to child `slot` of a node: to all sums that include it. */
function addTo(f64: Float64Array, node: number, slot: number, change: number): void {
  const four = slot >>> 2;
  for (let i = four; i < 4; i++) f64[node + i] += change;
  const inner = node + FOURS + 3 * four;
  for (let i = slot & 3; i < 3; i++) f64[inner + i] += change;
}

/** Sets a weight, and updates the nodes above it in the levels below `end`. */
function update(memory: Memory, tree: number, index: number, weight: number, end: number): void {
  const { u32, f64 } = memory;
  const header = tree >>> 2;
  const at = (u32[header + WEIGHTS] >>> 3) + index;
  const old = f64[at];
  // -0 becomes 0
  weight += 0;
  if (weight === old) return;
  exchange(memory, tree, index, old, weight);
  f64[at] = weight;
  if (end === 0) return;

  const levels = u32[header + LEVELS];
  const width = bandBits(levels);
  const bits = capacityBits(levels);
  const nodes = u32[header + NODES] >>> 3;
  const bands = u32[header + BANDS];
  let number = Math.floor(index / 16);
  let node = nodes + 16 * number;
  let band = bandOf(memory, bands, number);
  const shift = 1074 - band * width;
  let before = f64[node + TOTAL];
  let change = countOf(weight, shift) - countOf(old, shift);
  const after = before + change;
  if (after >= power(bits) || (band > 0 && after < power(bits - width) + 16)) {
    if (buildLeaf(memory, tree, number) !== band) {
      buildAbove(memory, tree, number, end);
      return;
    }
    change = f64[node + TOTAL] - before;
  } else {
    addTo(f64, node, index & 15, change);
  }

  for (let level = 1; level < end && change !== 0; level++) {
    const slot = number % 16;
    number = Math.floor(number / 16);
    const own = u32[header + STARTS + level] + number;
    node = nodes + 16 * own;
    const ownBand = bandOf(memory, bands, own);
    const steps = ownBand - band;
    if (steps > 0) change = coarser(before + change, steps, width) - coarser(before, steps, width);
    band = ownBand;
    before = f64[node + TOTAL];
    addTo(f64, node, slot, change);
  }
}

/** Builds the nodes above a node of weights, in the levels below `end`. */
function buildAbove(memory: Memory, tree: number, number: number, end: number): void {
  let children = Math.ceil(memory.u32[(tree >>> 2) + SIZE] / 16);
  for (let level = 1; level < end; level++) {
    number = Math.floor(number / 16);
    buildInner(memory, tree, level, number, children);
    children = Math.ceil(children / 16);
  }
}

/** The twin of `dynamicUpdate`. */
export function dynamicUpdate(memory: Memory, tree: number, index: number, weight: number): void {
  update(memory, tree, index, weight, memory.u32[(tree >>> 2) + LEVELS]);
}

/** The twin of `dynamicUpdateMany`. */
export function dynamicUpdateMany(memory: Memory, tree: number, indices: number, weights: number, count: number): void {
  const { u32, f64 } = memory;
  const header = tree >>> 2;
  const size = u32[header + SIZE];
  const levels = u32[header + LEVELS];
  let end = 0;
  for (let nodes = Math.ceil(size / 16); end < levels && nodes * NODES_AN_ENTRY > count; end++) {
    nodes = Math.ceil(nodes / 16);
  }
  for (let i = 0; i < count; i++) update(memory, tree, u32[(indices >>> 2) + i], f64[(weights >>> 3) + i], end);
  buildFrom(memory, tree, end, size, levels);
}
