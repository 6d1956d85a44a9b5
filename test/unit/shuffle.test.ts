import { describe, expect, it } from 'vitest';
import { RandomSampler, SubsetRandomSampler } from '../../src/index.js';
import { backends, openMemory } from '../support/backends.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';

const HALF = 0xffffffffn;

/** The high halves of a stream's words from 0 on, one at a time, from the kernel that the PCG vectors hold. */
function* highHalves(backend: (typeof backends)[number], seed: number): Generator<bigint> {
  const memory = openMemory(16 + 8 * 1024, backend);
  memory.kernels.openStream(0, seed, 0, 1);
  for (let at = 0; ; at += 1024) {
    memory.kernels.pcgWords(0, at, 1, 16, 1024);
    for (const word of memory.u64.slice(2, 2 + 1024)) yield word >> 32n;
  }
}

/**
 * Lemire's rejection as the paper has it, and the shuffle inside-out: item i goes to a place up to its own, what was
 * there behind.
 */
function reference(backend: (typeof backends)[number], seed: number, count: number) {
  const words = highHalves(backend, seed);
  const order = new Uint32Array(count);
  let rejected = 0;
  for (let bound = 2; bound <= count; bound++) {
    const wide = BigInt(bound);
    const tooMany = (1n << 32n) % wide;
    let product: bigint;
    for (;;) {
      product = (words.next().value as bigint) * wide;
      if ((product & HALF) >= tooMany) break;
      rejected++;
    }
    const chosen = Number(product >> 32n);
    order[bound - 1] = order[chosen];
    order[chosen] = bound - 1;
  }
  return { order, rejected };
}

describe.each(backends)('shuffles, %s', (backend) => {
  it.each([0, 1, 2, 3, 1000])("of %i are the reference's", (count) => {
    const memory = openMemory(16 + 4 * count, backend);
    memory.kernels.openStream(0, 5, 0, 1);
    memory.kernels.shuffle(0, 16, count);
    expect(memory.u32.slice(4, 4 + count)).toEqual(reference(backend, 5, count).order);
  });

  it('reject the words that would favor some', () => {
    // 2^32 mod bound is large enough for some dozens of a million words to be rejected
    const count = 1_000_003;
    const { order, rejected } = reference(backend, 7, count);
    expect(rejected).toBeGreaterThan(20);
    const drawn = new RandomSampler(count, { seed: 7, backend }).indices();
    // one expectation of a million would take seconds
    expect(drawn).toHaveLength(order.length);
    expect(drawn.findIndex((index, i) => index !== order[i])).toBe(-1);
  });

  it('are permutations, another one each epoch, and the same by the same seed', () => {
    const make = () => new RandomSampler(5000, { seed: 3, backend });
    const [first, second] = [make().indices(0), make().indices(1)];
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect(first).toEqual(make().indices(0));
    expect(first).not.toEqual(second);
  });

  it('come one behind the other beyond the length, each of its own', () => {
    const sampler = new RandomSampler(10, { seed: 1, numSamples: 35, backend });
    const draws = [...sampler.indices()];
    const parts = [0, 10, 20].map((at) => draws.slice(at, at + 10));
    for (const part of parts) expect([...part].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(parts.map(String)).size).toBe(3);
    expect(new Set(draws.slice(30)).size).toBe(5);
    // the last one begins as it would go on
    expect(new RandomSampler(10, { seed: 1, numSamples: 40, backend }).indices().slice(0, 35)).toEqual(
      sampler.indices(),
    );
  });

  it('show each order of four equally often: chi-square over 48,000 epochs', () => {
    const counts = new Map<string, number>();
    const sampler = new RandomSampler(4, { seed: 11, backend });
    for (let epoch = 0; epoch < 48_000; epoch++) {
      const order = String(sampler.indices(epoch));
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()], new Array(24).fill(1 / 24)).pValue).toBeGreaterThan(LEAST_P);
  });
});

