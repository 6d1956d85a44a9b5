// Systematic sampling: the items' widths on the cumulative line, and the positions of the grid's points from epoch to
// epoch. Computed once for each sampler, in f64 and BigInt. The line is closed: its end is joined to its beginning.
import { sumWeights } from '../kernels/js/sum.js';
import { checkCopy } from './copied-weights.js';

/**
 * A width this close to a whole number of gaps counts as that number, so that rounding does not split an exact width.
 * An item's count is the floor or ceil of its width in any case.
 */
const NEAR = 2 ** -58;
/** A width this close to a multiple of the smallest width counts as that multiple. */
const NEAR_MULTIPLE = 2 ** -30;
/** Up to this `coverage`, offsets keep drifting after all items were shown. Beyond it they repeat. */
const MOST_DRIFTING = 2 ** 24;
/**
 * How much wider the smallest item must be than the largest gap between points of `coverage` epochs. The points can
 * move this far from one `coverage` of epochs to the next. With less, they would stay at nearly the same positions for
 * long, and items would be more than a dozen draws ahead or behind.
 */
const SLACK = 1 / 32;
/** Up to this `coverage` the best drift is searched for. */
const MOST_SEARCHED = 2 ** 12;
const LARGEST_GAP = 1n << 62n;
const SPLIT = 2 ** 27 + 1;

/** Items on a cumulative line that is `count` gaps long, and the points of the grid. */
export interface Grid {
  /** (n,), the indices with positive weights. */
  readonly ids: Uint32Array;
  /** (n,), the number of whole gaps in each item's width. */
  readonly wholes: Uint32Array;
  /** (2 n,), the rest of each item's width, in units of 1 / gap: for each item the low word, then the high word. */
  readonly fractions: Uint32Array;
  /** The width of a gap in units, below 2^63. */
  readonly gap: bigint;
  /** How far the points move from one epoch to the next, in units. */
  readonly step: bigint;
  /** Number of successive epochs that show every item. Infinity beyond 2^53. */
  readonly coverage: number;
}

/** The error of a product, exactly. T. J. Dekker, Numer. Math. 18 (1971), doi:10.1007/BF01397083. */
function productError(a: number, b: number, product: number): number {
  const aSplit = a * SPLIT;
  const aHead = aSplit - (aSplit - a);
  const aTail = a - aHead;
  const bSplit = b * SPLIT;
  const bHead = bSplit - (bSplit - b);
  const bTail = b - bHead;
  return aHead * bHead - product + aHead * bTail + aTail * bHead + aTail * bTail;
}

/**
 * Widths count * weight / sum of positive weights, as whole gaps and fractions. A fraction is an unevaluated sum of two
 * f64.
 */
function widthsOf(f64: Float64Array, u32: Uint32Array, weights: number, n: number, sums: number, count: number) {
  const positives = sumWeights({ f64, u32 }, 8 * weights, n, 8 * sums);
  if (positives < 1) checkCopy(f64, weights, n);
  const [factor, sum, sumLow] = f64.subarray(sums, sums + 3);
  const scale = count / sum;
  const product = scale * sum;
  const scaleLow = (count - product - productError(scale, sum, product) - scale * sumLow) / sum;

  const ids = new Uint32Array(positives);
  const wholes = new Uint32Array(positives);
  const highs = new Float64Array(positives);
  const lows = new Float64Array(positives);
  let at = 0;
  for (let i = 0; i < n; i++) {
    if (!(f64[weights + i] > 0)) continue;
    const weight = f64[weights + i] * factor;
    const near = weight * scale;
    const error = productError(weight, scale, near) + weight * scaleLow;
    let whole = Math.floor(near);
    let high = near - whole + error;
    let low = error - (high - (near - whole));
    if (high < 0 && whole > 0) {
      whole--;
      const above = high + 1;
      low += high - (above - 1);
      high = above;
    }
    if (1 - high < NEAR) {
      whole++;
      high = 0;
      low = 0;
    } else if (whole > 0 && high < NEAR) {
      high = 0;
      low = 0;
    }
    ids[at] = i;
    wholes[at] = whole;
    highs[at] = Math.max(high, 0);
    lows[at] = low;
    at++;
  }
  return { ids, wholes, highs, lows };
}

/**
 * Number of successive epochs until a point falls on the smallest item, and whether all widths are multiples of that
 * item's.
 */
function coverageOf(wholes: Uint32Array, highs: Float64Array): { coverage: number; multiples: boolean } {
  let least = Infinity;
  for (let i = 0; i < wholes.length; i++) least = Math.min(least, wholes[i] + highs[i]);
  if (least >= 1) return { coverage: 1, multiples: false };
  const nearest = Math.round(1 / least);
  if (Math.abs(least * nearest - 1) < NEAR_MULTIPLE && nearest <= MOST_DRIFTING) {
    let multiples = true;
    let sum = 0;
    for (let i = 0; multiples && i < highs.length; i++) {
      const multiple = Math.round(highs[i] * nearest);
      multiples = Math.abs(highs[i] * nearest - multiple) < NEAR_MULTIPLE;
      sum += multiple;
    }
    if (multiples && sum % nearest === 0) return { coverage: nearest, multiples };
  }
  let coverage = Math.ceil((1 + SLACK) / least);
  if (coverage > MOST_DRIFTING) for (coverage = MOST_DRIFTING; coverage * least < 1 + NEAR_MULTIPLE; ) coverage *= 2;
  return { coverage, multiples: false };
}

/** The golden ratio's fraction, times 2^53. */
const GOLDEN_RATIO = 14573954537613647n;

