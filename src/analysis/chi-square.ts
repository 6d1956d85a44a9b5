import { checkArrayLike, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { checkFinite } from './finite-values.js';
import { upperGamma } from './incomplete-gamma.js';

/** Pearson's test of counts against probabilities. */
export interface ChiSquare {
  /** Σ (count - expected)² / expected; Infinity if something impossible was counted, or beyond 2^1024. */
  readonly statistic: number;
  /** Degrees of freedom: the number of positive probabilities, minus one. */
  readonly df: number;
  /** The probability of a statistic at least this large, if the probabilities are right. */
  readonly pValue: number;
}

/**
 * Tests whether counts of independent draws fit probabilities: Pearson's chi-squared test. A small p-value, such as
 * below 0.001, means that they do not. The p-value is an approximation for about five or more expected draws in each
 * cell (W. G. Cochran, Biometrics 10 (1954), doi:10.2307/3001616).
 *
 * K. Pearson, Phil. Mag. 50 (1900), doi:10.1080/14786440009463897.
 * @param counts (n,), finite and at least 0, not all zero.
 * @param probabilities (n,), at least 0, with a sum of 1 (within 1e-6).
 * @throws {TypeError | RangeError} An argument is of the wrong kind or out of range, or the lengths differ.
 */
export function chiSquare(counts: ArrayLike<number>, probabilities: ArrayLike<number>): ChiSquare {
  const length = checkArrayLike('counts', counts, MAX_INDICES);
  const others = checkArrayLike('probabilities', probabilities, MAX_INDICES);
  if (length !== others) {
    throw new RangeError(`counts and probabilities must have the same length, got ${length} and ${others}`);
  }
  const largest = checkValues('counts', counts, length);
  checkValues('probabilities', probabilities, length);
  if (largest === 0)
    throw new RangeError(`counts must have a positive entry, got ${length ? 'only zeros' : 'no entries'}`);
  // scaled by the largest count: a sum may overflow
  let draws = 0;
  let sum = 0;
  for (let i = 0; i < length; i++) {
    draws += counts[i] / largest;
    sum += probabilities[i];
  }
  if (Math.abs(sum - 1) > 1e-6) throw new RangeError(`probabilities must sum to 1, got ${sum}`);
  let statistic = 0;
  let cells = 0;
  for (let i = 0; i < length; i++) {
    const expected = probabilities[i];
    if (expected > 0) {
      const apart = counts[i] / largest / draws - expected;
      statistic += (apart / expected) * apart;
      cells++;
    } else if (counts[i] > 0) {
      statistic = Infinity;
    }
  }
  // one factor after the other: their product may overflow
  if (statistic > 0) statistic = statistic * draws * largest;
  const df = cells - 1;
  return { statistic, df, pValue: statistic === Infinity ? 0 : df === 0 ? 1 : upperGamma(df / 2, statistic / 2) };
}

/** Checks that values are finite and at least 0. @returns The largest one. */
function checkValues(name: string, values: ArrayLike<number>, length: number): number {
  let largest = 0;
  for (let i = 0; i < length; i++) {
    if (!(checkFinite(`${name}[${i}]`, values[i]) >= 0)) {
      throw new RangeError(`${name}[${i}] must be at least 0, got ${describe(values[i])}`);
    }
    largest = Math.max(largest, values[i]);
  }
  return largest;
}
