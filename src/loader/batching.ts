import { BatchSampler } from '../batches/batch.js';
import { IterableBatches } from '../batches/iterable-batches.js';
import type { TorchGenerator } from '../generators/torch.js';
import { checkBatches, checkBoolean, checkExclusive } from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';
import { RandomSampler } from '../samplers/random.js';
import { itemKindOf } from '../samplers/sampler.js';
import { SequentialSampler } from '../samplers/sequential.js';
import type { BatchSource } from './index-batches.js';
import type { DataLoaderOptions } from './options.js';

export type BatchingOptions = Pick<
  DataLoaderOptions<unknown>,
  'batchSize' | 'shuffle' | 'sampler' | 'batchSampler' | 'dropLast' | 'seed'
>;

/**
 * The source of a loader's batches of indices, over `length` items. If the length is not known yet, there is a sampler.
 * @throws {RangeError} The sampler can draw an index that the data set does not have.
 */
export function batchSourceOf(
  length: number | undefined,
  options: BatchingOptions,
  generator: TorchGenerator | undefined,
): BatchSource {
  const source = sourceOf(length ?? 0, options, generator);
  const max = source._maxIndex;
  if (max === undefined || length === undefined || max < length) return source;
  throw new RangeError(`the sampler draws indices up to ${max}, but the length of the data set is ${length}`);
}

/**
 * Checks that options do not exclude each other, before their values are checked.
 * @throws {TypeError} Two options exclude each other.
 */
export function checkExclusions(
  { batchSize = 1, shuffle = false, sampler, batchSampler, dropLast = false, seed }: BatchingOptions,
  generator: unknown,
): void {
  if (sampler !== undefined && shuffle !== false) {
    throw new TypeError(
      `sampler and shuffle exclude each other${torch('sampler option is mutually exclusive with shuffle')}`,
    );
  }
  if (batchSampler !== undefined && (batchSize !== 1 || shuffle !== false || sampler !== undefined || dropLast)) {
    const sentence = 'batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last';
    throw new TypeError(`batchSampler excludes batchSize, shuffle, sampler and dropLast${torch(sentence)}`);
  }
  if (batchSize === null && dropLast) {
    const sentence = 'batch_size=None option disables auto-batching and is mutually exclusive with drop_last';
    throw new TypeError(`batchSize null and dropLast exclude each other${torch(sentence)}`);
  }
  checkExclusive(seed, generator);
  if (seed === undefined || shuffle !== false) return;
  const own = sampler !== undefined || batchSampler !== undefined;
  throw new TypeError(`seed is for shuffle: ${own ? 'give the sampler the seed' : 'give shuffle: true, or no seed'}`);
}

/** The source of batches, from options that do not exclude each other. */
function sourceOf(
  length: number,
  { batchSize = 1, shuffle = false, sampler, batchSampler, dropLast = false, seed }: BatchingOptions,
  generator: TorchGenerator | undefined,
): BatchSource {
  checkBoolean('shuffle', shuffle);
  checkBatches(batchSize ?? 1, dropLast);
  if (batchSampler !== undefined) return checkBatchSampler(batchSampler);
  const own = () =>
    shuffle
      ? new RandomSampler(length, { ...(seed !== undefined && { seed }), generator })
      : new SequentialSampler(length);
  const indices = sampler === undefined ? own() : sampler;
  return new BatchSampler(indices, batchSize ?? 1, dropLast);
}

function checkBatchSampler(batchSampler: Iterable<ArrayLike<number>>): BatchSource {
  const wanted = 'batchSampler must be a BatchSampler or an iterable of arrays of indices';
  if (typeof batchSampler !== 'object' || batchSampler === null || !(Symbol.iterator in batchSampler)) {
    throw new TypeError(`${wanted}, got ${describe(batchSampler)}`);
  }
  if (itemKindOf(batchSampler) === 'indices') {
    throw new TypeError(`${wanted}, got ${describe(batchSampler)}, which gives single indices: pass it as sampler`);
  }
  const ours = itemKindOf(batchSampler) === 'batches';
  return ours ? (batchSampler as unknown as BatchSource) : new IterableBatches(batchSampler, 'batchSampler');
}
