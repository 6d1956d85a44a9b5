// Pairs of equal samplers, one for a pool and one that draws alone, and loops over both.
import assert from 'node:assert/strict';
import {
  DistributedSampler,
  DynamicWeightedSampler,
  MixtureSampler,
  RandomSampler,
  SequentialSampler,
  SubsetRandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../src/index.js';
import type { IndexSampler } from '../src/samplers/index-sampler.js';
import type { SamplerState } from '../src/samplers/sampler.js';

export const LAST = Number.MAX_SAFE_INTEGER;
export const WEIGHTS = Float64Array.from({ length: 1000 }, (_, i) => (i * 37) % 91);

/** Samplers of `length` draws. Those that threads draw from come first. Two samplers made alike draw alike. */
export const KINDS: ((length: number) => IndexSampler)[] = [
  (length) => new WeightedRandomSampler(WEIGHTS, length, { seed: 1, backend: 'wasm' }),
  (length) => new RandomSampler(1e9, { replacement: true, numSamples: length, seed: 2, backend: 'wasm' }),
  (length) => new DynamicWeightedSampler(WEIGHTS, length, { seed: 11, backend: 'wasm' }),
  // nothing reaches the end of these epochs
  (length) => new WeightedRandomSampler(WEIGHTS, LAST - length, { seed: 3, backend: 'wasm' }),
  (length) => new WeightedRandomSampler(WEIGHTS, length, { seed: 4, backend: 'js' }),
  (length) => new WeightedRandomSampler(WEIGHTS, length, { seed: 5, replacement: false }),
  (length) => new WeightedRandomSampler(WEIGHTS, length, { generator: new TorchGenerator(6) }),
  (length) => new RandomSampler(length, { seed: 7 }),
  (length) => new RandomSampler(length, { generator: new TorchGenerator(8) }),
  (length) =>
    new SubsetRandomSampler(
      Uint32Array.from({ length }, (_, i) => 3 * i),
      { seed: 9 },
    ),
  (length) => new SequentialSampler(length),
  (length) => new MixtureSampler([40, 7], { weights: [1, 3], stop: length, seed: 11 }),
  (length) =>
    new DistributedSampler(new WeightedRandomSampler(WEIGHTS, length, { seed: 10 }), { numReplicas: 2, rank: 1 }),
];

/** Two equal samplers for the same operations: one for a pool, and one that draws alone. */
export interface Pair {
  readonly pooled: IndexSampler;
  readonly alone: IndexSampler;
  saved: SamplerState;
}

export interface Loops {
  readonly pair: Pair;
  readonly pooled: Iterator<number> | AsyncGenerator<Uint32Array, void>;
  readonly alone: Iterator<number | number[], unknown>;
  begun: boolean;
}

/** The expected batches of a pool: a loop over the sampler, `size` draws at a time. */
export function* batchesOf(sampler: IndexSampler, size: number, dropLast: boolean): Generator<number[], void> {
  const loop = sampler[Symbol.iterator]();
  let over = false;
  try {
    while (!over) {
      const batch: number[] = [];
      while (!over && batch.length < size) {
        const { value, done } = loop.next();
        over = done === true;
        if (value !== undefined) batch.push(value);
      }
      if (batch.length === size || (batch.length > 0 && !dropLast)) yield batch;
    }
  } finally {
    if (!over) loop.return?.();
  }
}

export const place = ({ epoch, position }: IndexSampler) => [epoch, position];

export function expectSame(batch: IteratorResult<unknown, unknown>, expected: IteratorResult<unknown, unknown>): void {
  assert.equal(Boolean(batch.done), Boolean(expected.done));
  const { value } = batch;
  assert.deepEqual(value instanceof Uint32Array ? [...value] : value, expected.value);
  if (value instanceof Uint32Array) assert.equal(value.byteLength, value.buffer.byteLength);
}
