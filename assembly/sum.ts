// The sum of the weights as an unevaluated sum of two f64, and the weights to lift to one unit. All loops have two
// lanes: lane 0 takes the even indices, lane 1 the odd ones. An array of odd length ends with a zero.

/**
 * Weights from this size on are scaled down first, so that the sum of 2^28 of them and Dekker's splitting stay finite.
 */
const LARGE: f64 = 8.452712498170644e270; // 2^900
const SHRINK: f64 = 6.223015277861142e-61; // 2^-200
/** If the largest weight is below this, all are scaled up first, so that 2^64 / sum stays finite. */
const SMALL: f64 = 1.1830521861667747e-271; // 2^-900
const GROW: f64 = 4.149515568880993e180; // 2^600
/** If the sum is at least this, the largest of 2^28 weights is at least `SMALL`. */
const LEAST_SUM: f64 = 3.1757315306547506e-263; // 2^-872
/** Chunks are summed separately, so that the low part's own rounding stays below 2^-80 of the sum at any count. */
const CHUNK_BYTES: usize = 8192;
const TWO_MINUS_64: f64 = 5.421010862427522e-20;

/** The rounding error of a + b, exactly. D. E. Knuth, TAOCP 2, 4.2.2, theorem B. */
function twoSumError(a: f64, b: f64, sum: f64): f64 {
  const bVirtual = sum - a;
  return a - (sum - bVirtual) + (b - bVirtual);
}

/** The rounding errors of sums of non-negative numbers, by T. J. Dekker's Fast2Sum, Numer. Math. 18 (1971). */
function twoSumErrors(a: v128, b: v128, sum: v128): v128 {
  return f64x2.sub(f64x2.pmin(a, b), f64x2.sub(sum, f64x2.pmax(a, b)));
}

/**
 * Writes five f64 at `out`:
 * - the power of two by which every weight is multiplied;
 * - the sum of the scaled weights of at least one unit, high part;
 * - its low part;
 * - the number of positive weights below one unit;
 * - one unit, sum / 2^64.
 *
 * Returns the number of positive weights, or -1 if a weight is negative or not finite.
 */
export function sumWeights(weights: usize, count: u32, out: usize): i32 {
  memory.fill(out, 0, 48);
  store<f64>(out, Infinity, 32);
  const status = sumPiece(weights, count, out + 8);
  let factor: f64 = 1;
  let positives = load<f64>(out, 24);
  const least = load<f64>(out, 32);
  // between these limits the largest of 2^28 weights is, too, and the sum needs no other scale
  if (status < 0 || !(load<f64>(out, 8) >= LEAST_SUM && load<f64>(out, 8) <= LARGE)) {
    const most = largestOf(weights, count);
    if (most < 0) return -1;
    factor = most > LARGE ? SHRINK : most < SMALL ? GROW : 1;
    memory.fill(out, 0, 32);
    positives = sumBelow(weights, count, factor, Infinity, out + 8);
  }
  const sum = load<f64>(out, 8);
  const low = load<f64>(out, 16);
  const unit = sum * TWO_MINUS_64;
  let lifted: f64 = 0;
  store<f64>(out, 0, 24);
  store<f64>(out, 0, 32);
  if (least * factor < unit) {
    lifted = sumBelow(weights, count, factor, unit, out + 24);
    const below = load<f64>(out, 24);
    const rest = sum - below;
    store<f64>(out, rest, 8);
    store<f64>(out, twoSumError(sum, -below, rest) + (low - load<f64>(out, 32)), 16);
  }
  store<f64>(out, factor);
  store<f64>(out, lifted, 24);
  store<f64>(out, unit, 32);
  return i32(positives);
}

/** The largest weight, or -1 if a weight is negative or not finite. */
function largestOf(weights: usize, count: u32): f64 {
  const end = weights + ((<usize>count) << 3);
  let largest: f64 = 0;
  for (; weights < end; weights += 8) {
    const weight = load<f64>(weights);
    if (!(weight >= 0 && weight < Infinity)) return -1;
    largest = max(largest, weight);
  }
  return largest;
}

