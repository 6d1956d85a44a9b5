import {
  checkBoolean,
  checkExclusive,
  checkNumSamples,
  checkOptions,
  checkSeeded,
  checkSource,
  checkWhole,
} from '../internal/check.js';
import { torchGot } from '../internal/describe.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import { MAX_PERMUTATIONS, PermutationSource } from '../sources/permutation.js';
import { isHead, PermutationHeadSource } from '../sources/permutation-head.js';
import { UniformSource } from '../sources/uniform.js';
import { RANDOM } from './covered.js';
import type { Identity } from './sampler.js';
import { type SeededOptions, SeededSampler } from './seeded-sampler.js';

/** Options of {@link RandomSampler}. */
export interface RandomOptions extends SeededOptions {
  /** Whether to draw with replacement. Default false. */
  replacement?: boolean | undefined;
  /** Number of draws in one epoch, at least 1. Default: the number of indices. */
  numSamples?: number | undefined;
}

/**
 * Draws indices in [0, n) uniformly, like PyTorch's class of this name; n is the number of indices. Without
 * replacement, an epoch is a permutation. If numSamples exceeds n, it is several permutations, the last one cut to fit.
 *
 * Without replacement, an epoch is computed at its first draw, in O(n) time and memory, and the latest one is cached.
 * It takes O(numSamples) if n is at least 65,536 and numSamples at most n / 16. With replacement, a draw takes O(1).
 */
export class RandomSampler extends SeededSampler {
  readonly #count: number;
  readonly #length: number;
  readonly #replacement: boolean;

  /**
   * @param source Number of indices, or an object with that `length`, which is read once. At most 2^32 - 1. Not 0.
   * @throws {TypeError | RangeError} An argument is invalid. Nothing is allocated.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  constructor(source: number | { readonly length: number }, options?: RandomOptions) {
    const {
      replacement = false,
      numSamples,
      seed,
      generator,
      backend = 'auto',
    } = checkOptions(options, ['replacement', 'numSamples', 'seed', 'generator', 'backend']);
    checkExclusive(seed, generator);
    const count = checkSource(source);
    checkBoolean('replacement', replacement, true);
    const length = numSamples === undefined ? count : checkNumSamples(numSamples);
    if (count === 0) {
      throw new RangeError(`source must not be empty${torchGot('numSamples', 'positive integer', 0)}`);
    }
    if (!replacement && length / count > MAX_PERMUTATIONS) {
      throw new RangeError(`numSamples must be at most 2^28 times the length, ${count}, got ${length}`);
    }
    checkSeeded(seed, generator, backend);
    if (generator) checkWhole(length);
    const epochs = replacement
      ? generator?._integers(count, length, backend)
      : generator?._permutations(count, length, backend);
    const draws =
      epochs?.source ??
      (replacement
        ? new UniformSource(count, backend)
        : isHead(count, length)
          ? new PermutationHeadSource(count, length, backend)
          : new PermutationSource(count, backend));
    super(draws, seed, generator, epochs);
    this.#count = count;
    this.#length = length;
    this.#replacement = replacement;
  }

  /** Number of draws in one epoch. */
  get length(): number {
    return this.#length;
  }

  /** Number of indices. */
  get source(): number {
    return this.#count;
  }

  /** Whether draws are with replacement. */
  get replacement(): boolean {
    return this.#replacement;
  }

  /** @internal */
  override _settings(): Shown {
    const { source, numSamples, replacement } = this;
    return { type: 'RandomSampler', source, numSamples, replacement };
  }

  /** @internal */
  override get _covered(): string {
    return RANDOM;
  }

  /** @internal */
  override _identity(): Identity {
    const head = !this.#replacement && !this.generator && isHead(this.#count, this.#length);
    const draws = `numSamples=${this.#length} replacement=${this.#replacement}${head ? ' prefix' : ''}`;
    const options = `RandomSampler length=${this.#count} ${draws}`;
    return { sampler: 'RandomSampler', fingerprint: fingerprint(options), ...this.identitySeed() };
  }
}
