// Systematic sampling: the items' widths on the cumulative line, and the positions of the grid's points from epoch to
// epoch. Computed once for each sampler. The line is closed: its end is joined to its beginning.
import type { Memory } from '../kernels/js/memory.js';
import { sumWeights } from '../kernels/js/sum.js';
import { checkCopy } from './copied-weights.js';
import type { Addresses } from './layout.js';
import { golden, nobleBetween, strideOf } from './systematic-step.js';
import {
  areMultiples,
  LARGEST_GAP,
  leastFraction,
  leastWidth,
  NEAR_MULTIPLE,
  type Scale,
  scaleOf,
  type WidthRegions,
  writeMultiples,
  writeWidths,
} from './systematic-widths.js';

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

/** A cumulative line that is `count` gaps long. */
export interface Grid {
  readonly count: number;
  /** Number of items: of indices with positive weights. */
  readonly items: number;
  /** Gaps for each unit of weight. */
  readonly scale: Scale;
  /** Number of successive epochs that show every item. Infinity beyond 2^53. */
  readonly coverage: number;
  /** Whether every item's width is a multiple of 1 / coverage of a gap. */
  readonly multiples: boolean;
  /** Number of parts into which offsets divide a gap. */
  readonly parts: bigint;
  /** The width of a part in units. */
  readonly part: bigint;
  /** The width of a gap in units, below 2^63. */
  readonly gap: bigint;
}

/**
 * Number of successive epochs until a point falls on the smallest item, and whether all widths are multiples of that
 * item's.
 */
function coverageOf(weights: Float64Array, scale: Scale): { coverage: number; multiples: boolean } {
  const least = leastWidth(weights, scale);
  if (least >= 1) return { coverage: 1, multiples: false };
  const nearest = Math.round(1 / least);
  if (
    Math.abs(least * nearest - 1) < NEAR_MULTIPLE &&
    nearest <= MOST_DRIFTING &&
    areMultiples(weights, scale, nearest)
  ) {
    return { coverage: nearest, multiples: true };
  }
  let coverage = Math.ceil((1 + SLACK) / least);
  if (coverage > MOST_DRIFTING) for (coverage = MOST_DRIFTING; coverage * least < 1 + NEAR_MULTIPLE; ) coverage *= 2;
  return { coverage, multiples: false };
}

/**
 * The grid of `count` points over `n` weights (f64, at `weights`), at least one of them positive. `sums` is scratch of
 * 48 bytes.
 */
export function gridOf(memory: Memory, at: Addresses<'weights' | 'sums'>, n: number, count: number): Grid {
  const { f64 } = memory;
  const items = sumWeights(memory, at.weights, n, at.sums);
  const weights = f64.subarray(at.weights / 8, at.weights / 8 + n);
  if (items < 1) checkCopy(weights, 0, n);
  const scale = scaleOf(f64, at.sums / 8, count);
  const { coverage, multiples } = coverageOf(weights, scale);
  // beyond 2^62 parts an item is one unit wide
  const parts = BigInt(Math.min(coverage, 2 ** 62));
  const part = LARGEST_GAP / parts;
  const known = coverage <= 2 ** 53 ? coverage : Infinity;
  return { count, items, scale, coverage: known, multiples, parts, part, gap: part * parts };
}

/**
 * Replaces the items' weights (f64, at `fractions`) by their widths on the cumulative line. Returns how far the points
 * move from one epoch to the next, in units, which does not depend on the order of the items.
 *
 * Offsets of the points are multiples of g / coverage, where g and coverage have no common divisor. So `coverage`
 * offsets divide a gap evenly. A drift is added, as large as it can be without a hole wider than the smallest item. In
 * the long run, every item therefore gets exactly its own rate.
 */
export function placeItems(memory: Memory, at: WidthRegions, grid: Grid): bigint {
  const { items, scale, coverage, multiples, parts, part, gap } = grid;
  if (multiples) writeMultiples(memory, at, items, scale, coverage, part);
  else writeWidths(memory, at, items, scale, gap, grid.count);
  if (coverage === 1) return golden(gap);
  const step = strideOf(parts) * part;
  if (multiples || coverage > MOST_DRIFTING) return step % gap;
  const drift = (leastFraction(memory, at, items) - part) / (parts - 1n);
  // the search takes time linear in `coverage` in the worst case
  return (coverage <= MOST_SEARCHED ? nobleBetween(step + drift / 4n, step + drift, gap) : step + golden(drift)) % gap;
}
