// What batches of a few classes promise, checked from the batches alone.
import { expect } from 'vitest';

/** Labels of classes 0, 1, … of these sizes, mixed. */
export function labelsOf(sizes: readonly number[]): number[] {
  const all = sizes.flatMap((size, code) => new Array<number>(size).fill(code));
  // a step that has no common divisor with the number of labels
  const step = [7, 11, 13, 17].find((each) => all.length % each !== 0) as number;
  return all.map((_, i) => all[(i * step) % all.length]);
}

/** The values of each key, as Map.groupBy of newer engines. */
function groupBy<T, K>(values: Iterable<T>, keyOf: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

/** How often each value comes, as a Map. */
export function countsOf<T>(values: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The smallest and the largest count of `keys`. */
export function rangeOf<T>(counts: ReadonlyMap<T, number>, keys: readonly T[]): [least: number, most: number] {
  const all = keys.map((key) => counts.get(key) ?? 0);
  return [Math.min(...all), Math.max(...all)];
}

/** Checks an epoch's batches: P different classes, K items of each, as evenly as possible, in passes. */
export function checkBatches(batches: Iterable<Uint32Array>, labels: readonly number[], P: number, K: number): void {
  const members = groupBy(labels.keys(), (index) => labels[index]);
  const seen = new Map<number, number>();
  for (const batch of batches) {
    expect(batch).toHaveLength(P * K);
    const byClass = groupBy(batch, (index) => labels[index]);
    expect(byClass.size).toBe(P);
    for (const [label, own] of byClass) {
      expect(own).toHaveLength(K);
      const items = members.get(label) as number[];
      const [least, most] = rangeOf(countsOf(own), items);
      expect(most - least).toBeLessThanOrEqual(1);
      for (const index of own) seen.set(index, (seen.get(index) ?? 0) + 1);
      // a pass that goes on: after every batch, no item is two ahead of another
      const [fewest, largest] = rangeOf(seen, items);
      expect(largest - fewest).toBeLessThanOrEqual(1);
    }
  }
}
