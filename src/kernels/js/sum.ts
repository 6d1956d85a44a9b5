// The twin of assembly/sum.ts. The two lanes there are the even and the odd indices here.
import type { Memory } from './memory.js';

const LARGE = 2 ** 900;
const SHRINK = 2 ** -200;
const SMALL = 2 ** -900;
const GROW = 2 ** 600;
const SUM_CHUNK = 1024;

function twoSumError(a: number, b: number, sum: number): number {
  const bVirtual = sum - a;
  return a - (sum - bVirtual) + (b - bVirtual);
}

/** The twin of `sumWeights`. */
export function sumWeights(memory: Memory, weights: number, count: number, out: number): number {
  const { f64 } = memory;
  const first = weights >>> 3;
  const at = out >>> 3;
  let positives = 0;
  let largest = 0;
  let smallest = Infinity;
  for (let i = first; i < first + count; i++) {
    const weight = f64[i];
    if (!(weight >= 0 && weight < Infinity)) return -1;
    if (weight > largest) largest = weight;
    if (weight > 0) {
      positives++;
      if (weight < smallest) smallest = weight;
    }
  }
  const factor = largest > LARGE ? SHRINK : largest < SMALL ? GROW : 1;

  f64.fill(0, at, at + 6);
  sumBelow(memory, weights, count, factor, Infinity, out + 8);
  const sum = f64[at + 1];
  const low = f64[at + 2];
  const unit = sum * 2 ** -64;
  let lifted = 0;
  if (smallest * factor < unit) {
    lifted = sumBelow(memory, weights, count, factor, unit, out + 24);
    const below = f64[at + 3];
    const rest = sum - below;
    f64[at + 1] = rest;
    f64[at + 2] = twoSumError(sum, -below, rest) + (low - f64[at + 4]);
  }
  f64[at] = factor;
  f64[at + 3] = lifted;
  f64[at + 4] = unit;
  return positives;
}

/** The twin of `sumBelow`. */
export function sumBelow(
  { f64 }: Memory,
  weights: number,
  count: number,
  factor: number,
  limit: number,
  out: number,
): number {
  const first = weights >>> 3;
  const end = first + count;
  let positives = 0;
  for (let start = first; start < end; start += SUM_CHUNK) {
    const stop = Math.min(start + SUM_CHUNK, end);
    let even = 0;
    let evenError = 0;
    let odd = 0;
    let oddError = 0;
    for (let i = start; i < stop; i += 2) {
      const given = f64[i];
      const weight = given * factor;
      if (weight < limit) {
        const next = even + weight;
        evenError += twoSumError(even, weight, next);
        even = next;
        if (given > 0) positives++;
      }
      // an array of odd length ends with a zero
      const oddGiven = f64[i + 1];
      const oddWeight = oddGiven * factor;
      if (oddWeight < limit) {
        const next = odd + oddWeight;
        oddError += twoSumError(odd, oddWeight, next);
        odd = next;
        if (oddGiven > 0) positives++;
      }
    }
    addChunk(f64, even, odd, evenError + oddError, out >>> 3);
  }
  return positives;
}

function addChunk(f64: Float64Array, even: number, odd: number, errors: number, at: number): void {
  const high = f64[at];
  const sum = even + odd;
  const error = errors + twoSumError(even, odd, sum);
  const next = high + sum;
  const rest = twoSumError(high, sum, next) + error + f64[at + 1];
  f64[at] = next + rest;
  f64[at + 1] = rest - (next + rest - next);
}

/** The twin of `sumPiece`. */
export function sumPiece(memory: Memory, weights: number, count: number, out: number): number {
  const { f64 } = memory;
  const at = out >>> 3;
  let valid = true;
  for (let i = weights >>> 3; i < (weights >>> 3) + count; i++) {
    const weight = f64[i];
    if (!(weight >= 0 && weight < Infinity)) valid = false;
    if (weight > 0 && weight < f64[at + 3]) f64[at + 3] = weight;
  }
  f64[at + 2] += sumBelow(memory, weights, count, 1, Infinity, out);
  return valid && f64[at] < Infinity ? 0 : -1;
}
