import {
  checkBoolean,
  checkExclusive,
  checkNumSamples,
  checkOptions,
  checkSeeded,
  checkSource,
  checkWhole,
} from '../check.js';
import { torchGot } from '../describe.js';
import { fingerprint } from '../fingerprint.js';
import type { Shown } from '../inspect.js';
import type { Job } from '../kernels/drawer.js';
import { MAX_PERMUTATIONS, Permutation } from '../kernels/permutation.js';
import { isPrefix, Prefix } from '../kernels/prefix.js';
import type { TorchDraws } from '../kernels/torch/draws.js';
import { Uniform } from '../kernels/uniform.js';
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
  readonly #source: number;
  readonly #length: number;
  readonly #replacement: boolean;
  readonly #draws: Permutation | Prefix | Uniform | TorchDraws;

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
    checkExclusive({ seed, generator });
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
    super(seed, generator, epochs);
    this.#source = count;
    this.#length = length;
    this.#replacement = replacement;
    this.#draws =
      epochs?.draws ??
      (replacement
        ? new Uniform(count, backend)
        : isPrefix(count, length)
          ? new Prefix(count, length, backend)
          : new Permutation(count, backend));
  }

  /** Draws in one epoch. */
  get length(): number {
    return this.#length;
  }

  get backend(): 'wasm' | 'js' {
    return this.#draws.backend;
  }

  /** Number of indices: the source, or its length. */
  get source(): number {
    return this.#source;
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
  override get _bound(): number | undefined {
    return this.#source;
  }

  /** @internal */
  override _job(): Job | 'js' | undefined {
    return this.#draws instanceof Uniform ? this.#draws.drawer.job(this.readSeed()) : undefined;
  }

  override _readDraws(
    epoch: number,
    position: number,
    stride: number,
    out: Uint32Array,
    offset: number,
    count: number,
  ): void {
    const seed = this.readSeed();
    const draws = this.#draws;
    if (draws instanceof Permutation || draws instanceof Prefix)
      draws.draw(seed, epoch, position, stride, out, offset, count);
    else if (draws instanceof Uniform) draws.drawer.draw(seed, epoch, position, stride, out, offset, count);
  }

  override _identity(): Identity {
    const prefix = this.#draws instanceof Prefix ? ' prefix' : '';
    const options = `RandomSampler length=${this.#source} numSamples=${this.#length} replacement=${this.#replacement}${prefix}`;
    return { sampler: 'RandomSampler', fingerprint: fingerprint(options), ...this.identitySeed() };
  }
}
