import type { Allocation } from '../kernels/allocation.js';
import type { FewKernels } from '../kernels/kernels.js';
import type { Addresses } from './layout.js';

/**
 * Limits of the sum. Beyond them, the largest of up to 2^28 weights may be where assembly/sum.ts scales all weights
 * first, which is not done here.
 */
export const LARGEST = 2 ** 900;
export const SMALLEST = 2 ** -872;

/**
 * Writes at `sums` what `sumWeights` (assembly/sum.ts) writes about all weights. `eachPiece` copies them to `copied`,
 * some at a time, and runs a function with their number. `totals` has 32 bytes, of zeros. Returns the number of
 * positive weights, or 0 if a weight is not valid, or if the sum is beyond the limits.
 */
export function sumInPieces(
  { f64, kernels }: Allocation<FewKernels>,
  { copied, totals, sums }: Addresses<'copied' | 'totals' | 'sums'>,
  eachPiece: (run: (count: number) => void) => void,
): number {
  const of = totals / 8;
  const at = sums / 8;
  f64[of + 3] = Infinity;
  let status = 0;
  eachPiece((count) => {
    status ||= kernels.sumPiece(copied, count, totals);
  });
  const [high, low, positives, smallest] = f64.subarray(of, of + 4);
  if (status !== 0 || !(high >= SMALLEST && high <= LARGEST)) return 0;
  const unit = high * 2 ** -64;
  f64.set([1, high, low, 0, unit], at);
  if (smallest >= unit) return positives;
  f64.fill(0, of, of + 2);
  let lifted = 0;
  eachPiece((count) => {
    lifted += kernels.sumBelow(copied, count, 1, unit, totals);
  });
  f64.set([...restOfSum(high, low, lifted, f64, of), lifted], at + 1);
  return positives;
}

/**
 * What is left of a sum (high and low part) without the sum at f64[of], which is that of the `lifted` weights. Both are
 * as in assembly/sum.ts.
 */
export function restOfSum(high: number, low: number, lifted: number, f64: Float64Array, of: number): [number, number] {
  if (lifted === 0) return [high, low];
  const below = f64[of];
  const rest = high - below;
  // the error of high - below
  const virtual = rest - high;
  const error = high - (rest - virtual) + (-below - virtual);
  return [rest, error + (low - f64[of + 1])];
}
