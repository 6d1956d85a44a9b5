import { power } from '../kernels/js/dynamic-tree.js';

/** A sum, as value * 2^exponent. The exponent is 0 unless the sum is 2^1024 or more. */
export interface ScaledSum {
  readonly value: number;
  readonly exponent: 0 | 64;
}

/**
 * The sum that is kept in `words`, rounded once. Word pairs are counts (u64) of 2^-1074, 2^(32 - 1074), ….
 * R. M. Neal, "Fast Exact Summation Using Small and Large Superaccumulators" (2015), arXiv:1505.05571.
 */
export function exactSum(words: Uint32Array): ScaledSum {
  const limbs: number[] = [];
  let top = 0;
  let carry = 0;
  for (let i = 0; 2 * i < words.length; i++) {
    const limb = words[2 * i] + carry;
    limbs[i] = limb >>> 0;
    carry = words[2 * i + 1] + Math.floor(limb / 4294967296);
    if (limbs[i] > 0) top = i;
  }
  // 53 bits, 43 bits, and whether anything follows: so that one addition rounds
  const [high, middle = 0, low = 0] = [limbs[top], limbs[top - 1], limbs[top - 2]];
  const follows = limbs.slice(0, Math.max(0, top - 2)).some((limb) => limb > 0);
  const rest = (middle & 0x7ff) * 4294967296 + low + (follows ? 0.5 : 0);
  const value = (high * 2097152 + (middle >>> 11)) * 8796093022208 + rest;
  const shift = 32 * (top - 2) - 1074;
  const sum = value * power(shift >> 1) * power(shift - (shift >> 1));
  if (sum < Infinity) return { value: sum, exponent: 0 };
  return { value: value * power(shift - 64), exponent: 64 };
}

/** A weight's share of a sum, rounded. */
export function quotient(weight: number, { value, exponent }: ScaledSum): number {
  return exponent === 0 ? weight / value : (weight * power(-64)) / value;
}
