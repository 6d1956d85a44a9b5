import type { TorchGenerator } from '../generators/torch.js';
import { checkExclusive, checkInteger, checkOptions, type Seed } from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';
import { WeightedRandomSampler } from './weighted.js';

/** Options of {@link multinomial}. */
export interface MultinomialOptions {
  /** Whether to draw with replacement. Default false, as in PyTorch. */
  replacement?: boolean | undefined;
  /**
   * Seed of the draws. Default: a fresh seed from `crypto`, or from `Math.random()` and the time in an engine without
   * `crypto`. Without either, as in an SES compartment, you must give a seed.
   */
  seed?: Seed | undefined;
  /**
   * Takes the draws from this generator and advances it. They equal those of torch.multinomial with an equal
   * torch.Generator. Excludes `seed`.
   */
  generator?: TorchGenerator | undefined;
  /**
   * Where to compute. Default 'auto': JavaScript for small calls, otherwise WebAssembly if available. The draws are
   * equal.
   */
  backend?: 'auto' | 'wasm' | 'js' | undefined;
}

/** Calls with fewer weights and draws than this take less time than compiling WebAssembly. */
const SMALL = 1024;

/**
 * Draws `numSamples` indices in [0, weights.length) in proportion to the weights, like torch.multinomial. Returns
 * (numSamples,): the first epoch of a {@link WeightedRandomSampler} with equal arguments.
 * @param weights (n,), finite, non-negative, not all zero, any scale.
 * @param numSamples Number of draws, at least 1. Without replacement at most the number of positive weights.
 * @throws {TypeError | RangeError} An argument is invalid.
 * @throws {Error} `backend: 'wasm'` is not available.
 */
export function multinomial(
  weights: ArrayLike<number>,
  numSamples: number,
  options?: MultinomialOptions,
): Uint32Array<ArrayBuffer> {
  const {
    replacement = false,
    seed,
    generator,
    backend = 'auto',
  } = checkOptions(options, ['replacement', 'seed', 'generator', 'backend']);
  checkExclusive(seed, generator);
  if (typeof numSamples === 'number' && !(numSamples > 0 && Number.isInteger(numSamples))) {
    const sentence = Number.isInteger(numSamples)
      ? 'cannot sample n_sample <= 0 samples'
      : "multinomial(): argument 'num_samples' (position 2) must be int, not float";
    throw new RangeError(`numSamples must be a positive integer, got ${describe(numSamples)}${torch(sentence)}`);
  }
  checkInteger('numSamples', numSamples, 1);
  // the sampler checks the weights; a missing length compares false
  const chosen = backend === 'auto' && weights?.length + numSamples < SMALL ? 'js' : backend;
  const sampler = new WeightedRandomSampler(weights, numSamples, { replacement, seed, generator, backend: chosen });
  try {
    return sampler.take(numSamples);
  } finally {
    sampler._dispose();
  }
}
