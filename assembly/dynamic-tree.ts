// A tree of sums over weights that change. What it holds is a function of the weights and their number alone.
//
// A node has 16 children and 128 bytes, f64 that hold integers: the sums of the first 4, 8, 12 and 16 children; then,
// for each four children, the sums of the first 1, 2 and 3. The children of the lowest nodes are weights. A node counts
// in units of 2^(width * band - 1074). Its band is a byte, in an array of its own. A weight counts for its number of
// units, rounded up, and so does a child in a finer unit. A draw takes back what was rounded (dynamic-draw.ts).
//
// The band of a node of weights is the smallest in which its total stays below 2^capacity. Above, it is the largest
// band of the children. Where all bands are equal, as they mostly are, a node's count is its total. Each level has four
// more bits than the one below, so that no total reaches 2^53. A total is 2^(capacity - width), at least 2^13, or its
// band is 0, in which nothing is rounded. So the counts exceed the weights by 15 / 2^13 for each level at most.
//
// The levels are those that the number of weights needs. The other known way, buckets by exponent, takes O(1), but its
// draws depend on the order of updates: T. Hagerup, K. Mehlhorn, J. I. Munro, ICALP 1993, doi:10.1007/3-540-56939-1_77;
// Y. Matias, J. S. Vitter, W.-C. Ni, Theory Comput. Syst. 36 (2003), doi:10.1007/s00224-003-1078-6.
//
// The header, at the tree's address: size; levels; addresses of the weights, the nodes and the bands; the number of
// each level's first node, the lowest level first (7 words); a hash of the weights (2 words). 64 bytes on, their exact
// sum: 66 counts (i64) of 2^-1074, 2^(32 - 1074), …. R. M. Neal, "Fast Exact Summation Using Small and Large
// Superaccumulators" (2015), arXiv:1505.05571. Behind the last weight follow zeros, up to a multiple of 16.

export const LEVELS: usize = 4;
export const WEIGHTS: usize = 8;
export const NODES: usize = 12;
export const BANDS: usize = 16;
export const STARTS: usize = 20;
/** In a node: its total, and the sums within each four children. */
export const TOTAL: usize = 24;
export const FOURS: usize = 32;
const HASH: usize = 48;
const SUMS: usize = 64;
const SUM_BYTES: usize = 528;

/** log2 of what the total of a node of weights stays below. */
export function capacityBits(levels: u32): i32 {
  return 57 - 4 * levels;
}

/** log2 of the ratio of two neighboring units. */
export function bandBits(levels: u32): i32 {
  return min(32, 44 - 4 * i32(levels));
}

/** 2^exponent, in [-1022, 1023]. */
export function power(exponent: i32): f64 {
  return reinterpret<f64>((<u64>(exponent + 1023)) << 52);
}

/** A total in units that are `steps` bands coarser, rounded up. */
export function coarser(total: f64, steps: i32, width: i32): f64 {
  if (steps == 0) return total;
  if (total == 0) return 0;
  const shift = steps * width;
  return shift > 52 ? 1 : Math.ceil(total * power(-shift));
}

/** By how much more the second of two weights counts, in units of 2^-shift. */
export function changeOf(old: f64, weight: f64, shift: i32): f64 {
  const half = shift >> 1;
  const counts = countTwo(
    f64x2.replace_lane(f64x2.splat(old), 1, weight),
    f64x2.splat(power(half)),
    f64x2.splat(power(shift - half)),
  );
  return f64x2.extract_lane(counts, 1) - f64x2.extract_lane(counts, 0);
}

/** What two weights count: rounded up, and at least one unit if the weight is positive, also if it underflows. */
function countTwo(two: v128, low: v128, high: v128): v128 {
  const least = v128.and(f64x2.gt(two, f64x2.splat(0)), f64x2.splat(1));
  return f64x2.pmax(f64x2.ceil(f64x2.mul(f64x2.mul(two, low), high)), least);
}

/** Writes the sums of a node of weights. Returns the total. */
function sumWeights(weights: usize, node: usize, shift: i32): f64 {
  const half = shift >> 1;
  const low = f64x2.splat(power(half));
  const high = f64x2.splat(power(shift - half));
  let total: f64 = 0;
  let inner = node + FOURS;
  for (const end = node + FOURS; node < end; node += 8, inner += 24, weights += 32) {
    const first = countTwo(v128.load(weights), low, high);
    const second = countTwo(v128.load(weights, 16), low, high);
    total += sumFour(
      inner,
      f64x2.extract_lane(first, 0),
      f64x2.extract_lane(first, 1),
      f64x2.extract_lane(second, 0),
      f64x2.extract_lane(second, 1),
    );
    store<f64>(node, total);
  }
  return total;
}

