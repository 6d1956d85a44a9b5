import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multinomial, WeightedRandomSampler } from '../../src/index.js';
import { WithoutReplacementSource } from '../../src/sources/without-replacement.js';
import { backends, openTable } from '../support/backends.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { rounds } from '../support/rounds.js';
import { weightSets } from '../support/weight-sets.js';

const without = (weights: ArrayLike<number>, k: number, seed: number, backend: 'wasm' | 'js') =>
  new WeightedRandomSampler(weights, k, { replacement: false, seed, backend });

describe.each(backends)('draws without replacement, %s', (backend) => {
  it('are draws with replacement, what was taken skipped', () => {
    // as long as the first table goes on; the stream is the one for draws without replacement, purpose 2
    const weights = [5, 1, 0, 3, 2, 2, 8, 1];
    for (let epoch = 0; epoch < 50; epoch++) {
      const plain = openTable(weights, backend).openStream(4, epoch, 2).draw(64);
      const skipped = [...new Set(plain)].slice(0, 3);
      expect([...without(weights, 3, 4, backend).indices(epoch)].slice(0, skipped.length)).toEqual(skipped);
    }
  });

  it.each([
    ['1, 2, 3', [1, 2, 3], 21],
    ['fourth powers', [0.08 ** 4, 0.0078 ** 4, 0.012 ** 4], 22],
  ])(
    'of two have the exact ordered probabilities, weights %s: chi-square over a million epochs',
    (_, weights, seed) => {
      const epochs = rounds(1_000_000);
      const draws = without(weights, 2, seed, backend).take(2 * epochs);
      const counts = new Map<number, number>();
      const n = weights.length;
      for (let i = 0; i < draws.length; i += 2) {
        const pair = n * draws[i] + draws[i + 1];
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
      const sum = weights.reduce((all, weight) => all + weight, 0);
      const pairs = weights.flatMap((first, i) =>
        weights.flatMap((second, j) => (i === j ? [] : [[n * i + j, (first / sum) * (second / (sum - first))]])),
      );
      expect(pairs.reduce((all, [pair]) => all + (counts.get(pair) ?? 0), 0)).toBe(epochs);
      const observed = pairs.map(([pair]) => counts.get(pair) ?? 0);
      const { pValue } = chiSquare(
        observed,
        pairs.map(([, probability]) => probability),
      );
      expect(pValue).toBeGreaterThan(LEAST_P);
    },
  );

  it('of all are a permutation of the positive weights, for sets of every kind', () => {
    for (const { weights } of weightSets(60, 77)) {
      const positive = [...weights.keys()].filter((i) => weights[i] > 0);
      const drawn = without(weights, positive.length, 5, backend).indices(1);
      expect([...drawn].sort((a, b) => a - b)).toEqual(positive);
    }
  });

  it('of all, 12 decades at n = 100,000, build at most 60 tables', () => {
    const n = 100_000;
    const weights = Float64Array.from({ length: n }, (_, i) => 10 ** (-12 * (((i * 7919) % n) / n)));
    const table = new WithoutReplacementSource(weights, n, n, backend);
    const order = new Uint32Array(n);
    table.read(1, { epoch: 0, position: 0, stride: 1, count: n }, order, 0);
    expect(new Set(order).size).toBe(n);
    expect(table.builds).toBeLessThanOrEqual(60);
    expect(table.builds).toBeGreaterThan(5);
  });

  it('leave the full table as it was for the next epoch', () => {
    const weights = Float64Array.from({ length: 500 }, (_, i) => 1 + i);
    const sampler = without(weights, 500, 8, backend);
    const before = sampler.probabilities();
    const [first, second] = [sampler.indices(0), sampler.indices(1)];
    expect(sampler.probabilities()).toEqual(before);
    expect(first).not.toEqual(second);
    expect(without(weights, 500, 8, backend).indices(1)).toEqual(second);
  });

  it("of more than there are positive weights are refused, with PyTorch's sentence", () => {
    expect(() => without([1, 0, 2], 3, 1, backend)).toThrow(RangeError);
    expect(() => without([1, 0, 2], 3, 1, backend)).toThrow(
      /^numSamples must be at most the number of positive weights, 2, .* got 3 .*cannot sample n_sample > prob_dist/,
    );
    expect([...without([1, 0, 2], 2, 1, backend)].sort()).toEqual([0, 2]);
  });

  it('refuse weights that change between the check and the copy: no draw would ever be the last', () => {
    const given = { length: 4 } as ArrayLike<number>;
    let reads = 0;
    // twice as they were checked, for the check of weights and of their number; then but one positive is left
    for (let i = 0; i < 4; i++) Object.defineProperty(given, i, { get: () => (++reads > 8 && i > 0 ? 0 : 1) });
    expect(() => without(given, 4, 1, backend)).toThrow(
      /^numSamples must be at most the number of positive weights, 1, .* got 4/,
    );
    expect(reads).toBeGreaterThan(8);
  });

  it('refuse the state of draws with replacement', () => {
    const state = new WeightedRandomSampler([1, 2], 2, { seed: 1, backend }).state();
    expect(() => without([1, 2], 2, 1, backend).restore(state)).toThrow(
      /^state is of a WeightedRandomSampler with different settings/,
    );
  });
});

it('both backends draw the same without replacement', () => {
  const weights = fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), {
    minLength: 1,
    maxLength: 400,
  });
  fc.assert(
    fc.property(weights, fc.nat(400), fc.maxSafeNat(), fc.nat(9), (given, most, seed, epoch) => {
      const positives = given.filter((weight) => weight > 0).length;
      fc.pre(positives > 0);
      const k = 1 + (most % positives);
      const [wasm, js] = backends.map((backend) => without(given, k, seed, backend).indices(epoch));
      return String(wasm) === String(js);
    }),
    { numRuns: 200 },
  );
});

describe('multinomial', () => {
  it('is the first epoch of a sampler, without replacement unless asked', () => {
    const weights = [1, 2, 3, 4];
    for (const backend of ['auto', ...backends] as const) {
      expect(multinomial(weights, 4, { seed: 3, backend })).toEqual(without(weights, 4, 3, 'wasm').indices());
      const replaced = new WeightedRandomSampler(weights, 9, { seed: 3 }).indices();
      expect(multinomial(weights, 9, { seed: 3, replacement: true, backend })).toEqual(replaced);
    }
    expect(multinomial(weights, 4)).toHaveLength(4);
  });

  it.each([
    ['too many', () => multinomial([1, 2], 3), RangeError, /^numSamples must be at most .*cannot sample n_sample/],
    ['none', () => multinomial([1, 2], 0), RangeError, /^numSamples must be a positive integer, got 0/],
    ['no number', () => multinomial([1, 2], undefined as never), TypeError, /^numSamples must be .* got undefined/],
    [
      'an unknown option',
      () => multinomial([1], 1, { numSamples: 1 } as never),
      TypeError,
      /^options has no "numSamples"/,
    ],
    ['no weights', () => multinomial([], 1), RangeError, /^weights must not be empty/],
  ] as const)('%s', (_, call, kind, says) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(says);
  });
});
