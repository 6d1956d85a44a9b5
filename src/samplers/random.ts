import { checkBoolean, checkNumSamples, checkOptions, checkSeeded, checkSource, type Seed } from '../check.js';
import { torch } from '../describe.js';
import { fingerprint } from '../fingerprint.js';
import { MAX_PERMUTATIONS, Permutation } from '../kernels/permutation.js';
import { Uniform } from '../kernels/uniform.js';
import type { Identity } from './sampler.js';
import { SeededSampler } from './seeded-sampler.js';

/** Options of {@link RandomSampler}. */
export interface RandomOptions {
  /** Whether an index may be drawn again before all were drawn. Default false. */
  replacement?: boolean;
  /** Draws in one epoch. Default: as many as there are indices. */
  numSamples?: number;
  /** Default: fresh entropy, readable as `seed`. */
  seed?: Seed;
  /** Default 'auto': WebAssembly where it is to be had and within its budget of memories, else JavaScript. The numbers are the same. */
  backend?: 'auto' | 'wasm' | 'js';
}

/**
 * Draws indices in [0, length) uniformly: PyTorch's class of the same name. Without replacement an epoch is a permutation, or where
 * numSamples is more than the length several, one behind the other, the last one cut short.
 *
 * A permutation is made at its first draw, in O(length), and the last one is kept. With replacement a draw is O(1).
 */
export class RandomSampler extends SeededSampler {
  readonly #source: number;
  readonly #length: number;
  readonly #draws: Permutation | Uniform;

  /**
   * @param source How many indices, or what has that as its `length` (which is read once).
   * @throws {TypeError | RangeError} An argument is not as described; nothing was allocated.
   * @throws {Error} `backend: 'wasm'` is not to be had.
   */
  constructor(source: number | { readonly length: number }, options?: RandomOptions) {
    const count = checkSource(source);
    const {
      replacement = false,
      numSamples,
      seed,
      backend = 'auto',
    } = checkOptions(options, ['replacement', 'numSamples', 'seed', 'backend']);
    checkBoolean('replacement', replacement, 'replacement should be a boolean value');
    const length = numSamples === undefined ? count : checkNumSamples(numSamples);
    if (count === 0) {
      const sentence = 'num_samples should be a positive integer value, but got num_samples=0';
      throw new RangeError(`source must not be empty${torch(sentence)}`);
    }
    if (!replacement && length / count > MAX_PERMUTATIONS) {
      throw new RangeError(`numSamples must be at most 2^28 times the length, ${count}, got ${length}`);
    }
    checkSeeded(seed, backend);
    super(seed);
    this.#source = count;
    this.#length = length;
    this.#draws = replacement ? new Uniform(count, backend) : new Permutation(count, backend);
  }

  /** Draws in one epoch. */
  get length(): number {
    return this.#length;
  }

  get backend(): 'wasm' | 'js' {
    return this.#draws.backend;
  }

  override _readDraws(
    epoch: number,
    position: number,
    stride: number,
    out: Uint32Array,
    offset: number,
    count: number,
  ): void {
    const draws = this.#draws instanceof Permutation ? this.#draws : this.#draws.drawer;
    draws.draw(this.readSeed(), epoch, position, stride, out, offset, count);
  }

  override _identity(): Identity {
    const replacement = this.#draws instanceof Uniform;
    const options = `RandomSampler length=${this.#source} numSamples=${this.#length} replacement=${replacement}`;
    return { sampler: 'RandomSampler', fingerprint: fingerprint(options), seed: Number(this.seed) };
  }
}
