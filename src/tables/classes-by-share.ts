import { type Label, type Target, targetNumbers, weightsOfCounts } from '../weights/class-weights.js';

/**
 * The weight of one row of each class. The shares of the target are added up from the smallest to the largest: a table
 * has no order of classes, and in another order the sum may have other last bits.
 * @throws {TypeError | RangeError} The target does not name exactly these classes, or its shares are invalid.
 */
export function weightsOfClasses(
  counts: readonly number[],
  classes: readonly Label[],
  target: Target | undefined,
): number[] {
  if (target === undefined) return weightsOfCounts(counts, classes, undefined);
  const shares = targetNumbers(classes, target);
  const order = classes.map((_, i) => i).sort((a, b) => shares[a] - shares[b]);
  const inOrder = <T>(values: readonly T[]): T[] => order.map((i) => values[i]);
  const weights = weightsOfCounts<Label>(inOrder(counts), inOrder(classes), target);
  const result = new Array<number>(classes.length);
  for (const [place, i] of order.entries()) result[i] = weights[place];
  return result;
}
