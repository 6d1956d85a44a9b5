// Samplers of all kinds and sizes are made, drawn from, disposed of and dropped in one memory. Each draw must equal
// that of a new sampler in JavaScript.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import {
  ClassBatchSampler,
  DynamicWeightedSampler,
  MixtureSampler,
  RandomSampler,
  StratifiedBatchSampler,
  SubsetRandomSampler,
  SystematicSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../src/index.js';
import type { IndexSampler } from '../src/samplers/index-sampler.js';
import type { SamplerState } from '../src/samplers/sampler.js';
import type { Fuzzer } from './fuzzer.js';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

type Made = Pick<IndexSampler, 'state' | 'restore'> & {
  readonly backend?: 'wasm' | 'js' | undefined;
  take(count: number): Uint32Array | Uint32Array[];
};
type Backend = 'wasm' | 'auto' | 'js';

/** Weights that depend on their number and a seed. Some are zero, but never the first. */
function weightsOf(size: number, seed: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => (i === 0 ? 1 : ((i * 7919 + seed) % 11) / 3));
}

const kinds: readonly ((size: number, seed: number, backend: Backend) => Made)[] = [
  (size, seed, backend) => new WeightedRandomSampler(weightsOf(size, seed), 2 * size, { seed, backend }),
  (size, seed, backend) => {
    const weights = weightsOf(size, seed);
    const positive = weights.filter((weight) => weight > 0).length;
    return new WeightedRandomSampler(weights, positive, { seed, backend, replacement: false });
  },
  (size, seed, backend) => new RandomSampler(size, { seed, backend }),
  (size, seed, backend) => new RandomSampler(size, { seed, backend, replacement: true }),
  (size, seed, backend) => new RandomSampler(65536 + size, { seed, backend, numSamples: Math.min(4096, size) }),
  (size, seed, backend) =>
    new SubsetRandomSampler(
      Array.from({ length: size }, (_, i) => 3 * i),
      { seed, backend },
    ),
  // grows, and moves in the memory
  (size, seed, backend) => {
    const weights = weightsOf(size, seed);
    const half = size >> 1;
    const sampler = new DynamicWeightedSampler(weights.subarray(0, half), 2 * size, { seed, backend });
    for (const weight of weights.subarray(half)) sampler.push(weight);
    sampler.update(seed % size, 0);
    sampler.update(0, 1);
    return sampler;
  },
  (size, seed, backend) => new SystematicSampler(weightsOf(size, seed), size, { seed, backend }),
  (size, seed, backend) =>
    new MixtureSampler([size, 1 + (seed % 100), 8], { weights: [2, 1, 3], stop: 2 * size, seed, backend }),
  (size, seed, backend) =>
    new StratifiedBatchSampler(
      Array.from({ length: size }, (_, i) => (i * seed) % 3),
      { batchSize: 4, seed, backend },
    ),
  (size, seed, backend) =>
    new ClassBatchSampler(
      Array.from({ length: size }, (_, i) => (i * seed) % 3),
      { classesPerBatch: 1, itemsPerClass: 3, seed, backend },
    ),
  (size, seed, backend) =>
    new ClassBatchSampler<number>(
      Array.from({ length: size + 3 }, (_, i) => i % 3),
      { classesPerBatch: 2, itemsPerClass: 2, target: { 0: 3, 1: 2, 2: 2 }, seed, backend },
    ),
  (size, seed, backend) => {
    const generator = new TorchGenerator(seed);
    return new WeightedRandomSampler(weightsOf(size, seed), size, { generator, backend });
  },
  (size, seed, backend) => {
    const generator = new TorchGenerator(seed);
    return new WeightedRandomSampler(weightsOf(size, seed), 1, { generator, backend, replacement: false });
  },
  (size, seed, backend) => new RandomSampler(size, { generator: new TorchGenerator(seed), backend }),
];

const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 3000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 3000, max: 90_000 }) },
);
const operation = fc.oneof(
  fc.record({
    make: fc.nat(kinds.length - 1),
    size,
    seed: fc.nat(1e6),
    backend: fc.constantFrom('wasm', 'auto') as fc.Arbitrary<Backend>,
  }),
  { weight: 2, arbitrary: fc.record({ draw: fc.nat(), count: fc.integer({ min: 1, max: 300 }) }) },
  fc.record({ dispose: fc.nat() }),
  fc.record({ drop: fc.nat() }),
  fc.record({ turn: fc.boolean() }),
);

interface Live {
  readonly sampler: Made;
  readonly fresh: () => Made;
}

function compare({ sampler, fresh }: Live, count: number): void {
  const other = fresh();
  other.restore(sampler.state() as SamplerState);
  const [got, wanted] = [sampler.take(count), other.take(count)].map((draws) => [...draws].map(String).join());
  if (got !== wanted) throw new Error(`drew ${got}, and not ${wanted}`);
}

export const memory: Fuzzer = {
  name: 'memory',
  runs: 40,
  property: fc.asyncProperty(fc.array(operation, { maxLength: 120 }), async (operations) => {
    // samplers that runs before this one dropped are freed: too many of them in one turn, and 'auto' gives JavaScript
    collect();
    for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve));
    const live: Live[] = [];
    for (const each of operations) {
      if ('make' in each) {
        const { make, size, seed, backend } = each;
        const sampler = kinds[make](size, seed, backend);
        if (sampler.backend !== 'wasm') throw new Error(`${backend} gave ${sampler.backend}`);
        live.push({ sampler, fresh: () => kinds[make](size, seed, 'js') });
        continue;
      }
      if ('turn' in each) {
        if (each.turn) collect();
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      if (live.length === 0) continue;
      if ('draw' in each) compare(live[each.draw % live.length], each.count);
      else if ('drop' in each) live.splice(each.drop % live.length, 1);
      else {
        const [{ sampler }] = live.splice(each.dispose % live.length, 1);
        (sampler as unknown as Record<symbol, () => void>)[Symbol.dispose]();
      }
    }
    for (const each of live) compare(each, 5);
  }),
};