/** Writes the sums of the first 1, 2 and 3 of four counts. Returns the sum of all. */
function sumFour(at: usize, a: f64, b: f64, c: f64, d: f64): f64 {
  store<f64>(at, a);
  store<f64>(at, a + b, 8);
  store<f64>(at, a + b + c, 16);
  return a + b + c + d;
}

/** Builds node `number` of the lowest level. Returns its band. */
export function buildLeaf(tree: usize, number: u32): i32 {
  const levels = load<u32>(tree, LEVELS);
  const width = bandBits(levels);
  const bits = capacityBits(levels);
  const weights = <usize>load<u32>(tree, WEIGHTS) + ((<usize>number) << 7);
  const node = <usize>load<u32>(tree, NODES) + ((<usize>number) << 7);
  // the band in which the total is below 2^bits, but for rounding
  const sixteenth = f64x2.splat(0.0625);
  let sums = f64x2.mul(v128.load(weights), sixteenth);
  for (let at: usize = 16; at < 128; at += 16) {
    sums = f64x2.add(sums, f64x2.mul(v128.load(weights + at), sixteenth));
  }
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  const least = i32(reinterpret<u64>(sum) >> 52) - 1023 + 4 + 1074 - bits;
  let band = sum == 0 || least < 0 ? 0 : least / width + 1;
  const capacity = power(bits);
  let total = sumWeights(weights, node, 1074 - band * width);
  while (total >= capacity) total = sumWeights(weights, node, 1074 - ++band * width);
  while (band > 0 && total < power(bits - width) + 16) {
    const finer = sumWeights(weights, node, 1074 - (band - 1) * width);
    if (finer >= capacity) {
      sumWeights(weights, node, 1074 - band * width);
      break;
    }
    total = finer;
    band--;
  }
  store<u8>(<usize>load<u32>(tree, BANDS) + number, band);
  return band;
}

/** What child number `child` of `count`, the first of which is node `first`, counts in units of a band. */
function childCount(nodes: usize, bands: usize, first: usize, child: usize, count: u32, band: i32, width: i32): f64 {
  if (child >= <usize>count) return 0;
  const number = first + child;
  return coarser(load<f64>(nodes + (number << 7), TOTAL), band - i32(load<u8>(bands + number)), width);
}

/** Builds node `number` of a level above the lowest, over all `children` nodes of the level below. */
export function buildInner(tree: usize, level: u32, number: u32, children: u32): void {
  const width = bandBits(load<u32>(tree, LEVELS));
  const starts = tree + STARTS + ((<usize>level) << 2);
  const first = <usize>load<u32>(starts - 4) + ((<usize>number) << 4);
  const own = <usize>load<u32>(starts) + number;
  const count = min(16, children - (number << 4));
  const bands = <usize>load<u32>(tree, BANDS);
  const nodes = <usize>load<u32>(tree, NODES);
  let band: i32 = 0;
  for (let i: usize = 0; i < <usize>count; i++) band = max(band, i32(load<u8>(bands + first + i)));
  let total: f64 = 0;
  const node = nodes + (own << 7);
  for (let four: usize = 0; four < 4; four++) {
    const child = four << 2;
    total += sumFour(
      node + FOURS + 24 * four,
      childCount(nodes, bands, first, child, count, band, width),
      childCount(nodes, bands, first, child + 1, count, band, width),
      childCount(nodes, bands, first, child + 2, count, band, width),
      childCount(nodes, bands, first, child + 3, count, band, width),
    );
    store<f64>(node + (four << 3), total);
  }
  store<u8>(bands + own, band);
}

const PLACE: u32 = 0x9e3779b1;
const LEFT: u32 = 0xcc9e2d51;
const RIGHT: u32 = 0x1b873593;

/**
 * The hashes of two weights, in two lanes each, with MurmurHash3's finalizer (A. Appleby,
 * github.com/aappleby/smhasher). That of a zero is 0. `places` depend on the indices.
 */
function hashTwo(two: v128, places: v128): v128 {
  const swapped = i32x4.add(v128.shuffle<i32>(two, two, 1, 0, 3, 2), places);
  let hash = v128.xor(i32x4.mul(two, i32x4(LEFT, RIGHT, LEFT, RIGHT)), swapped);
  hash = i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 16)), i32x4.splat(0x85ebca6b));
  hash = i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 13)), i32x4.splat(0xc2b2ae35));
  hash = v128.xor(hash, i32x4.shr_u(hash, 16));
  return v128.and(hash, f64x2.gt(two, f64x2.splat(0)));
}

/** Where a weight's bits go in the exact sum: it is mantissa * 2^(position - 1074). */
function positionOf(bits: u64): u32 {
  return max(u32(bits >> 52), 1) - 1;
}

function mantissaOf(bits: u64): u64 {
  return (bits & 0xfffffffffffff) | ((<u64>min(u32(bits >> 52), 1)) << 52);
}

