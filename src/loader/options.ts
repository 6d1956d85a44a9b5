import type { TorchGenerator } from '../generators/torch.js';
import type { Seed } from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';
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
  /** Number of batches that `for await` loads ahead, for each worker. Default: 2. */
  prefetch?: number | undefined;
  /**
   * Milliseconds that `for await` waits for a batch, in [0, 2^31 - 1]. PyTorch counts seconds. If a batch takes
   * longer, the loop rejects with an error that names the item, and the item's signal is aborted. The loader stays at
   * that batch. Default: 0, without a limit.
   */
  timeout?: number | undefined;
  /**
   * Seed of the shuffle. Needs `shuffle: true`. Default: a fresh seed from `crypto`, readable as `seed`. Unseeded
   * loaders differ from run to run. An engine without `crypto` hashes `Math.random()` and the time. An engine without
   * either, such as an SES compartment, throws and asks for a seed.
   */
  seed?: Seed | undefined;
  /**
   * A generator for the shuffle. The loader then draws the shuffle that PyTorch's DataLoader draws with a generator of
   * the same seed. Each epoch also takes a base seed from it, as in PyTorch. Excludes `seed`.
   */
  generator?: TorchGenerator | undefined;
}

/** Options of a `DataLoader` whose data set is in a module. */
export interface ModuleOptions<T, B = Collated<T>> extends DataLoaderOptions<T, B> {
  /**
   * Makes a batch of its items on the calling thread, to which workers then send single items. Default: workers make
   * batches, with the module's export `collate` or with `defaultCollate`. Whole batches are cheaper to send.
   */
  collate?: ((items: T[], indices: Uint32Array) => B | PromiseLike<B>) | undefined;
  /**
   * Number of threads that make items, in [0, 256]. Each thread loads the data set's module. With 0, the calling thread
   * loads it. Default: 0.
   */
  numWorkers?: number | undefined;
  /**
   * Number of items in the data set. If the module's data set has another length, loops reject. Required unless there
   * is a `sampler` or `batchSampler`, or `DataLoader.open` asks the module.
   */
  numItems?: number | undefined;
}

export const OPTIONS = [
  'batchSize',
  'shuffle',
  'sampler',
  'batchSampler',
  'dropLast',
  'collate',
  'prefetch',
  'timeout',
  'numWorkers',
  'numItems',
  'seed',
  'generator',
] as const;

/** The longest time that timers of engines take, in milliseconds: 24 days. */
const LONGEST = 2 ** 31 - 1;

/**
 * Checks the option `timeout`.
 * @throws {TypeError | RangeError} It is not a number in [0, 2^31 - 1].
 */
export function checkTimeout(timeout: unknown): void {
  const wanted = `timeout must be a number of milliseconds in [0, 2^31 - 1], 0 for none, got ${describe(timeout)}`;
  const sentence = torch('timeout option should be non-negative');
  if (typeof timeout !== 'number') throw new TypeError(wanted);
  if (!(timeout >= 0 && timeout <= LONGEST)) throw new RangeError(`${wanted}${timeout < 0 ? sentence : ''}`);
}
