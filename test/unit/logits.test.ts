// Samplers from logits: weights within a unit in the last place, and the sets that topK and topP keep.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FromLogitsOptions, WeightedRandomSampler } from '../../src/index.js';
import { expOfMinus, ulpsFromExp } from '../support/exact-exp.js';
import { rounds } from '../support/rounds.js';
import { backends } from '../support/sampler-cases.js';

const make: typeof WeightedRandomSampler.fromLogits = (...args) => WeightedRandomSampler.fromLogits(...args);
const weightsOf = (logits: ArrayLike<number>, options?: FromLogitsOptions) => [...make(logits, options).weights];
const keptOf = (logits: ArrayLike<number>, options?: FromLogitsOptions) =>
  weightsOf(logits, options).flatMap((weight, i) => (weight > 0 ? [i] : []));

/** The logit of a probability of k / 2^j, where the sum of all k is 2^j. */
const halvings = [Math.log(1 / 2), Math.log(1 / 4), Math.log(1 / 8), Math.log(1 / 8)];

describe('weights from logits, worked out by hand', () => {
  it('are 1 for the largest logit, and 0 for -Infinity', () => {
    expect(weightsOf([0, 0, 0])).toEqual([1, 1, 1]);
    expect(weightsOf([7.5, -Infinity, 7.5, -Infinity])).toEqual([1, 0, 1, 0]);
    expect(weightsOf([-1e308])).toEqual([1]);
    expect(weightsOf([1e308, 1e308, -Infinity])).toEqual([1, 1, 0]);
    expect(weightsOf([-0, 0])).toEqual([1, 1]);
  });

  it('give e^-1, e^-2 and e^-708 as the nearest doubles', () => {
    // to 20 digits: 0.36787944117144232160, 0.13533528323661269189 and 3.3075530036384079e-308
    const [, first, second, last] = weightsOf([0, -1, -2, -708]);
    expect(first).toBe(0.36787944117144233);
    expect(second).toBe(0.1353352832366127);
    expect(last).toBe(3.307553003638408e-308);
  });

  it('are probabilities after a division by their sum', () => {
    const probabilities = make(halvings.map((logit) => logit + 12)).probabilities();
    [1 / 2, 1 / 4, 1 / 8, 1 / 8].forEach((p, i) => {
      expect(probabilities[i]).toBeCloseTo(p, 14);
    });
    expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 14);
  });

  it('never lose a logit that is finite: from 708 below the largest on, all weigh e^-708', () => {
    const [, at, below, far, farthest] = weightsOf([1e308, 1e308 * (1 - 2 ** -53), 0, -1e308, -Number.MAX_VALUE]);
    expect([at, below, far, farthest]).toEqual(new Array(4).fill(3.307553003638408e-308));
    const sampler = make([0, -1e4, -Infinity, -2e4], { numSamples: 3, replacement: false, seed: 1 });
    expect([...sampler].sort()).toEqual([0, 1, 3]);
  });
});

describe('temperature', () => {
  it('divides the logits', () => {
    expect(weightsOf([0, -1, -2], { temperature: 0.5 })).toEqual(weightsOf([0, -2, -4]));
    expect(weightsOf([0, -1, -2], { temperature: 2 })).toEqual(weightsOf([0, -0.5, -1]));
    expect(weightsOf([3, 1, 2], { temperature: 1 })).toEqual(weightsOf([3, 1, 2]));
  });

  it('of 0 is the largest logit, the first of equal ones', () => {
    expect(weightsOf([1, 5, -Infinity, 5, 4], { temperature: 0 })).toEqual([0, 1, 0, 0, 0]);
    expect(weightsOf([-0, 0], { temperature: -0 })).toEqual([1, 0]);
    expect([...make([1, 5, 5], { temperature: 0, topK: 2, topP: 0.1, seed: 9 }).take(50)]).toEqual(
      new Array(50).fill(1),
    );
  });

  it('may be as small or as large as a number is', () => {
    expect(weightsOf([1, 2], { temperature: 5e-324 })).toEqual([3.307553003638408e-308, 1]);
    expect(weightsOf([1, 2, -Infinity], { temperature: Number.MAX_VALUE })).toEqual([1, 1, 0]);
  });
});