/**
 * Adds the scaled weights below `limit` to a sum at `out`: its high part, then its low part. Returns how many of them
 * are positive. A sum of pieces has the same bits if all pieces but the last one are whole chunks, of 1,024 weights.
 */
export function sumBelow(weights: usize, count: u32, factor: f64, limit: f64, out: usize): f64 {
  const end = weights + ((<usize>count) << 3);
  const factors = f64x2.splat(factor);
  const limits = f64x2.splat(limit);
  const zero = f64x2.splat(0);
  let positives = i64x2.splat(0);
  while (weights < end) {
    const stop = min(weights + CHUNK_BYTES, end);
    let sums = zero;
    let errors = zero;
    do {
      const given = v128.load(weights);
      const scaled = f64x2.mul(given, factors);
      const taken = f64x2.lt(scaled, limits);
      const weight = v128.and(scaled, taken);
      const next = f64x2.add(sums, weight);
      errors = f64x2.add(errors, twoSumErrors(sums, weight, next));
      sums = next;
      positives = i64x2.sub(positives, v128.and(taken, f64x2.gt(given, zero)));
      weights += 16;
    } while (weights < stop);
    addChunk(sums, errors, out);
  }
  return f64(i64x2.extract_lane(positives, 0) + i64x2.extract_lane(positives, 1));
}

/**
 * Adds a piece of `count` weights to a sum at `out`: four f64, which begin as 0, 0, 0 and Infinity.
 * - the sum of the weights: high part;
 * - its low part;
 * - the number of positive weights;
 * - the smallest positive weight.
 *
 * All pieces but the last one have a multiple of 1,024 weights. The last one ends with a zero if its count is odd.
 * Returns 0, or -1 if a weight is negative or not finite, or if the sum is not finite.
 */
export function sumPiece(weights: usize, count: u32, out: usize): i32 {
  const end = weights + ((<usize>count) << 3);
  const zero = f64x2.splat(0);
  const infinity = f64x2.splat(Infinity);
  let smallest = f64x2.splat(load<f64>(out, 24));
  let least = zero;
  let positives = i64x2.splat(0);
  while (weights < end) {
    const stop = min(weights + CHUNK_BYTES, end);
    let sums = zero;
    let errors = zero;
    do {
      const weight = v128.load(weights);
      const positive = f64x2.gt(weight, zero);
      least = f64x2.pmin(least, weight);
      smallest = f64x2.pmin(smallest, v128.bitselect(weight, infinity, positive));
      positives = i64x2.sub(positives, positive);
      const next = f64x2.add(sums, weight);
      errors = f64x2.add(errors, twoSumErrors(sums, weight, next));
      sums = next;
      weights += 16;
    } while (weights < stop);
    addChunk(sums, errors, out);
  }
  const many = f64(i64x2.extract_lane(positives, 0) + i64x2.extract_lane(positives, 1));
  store<f64>(out, load<f64>(out, 16) + many, 16);
  store<f64>(out, min(f64x2.extract_lane(smallest, 0), f64x2.extract_lane(smallest, 1)), 24);
  return load<f64>(out) < Infinity && !v128.any_true(f64x2.lt(least, zero)) ? 0 : -1;
}

/** Adds the two sums of a chunk, and their errors, to the sum at `out`. */
function addChunk(sums: v128, errors: v128, out: usize): void {
  const high = load<f64>(out);
  const even = f64x2.extract_lane(sums, 0);
  const odd = f64x2.extract_lane(sums, 1);
  const sum = even + odd;
  const error = f64x2.extract_lane(errors, 0) + f64x2.extract_lane(errors, 1) + twoSumError(even, odd, sum);
  const next = high + sum;
  const rest = twoSumError(high, sum, next) + error + load<f64>(out, 8);
  store<f64>(out, next + rest);
  store<f64>(out, rest - (next + rest - next), 8);
}
