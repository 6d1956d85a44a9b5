// Turns weights into integers: each weight's share of 2^64. The shares sum to exactly 2^64.
//
// share_i = floor(x_i + carry), carry' = x_i + carry - share_i, where x_i is 2^64 * weight_i / sum, to 2^-78 of itself
// and 2^-32 of a unit. The rounding error is carried to the next item. So no share is off by a whole unit, and the last
// carry proves the sum.
//
// x_i comes from a double-double scale (T. J. Dekker, Numer. Math. 18 (1971), doi:10.1007/BF01397083), with f64 + - * /
// in a fixed order only. Every engine therefore gets the same bits.

import { sumWeights } from './sum';

const TWO_64: f64 = 18446744073709551616.0;
/**
 * Adding 1.5 * 2^(52 + k) rounds a number below 2^(51 + k) to a multiple of 2^k. The low bits of the sum are then that
 * multiple's number.
 */
const TO_TWO_19: f64 = 3541774862152233910272.0;
const TO_TWO_19_BITS: i64 = reinterpret<i64>(TO_TWO_19);
const TO_FRACTION: f64 = 1572864;
const TO_FRACTION_BITS: i64 = reinterpret<i64>(TO_FRACTION);
/** Carries are in units of 2^-32. The rounding errors of 2^28 of them add up to less than half a unit. */
const CARRY_BITS: i64 = 32;
/** The carry before the first weight: half a unit. */
const FIRST_CARRY: u64 = 1 << 31;
/** Selects which loop is compiled. A type, because AssemblyScript specializes functions by types only. */
type Plain = i32;
type Lifted = f64;
/** The factor of Dekker's and Veltkamp's splitting, 2^27 + 1. */
const SPLIT: f64 = 134217729;

/**
 * Writes the shares of `count` weights, high words at `highs` and low words at `lows` (u32 each). `sums` is scratch of
 * 48 bytes. All arrays have space for an even count, and the weights of an odd count end with a zero.
 *
 * A positive weight whose share is below one unit is lifted to one unit, at the expense of the other weights in
 * proportion. A single positive weight has share 2^64, which is 0 in a u64.
 *
 * Returns the number of positive weights, or -1 if a weight is negative or not finite. Returns -2 if the shares do not
 * sum to 2^64; no such input is known.
 */
export function quantize(weights: usize, count: u32, highs: usize, lows: usize, sums: usize): i32 {
  const positives = sumWeights(weights, count, sums);
  if (positives <= 0) return positives;
  store<u64>(sums, FIRST_CARRY, 40);
  return shareSome(weights, count, highs, lows, sums) == 0 ? positives : -2;
}

/**
 * Writes the shares of some of the weights like `quantize`. `sums` has what `sumWeights` wrote about all weights, then
 * the carry (u64) before these weights, which the one after them replaces. Returns the sum of the shares.
 */
export function shareSome(weights: usize, count: u32, highs: usize, lows: usize, sums: usize): i64 {
  const scale = scaleOf(sums);
  const head = headOf(scale);
  const rest = restOf(sums, scale);
  return load<f64>(sums, 24) == 0 && load<f64>(sums) == 1
    ? divide<Plain>(weights, count, highs, lows, sums, head, rest)
    : divide<Lifted>(weights, count, highs, lows, sums, head, rest);
}

/** The nearest f64 to 2^64 / sum, or to what is left of 2^64 if weights are lifted, from the `sums` of `sumWeights`. */
export function scaleOf(sums: usize): f64 {
  return (TWO_64 - load<f64>(sums, 24)) / load<f64>(sums, 8);
}

/** The first 26 bits of a number. */
export function headOf(value: f64): f64 {
  const split = value * SPLIT;
  return split - (split - value);
}

/** What the first 26 bits of the scale lack to the exact scale. */
export function restOf(sums: usize, scale: f64): f64 {
  const sum = load<f64>(sums, 8);
  const lifted = load<f64>(sums, 24);
  const total = TWO_64 - lifted;
  const totalLow = TWO_64 - total - lifted;
  const scaleHead = headOf(scale);
  const scaleTail = scale - scaleHead;
  const sumHead = headOf(sum);
  const sumTail = sum - sumHead;
  const product = scale * sum;
  const productLow = scaleHead * sumHead - product + scaleHead * sumTail + scaleTail * sumHead + scaleTail * sumTail;
  return scaleTail + (total - product - productLow + totalLow - scale * load<f64>(sums, 16)) / sum;
}

