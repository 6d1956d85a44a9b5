import {
  BatchSampler,
  StratifiedBatchSampler,
  type StratifiedOptions,
  SystematicSampler,
  WeightedRandomSampler,
} from '../../index.js';
import { UserError } from '../user-error.js';
import type { How } from './sampler-options.js';

/** What is drawn from. */
export interface Source {
  weights: ArrayLike<number>;
  /** Of the items, and the shares that they are to have: for quotas. */
  codes?: Int32Array | undefined;
  target?: ReadonlyMap<number, number> | undefined;
  numSamples: number;
  /** The option that gives numSamples. */
  counted?: '--num-samples' | '--number' | undefined;
  batchSize: number;
  seed: number;
}

/** One epoch's draws, a chunk at a time. */
export interface Epoch {
  readonly seed: number;
  readonly length: number;
  chunks(): Iterable<Uint32Array>;
  /** In batches. */
  batches(): Iterable<Uint32Array>;
  /** The draws of any epoch: this is epoch 0. */
  indices(epoch: number): Uint32Array;
}

/** Draws of an epoch that is kept whole. */
const MOST_KEPT = 2 ** 32 - 1;
/** Indices that are drawn at once where nothing is planned: a hundred million take no more memory than one. */
const CHUNK = 65536;

/**
 * An epoch of `numSamples` draws; stratified batches are whole, and as many as it takes. A batch of more draws than
 * that is one of `numSamples`.
 * @throws {UserError} Options that exclude one another, or more draws than such an epoch can have.
 */
export function epochOf(source: Source, { sampler = 'weighted', replacement = true, distinct = false }: How): Epoch {
  const { weights, codes, target, numSamples, seed } = source;
  const batchSize = Math.min(source.batchSize, numSamples);
  if (!replacement && sampler !== 'weighted') {
    throw new UserError(`--without-replacement goes with --sampler weighted, not with ${sampler}`);
  }
  if (sampler === 'stratified') {
    if (distinct)
      throw new UserError(
        '--distinct goes with --sampler weighted and systematic: stratified batches are distinct as far as can be',
      );
    if (!codes) throw new UserError('--sampler stratified needs classes: --column NAME in place of --weights');
    const numBatches = Math.ceil(numSamples / batchSize);
    if (numBatches * batchSize > MOST_KEPT) {
      const most = MOST_KEPT - (MOST_KEPT % batchSize);
      throw tooMany(source, most, `in whole batches of ${batchSize} with --sampler stratified`);
    }
    const batches = stratified(codes, { batchSize, numBatches, seed, ...(target && { target }) });
    return {
      seed,
      length: numBatches * batchSize,
      chunks: () => from(batches),
      batches: () => from(batches),
      indices: (epoch) => batches.indices(epoch),
    };
  }
  if (numSamples > MOST_KEPT && (distinct || sampler === 'systematic')) {
    throw tooMany(source, MOST_KEPT, `with ${distinct ? '--distinct' : '--sampler systematic'}`);
  }
  if (!replacement) {
    const positive = positiveOf(weights);
    if (numSamples > positive)
      throw tooMany(source, positive, 'the rows that can be drawn, with --without-replacement');
  }
  const draws =
    sampler === 'systematic'
      ? new SystematicSampler(weights, numSamples, { seed })
      : new WeightedRandomSampler(weights, numSamples, { seed, replacement });
  const batches = new BatchSampler(draws, batchSize, false, { distinct });
  return {
    seed,
    length: numSamples,
    chunks: () => (distinct ? from(batches) : inChunks(draws)),
    batches: () => from(batches),
    // an exchange between batches changes nothing of what is drawn
    indices: (epoch) => draws.indices(epoch),
  };
}

function tooMany({ counted = '--num-samples', numSamples }: Source, most: number, why: string): UserError {
  return new UserError(`${counted} must be at most ${most}, ${why}, got ${numSamples}`);
}

function positiveOf(weights: ArrayLike<number>): number {
  let positive = 0;
  for (let i = 0; i < weights.length; i++) positive += Number(weights[i] > 0);
  return positive;
}

function stratified(codes: Int32Array, options: StratifiedOptions<number>): StratifiedBatchSampler<number> {
  try {
    return new StratifiedBatchSampler(codes, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const fewer = error.message.replace('batchSize or numBatches', '--batch-size or fewer draws');
    throw new UserError(`--sampler stratified: ${fewer}`);
  }
}

function from(batches: BatchSampler): BatchSampler {
  batches.setEpoch(0);
  return batches;
}

function* inChunks(sampler: WeightedRandomSampler | SystematicSampler): Generator<Uint32Array> {
  sampler.setEpoch(0);
  for (let left = sampler.length; left > 0; left -= CHUNK) yield sampler.take(Math.min(left, CHUNK));
}
