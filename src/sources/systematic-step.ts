// Systematic sampling: how far the points of the grid move from epoch to epoch. In BigInt, once for each sampler.

/** The golden ratio's fraction, times 2^53. */
const GOLDEN_RATIO = 14573954537613647n;

/** The golden section of a number. */
export function golden(of: bigint): bigint {
  return (of * 5566755282872655n) >> 53n;
}

/** Number of strides to try on either side of the golden section. */
const NEIGHBORS = 64n;

/**
 * A stride near the golden section of `parts`, with no common divisor and the smallest sum of partial quotients. Few
 * and small partial quotients spread the first multiples evenly. A stride near a fraction with a small denominator
 * would return to the same positions.
 */
export function strideOf(parts: bigint): bigint {
  const middle = golden(parts);
  let best = 1n;
  let least: bigint | undefined;
  for (let stride = middle - NEIGHBORS; stride <= middle + NEIGHBORS; stride++) {
    if (stride < 1n || stride >= parts) continue;
    let [above, below, sum] = [parts, stride, 0n];
    while (below > 0n) {
      sum += above / below;
      [above, below] = [below, above % below];
    }
    if (above === 1n && (least === undefined || sum < least)) [best, least] = [stride, sum];
  }
  return best;
}

/**
 * A number in [low, high] whose multiples, modulo a `gap`, stay spread as evenly as possible. Its continued fraction
 * first follows the simplest fraction in the range, and then goes on like the golden section's. So no fraction with a
 * small denominator is close to it. Found in the Stern–Brocot tree.
 */
export function nobleBetween(low: bigint, high: bigint, gap: bigint): bigint {
  let [left, leftOf, right, rightOf] = [0n, 1n, 1n, 1n];
  for (;;) {
    const middle = left + right;
    const of = leftOf + rightOf;
    if (middle * gap > high * of) [right, rightOf] = [middle, of];
    else if (middle * gap < low * of) [left, leftOf] = [middle, of];
    else {
      // between the middle and either side, at the golden section of the tree
      for (const [side, sideOf] of [
        [left, leftOf],
        [right, rightOf],
      ]) {
        const noble = (((side << 53n) + middle * GOLDEN_RATIO) * gap) / ((sideOf << 53n) + of * GOLDEN_RATIO);
        if (noble >= low && noble <= high) return noble;
      }
      if (middle * gap - low * of > high * of - middle * gap) [right, rightOf] = [middle, of];
      else [left, leftOf] = [middle, of];
    }
    if (of > gap) return high;
  }
}
