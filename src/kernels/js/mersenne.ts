// The twin of assembly/mersenne.ts, which explains the generator.
import type { Memory } from './memory.js';

const WORDS = 624;
const AHEAD = 397;
const BEHIND = 227;
const MATRIX = 0x9908b0df | 0;
const WIDE_BOUND = 2 ** 28;

/** The twin of `twisterSeed`. */
export function twisterSeed({ u32 }: Pick<Memory, 'u32'>, state: number, seed: number): void {
  const first = state >>> 2;
  u32[first] = seed;
  for (let i = 1; i < WORDS; i++) {
    seed = (Math.imul(1812433253, seed ^ (seed >>> 30)) + i) | 0;
    u32[first + i] = seed;
  }
  u32[first + WORDS] = WORDS;
}

function twisted(word: number, next: number, far: number): number {
  const mixed = (word & 0x80000000) | (next & 0x7fffffff);
  return far ^ (mixed >>> 1) ^ (-(mixed & 1) & MATRIX);
}

function twist(u32: Uint32Array, first: number): void {
  const last = first + WORDS - 1;
  let at = first;
  for (; at < first + BEHIND; at++) u32[at] = twisted(u32[at], u32[at + 1], u32[at + AHEAD]);
  for (; at < last; at++) u32[at] = twisted(u32[at], u32[at + 1], u32[at - BEHIND]);
  u32[last] = twisted(u32[last], u32[first], u32[last - BEHIND]);
}

/** The next word of the generator at u32[first], as a signed integer. */
export function nextWord(u32: Uint32Array, first: number): number {
  let given = u32[first + WORDS];
  if (given === WORDS) {
    twist(u32, first);
    given = 0;
  }
  u32[first + WORDS] = given + 1;
  let word = u32[first + given] | 0;
  word ^= word >>> 11;
  word ^= (word << 7) & 0x9d2c5680;
  word ^= (word << 15) & 0xefc60000;
  return word ^ (word >>> 18);
}

/** The next float in [0, 1), from two words. */
export function nextFloat(u32: Uint32Array, first: number): number {
  const high = nextWord(u32, first) & 0x1fffff;
  const low = nextWord(u32, first) >>> 0;
  return (high * 4294967296 + low) * 2 ** -53;
}

/** The remainder of the next two words divided by `bound`, 16 bits at a time, so that every step stays below 2^53. */
function wideRemainder(u32: Uint32Array, first: number, bound: number): number {
  const high = nextWord(u32, first) >>> 0;
  const low = nextWord(u32, first) >>> 0;
  const middle = ((high % bound) * 65536 + (low >>> 16)) % bound;
  return (middle * 65536 + (low & 0xffff)) % bound;
}

/** The twin of `twisterFloats`. */
export function twisterFloats({ u32, f64 }: Memory, state: number, out: number, count: number): void {
  for (let at = out >>> 3, end = at + count; at < end; at++) f64[at] = nextFloat(u32, state >>> 2);
}

/** The twin of `twisterIntegers`. */
export function twisterIntegers({ u32 }: Memory, state: number, bound: number, out: number, count: number): void {
  const first = state >>> 2;
  for (let at = out >>> 2, end = at + count; at < end; at++) {
    u32[at] = bound < WIDE_BOUND ? (nextWord(u32, first) >>> 0) % bound : wideRemainder(u32, first, bound);
  }
}

/** The twin of `twisterShuffle`. */
export function twisterShuffle({ u32 }: Memory, state: number, out: number, count: number, wide: number): void {
  const first = state >>> 2;
  const from = out >>> 2;
  if (wide) {
    for (let i = 0; i < count; i++) {
      const chosen = from + wideRemainder(u32, first, i + 1);
      u32[from + i] = i;
      u32[from + i] = u32[chosen];
      u32[chosen] = i;
    }
    return;
  }
  for (let i = 0; i < count; i++) u32[from + i] = i;
  for (let at = from, left = count; left > 1; left--, at++) {
    const chosen = at + ((nextWord(u32, first) >>> 0) % left);
    const moved = u32[at];
    u32[at] = u32[chosen];
    u32[chosen] = moved;
  }
}
