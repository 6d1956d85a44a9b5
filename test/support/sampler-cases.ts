// Shared by the suites of samplers: the backends, the kinds of index sampler, and what is read from one.
import { expect } from 'vitest';
import {
  DynamicWeightedSampler,
  MixtureSampler,
  RandomSampler,
  SequentialSampler,
  SubsetRandomSampler,
} from '../../src/index.js';
import type { IndexSampler } from '../../src/samplers/index-sampler.js';
import { WeightedRandomSampler } from '../../src/samplers/weighted.js';

export const backends = ['wasm', 'js'] as const;
export type Backend = (typeof backends)[number];

export const WEIGHTS = [0.5, 3, 0, 1.25, 8, 0.01, 2];
export const SEED = 20240229;

export function weighted(backend: Backend, numSamples?: number, weights: ArrayLike<number> = WEIGHTS) {
  return new WeightedRandomSampler(weights, numSamples, { seed: SEED, backend });
}

/** Every sampler of indices. Each call of `make` makes an equal sampler. */
export const kinds: readonly { name: string; make: (length: number) => IndexSampler }[] = [
  ...backends.map((backend) => ({
    name: `WeightedRandomSampler, ${backend}`,
    make: (length: number) => weighted(backend, length),
  })),
  ...backends.flatMap((backend) => {
    const options = { seed: SEED, backend };
    return [
      {
        name: `RandomSampler, ${backend}`,
        make: (length: number) => new RandomSampler(length, options),
      },
      {
        name: `RandomSampler of several permutations, ${backend}`,
        make: (length: number) =>
          new RandomSampler(Math.ceil(Math.min(length, 2 ** 20) / 3), { ...options, numSamples: length }),
      },
      {
        name: `RandomSampler of a few of many, ${backend}`,
        make: (length: number) =>
          new RandomSampler(Math.min(Math.max(65536, 16 * length), 2 ** 32 - 1), { ...options, numSamples: length }),
      },
      {
        name: `RandomSampler with replacement, ${backend}`,
        make: (length: number) => new RandomSampler(1000, { ...options, numSamples: length, replacement: true }),
      },
      {
        name: `WeightedRandomSampler without replacement, ${backend}`,
        make: (length: number) =>
          new WeightedRandomSampler(
            Float64Array.from({ length }, (_, i) => 1 + (i % 7)),
            length,
            { ...options, replacement: false },
          ),
      },
      {
        // one that was made and changed
        name: `DynamicWeightedSampler, ${backend}`,
        make: (length: number) => {
          const sampler = new DynamicWeightedSampler([1, 1, 5], length, options);
          sampler.updateMany([0, 2], [WEIGHTS[0], 0]);
          sampler.update(1, WEIGHTS[1]);
          for (const weight of WEIGHTS.slice(3)) sampler.push(weight);
          return sampler;
        },
      },
      {
        name: `SubsetRandomSampler, ${backend}`,
        make: (length: number) =>
          new SubsetRandomSampler(
            Array.from({ length }, (_, i) => 7 * i + 3),
            options,
          ),
      },
      {
        name: `MixtureSampler, ${backend}`,
        make: (length: number) =>
          new MixtureSampler([5, 300, new SequentialSampler(2)], { weights: [3, 2, 0.1], stop: length, ...options }),
      },
      {
        name: `MixtureSampler in windows, ${backend}`,
        make: (length: number) =>
          new MixtureSampler([weighted(backend, 4), 9], { weights: [1, 2], stop: length, window: 16, ...options }),
      },
      {
        name: `MixtureSampler until a source is exhausted, ${backend}`,
        make: (length: number) =>
          new MixtureSampler([new SequentialSampler(length), 3], { weights: [1, 0], stop: 'first', ...options }),
      },
    ];
  }),
  { name: 'SequentialSampler', make: (length) => new SequentialSampler(length) },
];

/** A sampler's epoch and position. */
export function at(sampler: { epoch: number; position: number }): [number, number] {
  return [sampler.epoch, sampler.position];
}

/** The first `count` draws of a sampler of this kind, epoch after epoch. Does not move the sampler. */
export function streamOf(sampler: IndexSampler, count: number): number[] {
  const draws: number[] = [];
  for (let epoch = 0; draws.length < count; epoch++) for (const index of sampler.indices(epoch)) draws.push(index);
  return draws.slice(0, count);
}

/** A typed array of the same kind and values over a shared buffer, with other bytes before and after it. */
export function shared<T extends Float64Array | Float32Array | Uint32Array | Int16Array>(
  kind: {
    new (buffer: SharedArrayBuffer, offset: number, length: number): T;
    BYTES_PER_ELEMENT: number;
  },
  values: ArrayLike<number>,
): T {
  const bytes = kind.BYTES_PER_ELEMENT;
  // the only way to get a shared buffer on a page that is not cross-origin isolated
  const pages = Math.ceil((bytes * (values.length + 2)) / 65536);
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const array = new kind(buffer as ArrayBufferLike as SharedArrayBuffer, bytes, values.length);
  array.set(values);
  return array;
}

/** Expects equal arrays, index by index. `toEqual` takes a tenth of a second for an array of 10^5. */
export function expectSame(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (actual[i] !== expected[i]) expect.fail(`entry ${i} is ${actual[i]}, expected ${expected[i]}`);
  }
}