/**
 * Writes the shares of `count` weights like `quantize`. `sums` has what `sumWeights` wrote about all weights, then the
 * carry (u64) before the first of these weights, which the one after the last replaces.
 */
export function continueShares(
  weights: usize,
  count: u32,
  highs: usize,
  lows: usize,
  sums: usize,
  scaleHead: f64,
  scaleRest: f64,
): void {
  // right without lifted weights, too
  divide<Lifted>(weights, count, highs, lows, sums, scaleHead, scaleRest);
}

/** Writes the shares. If the weights are `Lifted`, those below one unit become one unit, and all are scaled first. */
function divide<Kind>(
  weights: usize,
  count: u32,
  highs: usize,
  lows: usize,
  sums: usize,
  scaleHead: f64,
  scaleRest: f64,
): i64 {
  const factors = f64x2.splat(load<f64>(sums));
  const units = f64x2.splat(load<f64>(sums, 32));
  const scaleHeads = f64x2.splat(scaleHead);
  const scaleRests = f64x2.splat(scaleRest);
  const zero = f64x2.splat(0);
  const toTwo19 = f64x2.splat(TO_TWO_19);
  const toFraction = f64x2.splat(TO_FRACTION);
  const offsets = i64x2.splat(-(TO_TWO_19_BITS << 19) - (TO_FRACTION_BITS >> CARRY_BITS));
  const fractions = i64x2.splat((1 << CARRY_BITS) - 1);
  let carry = v128.load64_splat(sums, 40);
  let check = zero;
  const end = weights + ((<usize>count) << 3);
  do {
    const given = v128.load(weights);
    let weight = given;
    let one = zero;
    if (isFloat<Kind>()) {
      weight = f64x2.mul(given, factors);
      const taken = f64x2.ge(weight, units);
      weight = v128.and(weight, taken);
      one = v128.and(v128.andnot(f64x2.gt(given, zero), taken), i64x2.splat(1));
    }
    // x = high + low: two exact products and a third below 2^-26 of x; then rearranged to 53 bits and the rest
    const split = f64x2.mul(weight, f64x2.splat(SPLIT));
    const head = f64x2.sub(split, f64x2.sub(split, weight));
    const high = f64x2.mul(head, scaleHeads);
    const low = f64x2.add(f64x2.mul(f64x2.sub(weight, head), scaleHeads), f64x2.mul(weight, scaleRests));
    const near = f64x2.add(high, low);
    const left = f64x2.sub(low, f64x2.sub(near, high));
    // as integers: the nearest multiple of 2^19 (x may be 2^64 itself), then the rest in units of the carry. Both
    // remainders are below 2^19
    const top = f64x2.add(near, toTwo19);
    const rest = f64x2.add(f64x2.sub(near, f64x2.sub(top, toTwo19)), left);
    const bottom = f64x2.add(rest, toFraction);
    // the carry before the even item and both remainders so far, then floors; the floor of the odd item includes the
    // even one's
    const carries = i64x2.add(carry, i64x2.add(bottom, v128.shuffle<i64>(zero, bottom, 0, 2)));
    const floors = i64x2.shr_u(carries, <i32>CARRY_BITS);
    const units64 = i64x2.sub(floors, v128.shuffle<i64>(zero, floors, 0, 2));
    let share = i64x2.add(i64x2.add(i64x2.shl(top, 19), units64), offsets);
    carry = v128.and(v128.shuffle<i64>(carries, carries, 1, 1), fractions);
    // a positive weight has x >= 1 - 2^-36 with at most 2^28 weights, which rounds to 1, so that no share is 0
    if (isFloat<Kind>()) share = v128.or(share, one);
    check = i64x2.add(check, share);
    const parted = v128.shuffle<i32>(share, share, 0, 2, 1, 3);
    v128.store64_lane(lows, parted, 0);
    v128.store64_lane(highs, parted, 1);
    weights += 16;
    highs += 8;
    lows += 8;
  } while (weights < end);
  store<u64>(sums, i64x2.extract_lane(carry, 0), 40);
  return i64x2.extract_lane(check, 0) + i64x2.extract_lane(check, 1);
}
