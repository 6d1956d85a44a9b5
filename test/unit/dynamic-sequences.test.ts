// Random sequences of updates, pushes and draws: afterwards, a sampler is the one that is made over its present
// weights.
import { describe, expect, it } from 'vitest';
import { DynamicWeightedSampler, PcgGenerator } from '../../src/index.js';
import { decode, faultsOf } from '../support/dynamic-reference.js';
import { rounds } from '../support/rounds.js';
import { backends } from '../support/sampler-cases.js';

/** Random numbers of one sequence. */
class Chance {
  readonly #words: PcgGenerator;

  constructor(sequence: number) {
    this.#words = new PcgGenerator(sequence);
  }

  below(bound: number): number {
    return Math.floor(this.#words.nextFloat() * bound);
  }

  /** A weight: one of a few, or of any size. In some sequences, all are of one size. */
  weight(kind: number): number {
    const float = this.#words.nextFloat();
    if (this.below(5) === 0) return [0, 0, 1, 5e-324, 1e308][this.below(kind === 0 ? 3 : 5)];
    if (kind === 0) return 1 + float;
    return (1 + float) * 2 ** (kind === 1 ? this.below(80) - 40 : this.below(2046) - 1022);
  }
}

/** Changes a sampler and its weights. Some sequences cross from one level to two, or from two to three. */
function change(chance: Chance, sampler: DynamicWeightedSampler, weights: number[], kind: number): void {
  switch (chance.below(8)) {
    case 0:
      expect(sampler.push((weights[weights.length] = chance.weight(kind)))).toBe(weights.length - 1);
      break;
    case 1: {
      const count = chance.below(2 * weights.length + 2);
      const entries = Array.from({ length: count }, () => [chance.below(weights.length), chance.weight(kind)] as const);
      for (const [index, weight] of entries) weights[index] = weight;
      sampler.updateMany(
        entries.map(([index]) => index),
        entries.map(([, weight]) => weight),
      );
      break;
    }
    case 2:
      if (weights.some((weight) => weight > 0)) sampler.take(chance.below(5));
      break;
    default: {
      const index = chance.below(weights.length);
      weights[index] = chance.weight(kind);
      sampler.update(index, weights[index]);
    }
  }
}

/** Runs sequence number `sequence`. */
function run(sequence: number, backend: 'wasm' | 'js'): void {
  const chance = new Chance(sequence);
  const kind = chance.below(3);
  const sizes = [1, 2, 15, 16, 17, 1 + chance.below(40), chance.below(30) === 0 ? 250 + chance.below(12) : 3];
  const weights = Array.from({ length: sizes[chance.below(sizes.length)] }, () => chance.weight(kind));
  const sampler = new DynamicWeightedSampler(weights, 50, { seed: sequence, backend });
  for (let i = chance.below(12); i >= 0; i--) change(chance, sampler, weights, kind);

  const fresh = new DynamicWeightedSampler(weights, 50, { seed: sequence, backend });
  const { memory, at } = sampler._source.tree;
  const faults = faultsOf(decode(memory.u32, memory.f64, at.tree), weights);
  if (faults.length > 0) throw new Error(faults.join('; '));
  const { epoch, position } = sampler;
  const [state, total] = [sampler.state(), sampler.total];
  if (state.fingerprint !== fresh.state().fingerprint) throw new Error('another fingerprint');
  if (!Object.is(total, fresh.total)) throw new Error(`a total of ${total}, expected ${fresh.total}`);
  if (!weights.some((weight) => weight > 0)) {
    expect(() => sampler.draw()).toThrow('all weights are zero');
    return;
  }
  // the fresh sampler at the same place, and another backend's
  const other = new DynamicWeightedSampler(weights, 50, { seed: sequence, backend: backend === 'js' ? 'wasm' : 'js' });
  const expected = fresh.indices(epoch);
  for (const made of [fresh, other]) made.restore(state);
  const drawn = sampler.take(50);
  const same = [fresh.take(50), other.take(50)];
  for (let i = 0; i < drawn.length; i++) {
    if (position + i < 50 && drawn[i] !== expected[position + i]) throw new Error(`draw ${i} is ${drawn[i]}`);
    for (const draws of same) if (drawn[i] !== draws[i]) throw new Error(`draw ${i} is ${drawn[i]}, not ${draws[i]}`);
  }
}

describe.each(backends)('%s', (backend) => {
  it('any sequence of updates, pushes and draws ends as a sampler over its weights begins', {
    timeout: 600_000,
  }, () => {
    const count = rounds(100_000);
    for (let sequence = 0; sequence < count; sequence++) {
      try {
        run(sequence, backend);
      } catch (error) {
        throw new Error(`sequence ${sequence}: ${(error as Error).message}`, { cause: error });
      }
    }
  });

  it('10^4 updates of 5,000 weights: so does a tree of four levels', () => {
    const chance = new Chance(1);
    const weights = Array.from({ length: 5000 }, () => chance.weight(1));
    const sampler = new DynamicWeightedSampler(weights, 50, { seed: 1, backend });
    for (let i = 0; i < 10_000; i++) {
      const index = chance.below(5000);
      // now and then, weights of another size
      weights[index] = chance.weight(i % 1000 < 900 ? 1 : 2);
      sampler.update(index, weights[index]);
      if (i % 1000 === 0) sampler.take(3);
    }
    const { memory, at } = sampler._source.tree;
    expect(faultsOf(decode(memory.u32, memory.f64, at.tree), weights)).toEqual([]);
    const fresh = new DynamicWeightedSampler(weights, 50, { seed: 1, backend });
    expect(sampler.indices(3)).toEqual(fresh.indices(3));
    expect(sampler.state().fingerprint).toBe(fresh.state().fingerprint);
  });
});
