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
import type { Identity } from './sampler.js';
import { type SeededOptions, SeededSampler } from './seeded-sampler.js';

/** Options of {@link RandomSampler}. */
export interface RandomOptions extends SeededOptions {
  /** Whether an index may be drawn again before all were drawn. Default false. */
  replacement?: boolean | undefined;
  /** Draws in one epoch. Default: as many as there are indices. */
  numSamples?: number | undefined;
}

/**
 * Draws indices in [0, length) uniformly: PyTorch's class of the same name. Without replacement an epoch is a
 * permutation, or where numSamples is more than the length several, one behind the other, the last one cut short.
 *
 * An epoch is made at its first draw, in O(length) time and memory, and the last one is kept. It takes O(numSamples) if
 * numSamples is at most 1/16 of a length of at least 65,536. With replacement a draw is O(1).
 */
export class RandomSampler extends SeededSampler {
  readonly #count: number;
  readonly #length: number;
  readonly #replacement: boolean;

  /**
   * @param source How many indices, or what has that as its `length` (which is read once).
   * @throws {TypeError | RangeError} An argument is not as described; nothing was allocated.
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

  /** Draws in one epoch. */
  get length(): number {
    return this.#length;
  }

  /** Number of indices: the source, or its length. */
  get source(): number {
    return this.#count;
  }

  /** Whether an index may be drawn again before all were drawn. */
  get replacement(): boolean {
    return this.#replacement;
  }

  /** @internal */
  override _settings(): Shown {
    const { source, numSamples, replacement } = this;
    return { type: 'RandomSampler', source, numSamples, replacement };
  }

  /** @internal */
  override _identity(): Identity {
    const head = !this.#replacement && !this.generator && isHead(this.#count, this.#length);
    const draws = `numSamples=${this.#length} replacement=${this.#replacement}${head ? ' prefix' : ''}`;
    const options = `RandomSampler length=${this.#count} ${draws}`;
    return { sampler: 'RandomSampler', fingerprint: fingerprint(options), ...this.identitySeed() };
  }
}
