// Weights of items with several labels: known answers, caps, contradictions, and what holds of all of them.
import { describe, expect, it } from 'vitest';
import { lintWeights, multiLabelWeights, sampleWeights, WeightedRandomSampler } from '../../src/index.js';
import { expectClose, repeated, sharesOf, sumOf } from '../support/label-sets.js';

// 60 items of a alone, 20 of a and b, 20 without labels
const nested = repeated(['a', 60], ['ab', 20], ['', 20]);

describe('known answers', () => {
  it('of one label each are those of sampleWeights, bit for bit', () => {
    const labels = Array.from({ length: 300 }, (_, i) => (i % 7 === 0 ? 'b' : i % 50 === 3 ? 'c' : 'a'));
    const sets = labels.map((label) => [label]);
    expect(multiLabelWeights(sets).weights).toEqual(sampleWeights(labels));
    const target = { a: 0.5, b: 0.25, c: 0.25 };
    const { weights, reached, infeasible } = multiLabelWeights(sets, { target });
    expect(weights).toEqual(sampleWeights(labels, { target }));
    expectClose(reached.values(), [0.25, 0.5, 0.25], 1e-12);
    expect(infeasible).toEqual([]);
  });

  it('of one label each where some items have none', () => {
    const sets = repeated(['a', 90], ['b', 10], ['', 20]);
    const equal = multiLabelWeights(sets);
    // the mean weight, for items without labels
    expect(equal.weights[119]).toBeCloseTo(sumOf(equal.weights) / 120, 14);
    expect(equal.weights[0]).toBe(1 / 90);
    expectClose(equal.reached.values(), [50 / 120, 50 / 120], 1e-14);
    const { weights, reached } = multiLabelWeights(sets, { target: { a: 0.3, b: 0.6 } });
    expectClose(reached.values(), [0.3, 0.6], 1e-14);
    expect(weights[119]).toBeCloseTo(0.1 / 20, 14);
    expect(sumOf(weights)).toBeCloseTo(1, 12);
  });

  it('of two labels that overlap: a, b and ab have the odds of a product', () => {
    const sets = repeated(['a', 80], ['b', 10], ['ab', 10]);
    const { weights, wanted, reached } = multiLabelWeights(sets, { target: { a: 0.6, b: 0.6 } });
    // a alone and b alone have 0.4 of the draws each, so that both have 0.2
    expectClose([weights[0], weights[80], weights[90]], [0.4 / 80, 0.4 / 10, 0.2 / 10], 1e-11);
    expectClose(reached.values(), [0.6, 0.6], 1e-10);
    expect([...wanted]).toEqual([
      ['a', 0.6],
      ['b', 0.6],
    ]);
  });

  it('of nested labels', () => {
    const { weights, infeasible } = multiLabelWeights(nested, { target: { a: 0.5, b: 0.25 } });
    expectClose([weights[0], weights[60], weights[80]], [0.25 / 60, 0.25 / 20, 0.5 / 20], 1e-11);
    expect(infeasible).toEqual([]);
  });

  it('of nested labels without a target: as good as only items with both are drawn', () => {
    const { weights, reached, infeasible } = multiLabelWeights(nested);
    expect(infeasible).toEqual([]);
    expectClose(reached.values(), [0.8, 0.8], 1e-6);
    expect(weights[0]).toBeGreaterThan(0);
    // the others have the mean weight
    expect(weights[80]).toBeCloseTo(sumOf(weights) / 100, 12);
    const findings = lintWeights(weights);
    expect(findings.map(({ code }) => code)).toEqual(['never-expected']);
    expect(findings[0]).toMatchObject({ items: 60, index: 0 });
  });

  it('of weights at an equal level: a minimum over all levels', () => {
    const sets = repeated(['a', 80], ['b', 10], ['ab', 10]);
    const { weights, reached } = multiLabelWeights(sets);
    const level = reached.get('a') as number;
    expect(reached.get('b')).toBeCloseTo(level, 9);
    const entropy = (both: number): number => {
      const alone = (1 - both) / 2;
      const parts = [alone / 80, alone / 10, both / 10];
      return sumOf([80, 10, 10].map((times, i) => times * parts[i] * Math.log(parts[i] * 100)));
    };
    const both = (10 * weights[90]) / sumOf(weights);
    expect(both).toBeCloseTo(2 * level - 1, 9);
    for (const other of [both - 0.001, both + 0.001]) expect(entropy(other)).toBeGreaterThan(entropy(both));
  });

  it('of the example', () => {
    const labelSets = [['cat'], ['cat'], ['cat', 'dog'], ['dog'], []];
    const { weights, reached } = multiLabelWeights(labelSets, { target: { cat: 0.5, dog: 0.5 } });
    expectClose(reached.values(), [0.5, 0.5], 1e-9);
    // factors c of a cat and d of a dog, with (2 c + c d) = (d + c d) = half of all
    expect(weights[2] * weights[4]).toBeCloseTo(weights[0] * weights[3], 10);
    const counts = new Array<number>(5).fill(0);
    for (const index of new WeightedRandomSampler(weights, 100_000, { seed: 0 })) counts[index]++;
    // 6 standard deviations
    expect(Math.abs(counts[0] + counts[1] + counts[2] - 50_000)).toBeLessThan(6 * Math.sqrt(25_000));
    expect(Math.abs(counts[2] + counts[3] - 50_000)).toBeLessThan(6 * Math.sqrt(25_000));
  });
});