/** The golden section of a number. */
function golden(of: bigint): bigint {
  return (of * 5566755282872655n) >> 53n;
}

/** Number of strides to try on either side of the golden section. */
const NEIGHBORS = 64n;

/**
 * A stride near the golden section of `parts`, with no common divisor and the smallest sum of partial quotients. Few
 * and small partial quotients spread the first multiples evenly. A stride near a fraction with a small denominator
 * would return to the same positions.
 */
function strideOf(parts: bigint): bigint {
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
function nobleBetween(low: bigint, high: bigint, gap: bigint): bigint {
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

/** Writes the fractions as u64 in units of 1 / gap. Each is at least one unit. */
function divide(
  highs: Float64Array,
  lows: Float64Array,
  wholes: Uint32Array,
  gap: bigint,
  fractions: Uint32Array,
): void {
  const gapHigh = Number(gap);
  const gapLow = Number(gap - BigInt(gapHigh));
  for (let i = 0; i < highs.length; i++) {
    const near = highs[i] * gapHigh;
    const error = productError(highs[i], gapHigh, near) + (highs[i] * gapLow + lows[i] * gapHigh);
    let high = Math.floor(near / 2 ** 32);
    let low = Math.round(near - high * 2 ** 32 + error);
    const above = Math.floor(low / 2 ** 32);
    high += above;
    low -= above * 2 ** 32;
    if (high === 0 && low === 0 && wholes[i] === 0) low = 1;
    fractions[2 * i] = low;
    fractions[2 * i + 1] = high;
  }
}

function wordAt(fractions: Uint32Array, i: number): bigint {
  return (BigInt(fractions[2 * i + 1]) << 32n) | BigInt(fractions[2 * i]);
}

/**
 * Makes all widths sum to exactly `count` gaps. The rounding error goes to the item furthest from a whole number of
 * gaps, so that its width does not cross one. If all widths are whole except those that were lifted to one unit, the
 * units come from the widest item.
 */
function settle(wholes: Uint32Array, fractions: Uint32Array, gap: bigint, count: bigint): void {
  const half = Number(gap >> 33n);
  let [whole, high, low] = [0n, 0n, 0n];
  let nearest = 0;
  for (let i = 1; i < wholes.length; i++) if (wholes[i] > wholes[nearest]) nearest = i;
  for (let start = 0; start < wholes.length; start += 65536) {
    // sums of this many words are safe integers
    const sums = [0, 0, 0];
    for (let i = start, end = Math.min(start + 65536, wholes.length); i < end; i++) {
      sums[0] += wholes[i];
      sums[1] += fractions[2 * i + 1];
      sums[2] += fractions[2 * i];
      if (Math.abs(fractions[2 * i + 1] - half) < Math.abs(fractions[2 * nearest + 1] - half)) nearest = i;
    }
    whole += BigInt(sums[0]);
    high += BigInt(sums[1]);
    low += BigInt(sums[2]);
  }
  let settled = wordAt(fractions, nearest) + (count - whole) * gap - (high << 32n) - low;
  if (settled < 0n) {
    wholes[nearest]--;
    settled += gap;
  }
  fractions[2 * nearest] = Number(settled & 0xffffffffn);
  fractions[2 * nearest + 1] = Number(settled >> 32n);
}

/** The smallest fraction among the widths below one gap. */
function leastOf(wholes: Uint32Array, fractions: Uint32Array): bigint {
  let least = -1;
  for (let i = 0; i < wholes.length; i++) {
    if (wholes[i] > 0) continue;
    const high = fractions[2 * i + 1] - (least < 0 ? Infinity : fractions[2 * least + 1]);
    if (high < 0 || (high === 0 && fractions[2 * i] < fractions[2 * least])) least = i;
  }
  return wordAt(fractions, least);
}

/**
 * The grid of `count` points over the `n` weights at f64[weights], at least one of them positive. f64[sums] and the
 * four after it are scratch.
 *
 * Offsets of the points are multiples of g / coverage, where g and coverage have no common divisor. So `coverage`
 * offsets divide a gap evenly. A drift is added, as large as it can be without a hole wider than the smallest item. In
 * the long run, every item therefore gets exactly its own rate.
 */
export function gridOf(
  f64: Float64Array,
  u32: Uint32Array,
  weights: number,
  n: number,
  sums: number,
  count: number,
): Grid {
  const { ids, wholes, highs, lows } = widthsOf(f64, u32, weights, n, sums, count);
  const { coverage, multiples } = coverageOf(wholes, highs);
  // beyond 2^62 parts an item is one unit wide
  const parts = BigInt(Math.min(coverage, 2 ** 62));
  const part = LARGEST_GAP / parts;
  const gap = part * parts;
  const fractions = new Uint32Array(2 * ids.length);
  if (multiples) {
    const words = new BigUint64Array(fractions.buffer);
    for (let i = 0; i < ids.length; i++) words[i] = BigInt(Math.round(highs[i] * coverage)) * part;
  } else {
    divide(highs, lows, wholes, gap, fractions);
    settle(wholes, fractions, gap, BigInt(count));
  }

  let step = strideOf(parts) * part;
  if (coverage === 1) {
    step = golden(gap);
  } else if (!multiples && coverage <= MOST_DRIFTING) {
    const drift = (leastOf(wholes, fractions) - part) / (parts - 1n);
    // the search takes time linear in `coverage` in the worst case
    step = coverage <= MOST_SEARCHED ? nobleBetween(step + drift / 4n, step + drift, gap) : step + golden(drift);
  }
  return { ids, wholes, fractions, gap, step: step % gap, coverage: coverage <= 2 ** 53 ? coverage : Infinity };
}
