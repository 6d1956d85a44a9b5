// Few draws from many weights need no alias table, and are those of a table all the same.
import { describe, expect, it } from 'vitest';
import { multinomial, WeightedRandomSampler } from '../../src/index.js';
import { AliasSource } from '../../src/sources/alias.js';
import { isFew } from '../../src/sources/few.js';
import { FewDraws } from '../../src/sources/few-draws.js';
import { PURPOSE } from '../../src/sources/source.js';
import { WithoutReplacementSource } from '../../src/sources/without-replacement.js';
import { backends, openMemory, openTable } from '../support/backends.js';

/** A fixed number in [0, 1) for each index. */
const random = (i: number) => ((Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(i + 7, 0x85ebca6b)) >>> 0) / 2 ** 32;

const kinds: Readonly<Record<string, (i: number, n: number) => number>> = {
  random,
  // shares near whole words, so that carries decide
  ones: () => 1,
  tenths: () => 0.1,
  'mod 8': (i) => i % 8,
  'mod 7': (i) => i % 7,
  'power law': (i) => 1 / (i + 1),
  'eight decades': (i) => Math.exp(20 * random(i)),
  // the smallest are below 2^-64 of the sum
  'forty decades': (i) => Math.exp(100 * random(i)),
  'one positive': (i, n) => (i === n >> 1 ? 1 : 0),
  'two positive': (i, n) => (i === n - 1 || i === 5 ? 1 : 0),
  'one of nearly all': (i) => (i === 77 ? 1e9 : 1),
  'two thirds, and one': (i) => (i % 3 === 0 ? 0 : 1),
  subnormal: (i) => (i % 3 ? 1 : 5e-324),
  'too small for it': (i) => 1e-300 * random(i),
  'too large for it': (i) => 1e300 * random(i),
};

function weightsOf(n: number, of: (i: number, n: number) => number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: n }, (_, i) => of(i, n));
}

/** An epoch without replacement, from tables. */
function byTable(weights: Float64Array, k: number, seed: number, epoch: number): Uint32Array {
  const source = new WithoutReplacementSource(weights, weights.length, k, 'js');
  const order = new Uint32Array(k);
  source.read(seed, { epoch, position: 0, stride: 1, count: k }, order, 0);
  source.free();
  return order;
}

