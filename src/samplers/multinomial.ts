import type { TorchGenerator } from '../generators/torch.js';
import { checkExclusive, checkInteger, checkOptions, type Seed } from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';
import { WeightedRandomSampler } from './weighted.js';

/** Options of {@link multinomial}. */
export interface MultinomialOptions {
  /** Whether an index may be drawn again. Default false, as in PyTorch. */
  replacement?: boolean | undefined;
  /**
   * Seed of the draws. Default: a fresh seed from `crypto`. An engine without
   * `crypto` hashes `Math.random()` and the time. One without either, as in a compartment of SES, throws and asks for a
   * seed.
   */
  seed?: Seed | undefined;
  /**
   * Draws what torch.multinomial draws from a generator of the same seed that stands there, and moves it on. Excludes
   * `seed`.
   */
  generator?: TorchGenerator | undefined;
  /**
   * Default 'auto': JavaScript for a small call, otherwise WebAssembly where it is available. The numbers are the same.
   */
  backend?: 'auto' | 'wasm' | 'js' | undefined;
}

/** Smaller calls, of weights and draws together, are over before WebAssembly were compiled. */
const SMALL = 1024;

/**
 * `numSamples` indices in [0, weights.length), (numSamples,), drawn at once: PyTorch's function of the same name. The
 * draws are the first epoch of a WeightedRandomSampler with the same arguments.
 * @param weights (n,), finite and not negative, not all zero, any scale.
 * @throws {TypeError | RangeError} as {@link WeightedRandomSampler}
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
  // the sampler checks weights; what is not there compares false
  const chosen = backend === 'auto' && weights?.length + numSamples < SMALL ? 'js' : backend;
  const sampler = new WeightedRandomSampler(weights, numSamples, { replacement, seed, generator, backend: chosen });
  try {
    return sampler.take(numSamples);
  } finally {
    sampler._dispose();
  }
}
