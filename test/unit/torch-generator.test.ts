// One stream that goes on: what samplers with a TorchGenerator take from it, and when.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DistributedSampler,
  RandomSampler,
  type SamplerState,
  SubsetRandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { rounds } from '../support/rounds.js';
import { at, backends } from '../support/sampler-cases.js';
import { next, WEIGHTS } from '../support/torch-hand.js';

describe('a seed', () => {
  it('counts by its low 32 bits, whatever its sign', () => {
    const first = (seed: number | bigint) => new TorchGenerator(seed).nextUint64();
    for (const [a, b] of [
      [5, 2 ** 32 + 5],
      [5n, 5n + (77n << 32n)],
      [-1, 2 ** 32 - 1],
      [-1n, (1n << 64n) - 1n],
      [-(2n ** 63n), 0],
    ]) {
      expect(first(a)).toBe(first(b));
    }
    expect(first(1)).not.toBe(first(2));
    expect(new TorchGenerator(7n).seed).toBe(7n);
  });

  it('is the sampler’s', () => {
    const generator = new TorchGenerator(9);
    const sampler = new RandomSampler(4, { generator });
    expect([sampler.seed, sampler.generator]).toEqual([9, generator]);
  });
});

describe.each(backends)('with a generator, %s,', (backend) => {
  const kinds = {
    WeightedRandomSampler: (generator: TorchGenerator) =>
      new WeightedRandomSampler(WEIGHTS, 20, { generator, backend }),
    'WeightedRandomSampler without replacement': (generator: TorchGenerator) =>
      new WeightedRandomSampler(WEIGHTS, 6, { replacement: false, generator, backend }),
    'WeightedRandomSampler of one draw': (generator: TorchGenerator) =>
      new WeightedRandomSampler(WEIGHTS, 1, { generator, backend }),
    'WeightedRandomSampler from labels': (generator: TorchGenerator) =>
      WeightedRandomSampler.fromLabels(['a', 'b', 'b', 'b'], { generator, backend, numSamples: 9 }),
    RandomSampler: (generator: TorchGenerator) => new RandomSampler(10, { generator, backend }),
    'RandomSampler of several permutations': (generator: TorchGenerator) =>
      new RandomSampler(10, { numSamples: 25, generator, backend }),
    'RandomSampler of two permutations': (generator: TorchGenerator) =>
      new RandomSampler(10, { numSamples: 20, generator, backend }),
    'RandomSampler with replacement': (generator: TorchGenerator) =>
      new RandomSampler(10, { replacement: true, numSamples: 70, generator, backend }),
    SubsetRandomSampler: (generator: TorchGenerator) =>
      new SubsetRandomSampler([9, 4, 4, 7, 100], { generator, backend }),
  };
  type Make = (typeof kinds)[keyof typeof kinds];

  describe.each(Object.entries<Make>(kinds))('a %s', (_, make) => {
    /** Its first epochs, each by a loop. */
    const epochsOf = (count: number, seed = 3) => {
      const sampler = make(new TorchGenerator(seed));
      return Array.from({ length: count }, () => [...sampler]);
    };

    it('goes on from epoch to epoch, however it is read', () => {
      const stream = epochsOf(40).flat();
      const reads = fc.array(
        fc.tuple(fc.constantFrom('draw', 'take', 'fill', 'loop', 'indices', 'state'), fc.nat(20)),
        {
          maxLength: 12,
        },
      );
      fc.assert(
        fc.property(reads, (steps) => {
          const generator = new TorchGenerator(3);
          let sampler = make(generator);
          const { length } = sampler;
          let place = 0;
          for (const [step, count] of steps) {
            const expectNext = (draws: Iterable<number>, many: number) => {
              expect([...draws]).toEqual(stream.slice(place, place + many));
              place += many;
            };
            if (place + 20 + length > stream.length) break;
            if (step === 'draw') expectNext([sampler.draw()], 1);
            if (step === 'take') expectNext(sampler.take(count), count);
            if (step === 'fill') expectNext(sampler.fill(new Uint32Array(count)), count);
            if (step === 'loop') expectNext(sampler, length - (place % length));
            if (step === 'indices') {
              const from = length * Math.floor(place / length);
              expect([...sampler.indices()]).toEqual(stream.slice(from, from + length));
            }
            if (step === 'state') {
              const state = JSON.parse(JSON.stringify(sampler.state()));
              const other = new TorchGenerator(999);
              const again = make(other);
              again.restore(state);
              expect(next(other)).toBe(next(sampler.generator!));
              sampler = again;
            }
            expect(at(sampler)).toEqual([Math.floor(place / length), place % length]);
          }
        }),
      );
    });

    it('shows epochs from a copy: nothing moves, and those before are gone', () => {
      const generator = new TorchGenerator(3);
      const sampler = make(generator);
      const epochs = epochsOf(4);
      const { length } = sampler;
      const before = next(generator);
      expect([0, 1, 3].map((epoch) => [...sampler.indices(epoch)])).toEqual([epochs[0], epochs[1], epochs[3]]);
      expect(next(generator)).toBe(before);
      sampler.take(length + Math.floor(length / 2));
      const within = next(generator);
      expect([1, 2, 3].map((epoch) => [...sampler.indices(epoch)])).toEqual(epochs.slice(1));
      expect(next(generator)).toBe(within);
      expect(() => sampler.indices(0)).toThrow(
        new RangeError('epoch must be at least 1: a generator only moves forward, got 0'),
      );
      expect([...sampler.take(2 * length)]).toEqual(
        epochs
          .flat()
          .slice(length + Math.floor(length / 2))
          .slice(0, 2 * length),
      );
    });

    it('cannot go to another epoch', () => {
      const generator = new TorchGenerator(3);
      const sampler = make(generator);
      for (const each of [
        sampler,
        new BatchSampler(sampler, 2),
        new DistributedSampler(sampler, { numReplicas: 2, rank: 0 }),
      ]) {
        each.take(1);
        const before = next(generator);
        expect(() => each.setEpoch(0)).toThrow(/^setEpoch is not available with a generator/);
        expect(() => each.setEpoch(-1)).toThrow(RangeError);
        expect(next(generator)).toBe(before);
        expect(each.epoch * each.length + each.position).toBe(1);
      }
    });

    it('continues from a state, also within batches and as a rank', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(30), fc.boolean(), (size, cut, dropLast) => {
          const wrappers = [
            (generator: TorchGenerator) => new BatchSampler(make(generator), size, dropLast),
            (generator: TorchGenerator) =>
              new DistributedSampler(make(generator), { numReplicas: size, rank: size - 1, dropLast }),
            (generator: TorchGenerator) =>
              new BatchSampler(new DistributedSampler(make(generator), { numReplicas: 2, rank: 1 }), size),
          ];
          for (const wrap of wrappers) {
            const generator = new TorchGenerator(3);
            const sampler = wrap(generator);
            if (sampler.length === 0) continue;
            sampler.take(cut % (4 * sampler.length));
            // somebody else takes from it too
            generator.nextUint32();
            const state = JSON.parse(JSON.stringify(sampler.state()));
            const other = new TorchGenerator(77);
            const again = wrap(other);
            again.restore(state);
            expect(next(other)).toBe(next(generator));
            expect(at(again)).toEqual(at(sampler));
            expect(again.state()).toEqual(state);
            const rest = 2 * sampler.length;
            expect(again.take(rest)).toEqual(sampler.take(rest));
            expect(next(other)).toBe(next(generator));
          }
        }),
        { numRuns: rounds(40) },
      );
    });

    it('is a state’s own kind: seeded ones are others', () => {
      const sampler = make(new TorchGenerator(3));
      sampler.take(3);
      const good = sampler.state();
      const generator = new TorchGenerator(3);
      const again = make(generator);
      again.take(2);
      const before = [at(again), next(generator)];
      const { generator: mine, ...without } = good;
      const wrong: unknown[] = [
        without,
        { ...good, generator: null },
        { ...good, generator: {} },
        { ...good, generator: 'words' },
        { ...good, seed: 3 },
        { ...good, generator: { ...mine, words: mine!.words.slice(4) } },
        { ...good, generator: { ...mine, words: `${mine!.words.slice(0, -1)}!` } },
        { ...good, generator: { ...mine, words: btoa('\xff'.repeat(2500)) } },
        { ...good, generator: { ...mine, words: 5 } },
        { ...good, position: 1, generator: { words: mine!.words } },
        { ...good, position: 1, generator: { ...mine, start: 7 } },
        { ...good, generator: { ...mine, start: mine!.words, drawn: -1 } },
        { ...good, generator: { ...mine, start: mine!.words, drawn: 0.5 } },
        { ...good, generator: { ...mine, start: mine!.words, drawn: 1e9 } },
      ];
      for (const state of wrong) {
        expect(() => again.restore(state as SamplerState), JSON.stringify(state)).toThrow(/state/);
        expect([at(again), next(generator)]).toEqual(before);
      }
    });
  });
});
