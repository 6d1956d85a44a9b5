// `using sampler = …` gives a sampler's memory back at once; then it draws no more.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  ClassBatchSampler,
  DataLoader,
  DistributedSampler,
  DynamicWeightedSampler,
  MixtureSampler,
  RandomSampler,
  StratifiedBatchSampler,
  SubsetRandomSampler,
  SystematicSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { SamplerPool } from '../../src/parallel.js';
import { backends, SEED, WEIGHTS } from '../support/sampler-cases.js';

const GONE = 'the sampler was disposed of and its memory freed: make a new sampler';

/** Samplers that hold memory, by name. */
const kinds = backends.flatMap((backend) => {
  const options = { seed: SEED, backend };
  const generator = () => ({ generator: new TorchGenerator(SEED), backend });
  return [
    ['weighted', () => new WeightedRandomSampler(WEIGHTS, 40, options)],
    ['without replacement', () => new WeightedRandomSampler(WEIGHTS, 5, { ...options, replacement: false })],
    ['weighted, a generator', () => new WeightedRandomSampler(WEIGHTS, 40, generator())],
    ['random', () => new RandomSampler(40, options)],
    ['random with replacement', () => new RandomSampler(40, { ...options, replacement: true })],
    ['a few of many', () => new RandomSampler(100_000, { ...options, numSamples: 40 })],
    ['random, a generator', () => new RandomSampler(40, generator())],
    ['subset', () => new SubsetRandomSampler([5, 2, 9], options)],
    ['of weights that change', () => new DynamicWeightedSampler(WEIGHTS, 40, options)],
    ['systematic', () => new SystematicSampler(WEIGHTS, 40, options)],
    ['mixture', () => new MixtureSampler([3, 30], { weights: [1, 2], stop: 40, ...options })],
    [
      'a few classes',
      () => new ClassBatchSampler([...'aabbbcc'], { classesPerBatch: 3, itemsPerClass: 1, seed: SEED, backend }),
    ],
    [
      'classes with shares',
      () =>
        new ClassBatchSampler<string>([...'aabbbcc'], {
          ...{ classesPerBatch: 1, itemsPerClass: 3, seed: SEED, backend, target: { a: 1, b: 2, c: 3 } },
        }),
    ],
    ['stratified', () => new StratifiedBatchSampler([...'aabbbcc'], { batchSize: 3, seed: SEED, backend })],
  ].map(([name, make]) => ({ name: `${name}, ${backend}`, make: make as () => WeightedRandomSampler, backend }));
});

// every engine of the suites has it; where one has not, a sampler has no such member
describe.runIf(Symbol.dispose)('a sampler that is disposed of', () => {
  it.each(kinds)('$name: throws when it is drawn from, twice as well as once', ({ make, backend }) => {
    const sampler = make();
    const loop = sampler[Symbol.iterator]();
    loop.next();
    const inside = sampler[Symbol.iterator]();
    inside.next();
    sampler[Symbol.dispose]();
    sampler[Symbol.dispose]();
    const drawing: (() => unknown)[] = [
      () => sampler.draw(),
      () => sampler.take(3),
      () => sampler.fill(new Uint32Array(3)),
      () => sampler.indices(sampler.epoch),
      () => [...sampler],
      () => inside.next(),
      () => loop.next(),
      () => sampler.state(),
    ];
    for (const draw of drawing.slice(0, 6)) expect(draw).toThrow(new Error(GONE));
    // a loop that threw is over
    expect([() => loop.next(), () => inside.next()].map((next) => attempt(next))).toEqual([
      expect.anything(),
      { value: undefined, done: true },
    ]);
    if ('probabilities' in sampler)
      for (const read of [() => sampler.weights, () => sampler.probabilities()]) expect(read).toThrow(GONE);
    expect(() => sampler.state()).toThrow(GONE);
    // what it was can still be read
    expect(sampler.backend).toBe(backend);
    expect(JSON.parse(JSON.stringify(sampler)).backend).toBe(backend);
    expect(sampler.length).toBe(make().length);
  });

  it.each(kinds)('$name: leaves the others as they are', ({ make }) => {
    const [gone, other] = [make(), make()];
    gone.take(7);
    other.take(7);
    gone[Symbol.dispose]();
    const next = make();
    const alone = make();
    alone.take(7);
    expect([other.take(20), next.take(20)].map(String)).toEqual([alone.take(20), make().take(20)].map(String));
  });

  it('throws through its wrappers', () => {
    const sampler = new WeightedRandomSampler(WEIGHTS, 40, { seed: SEED });
    const batches = new BatchSampler(sampler, 4);
    const rank = new DistributedSampler(sampler, { numReplicas: 2, rank: 1 });
    const loader = new DataLoader(WEIGHTS, { sampler, batchSize: 2 });
    for (const each of [batches, rank]) each.take(1);
    sampler[Symbol.dispose]();
    for (const draw of [() => batches.indices(), () => rank.indices(), () => [...loader]]) expect(draw).toThrow(GONE);
  });

  it('in the middle of a pool’s draws: these are what they were to be', async () => {
    const pool = new SamplerPool({ threads: 2 });
    try {
      const make = () => new WeightedRandomSampler(WEIGHTS, 40, { seed: SEED });
      const sampler = make();
      const draws = pool.take(sampler, 300_000);
      sampler[Symbol.dispose]();
      // a sampler that is given memory now must not be given this
      const others = Array.from({ length: 200 }, () => new WeightedRandomSampler([3, 2, 1], 40, { seed: 1 }));
      if (globalThis.crossOriginIsolated === false) {
        // no thread had the memory: the draws are made on this one, too late
        await expect(draws).rejects.toThrow(GONE);
      } else {
        const [got, alone] = [await draws, make().take(4000)];
        expect(got).toHaveLength(300_000);
        expect(got.slice(0, 4000)).toEqual(alone);
      }
      expect(others.every((other) => other.take(4).join() === others[0].indices(0).slice(0, 4).join())).toBe(true);
      await expect(pool.take(sampler, 300_000)).rejects.toThrow(GONE);
    } finally {
      await pool.close();
    }
  });
});

function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}