describe('topK', () => {
  it('keeps the largest logits, the first of equal ones', () => {
    expect(keptOf([1, 3, 2, 3, 2], { topK: 1 })).toEqual([1]);
    expect(keptOf([1, 3, 2, 3, 2], { topK: 2 })).toEqual([1, 3]);
    expect(keptOf([1, 3, 2, 3, 2], { topK: 3 })).toEqual([1, 2, 3]);
    expect(keptOf([1, 3, 2, 3, 2], { topK: 4 })).toEqual([1, 2, 3, 4]);
    expect(keptOf([1, 3, 2, 3, 2], { topK: 5 })).toEqual([0, 1, 2, 3, 4]);
    expect(keptOf([1, 3], { topK: Number.MAX_SAFE_INTEGER })).toEqual([0, 1]);
    expect(keptOf([-0, 0, -0, 0], { topK: 2 })).toEqual([0, 1]);
    expect(keptOf([-5, -Infinity, -4, -Infinity], { topK: 3 })).toEqual([0, 2]);
  });

  it('leaves the weights of those as they are', () => {
    const logits = [0.5, -1, 2, 1.75];
    const [, , third, fourth] = weightsOf(logits, { temperature: 0.7 });
    expect(weightsOf(logits, { temperature: 0.7, topK: 2 })).toEqual([0, 0, third, fourth]);
  });
});

describe('topP', () => {
  it('keeps the fewest whose probabilities reach it, and the one that does', () => {
    expect(keptOf(halvings, { topP: 0.4 })).toEqual([0]);
    expect(keptOf(halvings, { topP: 0.51 })).toEqual([0, 1]);
    expect(keptOf(halvings, { topP: 0.74 })).toEqual([0, 1]);
    expect(keptOf(halvings, { topP: 0.76 })).toEqual([0, 1, 2]);
    expect(keptOf(halvings, { topP: 0.88 })).toEqual([0, 1, 2, 3]);
    expect(keptOf(halvings, { topP: 1 })).toEqual([0, 1, 2, 3]);
    expect(keptOf([...halvings].reverse(), { topP: 0.6 })).toEqual([2, 3]);
  });

  it('counts equal ones in order, and takes no more where the sum is exactly reached', () => {
    const equal = new Array(10).fill(-3);
    expect(keptOf(equal, { topP: 0.1 })).toEqual([0]);
    expect(keptOf(equal, { topP: 0.5 })).toEqual([0, 1, 2, 3, 4]);
    expect(keptOf(equal, { topP: 0.501 })).toEqual([0, 1, 2, 3, 4, 5]);
    expect(keptOf([-9, 0, -9, 0, 0, 0], { topP: 0.25 })).toEqual([1, 3]);
    expect(keptOf(equal, { topP: 5e-324 })).toEqual([0]);
  });

  it('never keeps none, and none without a chance', () => {
    expect(keptOf([-Infinity, 2, -Infinity], { topP: 1e-9 })).toEqual([1]);
    expect(keptOf([-Infinity, 2, -Infinity, 1], { topP: 0.999999 })).toEqual([1, 3]);
  });

  it('applies after temperature and topK, whose probabilities sum to 1 again', () => {
    // of the two that topK keeps, the first has 2/3
    expect(keptOf(halvings, { topK: 2, topP: 0.66 })).toEqual([0]);
    expect(keptOf(halvings, { topK: 2, topP: 0.67 })).toEqual([0, 1]);
    // at temperature 0.5 the probabilities are 16, 4, 1 and 1 of 22
    expect(keptOf(halvings, { temperature: 0.5, topP: 0.72 })).toEqual([0]);
    expect(keptOf(halvings, { temperature: 0.5, topP: 0.73 })).toEqual([0, 1]);
  });
});

/** exp((logit - largest) / temperature) of the numbers that were rounded, as an integer in units of 2^-1400. */
function exactWeight(logit: number, largest: number, temperature: number): bigint {
  if (logit === -Infinity) return 0n;
  const { mantissa, exponent } = expOfMinus(Math.min(708, -((logit - largest) / temperature)));
  return mantissa << BigInt(1080 + exponent);
}

/** A finite number as a fraction of integers. */
function fraction(value: number): [bigint, bigint] {
  let denominator = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return [BigInt(scaled), denominator];
}

