// 64-bit arithmetic on pairs of 32-bit words. The low word of a product or sum is Math.imul or +; these functions
// compute high words. BigInt takes a hundred times as long, so only steps that run at most once a call use it.

/** A u64, for functions that take or return one. Hot loops keep its words in local variables. */
export type U64 = readonly [high: number, low: number];

/** A safe non-negative integer as a u64. */
export function toU64(value: number): U64 {
  return [Math.floor(value / 4294967296) | 0, (value % 4294967296) | 0];
}

/**
 * The high word of a * b + c, three unsigned words, given the low word. In f64, the sum minus its low word is off by at
 * most 2^12 and would be a multiple of 2^32, so the nearest multiple is exact. With its sign bit flipped, the
 * low word is, as a signed one, low - 2^31: what that adds makes truncation round to the nearest.
 */
export function highOf(a: number, b: number, c: number, low: number): number {
  return (((a >>> 0) * (b >>> 0) + (c >>> 0) - (low ^ -0x80000000)) * 2 ** -32) | 0;
}

/** The high word of the product of two 32-bit words. */
export function mulHigh32(a: number, b: number): number {
  return (((a >>> 0) * (b >>> 0) - (Math.imul(a, b) ^ -0x80000000)) * 2 ** -32) | 0;
}

/** The high word of the low 64 bits of a product. The low word is Math.imul(aLow, bLow). */
export function mulHigh(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  return (mulHigh32(aLow, bLow) + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) | 0;
}

/**
 * 1 if a < b as unsigned words, else 0. Without a branch, because a processor cannot predict random draws. H. S.
 * Warren, Hacker's Delight (2nd ed. 2012), 2-13.
 */
export function lessThan(a: number, b: number): number {
  return ((~a & b) | (~(a ^ b) & (a - b))) >>> 31;
}

export function add(a: U64, b: U64): U64 {
  const low = (a[1] + b[1]) | 0;
  return [(a[0] + b[0] + lessThan(low, b[1])) | 0, low];
}

export function multiply(a: U64, b: U64): U64 {
  return [mulHigh(a[0], a[1], b[0], b[1]), Math.imul(a[1], b[1])];
}
