// Pearson's chi-square test of integer counts and expected probabilities. Cells with few expected counts are pooled.
import { upperGamma } from '../../src/analysis/incomplete-gamma.js';

/** A test fails below this p-value. Seeds are fixed, so it always fails or never. */
export const LEAST_P = 1e-6;

/** The probability that a chi-square variable is at least `statistic`. */
export function chiSquareTail(statistic: number, df: number): number {
  return upperGamma(df / 2, statistic / 2);
}

/** The probability that a standard normal variable is at least |z| away from 0. */
export function normalTails(z: number): number {
  return upperGamma(0.5, (z * z) / 2);
}

/**
 * Compares counts with probabilities. Pools neighboring cells until each expects at least `least` counts, because the
 * statistic's distribution is an approximation that needs about five (W. G. Cochran, Biometrics 10 (1954)). Infinite if
 * something impossible was counted.
 */
export function chiSquare(counts: ArrayLike<number>, probabilities: ArrayLike<number>, least = 5) {
  let draws = 0;
  for (let i = 0; i < counts.length; i++) draws += counts[i];
  let statistic = 0;
  let cells = 0;
  let counted = 0;
  let expected = 0;
  for (let i = 0; i < counts.length; i++) {
    if (probabilities[i] === 0 && counts[i] > 0) statistic = Infinity;
    counted += counts[i];
    expected += draws * probabilities[i];
    if (expected < least) continue;
    statistic += (counted - expected) ** 2 / expected;
    cells++;
    counted = 0;
    expected = 0;
  }
  // the last cells are a cell of their own even if it is small: that makes the test stricter, never weaker
  if (expected > least / 2) {
    statistic += (counted - expected) ** 2 / expected;
    cells++;
  }
  const df = cells - 1;
  return { statistic, df, pValue: statistic === Infinity ? 0 : chiSquareTail(statistic, df) };
}
