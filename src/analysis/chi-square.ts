import { checkArrayLike, MAX_INDICES } from '../check.js';
import { describe } from '../describe.js';
import { checkFinite } from './finite-values.js';
import { upperGamma } from './incomplete-gamma.js';

/** Pearson's test of counts against probabilities. */
export interface ChiSquare {
  readonly statistic: number;
  /** Degrees of freedom: one less than there are positive probabilities. */
  readonly df: number;
  /** How probable a statistic at least as large is, were the probabilities right. */
  readonly pValue: number;
}

/**
 * Whether counts are what probabilities let expect. The p-value is an approximation that wants about five expected in
 * each cell (W. G. Cochran, Biometrics 10 (1954)). What is impossible and was counted makes the statistic infinite, and
 * so does what is beyond 2^1024.
 *
 * K. Pearson, Phil. Mag. 50 (1900), doi:10.1080/14786440009463897.
 * @param counts (n,), of independent draws, not all zero.
 * @param probabilities (n,), summing to 1.
 * @throws {TypeError | RangeError} An argument is not as described, or they are not of one length.
 */
export function chiSquare(counts: ArrayLike<number>, probabilities: ArrayLike<number>): ChiSquare {
  const length = checkArrayLike('counts', counts, MAX_INDICES);
  const others = checkArrayLike('probabilities', probabilities, MAX_INDICES);
  if (length !== others) {
    throw new RangeError(`counts and probabilities must be of one length, got ${length} and ${others}`);
  }
  const largest = check('counts', counts, length);
  check('probabilities', probabilities, length);
  if (largest === 0) throw new RangeError(`counts must have a positive entry, got ${length ? 'zeros alone' : 'none'}`);
  // in units of the largest: 1e308 twice has no sum
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
  // one after the other: their product may be beyond 2^1024
  if (statistic > 0) statistic = statistic * draws * largest;
  const df = cells - 1;
  return { statistic, df, pValue: statistic === Infinity ? 0 : df === 0 ? 1 : upperGamma(df / 2, statistic / 2) };
}

/** The largest of finite values of at least 0. */
function check(name: string, values: ArrayLike<number>, length: number): number {
  let largest = 0;
  for (let i = 0; i < length; i++) {
    if (!(checkFinite(`${name}[${i}]`, values[i]) >= 0)) {
      throw new RangeError(`${name}[${i}] must be at least 0, got ${describe(values[i])}`);
    }
    largest = Math.max(largest, values[i]);
  }
  return largest;
}
