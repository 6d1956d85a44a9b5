// Systematic sampling: the width of each item on the cumulative line, in pairs of f64.
import type { Memory } from '../kernels/js/memory.js';
import type { Addresses } from './layout.js';

/**
 * A width this close to a whole number of gaps counts as that number, so that rounding does not split an exact width.
 * An item's count is the floor or ceil of its width in any case.
 */
const NEAR = 2 ** -58;
/** A width this close to a multiple of the smallest width counts as that multiple. */
export const NEAR_MULTIPLE = 2 ** -30;
/** Widths of weights that differ by a larger factor are in the weights' own order, whatever the rounding. */
const ALIKE = 1 + 2 ** -40;
/** So are those of scaled weights that differ by more than this. */
const TINY = 2 ** -900;
/** Sums of this many words are safe integers. */
const SAFE = 65536;
/** The largest number that 0.5 more rounds up to 1. */
const BELOW_HALF = 0.5 - 2 ** -54;
const SPLIT = 2 ** 27 + 1;
/** The most units of a gap. */
export const LARGEST_GAP = 1n << 62n;

/** Where the items of a grid are. */
export type WidthRegions = Addresses<'ids' | 'wholes' | 'fractions'>;

/** A factor in the halves of T. J. Dekker, Numer. Math. 18 (1971), doi:10.1007/BF01397083. */
function halvesOf(whole: number): [whole: number, head: number, tail: number] {
  const split = whole * SPLIT;
  const head = split - (split - whole);
  return [whole, head, whole - head];
}

/** The error of a product, exactly. The factor b is given in halves. */
function productError(a: number, bHead: number, bTail: number, product: number): number {
  const split = a * SPLIT;
  const aHead = split - (split - a);
  const aTail = a - aHead;
  return aHead * bHead - product + aHead * bTail + aTail * bHead + aTail * bTail;
}

/** Gaps for each unit of weight: a power of two, Dekker's halves for each scaled weight, and their low part. */
export interface Scale {
  readonly factor: number;
  readonly gaps: number;
  readonly head: number;
  readonly tail: number;
  readonly low: number;
}

/** The scale of weights whose sum `sumWeights` wrote to f64[sums], on a line that is `count` gaps long. */
export function scaleOf(f64: Float64Array, sums: number, count: number): Scale {
  const [factor, sum, sumLow] = f64.subarray(sums, sums + 3);
  const [gaps, head, tail] = halvesOf(count / sum);
  const product = gaps * sum;
  const [, sumHead, sumTail] = halvesOf(sum);
  const low = (count - product - productError(gaps, sumHead, sumTail, product) - gaps * sumLow) / sum;
  return { factor, gaps, head, tail, low };
}

/** The width of a positive weight: its whole gaps, and the fraction of one, as an unevaluated sum of two f64. */
function widthOf(given: number, { factor, gaps, head, tail, low: gapsLow }: Scale) {
  const weight = given * factor;
  const product = weight * gaps;
  const error = productError(weight, head, tail, product) + weight * gapsLow;
  let whole = Math.floor(product);
  const rest = product - whole;
  let high = rest + error;
  let low = error - (high - rest);
  if (high < NEAR || 1 - high < NEAR) {
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
    high = Math.max(high, 0);
  }
  return { whole, high, low };
}

/** The smallest width of `weights`, of which at least one is positive: whole gaps and fraction together. */
export function leastWidth(weights: Float64Array, scale: Scale): number {
  let least = Infinity;
  let limit = Infinity;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    // only a weight that is nearly the smallest one can have the smallest width, which is rounded
    if (!(weight > 0 && weight * scale.factor <= limit) || weight === last) continue;
    const { whole, high } = widthOf(weight, scale);
    least = Math.min(least, whole + high);
    limit = Math.min(limit, weight * scale.factor * ALIKE + TINY);
    last = weight;
  }
  return least;
}

/** Whether all widths are multiples of 1 / parts of a gap, and together a whole number of gaps. */
export function areMultiples(weights: Float64Array, scale: Scale, parts: number): boolean {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] > 0)) continue;
    const width = widthOf(weights[i], scale).high * parts;
    const multiple = Math.round(width);
    if (!(Math.abs(width - multiple) < NEAR_MULTIPLE)) return false;
    sum += multiple;
  }
  return sum % parts === 0;
}

/**
 * Replaces `items` weights (f64, at `fractions`) by their widths, all of which are multiples of 1 / parts of a gap.
 * There are at most 2^24 parts, each `part` units wide, and at most 2^62 units together.
 */
