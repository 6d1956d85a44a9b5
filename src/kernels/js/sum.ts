// The twin of assembly/sum.ts. The two lanes there are the even and the odd indices here.
import type { Memory } from './memory.js';

const LARGE = 2 ** 900;
const SHRINK = 2 ** -200;
const SMALL = 2 ** -900;
const GROW = 2 ** 600;
const LEAST_SUM = 2 ** -872;
const SUM_CHUNK = 1024;

function twoSumError(a: number, b: number, sum: number): number {
  const bVirtual = sum - a;
  return a - (sum - bVirtual) + (b - bVirtual);
}

/** The twin of `sumWeights`. */
export function sumWeights(memory: Memory, weights: number, count: number, out: number): number {
  const { f64 } = memory;
  const at = out >>> 3;
  f64.fill(0, at, at + 6);
  f64[at + 4] = Infinity;
  const status = sumPiece(memory, weights, count, out + 8);
  let factor = 1;
  let positives = f64[at + 3];
  const smallest = f64[at + 4];
  if (status < 0 || !(f64[at + 1] >= LEAST_SUM && f64[at + 1] <= LARGE)) {
    const largest = largestOf(f64, weights >>> 3, count);
    if (largest < 0) return -1;
    factor = largest > LARGE ? SHRINK : largest < SMALL ? GROW : 1;
    f64.fill(0, at, at + 4);
    positives = sumBelow(memory, weights, count, factor, Infinity, out + 8);
  }
  const sum = f64[at + 1];
  const low = f64[at + 2];
  const unit = sum * 2 ** -64;
  let lifted = 0;
  f64.fill(0, at + 3, at + 5);
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

function largestOf(f64: Float64Array, first: number, count: number): number {
  let largest = 0;
  for (let i = first; i < first + count; i++) {
    const weight = f64[i];
    if (!(weight >= 0 && weight < Infinity)) return -1;
    if (weight > largest) largest = weight;
  }
  return largest;
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
export function sumPiece({ f64 }: Memory, weights: number, count: number, out: number): number {
  const first = weights >>> 3;
  const end = first + count;
  const at = out >>> 3;
  let positives = 0;
  let smallest = f64[at + 3];
  let valid = true;
  for (let start = first; start < end; start += SUM_CHUNK) {
    const stop = Math.min(start + SUM_CHUNK, end);
    let even = 0;
    let odd = 0;
    let error = 0;
    let oddError = 0;
    for (let i = start; i < stop; i += 2) {
      const weight = f64[i];
      const next = even + weight;
      error += twoSumError(even, weight, next);
      even = next;
      const oddWeight = f64[i + 1];
      const oddNext = odd + oddWeight;
      oddError += twoSumError(odd, oddWeight, oddNext);
      odd = oddNext;
      // NaN makes the sum NaN
      if (weight > 0) {
        positives++;
        if (weight < smallest) smallest = weight;
      } else if (weight < 0) valid = false;
      if (oddWeight > 0) {
        positives++;
        if (oddWeight < smallest) smallest = oddWeight;
      } else if (oddWeight < 0) valid = false;
    }
    addChunk(f64, even, odd, error + oddError, at);
  }
  f64[at + 2] += positives;
  f64[at + 3] = smallest;
  return valid && f64[at] < Infinity ? 0 : -1;
}
