import {
  BatchSampler,
  RandomSampler,
  StratifiedBatchSampler,
  type StratifiedOptions,
  SystematicSampler,
  WeightedRandomSampler,
} from '../../index.js';
import { UserError } from '../user-error.js';
import type { SamplerOptions } from './sampler-options.js';

/** What an epoch is drawn from. */
export interface EpochSource {
  /** (items,), finite and at least 0. */
  weights: ArrayLike<number>;
  /** (items,), the class of each; stratified batches need it. */
  codes?: Int32Array | undefined;
  /** The share of each class. Default: equal shares. */
  target?: ReadonlyMap<number, number> | undefined;
  /** Draws in the epoch. */
  numSamples: number;
  /** The option that gives numSamples, for errors. Default '--num-samples'. */
  countOption?: '--num-samples' | '--number' | undefined;
  batchSize: number;
  seed: number;
}

/** The draws of a sampler. Items are indices into the weights. */
export interface Epoch {
  /** Draws in an epoch. */
  readonly length: number;
  /** The draws of epoch 0, in chunks of any size. */
  chunks(): Iterable<Uint32Array>;
  /** The draws of epoch 0, in batches. */
  batches(): Iterable<Uint32Array>;
  /** All draws of any epoch. */
  indices(epoch: number): Uint32Array;
  /** The number of epochs in a row that are certain to draw every item of positive weight; undefined if none are. */
  readonly guarantee: number | undefined;
}

/** The most draws of an epoch that is held in memory as a whole. */
const MOST_HELD = 2 ** 32 - 1;
/** Draws in a chunk where epochs are not held: a hundred million take no more memory than one. */
const CHUNK_DRAWS = 65536;

/**
 * Prepares an epoch of `numSamples` draws. With stratified batches there may be more, because all batches are whole.
 * @throws {UserError} Options exclude one another, or the epoch would have more draws than it can.
 */
export function epochOf(source: EpochSource, options: SamplerOptions): Epoch {
  const { sampler = 'weighted', replacement = true, distinct = false } = options;
  if (!replacement && sampler !== 'weighted') {
    throw new UserError(`--without-replacement goes with --sampler weighted, not with ${sampler}`);
  }
  if (sampler === 'stratified') return stratifiedEpoch(source, distinct);
  const { weights, numSamples, seed } = source;
  if (numSamples > MOST_HELD && (distinct || sampler === 'systematic')) {
    throw tooMany(source, MOST_HELD, `with ${distinct ? '--distinct' : '--sampler systematic'}`);
  }
  if (!replacement) {
    const drawable = countPositive(weights);
    if (numSamples > drawable) {
      throw tooMany(source, drawable, 'the rows that can be drawn, with --without-replacement');
    }
  }
  if (sampler === 'systematic') {
    const draws = new SystematicSampler(weights, numSamples, { seed });
    return batchedEpoch(draws, source, distinct, draws.coverageEpochs);
  }
  return batchedEpoch(new WeightedRandomSampler(weights, numSamples, { seed, replacement }), source, distinct);
}

/** Prepares an epoch of plain shuffling. One of more draws than items is several shuffles in a row. */
export function shuffledEpoch(source: EpochSource): Epoch {
  const { weights, numSamples, seed } = source;
  const draws = new RandomSampler(weights, { numSamples, seed });
  return batchedEpoch(draws, source, false, numSamples < weights.length ? undefined : 1);
}

function batchedEpoch(
  draws: RandomSampler | SystematicSampler | WeightedRandomSampler,
  source: EpochSource,
  distinct: boolean,
  guarantee?: number,
): Epoch {
  const batches = new BatchSampler(draws, batchSizeOf(source), false, { distinct });
  return {
    length: draws.length,
    chunks: () => (distinct ? firstEpoch(batches) : inChunks(draws)),
    batches: () => firstEpoch(batches),
    // distinct batches exchange draws within an epoch: the draws are the same
    indices: (epoch) => draws.indices(epoch),
    guarantee,
  };
}

/** Draws in a batch: an epoch that is shorter than a batch is one batch. */
export function batchSizeOf({ batchSize, numSamples }: { batchSize: number; numSamples: number }): number {
  return Math.min(batchSize, numSamples);
}

function stratifiedEpoch(source: EpochSource, distinct: boolean): Epoch {
  const { codes, target, numSamples, seed } = source;
  if (distinct) {
    const why = 'stratified batches are distinct as far as can be';
    throw new UserError(`--distinct goes with --sampler weighted and systematic: ${why}`);
  }
  if (!codes) throw new UserError('--sampler stratified needs classes: give --column NAME in place of --weights');
  const batchSize = batchSizeOf(source);
  const numBatches = Math.ceil(numSamples / batchSize);
  if (numBatches * batchSize > MOST_HELD) {
    const most = MOST_HELD - (MOST_HELD % batchSize);
    throw tooMany(source, most, `in whole batches of ${batchSize} with --sampler stratified`);
  }
  const batches = stratifiedBatches(codes, { batchSize, numBatches, seed, ...(target && { target }) });
  return {
    length: numBatches * batchSize,
    chunks: () => firstEpoch(batches),
    batches: () => firstEpoch(batches),
    indices: (epoch) => batches.indices(epoch),
    guarantee: undefined,
  };
}

/** @throws {UserError} The library refuses the options: its message, with the command's options. */
function stratifiedBatches(codes: Int32Array, options: StratifiedOptions<number>): StratifiedBatchSampler<number> {
  try {
    return new StratifiedBatchSampler(codes, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = error.message.replace('batchSize or numBatches', '--batch-size or fewer draws');
    throw new UserError(`--sampler stratified: ${message}`);
  }
}

function tooMany({ countOption = '--num-samples', numSamples }: EpochSource, most: number, why: string): UserError {
  return new UserError(`${countOption} must be at most ${most}, ${why}, got ${numSamples}`);
}

function countPositive(weights: ArrayLike<number>): number {
  let positive = 0;
  for (let i = 0; i < weights.length; i++) positive += Number(weights[i] > 0);
  return positive;
}

function firstEpoch(batches: BatchSampler): BatchSampler {
  batches.setEpoch(0);
  return batches;
}

function* inChunks(sampler: RandomSampler | SystematicSampler | WeightedRandomSampler): Generator<Uint32Array> {
  sampler.setEpoch(0);
  for (let left = sampler.length; left > 0; left -= CHUNK_DRAWS) yield sampler.take(Math.min(left, CHUNK_DRAWS));
}
