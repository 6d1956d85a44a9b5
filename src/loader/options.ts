import type { TorchGenerator } from '../generators/torch.js';
import type { Seed } from '../internal/check.js';
import type { Sampler } from '../samplers/sampler.js';
import type { Collated } from './collate.js';

/** Options of a `DataLoader`. */
export interface DataLoaderOptions<T, B = Collated<T>> {
  /** Items in a batch; null gives single items. Default 1. */
  batchSize?: number | null | undefined;
  /** Whether each epoch is in another random order. Default false. */
  shuffle?: boolean | undefined;
  /**
   * Which items, in what order: a sampler, or an iterable of indices. Excludes `shuffle`. A sampler over fewer indices
   * than there are items never draws the others: `lintWeights` with `numItems` finds that. One that can draw beyond the
   * data set throws.
   */
  sampler?: Sampler | undefined;
  /**
   * Which items are a batch: a BatchSampler, or an iterable of arrays of indices. Excludes the options above and
   * `dropLast`.
   */
  batchSampler?: Iterable<ArrayLike<number>> | undefined;
  /** Whether a last batch of fewer items is left out. Default false. */
  dropLast?: boolean | undefined;
  /**
   * Makes a batch of its items, at once or as a promise; `indices` are theirs, (items,). Of a single item, too.
   * Default: `defaultCollate`.
   */
  collate?: ((items: T[], indices: Uint32Array) => B | PromiseLike<B>) | undefined;
  /** Batches that `for await` loads ahead. Default 2. */
  prefetch?: number | undefined;
  /**
   * Seed of the shuffle: needs `shuffle: true`. Default: a fresh seed from `crypto`, readable as `seed`. An engine
   * without `crypto` hashes `Math.random()` and the time. One without either, as in a compartment of SES, throws and
   * asks for a seed.
   */
  seed?: Seed | undefined;
  /**
   * Draws the shuffle that PyTorch's draws with a generator of the same seed, and a base seed before each epoch, as
   * PyTorch's does.
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
