// Runs over one epoch whose ranks, batches and wrappers change on the way, and the innermost samplers that they share.
import { expect } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  DynamicWeightedSampler,
  MixtureSampler,
  RandomSampler,
  type SamplerState,
  SequentialSampler,
  StratifiedBatchSampler,
  SystematicSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import type { IndexSampler } from '../../src/samplers/index-sampler.js';
import { at, type Backend } from './sampler-cases.js';

/** How one step of a run shares out its draws. */
export interface Layout {
  readonly wrappers: 'ranks' | 'batches of ranks' | 'ranks of batches' | 'nested ranks';
  readonly numReplicas: number;
  readonly batchSize: number;
  /** Whether a DataLoader is around it. */
  readonly loader: boolean;
  readonly end: 'pad' | 'dropLast' | 'uneven';
}

/** A sampler, wrapper or loader of one rank. */
export type Rank = DistributedSampler | BatchSampler | DataLoader<number, unknown>;

export const WEIGHTS = [3, 1, 0, 2, 8];

/** The samplers of single draws, of `n` draws an epoch. A generator's sampler takes no seed. */
export const innermost: Readonly<Record<string, (n: number, backend: Backend, seed: number) => IndexSampler>> = {
  weighted: (n, backend, seed) => new WeightedRandomSampler(WEIGHTS, n, { seed, backend }),
  permutation: (n, backend, seed) => new RandomSampler(n, { seed, backend }),
  dynamic: (n, backend, seed) => new DynamicWeightedSampler(WEIGHTS, n, { seed, backend }),
  systematic: (n, backend, seed) => new SystematicSampler(WEIGHTS, n, { seed, backend }),
  mixture: (n, backend, seed) => new MixtureSampler([5, n], { weights: [1, 2], stop: n, seed, backend }),
  sequential: (n) => new SequentialSampler(n),
  'a generator’s weights': (n, backend, seed) =>
    new WeightedRandomSampler(WEIGHTS, n, { generator: new TorchGenerator(seed), backend }),
  'a generator’s permutation': (n, backend, seed) =>
    new RandomSampler(n, { generator: new TorchGenerator(seed), backend }),
  'a generator’s permutations': (n, backend, seed) =>
    new RandomSampler(Math.ceil(n / 3), { numSamples: n, generator: new TorchGenerator(seed), backend }),
  'a generator’s integers': (n, backend, seed) =>
    new RandomSampler(50, { replacement: true, numSamples: n, generator: new TorchGenerator(seed), backend }),
};

export const stratified = (backend: Backend, seed: number, numBatches: number) =>
  new StratifiedBatchSampler(
    Array.from({ length: 11 }, (_, i) => i % 3),
    { batchSize: 4, numBatches, seed, backend },
  );

const ITEMS = Array.from({ length: 2000 }, (_, i) => i);
const asItIs = (items: number[]) => items;

/** Every rank of a layout. Ranks of one process share a sampler if `make` returns the same one. */
export function ranksOf({ wrappers, numReplicas, batchSize, loader, end }: Layout, make: () => IndexSampler): Rank[] {
  const options = (rank: number, of = numReplicas) => ({
    numReplicas: of,
    rank,
    ...(end === 'dropLast' && { dropLast: true }),
    ...(end === 'uneven' && { pad: false }),
  });
  return Array.from({ length: numReplicas }, (_, rank) => {
    const inner = make();
    const drops = end === 'dropLast';
    if (wrappers === 'ranks of batches') {
      const batchSampler = new DistributedBatchSampler(new BatchSampler(inner, batchSize, drops), options(rank));
      return loader ? new DataLoader(ITEMS, { batchSampler, collate: asItIs }) : batchSampler;
    }
    const nodes = numReplicas % 2 === 0 ? 2 : 1;
    const sampler =
      wrappers === 'nested ranks'
        ? new DistributedSampler(new DistributedSampler(inner, options(rank % nodes, nodes)), {
            ...options(Math.floor(rank / nodes), numReplicas / nodes),
          })
        : new DistributedSampler(inner, options(rank));
    if (wrappers === 'ranks' && batchSize === 1) {
      return loader ? new DataLoader(ITEMS, { sampler, batchSize: null }) : sampler;
    }
    return loader
      ? new DataLoader(ITEMS, { sampler, batchSize, dropLast: drops, collate: asItIs })
      : new BatchSampler(sampler, batchSize, drops);
  });
}

/** Draws of all ranks together in one step. */
export const stepOf = ({ numReplicas, batchSize }: Layout): number => numReplicas * batchSize;

/** The draws of each batch, or of each single draw. */
export const drawsIn = (item: unknown): number[] =>
  typeof item === 'number' ? [item] : Array.from(item as ArrayLike<number>);

/** The state of a sampler after some items. */
export function after(count: number, sampler: { skip(count: number): void; state(): SamplerState }): SamplerState {
  sampler.skip(count);
  return sampler.state();
}

type Target = Pick<BatchSampler, 'epoch' | 'position' | 'skip' | 'state' | 'restore'>;

/** Restores a sampler that stands at position 3, and returns the error. Nothing may have changed. */
export function refusal(state: unknown, target: Target, options: unknown = { elastic: true }): Error {
  target.skip(3);
  const before = target.state();
  try {
    target.restore(state as SamplerState, options as object);
  } catch (error) {
    expect(target.state()).toEqual(before);
    expect(at(target)).toEqual([0, 3]);
    return error as Error;
  }
  return expect.fail('it was restored');
}
