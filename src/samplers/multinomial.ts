import type { TorchGenerator } from '../generators/torch.js';
import {
  checkBoolean,
  checkExclusive,
  checkInteger,
  checkOptions,
  checkSeed,
  checkSeeded,
  type Seed,
} from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';
import { freshSeed } from '../internal/entropy.js';
import { zeros } from '../internal/zeros.js';
import { drawDistinct, fewDraws } from '../sources/few.js';
import type { FewDraws } from '../sources/few-draws.js';
import { PURPOSE } from '../sources/source.js';
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
 *
 * Takes O(n + numSamples). Few draws from many weights (at least 4,096, and at most one draw for each 32 of them, or
 * each 96 of a million) build no alias table: they read the weights twice, and compute only the parts of the table that
 * the draws need.
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
  checkBoolean('replacement', replacement, true);
  checkSeeded(seed, generator, backend);
  const draws = generator ? undefined : fewDraws(weights, numSamples, replacement, backend);
  const few = draws && drawFew(draws, numSamples, replacement, checkSeed(seed ?? freshSeed()));
  if (few) return few;
  // the sampler checks the weights; a missing length compares false
  const chosen = backend === 'auto' && weights?.length + numSamples < SMALL ? 'js' : backend;
  const sampler = new WeightedRandomSampler(weights, numSamples, { replacement, seed, generator, backend: chosen });
  try {
    return sampler.take(numSamples);
  } finally {
    sampler._dispose();
  }
}

/** Draws without a table, and without a copy of the weights. Undefined if most draws are repeats. */
function drawFew(
  draws: FewDraws,
  count: number,
  replacement: boolean,
  seed: number,
): Uint32Array<ArrayBuffer> | undefined {
  try {
    const out = zeros(Uint32Array, count, 'indices');
    if (!replacement) return drawDistinct(draws, seed, 0, out) ? out : undefined;
    draws.open(seed, 0, PURPOSE.draws);
    for (let t = 0; t < count; t++) out[t] = draws.draw(t);
    return out;
  } finally {
    draws.free();
  }
}
