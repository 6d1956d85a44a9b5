import { createHash } from 'node:crypto';

// Each row of a table has a Poisson process, whose rate is the row's weight. In the order of time, the arrivals of all
// rows are independent draws in proportion to the weights: draws with replacement. The first arrivals of the rows, in
// the same order, are successive draws without replacement. An arrival depends on (seed, id, weight) alone. So the
// order of the rows does not matter, nor the number of files, threads and machines, and parts of a table can be drawn
// from apart and then merged.
//
// First arrivals: P. S. Efraimidis, P. G. Spirakis, Inf. Process. Lett. 97 (2006), doi:10.1016/j.ipl.2005.11.003.

/** -ln(rest) is computed after doubling `rest` as often as needed to reach this: sqrt(1/2). */
export const ROOT_HALF = Math.SQRT1_2;
/** Most doublings: `rest` is at least 2^-61. */
export const DOUBLINGS = 61;
export const LN2 = Math.LN2;
/** A `v` below this needs no doubling. */
export const NEAR = 0.29;
/** Coefficients of the powers of s^2 in atanh(s) / s, the highest first. */
export const ATANH: readonly number[] = Array.from({ length: 11 }, (_, i) => 1 / (21 - 2 * i));

/** What is hashed for arrival `number` (counted from 1) of a row. */
export function hashedText(seed: number, number: number, id: string): string {
  return `${seed}:${number}:${id}`;
}

/** The MD5 hash of a text in UTF-8, as 32 lowercase hexadecimal digits. */
export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/**
 * An exponential number of mean 1 from the first 15 digits of a hash: -ln(1 - v), where v is uniform in (0, 1), in
 * units of 2^-61.
 *
 * Databases differ in the last bits of `ln`. This logarithm consists of f64 + - * / in a fixed order, so that SQL
 * (sql/waiting-time.ts) gives the same bits.
 */
export function waitingTime(hash: string): number {
  const high = Number.parseInt(hash.slice(0, 8), 16);
  const low = Number.parseInt(hash.slice(8, 15), 16);
  const v = (high + (low + 0.5) * 2 ** -28) * 2 ** -32;
  let rest = (4294967295 - high + (268435455.5 - low) * 2 ** -28) * 2 ** -32;
  let doublings = 0;
  for (; rest < ROOT_HALF; doublings++) rest *= 2;
  const near = v < NEAR;
  const s = near ? v / (2 - v) : (1 - rest) / (1 + rest);
  const z = s * s;
  let sum = 0;
  for (const coefficient of ATANH) sum = sum * z + coefficient;
  return (near ? 0 : doublings * LN2) + 2 * s * sum;
}