describe.each(backends)('uniform draws with replacement, %s', (backend) => {
  it.each([1, 2, 3, 1000, 2 ** 31 + 7, 2 ** 32 - 1])('below %i are word * bound / 2^64', (bound) => {
    const sampler = new RandomSampler(bound, { replacement: true, numSamples: 2000, seed: 9, backend });
    const memory = openMemory(16 + 8 * 2000, backend);
    memory.kernels.openStream(0, 9, 4, 0);
    memory.kernels.pcgWords(0, 0, 1, 16, 2000);
    const expected = [...memory.u64.slice(2, 2002)].map((word) => Number((word * BigInt(bound)) >> 64n));
    expect([...sampler.indices(4)]).toEqual(expected);
  });

  it('come equally often: chi-square over 100,000 draws of 100', () => {
    const counts = new Array<number>(100).fill(0);
    for (const index of new RandomSampler(100, { replacement: true, numSamples: 100_000, seed: 2, backend }))
      counts[index]++;
    expect(
      chiSquare(
        counts,
        counts.map(() => 0.01),
      ).pValue,
    ).toBeGreaterThan(LEAST_P);
  });
});

describe.each(backends)('a SubsetRandomSampler, %s', (backend) => {
  it('gives its indices, each as often as it was given, in the order of the permutation', () => {
    const indices = [9, 4, 4, 7, 100];
    const sampler = new SubsetRandomSampler(indices, { seed: 6, backend });
    const order = new RandomSampler(5, { seed: 6, backend }).indices(2);
    expect([...sampler.indices(2)]).toEqual([...order].map((i) => indices[i]));
    indices[0] = 0;
    expect([...sampler].sort((a, b) => a - b)).toEqual([4, 4, 7, 9, 100]);
  });

  it('may be empty, and take whatever is an array', () => {
    expect([...new SubsetRandomSampler([], { seed: 1, backend })]).toEqual([]);
    expect([...new SubsetRandomSampler(Uint8Array.of(5), { seed: 1, backend })]).toEqual([5]);
  });
});

describe('wrong arguments', () => {
  it.each([
    ['no source', () => new RandomSampler(0), RangeError, /^source must not be empty.*num_samples=0/],
    ['a fraction', () => new RandomSampler(1.5), RangeError, /^source must be .* got 1\.5/],
    ['a string', () => new RandomSampler('5' as never), TypeError, /^source must be .* got "5"/],
    [
      'numSamples 0',
      () => new RandomSampler(5, { numSamples: 0 }),
      RangeError,
      /^numSamples must be a positive integer, got 0/,
    ],
    [
      'replacement 1',
      () => new RandomSampler(5, { replacement: 1 as never }),
      TypeError,
      /^replacement must be a boolean, got 1/,
    ],
    [
      'too many permutations',
      () => new RandomSampler(2, { numSamples: 2 ** 30 }),
      RangeError,
      /^numSamples must be at most 2\^28/,
    ],
    ['an unknown option', () => new RandomSampler(5, { sed: 1 } as never), TypeError, /^options has no "sed"/],
    ['options for numSamples', () => new RandomSampler(5, 5 as never), TypeError, /^options must be an object/],
    ['a seed of -1', () => new RandomSampler(5, { seed: -1 }), RangeError, /^seed must be .* got -1/],
    ['another backend', () => new RandomSampler(5, { backend: 'gpu' as never }), RangeError, /^backend must be/],
    ['an index of -1', () => new SubsetRandomSampler([1, -1]), RangeError, /^indices\[1\] must be .* got -1/],
    [
      'an index of 2^32',
      () => new SubsetRandomSampler([2 ** 32]),
      RangeError,
      /^indices\[0\] must be .* got 4294967296/,
    ],
    [
      'a word for an index',
      () => new SubsetRandomSampler(['1'] as never),
      TypeError,
      /^indices\[0\] must be .* got "1"/,
    ],
    ['a number for indices', () => new SubsetRandomSampler(3 as never), TypeError, /^indices must be an array/],
  ] as const)('%s', (_, call, kind, says) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(says);
  });
});
