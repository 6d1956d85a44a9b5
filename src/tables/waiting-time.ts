import { createHash } from 'node:crypto';
import { exponential } from '../internal/exponential.js';

// Each row of a table has a Poisson process, whose rate is the row's weight. In the order of time, the arrivals of all
// rows are independent draws in proportion to the weights: draws with replacement. The first arrivals of the rows, in
// the same order, are successive draws without replacement. An arrival depends on (seed, id, weight) alone. So the
// order of the rows does not matter, nor the number of files, threads and machines, and parts of a table can be drawn
// from apart and then merged.
//
// First arrivals: P. S. Efraimidis, P. G. Spirakis, Inf. Process. Lett. 97 (2006), doi:10.1016/j.ipl.2005.11.003.

/** Most doublings of the rest, which is at least 2^-61. */
export const DOUBLINGS = 61;

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
 * units of 2^-61. SQL (sql/waiting-time.ts) gives the same bits.
 */
export function waitingTime(hash: string): number {
  const high = Number.parseInt(hash.slice(0, 8), 16);
  const low = Number.parseInt(hash.slice(8, 15), 16);
  const v = (high + (low + 0.5) * 2 ** -28) * 2 ** -32;
  const rest = (4294967295 - high + (268435455.5 - low) * 2 ** -28) * 2 ** -32;
  return exponential(v, rest);
}
