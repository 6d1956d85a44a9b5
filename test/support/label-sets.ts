// Sets of labels, and what weights give them.
import { expect } from 'vitest';
import type { Label } from '../../src/index.js';

/** Each set as often as its number says. */
export const repeated = (...sets: readonly (readonly [labels: string, times: number])[]): string[][] =>
  sets.flatMap(([labels, times]) => Array.from({ length: times }, () => [...labels]));
export const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, each) => sum + each, 0);
/** The share of the draws with each label, from the weights. */
export const sharesOf = (sets: readonly (readonly Label[])[], weights: Float64Array): Map<Label, number> => {
  const shares = new Map<Label, number>();
  for (const [item, labels] of sets.entries()) {
    for (const label of labels) shares.set(label, (shares.get(label) ?? 0) + weights[item] / sumOf(weights));
  }
  return shares;
};
/** Expects numbers that differ by at most `error`. */
export const expectClose = (found: Iterable<number>, wanted: Iterable<number>, error: number): void => {
  const [a, b] = [[...found], [...wanted]];
  expect(a.length).toBe(b.length);
  for (const [i, each] of a.entries()) expect(Math.abs(each - b[i])).toBeLessThanOrEqual(error);
};
