// The largest of many keys, in order.

/**
 * Bins of a digit of 8 bits, and the number of digits. Bins of the top 12 bits, of which a non-negative f64 uses 11.
 */
const BINS: u32 = 256;
const HISTOGRAM_BYTES: usize = 4 * 8 * 256;
const EXPONENT_SHIFT: u64 = 52;
const EXPONENTS: u32 = 2048;

/**
 * Finds the indices of the `wanted` largest among `count` keys (u32, at `out`), the largest first, equal keys in order.
 * Keys are u64 below 2^63. Changes the keys. `scratch` has 8,192 + 16 * count bytes. O(count): keys whose top bits put
 * them among the largest are sorted by radix.
 */
export function rankLargest(keys: usize, count: u32, wanted: u32, scratch: usize, out: usize): void {
  if (wanted == 1) {
    store<u32>(out, largest(keys, count));
    return;
  }
  const otherKeys = scratch + HISTOGRAM_BYTES;
  const ids = otherKeys + ((<usize>count) << 3);
  const otherIds = ids + ((<usize>count) << 2);
  const kept = keepLargest(keys, count, wanted, scratch, ids);
  const ranked = sort(keys, ids, otherKeys, otherIds, kept, scratch);
  memory.copy(out, ranked, (<usize>wanted) << 2);
}

function largest(keys: usize, count: u32): u32 {
  let best: u32 = 0;
  let most = load<u64>(keys);
  for (let i: u32 = 1; i < count; i++) {
    const key = load<u64>(keys + ((<usize>i) << 3));
    best = select<u32>(i, best, key > most);
    most = select<u64>(key, most, key > most);
  }
  return best;
}

/**
 * Moves the keys whose top bits put them among the `wanted` largest to the front, and writes their indices. Returns how
 * many they are.
 */
function keepLargest(keys: usize, count: u32, wanted: u32, histogram: usize, ids: usize): u32 {
  memory.fill(histogram, 0, 4 * EXPONENTS);
  for (let at = keys, end = keys + ((<usize>count) << 3); at < end; at += 8) {
    const bin = histogram + (usize(load<u64>(at) >> EXPONENT_SHIFT) << 2);
    store<u32>(bin, load<u32>(bin) + 1);
  }
  let least: u64 = EXPONENTS;
  for (let above: u32 = 0; above < wanted; ) above += load<u32>(histogram + (usize(--least) << 2));
  let kept: usize = 0;
  for (let i: u32 = 0; i < count; i++) {
    const key = load<u64>(keys + ((<usize>i) << 3));
    store<u64>(keys + (kept << 3), key);
    store<u32>(ids + (kept << 2), i);
    kept += usize(key >> EXPONENT_SHIFT >= least);
  }
  return u32(kept);
}

/**
 * Sorts keys and their ids, the largest first, by one digit after the other from the lowest on. Returns the address of
 * the sorted ids.
 */
function sort(keys: usize, ids: usize, otherKeys: usize, otherIds: usize, count: u32, histogram: usize): usize {
  memory.fill(histogram, 0, HISTOGRAM_BYTES);
  for (let at = keys, end = keys + ((<usize>count) << 3); at < end; at += 8) {
    let rest = load<u64>(at);
    for (let digit = histogram; digit < histogram + HISTOGRAM_BYTES; digit += 4 * BINS) {
      const bin = digit + ((<usize>rest & 255) << 2);
      store<u32>(bin, load<u32>(bin) + 1);
      rest >>= 8;
    }
  }
  let shift: u64 = 0;
  for (let digit = histogram; digit < histogram + HISTOGRAM_BYTES; digit += 4 * BINS, shift += 8) {
    // all keys have the same digit here, so none would move
    if (load<u32>(digit + (usize((load<u64>(keys) >> shift) & 255) << 2)) == count) continue;
    let before: u32 = 0;
    for (let bin = digit + 4 * BINS; bin > digit; ) {
      bin -= 4;
      const many = load<u32>(bin);
      store<u32>(bin, before);
      before += many;
    }
    for (let i: usize = 0; i < <usize>count; i++) {
      const key = load<u64>(keys + (i << 3));
      const bin = digit + (usize((key >> shift) & 255) << 2);
      const to: usize = load<u32>(bin);
      store<u32>(bin, u32(to + 1));
      store<u64>(otherKeys + (to << 3), key);
      store<u32>(otherIds + (to << 2), load<u32>(ids + (i << 2)));
    }
    const sortedKeys = otherKeys;
    const sortedIds = otherIds;
    otherKeys = keys;
    otherIds = ids;
    keys = sortedKeys;
    ids = sortedIds;
  }
  return ids;
}
