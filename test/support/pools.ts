// Pools for tests, which are closed after each of them, and samplers that threads draw from.
import { SamplerPool } from 'loaded-dice/parallel';
import { afterEach, vi } from 'vitest';
import { RandomSampler, WeightedRandomSampler } from '../../src/index.js';
import type { IndexSampler } from '../../src/samplers/index-sampler.js';

export const WEIGHTS = Float64Array.from({ length: 1000 }, (_, i) => (i * 37) % 91);
export const weighted = (length: number, seed = 5) =>
  new WeightedRandomSampler(WEIGHTS, length, { seed, backend: 'wasm' });
export const uniform = (length: number) =>
  new RandomSampler(1e9, { replacement: true, numSamples: length, seed: 5, backend: 'wasm' });

export const pools: SamplerPool[] = [];
export const poolOf = (threads?: number) => {
  const pool = new SamplerPool({ threads });
  pools.push(pool);
  return pool as SamplerPool;
};
// the build's classes and the sources' are one to it: it knows samplers by what they do
export const as = (sampler: IndexSampler) => sampler as never;

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});
