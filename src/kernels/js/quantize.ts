// The twin of assembly/quantize.ts, which explains the method. Carries are f64 here, exact multiples of 2^-32.
import type { Memory } from './memory.js';
import { sumWeights } from './sum.js';

const TWO_32 = 2 ** 32;
const TO_TWO_19 = 1.5 * 2 ** 71;
const TO_FRACTION = 1.5 * 2 ** 20;
const SPLIT = 2 ** 27 + 1;
const FIRST_CARRY = 2 ** 31;

/** The twin of `quantize`. */
export function quantize(
  memory: Memory,
  weights: number,
  count: number,
  highs: number,
  lows: number,
  sums: number,
): number {
  const { u32 } = memory;
  const positives = sumWeights(memory, weights, count, sums);
  if (positives <= 0) return positives;
  u32[(sums >>> 2) + 10] = FIRST_CARRY;
  u32[(sums >>> 2) + 11] = 0;
  return continueShares(memory, weights, count, highs, lows, sums) ? positives : -2;
}

/** The nearest f64 to 2^64 / sum, or to what is left of 2^64 if weights are lifted, from the `sums` of `sumWeights`. */
export function scaleOf(f64: Float64Array, sums: number): number {
  return (2 ** 64 - f64[(sums >>> 3) + 3]) / f64[(sums >>> 3) + 1];
}

/**
 * Writes the shares of `count` weights, and replaces the carry before the first of them by the one after the last.
 * Returns whether they sum to 2^64.
 */
export function continueShares(
  { f64, u32 }: Memory,
  weights: number,
  count: number,
  highs: number,
  lows: number,
  sums: number,
): boolean {
  const factor = f64[sums >>> 3];
  const sum = f64[(sums >>> 3) + 1];
  const sumLow = f64[(sums >>> 3) + 2];
  const lifted = f64[(sums >>> 3) + 3];
  const unit = f64[(sums >>> 3) + 4];
  const total = 2 ** 64 - lifted;
  const totalLow = 2 ** 64 - total - lifted;
  const scale = scaleOf(f64, sums);
  let split = scale * SPLIT;
  const scaleHead = split - (split - scale);
  const scaleTail = scale - scaleHead;
  split = sum * SPLIT;
  const sumHead = split - (split - sum);
  const sumTail = sum - sumHead;
  const product = scale * sum;
  const productLow = scaleHead * sumHead - product + scaleHead * sumTail + scaleTail * sumHead + scaleTail * sumTail;
  const scaleLow = (total - product - productLow + totalLow - scale * sumLow) / sum;
  const scaleRest = scaleTail + scaleLow;

  let carry = u32[(sums >>> 2) + 10] / TWO_32;
  let checkHigh = 0;
  let checkLow = 0;
  for (let i = 0; i < count; i++) {
    const given = f64[(weights >>> 3) + i];
    const weight = given * factor;
    let high = 0;
    let low = 0;
    if (weight >= unit) {
      split = weight * SPLIT;
      const head = split - (split - weight);
      const exact = head * scaleHead;
      const small = (weight - head) * scaleHead + weight * scaleRest;
      const near = exact + small;
      const left = small - (near - exact);
      const top = near + TO_TWO_19 - TO_TWO_19;
      carry += near - top + left + TO_FRACTION - TO_FRACTION;
      const units = Math.floor(carry);
      carry -= units;
      high = Math.floor(top / TWO_32);
      low = top - high * TWO_32 + units;
      const above = Math.floor(low / TWO_32);
      high += above;
      low -= above * TWO_32;
    } else if (given > 0) {
      low = 1;
    }
    u32[(highs >>> 2) + i] = high;
    u32[(lows >>> 2) + i] = low;
    checkHigh += high;
    checkLow += low;
    if (checkLow >= 2 ** 52) {
      checkHigh += 2 ** 20;
      checkLow -= 2 ** 52;
    }
  }
  u32[(sums >>> 2) + 10] = carry * TWO_32;
  u32[(sums >>> 2) + 11] = 0;
  return checkLow % TWO_32 === 0 && checkHigh + checkLow / TWO_32 === TWO_32;
}