const some = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: -20, max: 10, noNaN: true }) },
    { weight: 4, arbitrary: fc.integer({ min: -3, max: 3 }) },
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(-Infinity),
  ),
  { minLength: 1, maxLength: 120 },
);
const settings = fc.record({
  temperature: fc.oneof(fc.constant(1), fc.double({ min: 0.05, max: 20, noNaN: true })),
  topK: fc.option(fc.integer({ min: 1, max: 130 }), { nil: undefined }),
  topP: fc.oneof(fc.constant(1), fc.double({ min: 1e-6, max: 1, noNaN: true }), fc.constantFrom(0.1, 0.25, 0.5, 0.9)),
});

describe.each(backends)('%s: in exact arithmetic', (backend) => {
  it('weights are within a unit in the last place', () => {
    const count = rounds(40_000);
    const logits = new Float64Array(count);
    let word = 12345;
    const random = () => (word = (Math.imul(word, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    const scales = [0.4, 1, 20, 708, 708];
    for (let i = 1; i < count; i++) logits[i] = -random() * scales[i % scales.length];
    // where 2^k exp(r) changes its k
    for (let k = 1; k < 1000; k++) logits[k] = -(k + 0.5) * Math.LN2;
    const { weights } = make(logits, { backend, numSamples: 1 });
    let worst = 0;
    for (let i = 0; i < count; i++) worst = Math.max(worst, Math.abs(ulpsFromExp(weights[i], -logits[i])));
    expect(worst).toBeLessThan(0.9);
    expect(worst).toBeGreaterThan(0.5);
  });

  it('topK and topP keep the first of the largest, and as few as reach the share', () => {
    let left = 0;
    fc.assert(
      fc.property(some, settings, (logits, { temperature, topK, topP }) => {
        fc.pre(logits.some((logit) => logit > -Infinity));
        const sampler = make(logits, { temperature, topK, topP, backend, seed: 1 });
        const { weights } = sampler;
        const full = make(logits, { temperature, backend, numSamples: 1 }).weights;
        const largest = Math.max(...logits);
        const byLogit = logits.map((_, i) => i).sort((i, j) => logits[j] - logits[i] || i - j);
        const inK = byLogit.slice(0, topK).filter((i) => logits[i] > -Infinity);
        const exact = new Map(inK.map((i) => [i, exactWeight(logits[i], largest, temperature)]));
        const total = inK.reduce((sum, i) => sum + (exact.get(i) as bigint), 0n);
        const kept = [...weights.keys()].filter((i) => weights[i] > 0);
        const ordered = inK.slice().sort((i, j) => full[j] - full[i] || i - j);
        expect(kept).toEqual(ordered.slice(0, kept.length).sort((i, j) => i - j));
        const [part, whole] = fraction(topP);
        const sumOf = (ids: readonly number[]) => ids.reduce((sum, i) => sum + (exact.get(i) as bigint), 0n);
        const tolerance = total >> 40n;
        if (topP === 1) expect(kept.length).toBe(inK.length);
        expect((sumOf(kept) + tolerance) * whole >= total * part).toBe(true);
        const last = ordered[kept.length - 1];
        if (topP < 1) expect((sumOf(kept.filter((i) => i !== last)) - tolerance) * whole < total * part).toBe(true);
        for (const i of kept) expect(weights[i]).toBe(full[i]);
        left += inK.length - kept.length;
      }),
      { numRuns: rounds(1000) },
    );
    expect(left).toBeGreaterThan(100);
  });
});

it.each([1, 2, 3, 4095, 4096, 4097, 8191, 12_289])('%i logits have the same weights on both backends', (count) => {
  const logits = Float64Array.from({ length: count }, (_, i) => ((i * 7919) % 4099) / 37 - 50 + i * 2 ** -40);
  logits[count >> 1] = 77;
  const [wasm, js] = backends.map((backend) => make(logits, { temperature: 0.8, backend, numSamples: 1 }).weights);
  expect(wasm).toEqual(js);
  expect(wasm[count >> 1]).toBe(1);
  expect(wasm.filter((weight) => !(weight > 0 && weight <= 1))).toHaveLength(0);
});
