import {
  checkArrayLike,
  checkBoolean,
  checkDistinct,
  checkExclusive,
  checkNumSamples,
  checkOptions,
  checkSeeded,
  checkWeights,
  checkWhole,
  MAX_WEIGHTS,
} from '../internal/check.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Backend } from '../kernels/allocation.js';
import { AliasSource } from '../sources/alias.js';
import type { WeightedSource } from '../sources/source.js';
import { WithoutReplacementSource } from '../sources/without-replacement.js';
import { type Label, sampleWeights, type Target } from '../weights/class-weights.js';
import type { Identity } from './sampler.js';
import { type SeededOptions, SeededSampler } from './seeded-sampler.js';

/** Options of {@link WeightedRandomSampler}. */
export interface WeightedOptions extends SeededOptions {
  /** Whether an index may be drawn again within an epoch. Default true. */
  replacement?: boolean | undefined;
}

/** Options of {@link WeightedRandomSampler.fromLabels}. */
export interface FromLabelsOptions<L extends Label = Label> extends WeightedOptions {
  /** The share of the draws that each class is to have. Default: all the same. */
  target?: Target<NoInfer<L>> | undefined;
  /** Default: as many as there are labels. */
  numSamples?: number | undefined;
}

const OPTIONS = ['replacement', 'seed', 'generator', 'backend'] as const;

/**
 * Draws indices in [0, weights.length) with probabilities in proportion to the weights: PyTorch's class of the same
 * name. Draws are exact (see `probabilities`) and a function of weights, seed, epoch and position alone.
 *
 * Without replacement an epoch's order is that of successive draws, each in proportion to the weights that are left.
 *
 * Building is O(n), a draw O(1): Walker's alias method, ACM Trans. Math. Softw. 3 (1977), doi:10.1145/355744.355749.
 */
export class WeightedRandomSampler extends SeededSampler<WeightedSource> {
  readonly #length: number;
  readonly #replacement: boolean;
  #identity: string | undefined;

  /**
   * @param weights (n,), finite and not negative, not all zero, any scale; they need not sum to 1. Copied.
   * @param numSamples Draws in one epoch. Default: n.
   * @throws {TypeError | RangeError} An argument is not as described; nothing was allocated.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  constructor(weights: ArrayLike<number>, numSamples?: number, options?: WeightedOptions) {
    const { replacement, seed, generator, backend } = checkArguments(numSamples, options);
    const count = checkWeights(weights, replacement);
    const length = numSamples ?? count;
    if (!replacement) checkDistinct(weights, count, length);
    const epochs = generator?._multinomial(weights, count, length, replacement, backend);
    const source =
      epochs?.source ??
      (replacement
        ? new AliasSource(weights, count, backend)
        : new WithoutReplacementSource(weights, count, length, backend));
    super(source, seed, generator, epochs);
    this.#length = length;
    this.#replacement = replacement;
  }

  /**
   * Balances classes: each index is weighted by 1 / (count of its class), times the class's target.
   * @param labels (n,), the class of each index.
   * @throws {TypeError | RangeError} A label is null, undefined, NaN or no label at all; `target` does not name just
   * the classes that are there.
   */
  static fromLabels<L extends Label>(labels: ArrayLike<L>, options?: FromLabelsOptions<L>): WeightedRandomSampler {
    const { target, numSamples, ...rest } = checkOptions(options, [...OPTIONS, 'target', 'numSamples']);
    checkArguments(numSamples, rest);
    if (checkArrayLike('labels', labels, MAX_WEIGHTS) === 0) throw new RangeError('labels must not be empty');
    return new this(sampleWeights(labels, target === undefined ? {} : { target }), numSamples, rest);
  }

  /** Draws in one epoch. */
  get length(): number {
    return this.#length;
  }

  /** The weights as given, (n,), as a fresh copy. */
  get weights(): Float64Array<ArrayBuffer> {
    return new Float64Array(this._source.weightWords().buffer);
  }

  /** Whether an index may be drawn again within an epoch. */
  get replacement(): boolean {
    return this.#replacement;
  }

  /** @internal */
  override _settings(): Shown {
    return { type: 'WeightedRandomSampler', numSamples: this.#length, replacement: this.#replacement };
  }

  /**
   * (n,), the probability of each index at the first draw, read back from what is drawn from: integers over 2^64,
   * rounded to f64; with a generator PyTorch's sums.
   */
  probabilities(): Float64Array<ArrayBuffer> {
    return this._source.probabilities();
  }

  /** @internal */
  override _identity(): Identity {
    const options = `WeightedRandomSampler numSamples=${this.#length} replacement=${this.#replacement}`;
    this.#identity ??= fingerprint(options, this._source.weightWords());
    return { sampler: 'WeightedRandomSampler', fingerprint: this.#identity, ...this.identitySeed() };
  }
}

/** Everything but the weights. */
function checkArguments(
  numSamples: number | undefined,
  options: WeightedOptions | undefined,
): SeededOptions & { replacement: boolean; backend: Backend } {
  const { replacement = true, seed, generator, backend = 'auto' } = checkOptions(options, OPTIONS);
  checkExclusive(seed, generator);
  if (numSamples !== undefined) checkNumSamples(numSamples);
  checkBoolean('replacement', replacement, true);
  checkSeeded(seed, generator, backend);
  if (generator) checkWhole(numSamples ?? 0);
  return { replacement, seed, generator, backend };
}
