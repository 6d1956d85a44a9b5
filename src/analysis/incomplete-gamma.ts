// The incomplete gamma function, for tails of distributions.

/**
 * x^a e^-x / Gamma(a). From a >= 15 on by Stirling's series, DLMF 5.11.1, with the large terms combined so that they do
 * not cancel; below by the recurrence DLMF 5.5.1.
 */
function density(a: number, x: number): number {
  let factor = 1;
  let log = 0;
  let b = a;
  // Gamma(b) for b = a + n is Gamma(a) times a (a + 1) … (a + n - 1); for a small x only its logarithm is a double
  for (; b < 15; b++) {
    if (x < 1e-6) log += Math.log(b) - Math.log(x);
    else factor *= b / x;
  }
  const square = 1 / (b * b);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / b;
  const apart = (x - b) / b;
  const logarithm = x < 1e-6 ? Math.log(x) - Math.log(b) : Math.log1p(apart);
  return factor * Math.sqrt(b / (2 * Math.PI)) * Math.exp(b * (logarithm - apart) - series + log);
}

/**
 * The regularized upper incomplete gamma function Q(a, x). Below a + 1 by the series of P(a, x), DLMF 8.11.4; above by
 * the continued fraction DLMF 8.9.2 with Lentz's method (W. H. Press et al., Numerical Recipes, 3rd ed. 2007, 6.2).
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const factor = density(a, x);
  // far out in the tail, where adding 2 would no longer change the fraction
  if (factor === 0 && x > a) return 0;
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
