// The twin of assembly/pcg.ts, which cites the sources.
import type { Memory } from './memory.js';
import { highOf, lessThan, mulHigh, toU64, type U64 } from './u64.js';

/** 6364136223846793005 */
export const MULTIPLIER: U64 = [0x5851f42d, 0x4c957f2d];
// The output multiplier, 12605985483714917081, stands in the functions as two words, -0x510e8afe and 0x108ef2d9: from
// module-level constants, which bundlers make variables, a draw takes a sixth longer.

// The input of `output`'s multiplication: the state xor-shifted by five plus its top five bits. It shifts twice, so
// that neither shift reaches 32.

function shiftedLow(high: number, low: number): number {
  const more = high >>> 27;
  return ((((low >>> 5) | (high << 27)) >>> more) | (((high >>> 5) << 1) << (31 - more))) ^ low;
}

function shiftedHigh(high: number): number {
  return ((high >>> 5) >>> (high >>> 27)) ^ high;
}

/** The high word of `output`, which the last xor-shift does not change. */
export function outputHigh(high: number, low: number): number {
  return mulHigh(shiftedHigh(high), shiftedLow(high, low), -0x510e8afe, 0x108ef2d9);
}

/** The low word of `output`, given the high word. */
export function outputLow(high: number, low: number, wordHigh: number): number {
  return (wordHigh >>> 11) ^ Math.imul(shiftedLow(high, low), 0x108ef2d9);
}

/** The low word of state * multiplier + increment. */
export function stepLow(low: number, multiplierLow: number, incrementLow: number): number {
  return (Math.imul(low, multiplierLow) + incrementLow) | 0;
}

/** The high word of state * multiplier + increment, given the low word, `nextLow`. */
export function stepHigh(
  high: number,
  low: number,
  multiplierHigh: number,
  multiplierLow: number,
  incrementHigh: number,
  incrementLow: number,
  nextLow: number,
): number {
  const carried = highOf(low, multiplierLow, incrementLow, nextLow);
  return (carried + Math.imul(high, multiplierLow) + Math.imul(low, multiplierHigh) + incrementHigh) | 0;
}

/** The state after `delta` steps, in O(log delta). */
export function jump(state: U64, increment: U64, delta: U64): U64 {
  let allHigh = 0;
  let allLow = 1;
  let addHigh = 0;
  let addLow = 0;
  let [multiplierHigh, multiplierLow] = MULTIPLIER;
  let [incrementHigh, incrementLow] = increment;
  let [deltaHigh, deltaLow] = delta;
  while ((deltaHigh | deltaLow) !== 0) {
    if (deltaLow & 1) {
      allHigh = mulHigh(allHigh, allLow, multiplierHigh, multiplierLow);
      allLow = Math.imul(allLow, multiplierLow);
      addHigh = mulHigh(addHigh, addLow, multiplierHigh, multiplierLow);
      addLow = (Math.imul(addLow, multiplierLow) + incrementLow) | 0;
      addHigh = (addHigh + incrementHigh + lessThan(addLow, incrementLow)) | 0;
    }
    // the multiplier stays 1 mod 4, so adding one makes no carry
    incrementHigh = mulHigh(incrementHigh, incrementLow, multiplierHigh, multiplierLow + 1);
    incrementLow = Math.imul(incrementLow, multiplierLow + 1);
    multiplierHigh = mulHigh(multiplierHigh, multiplierLow, multiplierHigh, multiplierLow);
    multiplierLow = Math.imul(multiplierLow, multiplierLow);
    deltaLow = (deltaLow >>> 1) | (deltaHigh << 31);
    deltaHigh >>>= 1;
  }
  const low = (Math.imul(allLow, state[1]) + addLow) | 0;
  return [(mulHigh(allHigh, allLow, state[0], state[1]) + addHigh + lessThan(low, addLow)) | 0, low];
}

/** A position in a stream, with the step of a stride. */
export interface Cursor {
  readonly state: U64;
  readonly multiplier: U64;
  readonly increment: U64;
}

/** The cursor at word `position` of the stream at `stream` (its state before word 0, its increment), with a stride. */
export function cursorAt({ u32 }: Memory, stream: number, position: number, stride: number): Cursor {
  const at = stream >>> 2;
  const increment: U64 = [u32[at + 3] | 0, u32[at + 2] | 0];
  return {
    state: jump([u32[at + 1] | 0, u32[at] | 0], increment, toU64(position)),
    multiplier: jump([0, 1], [0, 0], toU64(stride)),
    increment: jump([0, 0], increment, toU64(stride)),
  };
}

/** The twin of `pcgWords`. */
export function pcgWords(
  memory: Memory,
  stream: number,
  position: number,
  stride: number,
  out: number,
  count: number,
): void {
  const { u32 } = memory;
  const { state, multiplier, increment } = cursorAt(memory, stream, position, stride);
  // | 0 tells the engine that these are 32-bit integers, not f64, which halves the time for a word
  const multiplierHigh = multiplier[0] | 0;
  const multiplierLow = multiplier[1] | 0;
  const incrementHigh = increment[0] | 0;
  const incrementLow = increment[1] | 0;
  let high = state[0] | 0;
  let low = state[1] | 0;
  for (let at = out >>> 2, end = at + 2 * count; at < end; at += 2) {
    const wordHigh = outputHigh(high, low);
    u32[at] = outputLow(high, low, wordHigh);
    u32[at + 1] = wordHigh;
    const nextLow = stepLow(low, multiplierLow, incrementLow);
    high = stepHigh(high, low, multiplierHigh, multiplierLow, incrementHigh, incrementLow, nextLow);
    low = nextLow;
  }
}
