// Pearson's chi-square test, on integers counted and probabilities expected.

/** A test fails below this. Seeds are fixed, so that it either always does or never. */
export const LEAST_P = 1e-6;

/** log Gamma(x), x > 0, to about 1e-14. Stirling's series, DLMF 5.11.1, from x >= 15 on, where DLMF 5.5.1 brings the smaller. */
function logGamma(x: number): number {
  let shift = 0;
  for (; x < 15; x++) shift -= Math.log(x);
  const square = 1 / (x * x);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / x;
  return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

/**
 * The regularised upper incomplete gamma function Q(a, x): by the series of P(a, x), DLMF 8.11.4, below a + 1, else by the continued
 * fraction, DLMF 8.9.2, evaluated by Lentz's method (W. H. Press et al., Numerical Recipes, 3rd ed. 2007, 6.2).
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const factor = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-17; n++) sum += term *= x / (a + n);
    return 1 - sum * factor;
  }
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1, change = 0; Math.abs(change - 1) > 1e-16; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    change = c * d;
    fraction *= change;
  }
  return fraction * factor;
}

/** The probability that a chi-square variable is at least `statistic`. */
export function chiSquareTail(statistic: number, df: number): number {
  return upperGamma(df / 2, statistic / 2);
}

/** The probability that a standard normal variable is at least |z| from 0. */
export function normalTails(z: number): number {
  return upperGamma(0.5, (z * z) / 2);
}

/**
 * Counts against probabilities. Cells expected less often than `least` times are pooled with their neighbours, as many as it
 * takes: the distribution of the statistic is an approximation that needs about five (W. G. Cochran, Biometrics 10 (1954)).
 * Infinite where something impossible was counted.
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
  // what is left over at the end is a cell of its own: too small a one makes the test strict, never blind
  if (expected > least / 2) {
    statistic += (counted - expected) ** 2 / expected;
    cells++;
  }
  const df = cells - 1;
  return { statistic, df, pValue: statistic === Infinity ? 0 : chiSquareTail(statistic, df) };
}