describe.each(backends)('few draws, %s', (backend) => {
  it.each(Object.entries(kinds))('are the draws from a table, weights: %s', (name, of) => {
    for (const n of [64, 100, 4096, 5001, 8191]) {
      const weights = weightsOf(n, of);
      const count = 2000;
      const draws = new FewDraws(weights, backend);
      if (name.endsWith('for it')) {
        expect(draws.positives).toBe(0);
        continue;
      }
      expect(draws.positives).toBe(weights.filter((weight) => weight > 0).length);
      const table = new AliasSource(weights, n, backend);
      const expected = new Uint32Array(count);
      table.read(7, { epoch: 3, position: 0, stride: 1, count }, expected, 0);
      draws.open(7, 3, PURPOSE.draws);
      expect(Uint32Array.from(expected, (_, t) => draws.draw(t))).toEqual(expected);
      draws.free();
      table.free();
    }
  });

  // one word in 2^14 is an escape
  it.each([
    ['shares that are rounded', random],
    // the share of 7 is a whole number of words, within rounding
    ['exact shares', (i: number) => i % 8],
  ])('are the draws from a table where a word is an escape, %s', (_, of) => {
    const n = 2 ** 19;
    const weights = weightsOf(n, of);
    const { escapes } = openTable(weights, 'wasm');
    const many = 2 ** 17;
    const { u32, kernels } = openMemory(16 + 4 * many, 'wasm');
    kernels.openStream(0, 5, 0, PURPOSE.draws);
    kernels.pcgWords(0, 0, 1, 16, many / 2);
    const positions = [...u32.subarray(4, 4 + many).entries()].filter(([, word]) => ~word >>> 0 < escapes);
    expect(positions.length).toBeGreaterThan(2);
    const table = new AliasSource(weights, n, backend);
    const draws = new FewDraws(weights, backend);
    draws.open(5, 0, PURPOSE.draws);
    const expected = new Uint32Array(1);
    for (const [position] of positions) {
      table.read(5, { epoch: 0, position, stride: 1, count: 1 }, expected, 0);
      expect([position, draws.draw(position)]).toEqual([position, expected[0]]);
    }
    table.free();
    draws.free();
  });

  it.each(Object.entries(kinds))('without replacement are those from tables, in every epoch, weights: %s', (_, of) => {
    const n = 4500;
    const weights = weightsOf(n, of);
    const positives = weights.filter((weight) => weight > 0).length;
    for (const k of [1, 2, 140].filter((each) => each <= positives)) {
      const options = { replacement: false, seed: 11, backend };
      const sampler = new WeightedRandomSampler(weights, k, options);
      for (const epoch of [2, 2, 0, 1, 2]) {
        expect(sampler.indices(epoch)).toEqual(byTable(weights, k, 11, epoch));
      }
      expect(multinomial(weights, k, { seed: 11, backend })).toEqual(byTable(weights, k, 11, 0));
      expect(multinomial([...weights], k, { seed: 11, backend })).toEqual(byTable(weights, k, 11, 0));
    }
  });

  it('with replacement are those of a sampler', () => {
    for (const of of Object.values(kinds)) {
      const weights = weightsOf(6000, of);
      const expected = new WeightedRandomSampler(weights, 100, { seed: 3, backend }).indices(0);
      expect(multinomial(weights, 100, { replacement: true, seed: 3, backend })).toEqual(expected);
    }
  });

  it('are read from any position, by any stride', () => {
    const weights = weightsOf(5000, random);
    const sampler = new WeightedRandomSampler(weights, 100, { replacement: false, seed: 1, backend });
    const whole = byTable(weights, 100, 1, 0);
    const out = new Uint32Array(30);
    sampler._read({ epoch: 0, position: 7, stride: 3, count: 30 }, out, 0);
    expect(out).toEqual(whole.filter((_, i) => i >= 7 && (i - 7) % 3 === 0).subarray(0, 30));
    expect(sampler.take(150)).toEqual(Uint32Array.of(...whole, ...byTable(weights, 100, 1, 1).subarray(0, 50)));
  });

  it('are those of a table if the weights are of a class that makes its own parts', () => {
    const weights = weightsOf(5000, random);
    class Scores extends Float64Array<ArrayBuffer> {
      // ignores the offset and the length that parts of an array are made with
      constructor(values: ArrayBuffer) {
        super(values);
      }
    }
    class Coarse extends Float64Array<ArrayBuffer> {
      static get [Symbol.species](): typeof Float64Array {
        return Float32Array as unknown as typeof Float64Array;
      }
    }
    for (const given of [new Scores(weights.slice().buffer), new Coarse(weights.slice().buffer)]) {
      for (const replacement of [true, false]) {
        const options = { replacement, seed: 1, backend };
        expect(multinomial(given, 100, options)).toEqual(multinomial(weights, 100, options));
        const sampler = new WeightedRandomSampler(given, 100, options);
        expect(sampler.indices(0)).toEqual(new WeightedRandomSampler(weights, 100, options).indices(0));
      }
    }
  });

  it('are from a copy: weights may change after a sampler is made', () => {
    const weights = weightsOf(5000, random);
    const expected = byTable(weights, 100, 1, 0);
    for (const given of [weights.slice(), [...weights], Float32Array.from(weights)]) {
      const sampler = new WeightedRandomSampler(given, 100, { replacement: false, seed: 1, backend });
      given.fill(0);
      if (given instanceof Float32Array) continue;
      expect(sampler.indices(0)).toEqual(expected);
      expect(sampler.weights).toEqual(weights);
    }
  });

  it('have the probabilities, bound and state of draws from a table', () => {
    const weights = weightsOf(5000, (i) => (i < 4990 ? random(i) : 0));
    const few = new WeightedRandomSampler(weights, 100, { replacement: false, seed: 1, backend });
    const table = new WeightedRandomSampler(weights, 100, { seed: 1, backend });
    expect(few._maxIndex).toBe(4989);
    expect(few.probabilities()).toEqual(table.probabilities());
    expect(few.backend).toBe(backend);
    few.take(30);
    const resumed = new WeightedRandomSampler(weights, 100, { replacement: false, seed: 1, backend });
    resumed.restore(few.state());
    expect(resumed.take(100)).toEqual(few.take(100));
  });

  it.each([
    ['NaN', (weights: Float64Array) => (weights[4321] = Number.NaN), 'weights[4321] must be a finite number'],
    ['a negative weight', (weights: Float64Array) => (weights[17] = -1), 'weights[17] must be a finite number'],
    ['infinity', (weights: Float64Array) => (weights[4999] = Infinity), 'weights[4999] must be a finite number'],
    ['zeros', (weights: Float64Array) => weights.fill(0), 'weights must have a positive entry, got 5000 zeros'],
  ])('refuse %s in the usual words', (_, spoil, words) => {
    const weights = weightsOf(5000, random);
    spoil(weights);
    for (const given of [weights, [...weights]]) {
      expect(() => multinomial(given, 1, { seed: 1, backend })).toThrow(words);
      expect(() => multinomial(given, 1, { replacement: true, seed: 1, backend })).toThrow(words);
      expect(() => new WeightedRandomSampler(given, 9, { replacement: false, backend })).toThrow(words);
    }
  });

  it('refuse more draws than positive weights, and take -0 for 0', () => {
    const weights = weightsOf(5000, (i) => (i % 100 === 0 ? 1 : -0));
    expect(() => multinomial(weights, 51, { seed: 1, backend })).toThrow('the number of positive weights, 50,');
    expect(new Set(multinomial(weights, 50, { seed: 1, backend })).size).toBe(50);
  });
});

it('are few by the numbers of weights and draws alone', () => {
  expect([isFew(4096, 1), isFew(4096, 128), isFew(4096, 129), isFew(4095, 1)]).toEqual([true, true, false, false]);
  // of more weights, draws that wait for memory
  const million = 2 ** 20;
  expect([isFew(million, million / 100), isFew(million, million / 96 + 1)]).toEqual([true, false]);
});
