import {
  checkArrayLength,
  checkArrayLike,
  checkNumSamples,
  checkOptions,
  checkSeeded,
  MAX_WEIGHTS,
} from '../internal/check.js';
import { checkWeights } from '../internal/check-weights.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Backend } from '../kernels/allocation.js';
import { SystematicSource } from '../sources/systematic.js';
import { type Label, sampleWeights, type Target } from '../weights/class-weights.js';
import { checkScheme, type WeightScheme } from '../weights/schemes.js';
import { SYSTEMATIC } from './covered.js';
import type { Identity } from './sampler.js';
import { SeededSampler, type SeedOptions } from './seeded-sampler.js';

/** Options of {@link SystematicSampler}. */
export interface SystematicOptions extends SeedOptions {}

/** Options of {@link SystematicSampler.fromLabels}. */
export interface SystematicFromLabelsOptions<L extends Label = Label> extends SystematicOptions {
  /** Share of the draws for each class, on any scale. Default: equal shares. */
  target?: Target<NoInfer<L>> | undefined;
  /** How the weight of a class follows from its count, before its share of the target. Default `'inverse'`. */
  scheme?: WeightScheme | undefined;
  /** Number of draws in one epoch. Default: the number of labels. */
  numSamples?: number | undefined;
}

/**
 * Draws each index in every epoch as often as expected, rounded down or up: systematic sampling. An index expected 2.3
 * times per epoch comes two or three times. One expected 0.4 times comes once or not at all, but at least once in
 * `coverageEpochs` consecutive epochs.
 *
 * Draws within an epoch depend on one another: use it for training, not for Monte Carlo. The order of an epoch is a
 * uniform shuffle. An epoch is computed at its first draw, in O(n + numSamples), and the latest one is cached.
 *
 * W. G. Madow, L. H. Madow, Ann. Math. Statist. 15 (1944), doi:10.1214/aoms/1177731312.
 */
export class SystematicSampler extends SeededSampler<SystematicSource> {
  readonly #length: number;
  #identity: string | undefined;

  /**
   * @param weights (n,), finite, non-negative, not all zero, any scale. They need not sum to 1. Copied.
   * @param numSamples Number of draws in one epoch, in [1, 2^32 - 1]. Default: n.
   * @throws {TypeError | RangeError} An argument is invalid. Nothing is allocated.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  constructor(weights: ArrayLike<number>, numSamples?: number, options?: SystematicOptions) {
    const { seed, backend } = checkArguments(numSamples, options);
    const count = checkWeights(weights, true);
    const length = numSamples ?? count;
    super(new SystematicSource(weights, count, length, backend), seed);
    this.#length = length;
  }

  /**
   * Makes a sampler that balances classes: the weight of an index is the class's target share / the class's count, or
   * the share times what `scheme` makes of the count.
   * @param labels (n,), the class of each index: strings, numbers, bigints or booleans. Not empty.
   * @throws {TypeError | RangeError} An argument is invalid, a label is null, undefined or NaN, or `target` does not
   * name exactly the classes in `labels`.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  static fromLabels<L extends Label>(
    labels: ArrayLike<L>,
    options?: SystematicFromLabelsOptions<L>,
  ): SystematicSampler {
    const { target, scheme, numSamples, ...rest } = checkOptions(options, [
      'target',
      'numSamples',
      'scheme',
      'seed',
      'backend',
    ]);
    checkArguments(numSamples, rest);
    checkScheme(scheme);
    if (checkArrayLike('labels', labels, MAX_WEIGHTS) === 0) throw new RangeError('labels must not be empty');
    return new this(sampleWeights(labels, { target, scheme }), numSamples, rest);
  }

  /** Number of draws in one epoch. */
  get length(): number {
    return this.#length;
  }

  /** Copy of the given weights, (n,). */
  get weights(): Float64Array<ArrayBuffer> {
    return new Float64Array(this._source.weightWords().buffer);
  }

  /** @internal */
  override _settings(): Shown {
    return { type: 'SystematicSampler', numSamples: this.#length };
  }

  /**
   * Number of consecutive epochs that draw every index of positive weight at least once. It is 1 / (the smallest
   * expected count per epoch), or up to 1/32 more, rounded up. Above 2^24, it is the next power of two;
   * above 2^53, Infinity.
   */
  get coverageEpochs(): number {
    return this._source.coverage;
  }

  /** Expected share of the draws of each index, (n,): its expected count per epoch / numSamples. */
  probabilities(): Float64Array<ArrayBuffer> {
    return this._source.probabilities();
  }

  /** @internal */
  override get _covered(): string {
    return SYSTEMATIC;
  }

  /** @internal */
  override _identity(): Identity {
    this.#identity ??= fingerprint(`SystematicSampler numSamples=${this.#length}`, this._source.weightWords());
    return { sampler: 'SystematicSampler', fingerprint: this.#identity, ...this.identitySeed() };
  }
}

/** Checks all arguments except the weights. */
function checkArguments(
  numSamples: number | undefined,
  options: SystematicOptions | undefined,
): SystematicOptions & { backend: Backend } {
  if (numSamples !== undefined) checkArrayLength('numSamples', checkNumSamples(numSamples));
  const { seed, backend = 'auto' } = checkOptions(options, ['seed', 'backend']);
  checkSeeded(seed, undefined, backend);
  return { seed, backend };
}
