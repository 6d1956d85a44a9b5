// Up to which time arrivals are worth looking at.

/** Products with later times could overflow. */
const LATEST = 1e300;

/** Rows of nearly equal weight. */
export interface WeightBucket {
  readonly count: number;
  /** The sum of their weights. */
  readonly total: number;
}

/**
 * A time before which n arrivals come with a probability above 1 - 1e-12, and not many more than n. Null if all rows
 * are needed.
 *
 * The number of arrivals up to a time is a Poisson variable, or a sum of independent indicators without replacement. So
 * 8 standard deviations are added.
 */
export function timeLimit(buckets: readonly WeightBucket[], n: number, replacement: boolean): number | null {
  const wanted = n + 8 * Math.sqrt(n) + 20;
  const positive = buckets.filter(({ total }) => total > 0);
  const total = positive.reduce((sum, bucket) => sum + bucket.total, 0);
  // each row arrives at most as often as with replacement
  let low = wanted / total;
  if (replacement) return rounded(low);
  if (wanted >= positive.reduce((sum, { count }) => sum + count, 0)) return null;
  const arrived = (time: number) =>
    positive.reduce((sum, { count, total }) => sum - count * Math.expm1((-total / count) * time), 0);
  let high = low;
  while (arrived(high) < wanted) {
    high *= 2;
    // the last rows are too light to wait for
    if (high > LATEST) return null;
  }
  while (high / low > 1 + 1e-6) {
    const middle = Math.sqrt(low) * Math.sqrt(high);
    if (arrived(middle) < wanted) low = middle;
    else high = middle;
  }
  return rounded(high);
}

/** Rounds up to few digits: the sums depend on the number of threads in their last bits, the limit should not. */
function rounded(time: number): number {
  return Number((time * (1 + 1e-4)).toPrecision(5));
}
