// The twin of assembly/dynamic-tree.ts, which explains the tree.
import type { Memory } from './memory.js';

/** Words of the tree's header. */
export const SIZE = 0;
export const LEVELS = 1;
export const WEIGHTS = 2;
export const NODES = 3;
export const BANDS = 4;
export const STARTS = 5;
export const HASH = 12;
/** In a node: its total, and the sums within each four children. */
export const TOTAL = 3;
export const FOURS = 4;
/** Bytes from the tree's address to its sums. */
export const SUMS = 64;
/** Bytes of the sums: 66 numbers of 64 bits. */
export const SUM_BYTES = 528;

/** log2 of what the sum of a node of weights stays below. */
export function capacityBits(levels: number): number {
  return 57 - 4 * levels;
}

/** log2 of the ratio of two neighboring units. */
export function bandBits(levels: number): number {
  return Math.min(32, 44 - 4 * levels);
}

/** The bits of a float, as two words. Made at the first use: nothing is made at import. */
let bits: { readonly words: Uint32Array; readonly float: Float64Array } | undefined;

function floatBits() {
  if (!bits) {
    const words = new Uint32Array(2);
    bits = { words, float: new Float64Array(words.buffer) };
  }
  return bits;
}

/** 2^exponent, in [-1022, 1023]. */
export function power(exponent: number): number {
  const { words, float } = floatBits();
  words[0] = 0;
  words[1] = (exponent + 1023) << 20;
  return float[0];
}

export function bandOf({ u32 }: Memory, bands: number, node: number): number {
  return (u32[(bands >>> 2) + (node >>> 2)] >>> (8 * (node & 3))) & 255;
}

function setBand({ u32 }: Memory, bands: number, node: number, band: number): void {
  const at = (bands >>> 2) + (node >>> 2);
  const shift = 8 * (node & 3);
  u32[at] = (u32[at] & ~(255 << shift)) | (band << shift);
}

/** A total in units that are `steps` bands coarser, rounded up. */
export function coarser(total: number, steps: number, width: number): number {
  if (steps === 0) return total;
  if (total === 0) return 0;
  const shift = steps * width;
  return shift > 52 ? 1 : Math.ceil(total * power(-shift));
}

/** What a weight counts, in units of 2^-shift. */
export function countOf(weight: number, shift: number): number {
  const half = shift >> 1;
  const count = Math.ceil(weight * power(half) * power(shift - half));
  return count === 0 && weight > 0 ? 1 : count;
}

/** Writes the sums of a node of weights. Returns the total. */
function sumWeights(f64: Float64Array, first: number, node: number, shift: number): number {
  const half = shift >> 1;
  const low = power(half);
  const high = power(shift - half);
  let total = 0;
  for (let four = 0; four < 4; four++) {
    const at = node + FOURS + 3 * four;
    let sum = 0;
    for (let i = 0; i < 4; i++) {
      const weight = f64[first + 4 * four + i];
      const count = Math.ceil(weight * low * high);
      // a weight that underflows still counts for a unit
      sum += count === 0 && weight > 0 ? 1 : count;
      if (i < 3) f64[at + i] = sum;
    }
    total += sum;
    f64[node + four] = total;
  }
  return total;
}

/** The twin of `buildLeaf`. */
export function buildLeaf(memory: Memory, tree: number, number: number): number {
  const { u32, f64 } = memory;
  const header = tree >>> 2;
  const levels = u32[header + LEVELS];
  const width = bandBits(levels);
  const capacityLog = capacityBits(levels);
  const first = (u32[header + WEIGHTS] >>> 3) + 16 * number;
  const node = (u32[header + NODES] >>> 3) + 16 * number;
  let sum = 0;
  for (let i = 0; i < 16; i++) sum += f64[first + i] * 0.0625;
  const { words, float } = floatBits();
  float[0] = sum;
  const least = (words[1] >>> 20) - 1023 + 4 + 1074 - capacityLog;
  let band = sum === 0 || least < 0 ? 0 : Math.floor(least / width) + 1;
  const capacity = power(capacityLog);
  let total = sumWeights(f64, first, node, 1074 - band * width);
  while (total >= capacity) total = sumWeights(f64, first, node, 1074 - ++band * width);
  while (band > 0 && total < power(capacityLog - width) + 16) {
    const finer = sumWeights(f64, first, node, 1074 - (band - 1) * width);
    if (finer >= capacity) {
      sumWeights(f64, first, node, 1074 - band * width);
      break;
    }
    total = finer;
    band--;
  }
  setBand(memory, u32[header + BANDS], number, band);
  return band;
}

