// The twin of assembly/stream.ts.
import type { Memory } from './memory.js';
import { lessThan, mulHigh, type U64 } from './u64.js';

/** The high word of the last `mixLow`: a pair would be an allocation, and small samplers open a stream each. */
let mixedHigh = 0;

/** Finalizes a u64. Returns the low word, and leaves the high one in `mixedHigh`. */
function mixLow(high: number, low: number): number {
  // z ^ (z >> 30), times a constant
  low ^= (low >>> 30) | (high << 2);
  high ^= high >>> 30;
  high = mulHigh(high, low, 0xbf58476d, 0x1ce4e5b9);
  low = Math.imul(low, 0x1ce4e5b9);
  low ^= (low >>> 27) | (high << 5);
  high ^= high >>> 27;
  high = mulHigh(high, low, 0x94d049bb, 0x133111eb);
  low = Math.imul(low, 0x133111eb);
  low ^= (low >>> 31) | (high << 1);
  mixedHigh = high ^ (high >>> 31);
  return low;
}

export function mix(z: U64): U64 {
  const low = mixLow(z[0], z[1]);
  return [mixedHigh, low];
}

export const GOLDEN: U64 = [0x9e3779b9, 0x7f4a7c15];
const GOLDEN_HIGH = GOLDEN[0] | 0;
const GOLDEN_LOW = GOLDEN[1] | 0;

/** Hashes seed, epoch and purpose from a start. Returns the low word, and leaves the high one in `mixedHigh`. */
function chain(startHigh: number, startLow: number, seed: number, epoch: number, purpose: number): number {
  // | 0 takes the low word of a safe integer
  let low = (startLow + (seed | 0)) | 0;
  let high = (startHigh + Math.floor(seed / 4294967296) + lessThan(low, seed | 0)) | 0;
  low = mixLow(high, low);
  let sum = (low + GOLDEN_LOW) | 0;
  high = (mixedHigh + GOLDEN_HIGH + lessThan(sum, GOLDEN_LOW)) | 0;
  low = mixLow(high ^ Math.floor(epoch / 4294967296), sum ^ epoch);
  sum = (low + GOLDEN_LOW) | 0;
  high = (mixedHigh + GOLDEN_HIGH + lessThan(sum, GOLDEN_LOW)) | 0;
  return mixLow(high, sum ^ purpose);
}

/** Writes the stream's state and increment (16 bytes at `stream`). */
export function openStream({ u32 }: Memory, stream: number, seed: number, epoch: number, purpose: number): void {
  const at = stream >>> 2;
  u32[at] = chain(GOLDEN_HIGH, GOLDEN_LOW, seed, epoch, purpose);
  u32[at + 1] = mixedHigh;
  // 0xd1b54a32d192ed03 + GOLDEN
  u32[at + 2] = chain(0x6fecc3ec, 0x50dd6918, seed, epoch, purpose) | 1;
  u32[at + 3] = mixedHigh;
}
