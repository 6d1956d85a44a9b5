// Weights to integers: each weight's share of 2^64, summing to exactly 2^64.
//
// share_i = floor(x_i + carry), carry' = x_i + carry - share_i, where x_i is 2^64 * weight_i / sum to 2^-78 of itself
// and 2^-33 of a unit: the rounding error is handed on to the next item, so that none is off by a whole unit and the
// last carry proves the sum. x_i comes from a double-double scale (T. J. Dekker, Numer. Math. 18 (1971),
// doi:10.1007/BF01397083), with f64 + - * / in a fixed order only: every engine gets the same bits.

import { sumWeights } from './sum';

const TWO_32: f64 = 4294967296;
const TWO_64: f64 = 18446744073709551616.0;
/** Carries are kept in units of 2^-32: fine enough for the rounding of 2^28 of them to add up to less than half a unit, and all
 * of them to an i64. */
const CARRY_BITS: i64 = 32;
const CARRY_ONE: f64 = 4294967296;
/** Up to 2^51, adding and subtracting 1.5 * 2^52 rounds to an integer, which stands in the low bits of the sum. */
const ROUND: f64 = 6755399441055744;
const ROUND_BITS: i64 = reinterpret<i64>(ROUND);
/** Dekker's and Veltkamp's splitting factor, 2^27 + 1. */
const SPLIT: f64 = 134217729;

/**
 * Shares of `count` weights, their high words at `highs`, their low ones at `lows`, u32 each; `sums` is scratch of 48 bytes. All arrays have
 * room for an even count, and an odd one ends with a zero. Positive weights below one unit are lifted to one, and what that takes comes from the others in
 * proportion. A single positive weight has share 2^64, which is 0 in a u64.
 * Returns the number of positive weights, or -1 where a weight is negative or not finite, or -2 where the shares do not sum to
 * 2^64 (which no input is known to bring about).
 */
export function quantise(weights: usize, count: u32, highs: usize, lows: usize, sums: usize): i32 {
  const positives = sumWeights(weights, count, sums);
  if (positives <= 0) return positives;
  const sum = load<f64>(sums, 8);
  const sumLow = load<f64>(sums, 16);
  const lifted = load<f64>(sums, 24);

  // scale = (2^64 - lifted) / sum, as an unevaluated sum of two f64 of which the first has 26 bits
  const total = TWO_64 - lifted;
  const totalLow = TWO_64 - total - lifted;
  const scale = total / sum;
  let split = scale * SPLIT;
  const scaleHead = split - (split - scale);
  const scaleTail = scale - scaleHead;
  split = sum * SPLIT;
  const sumHead = split - (split - sum);
  const sumTail = sum - sumHead;
  const product = scale * sum;
  const productLow = scaleHead * sumHead - product + scaleHead * sumTail + scaleTail * sumHead + scaleTail * sumTail;
  const scaleLow = (total - product - productLow + totalLow - scale * sumLow) / sum;

  const factors = f64x2.splat(load<f64>(sums));
  const units = f64x2.splat(load<f64>(sums, 32));
  const scaleHeads = f64x2.splat(scaleHead);
  const scaleRests = f64x2.splat(scaleTail + scaleLow);
  const zero = f64x2.splat(0);
  const round = f64x2.splat(ROUND);
  const roundBits = i64x2.splat(ROUND_BITS);
  let carry: i64 = 1 << (CARRY_BITS - 1);
  let handedOn: i64 = 0;
  let check: i64 = 0;
  for (const end = weights + ((<usize>count) << 3); weights < end; weights += 16, highs += 8, lows += 8) {
    const given = v128.load(weights);
    const weight = f64x2.mul(given, factors);
    const taken = f64x2.ge(weight, units);
    const one = v128.and(v128.andnot(f64x2.gt(given, zero), taken), i64x2.splat(1));

    // x = high + low: two exact products and one below 2^-26 of x
    const split = f64x2.mul(weight, f64x2.splat(SPLIT));
    const head = f64x2.sub(split, f64x2.sub(split, weight));
    const high = f64x2.mul(head, scaleHeads);
    const low = f64x2.add(f64x2.mul(f64x2.sub(weight, head), scaleHeads), f64x2.mul(weight, scaleRests));
    // as integers: the nearest multiple of 2^32 of high (which may be 2^64 itself), then the nearest integer to each,
    // then what is still left, in units of the carry; each remainder may be negative
    const top = f64x2.add(f64x2.mul(high, f64x2.splat(1 / TWO_32)), round);
    const rest = f64x2.sub(high, f64x2.mul(f64x2.sub(top, round), f64x2.splat(TWO_32)));
    const bottom = f64x2.add(rest, round);
    const small = f64x2.add(low, round);
    const left = f64x2.add(f64x2.sub(rest, f64x2.sub(bottom, round)), f64x2.sub(low, f64x2.sub(small, round)));
    const fraction = v128.and(i64x2.sub(f64x2.add(f64x2.mul(left, f64x2.splat(CARRY_ONE)), round), roundBits), taken);
    const whole = i64x2.add(
      i64x2.shl(i64x2.sub(top, roundBits), 32),
      i64x2.add(i64x2.sub(bottom, roundBits), i64x2.sub(small, roundBits)),
    );
    // one that is taken has x >= 1 - 2^-36, at 2^28 weights at the most, which rounds to 1: none comes out as 0
    const share = v128.or(v128.and(whole, taken), one);

    carry += i64x2.extract_lane(fraction, 0);
    const even = i64x2.extract_lane(share, 0) + (carry >> CARRY_BITS) - handedOn;
    handedOn = carry >> CARRY_BITS;
    carry += i64x2.extract_lane(fraction, 1);
    const odd = i64x2.extract_lane(share, 1) + (carry >> CARRY_BITS) - handedOn;
    handedOn = carry >> CARRY_BITS;
    store<i64>(highs, (even >>> 32) | (odd & ~0xffffffff));
    store<i64>(lows, (even & 0xffffffff) | (odd << 32));
    check += even + odd;
  }
  return check == 0 ? positives : -2;
}
