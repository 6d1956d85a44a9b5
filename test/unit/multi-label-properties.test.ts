// What holds of all weights of items with several labels.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Label, type MultiLabelWeights, multiLabelWeights } from '../../src/index.js';
import { expectClose, repeated, sharesOf, sumOf } from '../support/label-sets.js';
import { rounds } from '../support/rounds.js';

describe('all weights', () => {
  const labelSets = fc.array(fc.uniqueArray(fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e'), { maxLength: 4 }), {
    minLength: 1,
    maxLength: 30,
  });
  const isLabeled = (sets: string[][]): boolean => sets.some((labels) => labels.length > 0);
  const problems = labelSets.filter(isLabeled).chain((sets) =>
    fc.record({
      sets: fc.constant(sets),
      target: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
    }),
  );
  const targetsOf = (sets: string[][], target: readonly number[]): Map<string, number> => {
    const present = new Set(sets.flat());
    return new Map([...'abcde'].map((label, i) => [label, target[i]] as const).filter(([label]) => present.has(label)));
  };
  const checkShares = <L extends Label>(sets: readonly (readonly L[])[], found: MultiLabelWeights<L>): void => {
    const shares = sharesOf(sets, found.weights);
    for (const [label, share] of found.reached) {
      expect(share).toBeCloseTo(shares.get(label) as number, 9);
      const misses = Math.abs(share - (found.wanted.get(label) as number)) > 1e-4 * (found.wanted.get(label) as number);
      expect(found.infeasible.includes(label)).toBe(misses);
    }
  };

  it('are positive, and reach the shares that they say', () => {
    fc.assert(
      fc.property(problems, ({ sets, target }) => {
        const targets = targetsOf(sets, target);
        for (const found of [multiLabelWeights(sets), multiLabelWeights(sets, { target: targets })]) {
          expect(found.weights.every((weight) => weight > 0)).toBe(true);
          checkShares(sets, found);
        }
      }),
      { numRuns: rounds(500) },
    );
  });

  it('are at most the cap', () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 1, max: 4, noNaN: true }), ({ sets, target }, cap) => {
        const targets = targetsOf(sets, target);
        for (const found of [multiLabelWeights(sets, { cap }), multiLabelWeights(sets, { target: targets, cap })]) {
          const mean = sumOf(found.weights) / sets.length;
          for (const weight of found.weights) expect(weight).toBeLessThanOrEqual(cap * mean * (1 + 1e-8));
          expect(found.weights.every((weight) => weight > 0)).toBe(true);
          checkShares(sets, found);
        }
      }),
      { numRuns: rounds(300) },
    );
  });

  it('reach shares that some weights have, and are nearer to uniform than those', () => {
    const entropyOf = (weights: ArrayLike<number>): number => {
      const total = sumOf(Array.from(weights));
      return sumOf(Array.from(weights, (w) => (w / total) * Math.log((w / total) * weights.length)));
    };
    fc.assert(
      fc.property(
        labelSets.filter(isLabeled).chain((sets) =>
          fc.record({
            sets: fc.constant(sets),
            own: fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), {
              minLength: sets.length,
              maxLength: sets.length,
            }),
          }),
        ),
        ({ sets, own }) => {
          const shares = sharesOf(sets, Float64Array.from(own)) as Map<string, number>;
          for (const [label, share] of shares) shares.set(label, Math.min(share, 1));
          const { reached, infeasible, weights } = multiLabelWeights(sets, { target: shares });
          expect(infeasible).toEqual([]);
          for (const [label, share] of shares) {
            expect(Math.abs((reached.get(label) as number) - share)).toBeLessThan(1e-5 * share);
          }
          expect(entropyOf(weights)).toBeLessThanOrEqual(entropyOf(own) + 1e-5);
          // the same shares with a limit that these weights keep
          const cap = (Math.max(...own) / sumOf(own)) * own.length;
          const limited = multiLabelWeights(sets, { target: shares, cap });
          expect(entropyOf(limited.weights)).toBeLessThanOrEqual(entropyOf(own) + 1e-4);
          for (const [label, share] of shares) {
            expect(Math.abs((limited.reached.get(label) as number) - share)).toBeLessThan(1e-4 * share);
          }
        },
      ),
      { numRuns: rounds(500) },
    );
  });

  it('that miss a target have a certificate: no item’s shortfalls sum to what the targets need', () => {
    let contradictions = 0;
    fc.assert(
      fc.property(problems, ({ sets, target }) => {
        const targets = targetsOf(sets, target);
        const { wanted, reached, infeasible } = multiLabelWeights(sets, { target: targets });
        if (infeasible.length === 0) return;
        contradictions++;
        const y = (label: string): number => {
          const want = wanted.get(label) as number;
          return (want - (reached.get(label) as number)) / want;
        };
        const needed = sumOf([...wanted].map(([label, share]) => y(label) * share));
        const most = Math.max(...sets.map((labels) => sumOf(labels.map(y))));
        // the difference is the squared distance
        const distance = sumOf([...wanted].map(([label, share]) => y(label) ** 2 * share));
        expect(needed - most).toBeGreaterThan(0.9 * distance - 1e-6);
      }),
      { numRuns: rounds(500) },
    );
    expect(contradictions).toBeGreaterThan(rounds(500) / 5);
  });

  it('do not depend on the order of labels in a set, and follow the order of the items', () => {
    const sets = repeated(['ab', 3], ['abc', 2], ['c', 4], ['bc', 1]);
    const { weights } = multiLabelWeights(sets);
    const turned = multiLabelWeights(sets.map((labels) => [...labels].reverse())).weights;
    expectClose(turned, weights, 1e-9);
    const backward = multiLabelWeights([...sets].reverse()).weights;
    expectClose(backward.reverse(), weights, 1e-9);
  });

  it('have the same bits on every engine', () => {
    const sets = Array.from({ length: 500 }, (_, i) =>
      ['a', 'b', 'c', 'd', 'e', 'f'].filter((_, bit) => ((i * 37) >> bit) % 3 === 0),
    );
    const bits = new BigUint64Array(multiLabelWeights(sets).weights.buffer);
    const limited = new BigUint64Array(multiLabelWeights(sets, { cap: 1.5 }).weights.buffer);
    const hash = (words: BigUint64Array): string =>
      words.reduce((h, word) => BigInt.asUintN(64, (h ^ word) * 0x100000001b3n), 0xcbf29ce484222325n).toString(16);
    expect([hash(bits), hash(limited)]).toEqual(['f8bcfd4344043cd1', '3acbe49814d07c7d']);
  });

  it('of many labels of an item', () => {
    const all = Array.from({ length: 100 }, (_, i) => i);
    const sets = [all, ...all.map((i) => all.filter((j) => j % (i + 2) === 0 || j === i))];
    checkShares(sets, multiLabelWeights(sets));
    expect(multiLabelWeights([all]).weights).toEqual(Float64Array.of(1));
  });
});