export function writeMultiples(
  { f64, u32 }: Memory,
  at: WidthRegions,
  items: number,
  scale: Scale,
  parts: number,
  part: bigint,
): void {
  // so that products are safe integers
  const partHigh = Number(part >> 28n);
  const partLow = Number(part & 0xfffffffn);
  const wholes = at.wholes / 4;
  const first = at.fractions / 8;
  for (let i = 0; i < items; i++) {
    const { whole, high } = widthOf(f64[first + i], scale);
    const multiple = Math.round(high * parts);
    const above = multiple * partHigh;
    const low = (above % 16) * 2 ** 28 + multiple * partLow;
    u32[wholes + i] = whole;
    u32[2 * (first + i)] = low;
    u32[2 * (first + i) + 1] = Math.floor(above / 16) + Math.floor(low / 2 ** 32);
  }
}

/**
 * Replaces `items` weights (f64, at `fractions`) by their widths. Each is at least one unit of 1 / gap wide, and
 * together they are exactly `count` gaps wide. The rounding error goes to the item furthest from a whole number of
 * gaps, so that its width does not cross one. If all widths are whole except those that were lifted to one unit, the
 * units come from the widest item. Of several such items, the one with the smallest id counts.
 */
export function writeWidths(
  { f64, u32 }: Memory,
  at: WidthRegions,
  items: number,
  scale: Scale,
  gap: bigint,
  count: number,
): void {
  const ids = u32.subarray(at.ids / 4, at.ids / 4 + items);
  const wholes = u32.subarray(at.wholes / 4, at.wholes / 4 + items);
  const fractions = u32.subarray(at.fractions / 4, at.fractions / 4 + 2 * items);
  const weights = f64.subarray(at.fractions / 8, at.fractions / 8 + items);
  const [units, unitsHead, unitsTail] = halvesOf(Number(gap));
  const unitsLow = Number(gap - BigInt(units));
  // the product with a power of two has no error
  const isPower = units === Number(LARGEST_GAP);
  const half = Number(gap >> 33n);
  let rest = BigInt(count) * gap;
  let most = 0;
  let distance = Infinity;
  for (let start = 0; start < items; start += SAFE) {
    let wholeSum = 0;
    let highSum = 0;
    let lowSum = 0;
    for (let i = start, end = Math.min(start + SAFE, items); i < end; i++) {
      const { whole, high, low } = widthOf(weights[i], scale);
      const scaled = high * units;
      let scaledError = high * unitsLow + low * units;
      if (!isPower) scaledError = productError(high, unitsHead, unitsTail, scaled) + scaledError;
      let highWord = Math.floor(scaled / 4294967296);
      const lower = scaled - highWord * 4294967296 + scaledError;
      // Math.round branches
      let lowWord = lower === BELOW_HALF ? 0 : Math.floor(lower + 0.5);
      const carry = Math.floor(lowWord / 4294967296);
      highWord += carry;
      lowWord -= carry * 4294967296;
      if (highWord === 0 && lowWord === 0 && whole === 0) lowWord = 1;
      wholes[i] = whole;
      fractions[2 * i] = lowWord;
      fractions[2 * i + 1] = highWord;

      wholeSum += whole;
      highSum += highWord;
      lowSum += lowWord;
      if (whole > most) most = whole;
      const away = Math.abs(highWord - half);
      if (away < distance) distance = away;
    }
    rest -= BigInt(wholeSum) * gap + (BigInt(highSum) << 32n) + BigInt(lowSum);
  }

  const isFurthest = (i: number): boolean => Math.abs(fractions[2 * i + 1] - half) === distance;
  const widest = firstOf(ids, (i) => wholes[i] === most);
  const chosen = isFurthest(widest) ? widest : firstOf(ids, isFurthest);
  let settled = wordAt(fractions, chosen) + rest;
  if (settled < 0n) {
    wholes[chosen]--;
    settled += gap;
  }
  fractions[2 * chosen] = Number(settled & 0xffffffffn);
  fractions[2 * chosen + 1] = Number(settled >> 32n);
}

/** The item with the smallest id of those that are `chosen`. */
function firstOf(ids: Uint32Array, isChosen: (i: number) => boolean): number {
  let first = 0;
  let least = Infinity;
  for (let i = 0; i < ids.length; i++) {
    if (isChosen(i) && ids[i] < least) {
      first = i;
      least = ids[i];
    }
  }
  return first;
}

/** The smallest fraction among the widths below one gap, of which there is at least one. */
export function leastFraction({ u32 }: Memory, at: WidthRegions, items: number): bigint {
  const wholes = u32.subarray(at.wholes / 4, at.wholes / 4 + items);
  const fractions = u32.subarray(at.fractions / 4, at.fractions / 4 + 2 * items);
  let least = 0;
  let leastHigh = Infinity;
  for (let i = 0; i < items; i++) {
    const high = fractions[2 * i + 1];
    if (high > leastHigh || wholes[i] > 0) continue;
    if (high === leastHigh && fractions[2 * i] >= fractions[2 * least]) continue;
    least = i;
    leastHigh = high;
  }
  return wordAt(fractions, least);
}

function wordAt(fractions: Uint32Array, i: number): bigint {
  return (BigInt(fractions[2 * i + 1]) << 32n) | BigInt(fractions[2 * i]);
}
