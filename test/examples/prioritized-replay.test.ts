import { beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error an example is plain JavaScript
import { isOver, step } from '../../examples/prioritized-replay/cart-pole.mjs';
// @ts-expect-error an example is plain JavaScript
import { ReplayMemory } from '../../examples/prioritized-replay/replay-memory.mjs';
// @ts-expect-error an example is plain JavaScript
import { train } from '../../examples/prioritized-replay/train.mjs';
import { chiSquare, LEAST_P } from '../support/chi-square.js';

/** A memory of n items, item i with the priority errors[i] + 0.001. */
function memoryOf(errors: readonly number[], alpha: number, capacity = errors.length) {
  const memory = new ReplayMemory(capacity, { alpha, seed: 1 });
  for (const [i] of errors.entries()) memory.add(i);
  memory.update(Uint32Array.from(errors.keys()), Float32Array.from(errors));
  return memory;
}

/** P(i) = p_i^alpha / (sum of p^alpha), as in the paper. */
function probabilitiesOf(errors: readonly number[], alpha: number): number[] {
  const powers = errors.map((error) => (Math.fround(Math.abs(error)) + 1e-3) ** alpha);
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

const ERRORS = [0.5, -2, 0, 0.125, 1, -0.25, 3, 0.0625];

describe('a replay memory with priorities', () => {
  it.each([0, 0.6, 1])('draws items as the paper says, alpha %f, p > 1e-6', (alpha) => {
    const memory = memoryOf(ERRORS, alpha);
    const probabilities = probabilitiesOf(ERRORS, alpha);
    for (const [i, probability] of probabilities.entries()) {
      expect(memory.sampler.probability(i)).toBeCloseTo(probability, 12);
    }
    const counts = ERRORS.map(() => 0);
    for (const i of memory.draw(100_000, 1).indices) counts[i]++;
    expect(chiSquare(counts, probabilities).pValue).toBeGreaterThan(LEAST_P);
  });

  it.each([0, 0.4, 1])('weighs them by (N P(i))^-beta / max, beta %f', (beta) => {
    const memory = memoryOf(ERRORS, 0.6);
    const probabilities = probabilitiesOf(ERRORS, 0.6);
    const { indices, items, weights } = memory.draw(32, beta);
    const expected = Array.from(indices as Uint32Array, (i) => (ERRORS.length * probabilities[i]) ** -beta);
    const largest = Math.max(...expected);
    expect(new Set(indices).size).toBeGreaterThan(4);
    for (const [k, weight] of weights.entries()) expect(weight).toBeCloseTo(expected[k] / largest, 12);
    expect(Math.max(...weights)).toBe(1);
    expect(items).toEqual([...indices]);
  });

  it('by hand: two items of priorities 1 and 3, beta 1', () => {
    const memory = memoryOf([1 - 1e-3, 3 - 1e-3], 1);
    const { indices, weights } = memory.draw(20, 1);
    // N P is 1/2 and 3/2, so the weights are 2 and 2/3, or 1 and 1/3
    expect(new Set(indices)).toEqual(new Set([0, 1]));
    for (const [k, i] of [...indices].entries()) expect(weights[k]).toBeCloseTo([1, 1 / 3][i], 6);
  });

  it('makes up for its choice with beta 1: weighted means are those of all items', () => {
    const memory = memoryOf(ERRORS, 1);
    const { indices, weights } = memory.draw(400_000, 1);
    let [sum, total] = [0, 0];
    for (const [k, i] of [...indices].entries()) {
      sum += weights[k] * i;
      total += weights[k];
    }
    // the mean of 0 to 7; without the weights it is 4.4
    expect(sum / total).toBeCloseTo(3.5, 1);
  });

  it('keeps the latest items, new ones with the largest priority', () => {
    const memory = memoryOf([0.5, 4, 1], 1, 3);
    memory.add('new');
    const { sampler } = memory;
    expect([0, 1, 2].map((i) => sampler.weight(i))).toEqual([4.001, 4.001, 1.001]);
    const { indices, items } = memory.draw(50, 1);
    expect(items).toEqual(Array.from(indices as Uint32Array, (i) => ['new', 1, 2][i]));
    expect(sampler.size).toBe(3);
  });
});

it('the cart and the pole move as in the paper', () => {
  const [x, dx, angle, turn] = step(new Float32Array(4), 1);
  // forces of 10 / 1.1 turn the pole by -10 / 1.1 / (0.5 * (4/3 - 0.1/1.1)) a second
  expect([x, angle]).toEqual([0, 0]);
  expect(dx).toBeCloseTo(0.195122, 6);
  expect(turn).toBeCloseTo(-0.292683, 6);
  expect([0.2, 0.22, -0.22].map((tilt) => isOver([0, 0, tilt, 0]))).toEqual([false, true, true]);
  expect([2.3, 2.5, -2.5].map((place) => isOver([place, 0, 0, 0]))).toEqual([false, true, true]);
});

describe('a network that learns to keep the pole up, with three seeds', () => {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const seeds = [1, 2, 3];
  let priorities: number[][];
  let uniform: number[][];
  beforeAll(() => {
    [priorities, uniform] = [0.6, 0].map((alpha) => seeds.map((seed) => train({ alpha, seed })));
  }, 600_000);

  it('learns faster by priorities than by uniform replay', () => {
    // measured: 90 and 47 steps on average over the training
    expect(mean(priorities.map(mean))).toBeGreaterThan(1.1 * mean(uniform.map(mean)));
  });

  it('learns it: from 10 steps to more than 100 at best, with each seed', () => {
    for (const skills of priorities) {
      expect(mean(skills.slice(0, 3))).toBeLessThan(50);
      expect(Math.max(...skills)).toBeGreaterThan(100);
    }
  });

  it('depends on the seed only', () => {
    const again = train({ alpha: 0.6, seed: 2, steps: 400 });
    expect(again).toEqual(train({ alpha: 0.6, seed: 2, steps: 400 }));
    expect(again).not.toEqual(train({ alpha: 0.6, seed: 3, steps: 400 }));
  });
});
