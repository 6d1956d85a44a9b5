// Weights of items with several labels.
import { multiLabelWeights, PcgGenerator } from 'loaded-dice';
import type { Task } from './measure.js';

/** (items,), sets of `size` of `labels` labels, of which label i is as common as 1 / sqrt(i + 1). */
export function labelSets(items: number, size: number, labels: number): string[][] {
  const generator = new PcgGenerator(1);
  const sums: number[] = [];
  for (let i = 0; i < labels; i++) sums.push((sums[i - 1] ?? 0) + 1 / Math.sqrt(i + 1));
  const draw = (): number => {
    const u = generator.nextFloat() * sums[labels - 1];
    let [from, to] = [0, labels - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sums[middle] > u) to = middle;
      else from = middle + 1;
    }
    return from;
  };
  return Array.from({ length: items }, () => {
    const set = new Set<number>();
    while (set.size < size) set.add(draw());
    return Array.from(set, (label) => `label ${label}`);
  });
}

/**
 * Generalized iterative scaling as a textbook has it (Darroch and Ratcliff 1972): all factors at once, until every
 * label's share is within 1 % of the mean share. Every set has `size` labels.
 */
function iterativeScaling(sets: readonly string[][], size: number): Float64Array {
  const codeOf = new Map<string, number>();
  for (const set of sets) for (const label of set) if (!codeOf.has(label)) codeOf.set(label, codeOf.size);
  const codes = Int32Array.from(sets.flatMap((set) => set.map((label) => codeOf.get(label) as number)));
  const weights = new Float64Array(sets.length).fill(1 / sets.length);
  const target = size / codeOf.size;
  for (;;) {
    const shares = new Float64Array(codeOf.size);
    for (let i = 0; i < codes.length; i++) shares[codes[i]] += weights[Math.trunc(i / size)];
    if (shares.every((share) => Math.abs(share / target - 1) < 0.01)) return weights;
    const factors = shares.map((share) => (target / share) ** (1 / size));
    for (let i = 0; i < codes.length; i++) weights[Math.trunc(i / size)] *= factors[codes[i]];
    const sum = weights.reduce((all, weight) => all + weight, 0);
    for (let i = 0; i < weights.length; i++) weights[i] /= sum;
  }
}

/** A table: nanoseconds an item. */
export const labelWeights = {
  id: 'labels',
  title: 'weights of an item with 5 of 1,000 labels, all labels alike (plain: iterative scaling to 1 %)',
  rows: [5, 6].map((digits) => ({
    name: `n = 10^${digits}`,
    set() {
      const items = 10 ** digits;
      const sets = labelSets(items, 5, 1000);
      const tasks: Task[] = [
        ['multiLabelWeights', items, () => multiLabelWeights(sets)],
        // a minute and more of 10^6
        ...(digits < 6 ? [['plain JS', items, () => iterativeScaling(sets, 5)] as Task] : []),
      ];
      return { tasks };
    },
  })),
};
