// The twin of assembly/rank.ts. A key is two words, the low one first.
import type { Memory } from './memory.js';

const BINS = 256;
const HISTOGRAM_WORDS = 8 * BINS;
const EXPONENTS = 2048;

/** The twin of `rankLargest`. */
export function rankLargest(
  { u32 }: Memory,
  keys: number,
  count: number,
  wanted: number,
  scratch: number,
  out: number,
): void {
  const first = keys >>> 2;
  if (wanted === 1) {
    u32[out >>> 2] = largest(u32, first, count);
    return;
  }
  const histogram = scratch >>> 2;
  const other = histogram + HISTOGRAM_WORDS;
  const ids = other + 2 * count;
  const kept = keepLargest(u32, first, count, wanted, histogram, ids);
  const ranked = sort(u32, first, ids, other, ids + count, kept, histogram);
  u32.copyWithin(out >>> 2, ranked, ranked + wanted);
}

function largest(u32: Uint32Array, keys: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) {
    const [high, most] = [u32[keys + 2 * i + 1], u32[keys + 2 * best + 1]];
    if (high > most || (high === most && u32[keys + 2 * i] > u32[keys + 2 * best])) best = i;
  }
  return best;
}

function keepLargest(
  u32: Uint32Array,
  keys: number,
  count: number,
  wanted: number,
  histogram: number,
  ids: number,
): number {
  u32.fill(0, histogram, histogram + EXPONENTS);
  for (let i = 0; i < count; i++) u32[histogram + (u32[keys + 2 * i + 1] >>> 20)]++;
  let least = EXPONENTS;
  for (let above = 0; above < wanted; ) above += u32[histogram + --least];
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const high = u32[keys + 2 * i + 1];
    u32[keys + 2 * kept] = u32[keys + 2 * i];
    u32[keys + 2 * kept + 1] = high;
    u32[ids + kept] = i;
    if (high >>> 20 >= least) kept++;
  }
  return kept;
}

function sort(
  u32: Uint32Array,
  keys: number,
  ids: number,
  otherKeys: number,
  otherIds: number,
  count: number,
  histogram: number,
): number {
  u32.fill(0, histogram, histogram + HISTOGRAM_WORDS);
  for (let i = 0; i < 2 * count; i++) {
    const word = u32[keys + i];
    const digits = histogram + (i & 1) * 4 * BINS;
    u32[digits + (word & 255)]++;
    u32[digits + BINS + ((word >>> 8) & 255)]++;
    u32[digits + 2 * BINS + ((word >>> 16) & 255)]++;
    u32[digits + 3 * BINS + (word >>> 24)]++;
  }
  for (let pass = 0; pass < 8; pass++) {
    const digit = histogram + pass * BINS;
    const half = pass >> 2;
    const shift = 8 * (pass & 3);
    if (u32[digit + ((u32[keys + half] >>> shift) & 255)] === count) continue;
    let before = 0;
    for (let bin = digit + BINS - 1; bin >= digit; bin--) {
      const many = u32[bin];
      u32[bin] = before;
      before += many;
    }
    for (let i = 0; i < count; i++) {
      const to = u32[digit + ((u32[keys + 2 * i + half] >>> shift) & 255)]++;
      u32[otherKeys + 2 * to] = u32[keys + 2 * i];
      u32[otherKeys + 2 * to + 1] = u32[keys + 2 * i + 1];
      u32[otherIds + to] = u32[ids + i];
    }
    [keys, otherKeys] = [otherKeys, keys];
    [ids, otherIds] = [otherIds, ids];
  }
  return ids;
}
