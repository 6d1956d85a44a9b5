// Systematic sampling: the widths of items on the cumulative line, and where the grid's points lie from epoch to epoch.
// Computed once for each sampler, in f64 and BigInt. The line's end is joined to its beginning.
import { sumWeights } from '../kernels/js/sum.js';
import { checkCopy } from './copied-weights.js';

/**
 * A width that is this near to a whole number of gaps counts as that number, so that rounding does not split what is
 * exact. The counts are its floor or ceil in any case.
 */
const NEAR = 2 ** -58;
/** A width that is this near to a multiple of the smallest width counts as that multiple. */
const NEAR_MULTIPLE = 2 ** -30;
/** Up to this `coverage`, offsets go on to drift after all items were shown; beyond it they repeat. */
const MOST_DRIFTING = 2 ** 24;
/**
 * By how much the smallest item must be wider than the holes that `coverage` epochs leave between points. That is how
 * far the points can move from one `coverage` of epochs to the next. With less they would lie at nearly the same places
 * for long, and items would get ahead or behind by more than a dozen draws.
 */
const SLACK = 1 / 32;
/** Up to this `coverage` the best drift is searched for. */
const MOST_SEARCHED = 2 ** 12;
const LARGEST_GAP = 1n << 62n;
const SPLIT = 2 ** 27 + 1;

/** Items on a cumulative line of `count` gaps, and the points over it. */
export interface Grid {
  /** (n,), indices of positive weights. */
  readonly ids: Uint32Array;
  /** (n,), the number of whole gaps in each item's width. */
  readonly wholes: Uint32Array;
  /** (2 n,), the rest of each item's width in units of 1 / gap: low and high words. */
  readonly fractions: Uint32Array;
  /** The width of a gap, below 2^63. */
  readonly gap: bigint;
  /** How far the points move from one epoch to the next. */
  readonly step: bigint;
  /** Number of epochs in a row that show every item; Infinity beyond 2^53. */
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
 * The widths count * weight / sum as wholes and fractions, the latter as unevaluated sums of two f64; of positive
 * weights.
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

/** How many epochs in a row it takes to meet the smallest item, and whether all widths are multiples of its own. */
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

/** Times 2^53. */
const GOLDEN_RATIO = 14573954537613647n;

/** A part of a number: the golden section's. */
function golden(of: bigint): bigint {
  return (of * 5566755282872655n) >> 53n;
}

/** Strides that are looked at on either side of the golden section. */
const NEIGHBOURS = 64n;

/**
 * Near the golden section of `parts`, without a common divisor, and with the smallest sum of partial quotients: those
 * of few, small ones spread evenly from the first multiples on; one that is near a fraction of small denominator keeps
 * coming back.
 */
function strideOf(parts: bigint): bigint {
  const middle = golden(parts);
  let best = 1n;
  let least: bigint | undefined;
  for (let stride = middle - NEIGHBOURS; stride <= middle + NEIGHBOURS; stride++) {
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
 * A number in [low, high] whose multiples, of a whole `gap`, stay as evenly spread as they can: behind the simplest
 * fraction that lies there its continued fraction goes on like the golden section's, so that no fraction is near it for
 * its denominator. By the Stern–Brocot tree.
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

/** Writes fractions of a gap, u64. Each is at least one unit. */
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
 * Makes all widths sum to `count` gaps. What rounding left goes to the item that is furthest from a whole number of
 * gaps, so that none is passed; where all are whole but for those that were lifted to a unit, these are taken from the
 * widest.
 */
function settle(wholes: Uint32Array, fractions: Uint32Array, gap: bigint, count: bigint): void {
  const half = Number(gap >> 33n);
  let [whole, high, low] = [0n, 0n, 0n];
  let nearest = 0;
  for (let i = 1; i < wholes.length; i++) if (wholes[i] > wholes[nearest]) nearest = i;
  for (let start = 0; start < wholes.length; start += 65536) {
    // sums of so many words are safe integers
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

/** The smallest of all widths below a gap. */
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
 * The grid of `count` points over `n` weights at f64[weights], not all of them zero. f64[sums] and the next four are
 * scratch.
 *
 * Offsets of the points are multiples of g / coverage, where g and coverage have no common divisor, so that `coverage`
 * offsets divide a gap evenly. A drift is added, as large as leaves no hole wider than the smallest item. So every item
 * comes at its own rate in the long run.
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
  // beyond 2^62 units an item is one wide
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
    // the search is linear in the worst case
    step = coverage <= MOST_SEARCHED ? nobleBetween(step + drift / 4n, step + drift, gap) : step + golden(drift);
  }
  return { ids, wholes, fractions, gap, step: step % gap, coverage: coverage <= 2 ** 53 ? coverage : Infinity };
}