/** The twin of `buildInner`. */
export function buildInner(memory: Memory, tree: number, level: number, number: number, children: number): void {
  const { u32, f64 } = memory;
  const header = tree >>> 2;
  const width = bandBits(u32[header + LEVELS]);
  const nodes = u32[header + NODES] >>> 3;
  const bands = u32[header + BANDS];
  const first = u32[header + STARTS + level - 1] + 16 * number;
  const own = u32[header + STARTS + level] + number;
  const count = Math.min(16, children - 16 * number);
  let band = 0;
  for (let i = 0; i < count; i++) band = Math.max(band, bandOf(memory, bands, first + i));
  const node = nodes + 16 * own;
  let total = 0;
  for (let four = 0; four < 4; four++) {
    let sum = 0;
    for (let i = 0; i < 4; i++) {
      const child = 4 * four + i;
      if (child < count) {
        const steps = band - bandOf(memory, bands, first + child);
        sum += coarser(f64[nodes + 16 * (first + child) + TOTAL], steps, width);
      }
      if (i < 3) f64[node + FOURS + 3 * four + i] = sum;
    }
    total += sum;
    f64[node + four] = total;
  }
  setBand(memory, bands, own, band);
}

function finish(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Adds a weight to the hash and to the exact sum, or takes it away if `sign` is -1. */
function account({ u32 }: Memory, tree: number, index: number, weight: number, sign: 1 | -1): void {
  const header = tree >>> 2;
  const { words, float } = floatBits();
  float[0] = weight;
  const low = words[0] | 0;
  const high = words[1] | 0;
  if (weight > 0) {
    const place = Math.imul(index + 1, 0x9e3779b1);
    u32[header + HASH] += sign * finish(Math.imul(low, 0xcc9e2d51) ^ (high + place));
    u32[header + HASH + 1] += sign * finish(Math.imul(high, 0x1b873593) ^ (low - place));
  }
  // the weight is mantissa * 2^(position - 1074)
  const exponent = high >>> 20;
  const position = exponent === 0 ? 0 : exponent - 1;
  const top = (high & 0xfffff) | (exponent === 0 ? 0 : 0x100000);
  const shift = position & 31;
  const at = ((tree + SUMS) >>> 2) + 2 * ((position >>> 5) & 63);
  addTo(u32, at, low << shift, sign);
  addTo(u32, at + 2, (top << shift) | ((low >>> 1) >>> (31 - shift)), sign);
  addTo(u32, at + 4, (top >>> 1) >>> (31 - shift), sign);
}

/** The twin of `exchange`. */
export function exchange(memory: Memory, tree: number, index: number, old: number, weight: number): void {
  account(memory, tree, index, old, -1);
  account(memory, tree, index, weight, 1);
}

/** Adds a u32 to an i64, or subtracts it. */
function addTo(u32: Uint32Array, at: number, part: number, sign: 1 | -1): void {
  const before = u32[at];
  const after = before + sign * (part >>> 0);
  u32[at] = after;
  if (after < 0) u32[at + 1]--;
  else if (after > 0xffffffff) u32[at + 1]++;
}

/** The twin of `dynamicBuild`. */
export function dynamicBuild(memory: Memory, tree: number): number {
  const { u32, f64 } = memory;
  const header = tree >>> 2;
  const size = u32[header + SIZE];
  const first = u32[header + WEIGHTS] >>> 3;
  u32.fill(0, header + HASH, header + HASH + 2);
  u32.fill(0, (tree + SUMS) >>> 2, (tree + SUMS + SUM_BYTES) >>> 2);
  let valid = true;
  for (let i = 0; i < size; i++) {
    // makes -0 to 0
    const weight = f64[first + i] + 0;
    f64[first + i] = weight;
    if (!(weight >= 0 && weight < Infinity)) valid = false;
    account(memory, tree, i, weight, 1);
  }
  if (!valid) return -1;
  buildFrom(memory, tree, 0, size, u32[header + LEVELS]);
  return 0;
}

/** Builds all nodes of the levels from `level` on. */
export function buildFrom(memory: Memory, tree: number, level: number, size: number, levels: number): void {
  let children = size;
  for (let each = 0; each < levels; each++) {
    const count = Math.max(1, Math.ceil(children / 16));
    for (let i = 0; each >= level && i < count; i++) {
      if (each === 0) buildLeaf(memory, tree, i);
      else buildInner(memory, tree, each, i, children);
    }
    children = count;
  }
}
