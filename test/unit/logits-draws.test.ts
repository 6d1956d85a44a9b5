// What samplers from logits draw: what samplers over the same weights do.
import { describe, expect, it } from 'vitest';
import { DistributedSampler, type FromLogitsOptions, TorchGenerator, WeightedRandomSampler } from '../../src/index.js';
import { backends } from '../support/sampler-cases.js';

const make: typeof WeightedRandomSampler.fromLogits = (...args) => WeightedRandomSampler.fromLogits(...args);

describe.each(backends)('%s: draws from logits', (backend) => {
  const logits = Array.from({ length: 300 }, (_, i) => ((i * 37) % 101) / 9 + (i % 7 === 0 ? -Infinity : 0));
  const options = { temperature: 0.9, seed: 3, backend };

  it.each<FromLogitsOptions>([
    {},
    { topK: 40 },
    { topP: 0.9 },
    { topK: 40, topP: 0.5, numSamples: 25 },
    { numSamples: 20, replacement: false },
    { topK: 40, numSamples: 40, replacement: false },
  ])('%j: those of a sampler over the same weights, whose states are its own', (given) => {
    const sampler = make(logits, { ...options, ...given });
    const { replacement, numSamples } = sampler;
    expect(numSamples).toBe(given.numSamples ?? logits.length);
    const other = new WeightedRandomSampler(sampler.weights, numSamples, { replacement, seed: 3, backend });
    expect(sampler.take(10)).toEqual(other.take(10));
    expect(sampler.draw()).toBe(other.draw());
    expect(sampler.indices(5)).toEqual(other.indices(5));
    expect(sampler.state()).toEqual(other.state());
    expect(sampler.probabilities()).toEqual(other.probabilities());
    expect(sampler.toJSON()).toEqual(other.toJSON());
    const restored = make(logits, { ...options, ...given });
    restored.restore(JSON.parse(JSON.stringify(other.state())));
    expect([...restored]).toEqual([...other]);
    expect(sampler.indices(1).filter((i) => logits[i] === -Infinity)).toHaveLength(0);
  });

  it('a state of other settings is refused', () => {
    const state = make(logits, options).state();
    for (const other of [{ temperature: 1 }, { topK: 100 }, { topP: 0.5 }]) {
      expect(() => make(logits, { ...options, ...other }).restore(state)).toThrow(/weights/);
    }
  });

  it('are PyTorch’s for these weights, with a generator', () => {
    const sampler = make(logits, { temperature: 0.9, generator: new TorchGenerator(5), backend });
    const other = new WeightedRandomSampler(sampler.weights, undefined, { generator: new TorchGenerator(5), backend });
    expect([...sampler]).toEqual([...other]);
  });

  it('are equal for arrays of every kind, and leave them as they are', () => {
    const whole = [3, -2, 0, 1, 3, -8];
    const kinds = [Float64Array, Float32Array, Int8Array, Int32Array, Reflect.get(globalThis, 'Float16Array')];
    for (const Kind of kinds.filter((each) => each)) {
      const given = Kind.from(whole) as Float32Array;
      const sampler = make(given, { topK: 4, seed: 8, backend });
      expect(sampler.weights).toEqual(make(whole, { topK: 4, backend }).weights);
      expect([...given]).toEqual(whole);
    }
    const like = { length: 3, 0: 1, 1: -Infinity, 2: 0 };
    expect(make(like, { backend }).weights).toEqual(make([1, -Infinity, 0], { backend }).weights);
    const part = Float64Array.of(9, 1, 2, 9).subarray(1, 3);
    expect(make(part, { backend }).weights).toEqual(make([1, 2], { backend }).weights);
  });

  it('make an object of the class that was asked', () => {
    class Tokens extends WeightedRandomSampler {}
    expect(Tokens.fromLogits([1, 2], { backend })).toBeInstanceOf(Tokens);
  });
});

describe.each(backends)('%s: draws from many logits, whose table is built late', (backend) => {
  const count = 20_000;
  const logits = Float32Array.from({ length: count }, (_, i) => ((i * 7919) % 4001) / 400 - (i % 5));
  const samplers = (options: FromLogitsOptions = {}) => {
    const sampler = make(logits, { seed: 11, backend, ...options });
    const { weights, numSamples, replacement } = sampler;
    return { sampler, plain: new WeightedRandomSampler(weights, numSamples, { seed: 11, backend, replacement }) };
  };

  it('are those of a table, before it is built, while, and after', () => {
    const { sampler, plain } = samplers();
    for (const some of [1, 16, 40, 300, 200, 2, 600, 5000, 30_000])
      expect(sampler.take(some)).toEqual(plain.take(some));
    expect(sampler.indices(3)).toEqual(plain.indices(3));
  });

  it('are those of any epoch, position and stride', () => {
    const { sampler, plain } = samplers({ numSamples: 7 });
    for (const epoch of [0, 5, 2, 2 ** 40, 2]) expect(sampler.indices(epoch)).toEqual(plain.indices(epoch));
    sampler.setEpoch(9);
    plain.setEpoch(9);
    for (let i = 0; i < 20; i++) expect(sampler.draw()).toBe(plain.draw());
    expect(sampler.state()).toEqual(plain.state());
    const rank = (of: WeightedRandomSampler) => new DistributedSampler(of, { numReplicas: 3, rank: 2 }).take(10);
    expect(rank(sampler)).toEqual(rank(plain));
  });

  it('are those without replacement, and with few logits kept', () => {
    for (const options of [{ topK: 50 }, { topP: 0.1 }, { temperature: 0 }, { topK: 300, topP: 0.5 }]) {
      const { sampler, plain } = samplers({ numSamples: 30, ...options });
      expect(sampler.take(90)).toEqual(plain.take(90));
      expect(sampler.probabilities()).toEqual(plain.probabilities());
      expect(sampler.take(50)).toEqual(plain.take(50));
    }
    const { sampler, plain } = samplers({ numSamples: 40, topK: 60, replacement: false });
    expect(sampler.take(120)).toEqual(plain.take(120));
  });

  it('are those of equal logits, far apart, whose shares are whole numbers of words', () => {
    const spread = Float32Array.from({ length: count }, (_, i) => (i % 311 === 7 ? 0 : -9));
    for (const topK of [1, 2, 3, 32, 64, 48]) {
      const sampler = make(spread, { topK, seed: 2, backend });
      const plain = new WeightedRandomSampler(sampler.weights, undefined, { seed: 2, backend });
      expect(sampler.take(500)).toEqual(plain.take(500));
    }
  });

  it('can be disposed of before and after the table is built', () => {
    for (const some of [0, 5, 5000]) {
      const { sampler } = samplers();
      sampler.take(some);
      sampler._dispose();
      expect(() => sampler.draw()).toThrow(/disposed/);
      expect(sampler.backend).toBe(backend);
    }
  });
});
