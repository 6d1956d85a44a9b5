import type { TorchGenerator } from '../generators/torch.js';
import type { Seed } from '../internal/check.js';
import type { Sampler } from '../samplers/sampler.js';
import type { Collated } from './collate.js';

/** Options of a `DataLoader`. */
export interface DataLoaderOptions<T, B = Collated<T>> {
  /** Number of items in a batch. Null gives single items. Default: 1. */
  batchSize?: number | null | undefined;
  /** Whether each epoch has its own random order. Default: false. */
  shuffle?: boolean | undefined;
  /**
   * The order of items: a sampler, or an iterable of indices. Excludes `shuffle`. A sampler over fewer indices than
   * there are items never draws the others; `lintWeights` with `numItems` detects that. A sampler that can draw an
   * index beyond the data set throws.
   */
  sampler?: Sampler | undefined;
  /**
   * The items of each batch: a BatchSampler, or an iterable of arrays of indices. Excludes `batchSize`, `shuffle`,
   * `sampler` and `dropLast`.
   */
  batchSampler?: Iterable<ArrayLike<number>> | undefined;
  /** Whether to drop a last batch with fewer items. Default: false. */
  dropLast?: boolean | undefined;
  /**
   * Makes a batch of its items, or a promise of one. `indices` are the items' indices, (items,). With `batchSize: null`
   * it is called for each single item. Default: `defaultCollate`.
   */
  collate?: ((items: T[], indices: Uint32Array) => B | PromiseLike<B>) | undefined;
  /** Number of batches that `for await` loads ahead. Default: 2. */
  prefetch?: number | undefined;
  /**
   * Seed of the shuffle. Needs `shuffle: true`. Default: a fresh seed from `crypto`, readable as `seed`. Unseeded
   * loaders differ from run to run. An engine without `crypto` hashes `Math.random()` and the time. An engine without
   * either, such as an SES compartment, throws and asks for a seed.
   */
  seed?: Seed | undefined;
  /**
   * A generator for the shuffle and for the base seed of each epoch. The loader then draws the shuffle that PyTorch's
   * DataLoader draws with a generator of the same seed.
   */
  generator?: TorchGenerator | undefined;
}

export const OPTIONS = [
  'batchSize',
  'shuffle',
  'sampler',
  'batchSampler',
  'dropLast',
  'collate',
  'prefetch',
  'seed',
  'generator',
] as const;