/** Exchanges a weight in the hash and in the exact sum. */
export function exchange(tree: usize, index: u32, old: f64, weight: f64): void {
  const place = (index + 1) * PLACE;
  const two = f64x2.replace_lane(f64x2.splat(old), 1, weight);
  const hashes = hashTwo(two, i64x2.splat(((<u64>(0 - place)) << 32) | place));
  const change = i32x4.sub(v128.shuffle<i64>(hashes, hashes, 1, 0), hashes);
  v128.store64_lane(tree, i32x4.add(v128.load64_zero(tree, HASH), change), 0, HASH);

  const before = reinterpret<u64>(old);
  const after = reinterpret<u64>(weight);
  const shiftBefore: u64 = positionOf(before) & 31;
  const mantissaBefore = mantissaOf(before);
  const lowerBefore = mantissaBefore << shiftBefore;
  let first = lowerBefore & 0xffffffff;
  let second = lowerBefore >> 32;
  let third = (mantissaBefore >> 32) >> (32 - shiftBefore);
  const shift: u64 = positionOf(after) & 31;
  const mantissa = mantissaOf(after);
  const lower = mantissa << shift;
  const from = tree + SUMS + ((<usize>(positionOf(before) >> 5)) << 3);
  const to = tree + SUMS + ((<usize>(positionOf(after) >> 5)) << 3);
  if (from != to) {
    addThree(from, 0 - first, 0 - second, 0 - third);
    first = second = third = 0;
  }
  addThree(to, (lower & 0xffffffff) - first, (lower >> 32) - second, ((mantissa >> 32) >> (32 - shift)) - third);
}

/** Makes the hash and the exact sum of all weights. Makes -0 to 0. Returns whether all are finite and not negative. */
function accountAll(tree: usize): bool {
  const weights = <usize>load<u32>(tree, WEIGHTS);
  const end = weights + ((<usize>((load<u32>(tree) + 1) & ~1)) << 3);
  memory.fill(tree + SUMS, 0, SUM_BYTES);
  const zeros = f64x2.splat(0);
  const endless = f64x2.splat(Infinity);
  const steps = i32x4(2 * PLACE, -2 * PLACE, 2 * PLACE, -2 * PLACE);
  let places = i32x4(PLACE, -PLACE, 2 * PLACE, -2 * PLACE);
  let hashes = zeros;
  let valid = i64x2.splat(-1);
  // the sum of those weights in a row whose bits go to the same three counts
  let place: usize = tree + SUMS;
  let first: u64 = 0;
  let second: u64 = 0;
  let third: u64 = 0;
  for (let at = weights; at < end; at += 16) {
    const two = f64x2.add(v128.load(at), zeros);
    v128.store(at, two);
    valid = v128.and(valid, v128.and(f64x2.ge(two, zeros), f64x2.lt(two, endless)));
    hashes = i32x4.add(hashes, hashTwo(two, places));
    places = i32x4.add(places, steps);
    for (let each: usize = 0; each < 16; each += 8) {
      const bits = load<u64>(at + each);
      const position = positionOf(bits);
      const mantissa = mantissaOf(bits);
      const shift: u64 = position & 31;
      const where = tree + SUMS + ((<usize>((position >> 5) & 63)) << 3);
      if (where != place) {
        addThree(place, first, second, third);
        place = where;
        first = second = third = 0;
      }
      const lower = mantissa << shift;
      first += lower & 0xffffffff;
      second += lower >> 32;
      third += (mantissa >> 32) >> (32 - shift);
    }
  }
  addThree(place, first, second, third);
  hashes = i32x4.add(hashes, v128.shuffle<i64>(hashes, hashes, 1, 0));
  v128.store64_lane(tree, hashes, 0, HASH);
  return v128.all_true<i64>(valid);
}

function addThree(at: usize, first: u64, second: u64, third: u64): void {
  store<u64>(at, load<u64>(at) + first);
  store<u64>(at, load<u64>(at, 8) + second, 8);
  store<u64>(at, load<u64>(at, 16) + third, 16);
}

/**
 * Builds the tree at `tree` from its weights. Returns 0, or -1 if a weight is negative or not finite: then there is no
 * tree. O(size).
 */
export function dynamicBuild(tree: usize): i32 {
  if (!accountAll(tree)) return -1;
  buildFrom(tree, 0);
  return 0;
}

/** Builds all nodes of the levels from `level` on. */
export function buildFrom(tree: usize, level: u32): void {
  const levels = load<u32>(tree, LEVELS);
  let children = load<u32>(tree);
  for (let each: u32 = 0; each < levels; each++) {
    const count = max((children + 15) >> 4, 1);
    for (let i: u32 = 0; each >= level && i < count; i++) {
      if (each == 0) buildLeaf(tree, i);
      else buildInner(tree, each, i, children);
    }
    children = count;
  }
}
