// The largest of many numbers, against a sort of all of them.
import { describe, expect, it } from 'vitest';
import { largestByCount, largestBySum } from '../../src/weights/largest.js';

const COUNT = 20_000;
let word = 99;
const random = () => (word = (Math.imul(word, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const arrays: [string, Float64Array][] = [
  ['spread evenly', Float64Array.from({ length: COUNT }, random)],
  ['negative and positive', Float64Array.from({ length: COUNT }, () => 20 * random() - 10)],
  ['in ascending order', Float64Array.from({ length: COUNT }, (_, i) => i - 7000)],
  ['in descending order', Float64Array.from({ length: COUNT }, (_, i) => 7000 - i)],
  ['all equal', new Float64Array(COUNT).fill(-2)],
  ['of three values', Float64Array.from({ length: COUNT }, (_, i) => i % 3)],
  ['over all decades', Float64Array.from({ length: COUNT }, () => (random() - 0.5) * 10 ** (600 * random() - 300))],
  // which differ in the last bits of the fraction, in the middle ones, and below the smallest normal number
  ['near 1', Float64Array.from({ length: COUNT }, () => 1 + Math.floor(random() * 4000) * 2 ** -52)],
  ['near -1', Float64Array.from({ length: COUNT }, () => -1 - Math.floor(random() * 4000) * 2 ** -30)],
  ['subnormal', Float64Array.from({ length: COUNT }, () => Math.floor(random() * 5000) * 5e-324)],
  ['infinite below', Float64Array.from({ length: COUNT }, (_, i) => (i % 9 ? -Infinity : random()))],
  ['mostly zero', Float64Array.from({ length: COUNT }, (_, i) => (i === 500 ? 1 : i % 3 ? -0 : 0))],
  ['few', Float64Array.of(3, 1, 2)],
];

/** All indices, those of the largest values first. */
const orderOf = (values: Float64Array) =>
  Array.from(values.keys()).sort((i, j) => (values[j] === values[i] ? i - j : values[j] - values[i]));

describe.each(arrays)('numbers %s', (_, values) => {
  const order = orderOf(values);
  const sorted = (ids: readonly number[]) => Uint32Array.from(ids).sort();

  it.each([1, 2, 47, 48, 49, 50, 1000, 7001, COUNT - 1, COUNT, COUNT + 1])('the largest %i', (count) => {
    expect(largestByCount(values, count)).toEqual(sorted(order.slice(0, count)));
  });

  const sizes = values.map((value) => (value > -Infinity ? Math.abs(value) : 0));
  const largest = sizes.reduce((most, each) => Math.max(most, each));
  const weights = sizes.map((size) => size / largest);
  it.each([1e-9, 0.01, 0.3, 0.5, 0.9, 0.99, 1 - 2 ** -30, 1])('the fewest that sum to %f of all', (share) => {
    const byWeight = orderOf(weights);
    const total = byWeight.reduceRight((sum, i) => sum + weights[i], 0);
    const kept = largestBySum(weights, share);
    expect(kept).toEqual(sorted(byWeight.slice(0, kept.length)));
    const sum = byWeight.slice(0, kept.length).reduceRight((sum, i) => sum + weights[i], 0);
    expect(sum).toBeGreaterThanOrEqual(share * total * (1 - 2 ** -35));
    expect(sum - weights[byWeight[kept.length - 1]]).toBeLessThan(share * total * (1 + 2 ** -35));
  });
});