describe('targets that contradict each other', () => {
  it('of which one is within the other: the nearest by the sum of squares over the targets', () => {
    const { reached, infeasible, weights } = multiLabelWeights(nested, { target: { a: 0.2, b: 0.5 } });
    // both x, of which (x - 0.2)^2 / 0.2 + (x - 0.5)^2 / 0.5 is least: 2 / (5 + 2)
    expectClose(reached.values(), [2 / 7, 2 / 7], 1e-7);
    expect(infeasible).toEqual(['a', 'b']);
    expect(weights.every((weight) => weight > 0)).toBe(true);
  });

  it('of disjoint labels that do not sum to 1', () => {
    const { reached, infeasible } = multiLabelWeights(repeated(['a', 90], ['b', 10]), { target: { a: 0.5, b: 0.3 } });
    expectClose(reached.values(), [0.625, 0.375], 1e-6);
    expect(infeasible).toEqual(['a', 'b']);
  });

  it.each([0.1, 1e-3, 1e-5, 1e-7])('of a share of %f, while other shares sum to far less than 1', (share) => {
    // of q with sum 1, the sum of (q - t)^2 / t is least for q in proportion to t
    const target = { a: 0.03, b: 0.03 * share };
    for (const sets of [repeated(['a', 90], ['b', 10]), repeated(['a', 3], ['ab', 6], ['b', 1])]) {
      const { reached, infeasible } = multiLabelWeights(sets, { target });
      expectClose(reached.values(), [1 / (1 + share), share / (1 + share)], 1e-4 * share);
      expect(infeasible).toEqual(['a', 'b']);
    }
  });

  it('of a label that all items have, without a target', () => {
    const { reached, infeasible, wanted } = multiLabelWeights(repeated(['xc', 60], ['xd', 40]));
    expect(infeasible).toEqual(['x', 'c', 'd']);
    expectClose(reached.values(), [1, 0.5, 0.5], 1e-7);
    expectClose(wanted.values(), [2 / 3, 2 / 3, 2 / 3], 1e-7);
  });

  it('leave labels alone that have nothing to do with it', () => {
    const sets = repeated(['a', 60], ['ab', 20], ['c', 5], ['ac', 5], ['', 10]);
    const { reached, infeasible } = multiLabelWeights(sets, { target: { a: 0.2, b: 0.5, c: 0.3 } });
    expect(infeasible).toEqual(['a', 'b']);
    expectClose([reached.get('c') as number], [0.3], 1e-5);
  });

  it('of which the share 0 of one excludes all items of the other', () => {
    const { weights, reached, infeasible } = multiLabelWeights(nested, { target: { a: 0, b: 0.5 } });
    expect(infeasible).toEqual(['b']);
    expect(weights.subarray(0, 80).every((weight) => weight === 0)).toBe(true);
    expect([...reached.values()]).toEqual([0, 0]);
  });
});

describe('a cap', () => {
  const sets = repeated(['a', 90], ['b', 10]);

  it('limits weights to a multiple of the mean, and shares to what that allows', () => {
    const { weights, reached, infeasible } = multiLabelWeights(sets, { cap: 3 });
    expectClose(reached.values(), [0.7, 0.3], 1e-9);
    expect(infeasible).toEqual(['a', 'b']);
    expect(weights[90] / (sumOf(weights) / 100)).toBeCloseTo(3, 9);
  });

  it('that is not reached changes nothing', () => {
    expect(multiLabelWeights(sets, { cap: 5 }).weights).toEqual(multiLabelWeights(sets).weights);
  });

  it('of 1 gives all items the same weight', () => {
    const { weights, reached } = multiLabelWeights(nested, { cap: 1, target: { a: 0.5, b: 0.5 } });
    expect(new Set(weights).size).toBe(1);
    expectClose(reached.values(), [0.8, 0.2], 1e-12);
  });

  it('that some items reach: the others get the rest, in the form of a product', () => {
    const mixed = repeated(['a', 70], ['b', 6], ['ab', 4], ['', 20]);
    const { weights, infeasible } = multiLabelWeights(mixed, { target: { a: 0.6, b: 0.4 }, cap: 4 });
    const mean = sumOf(weights) / 100;
    expect(infeasible).toEqual([]);
    const free = multiLabelWeights(mixed, { target: { a: 0.6, b: 0.4 } }).weights;
    expect(free[70]).toBeGreaterThan(4 / 100);
    expect(weights[70] / mean).toBeCloseTo(4, 8);
    expectClose(sharesOf(mixed, weights).values(), [0.6, 0.4], 1e-5);
  });
});
