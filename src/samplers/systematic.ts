import {
  checkArrayLength,
  checkArrayLike,
  checkNumSamples,
  checkOptions,
  checkSeeded,
  checkWeights,
  MAX_WEIGHTS,
  type Seed,
} from '../internal/check.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Backend } from '../kernels/allocation.js';
import { SystematicSource } from '../sources/systematic.js';
import { type Label, sampleWeights, type Target } from '../weights/class-weights.js';
import type { Identity } from './sampler.js';
import { SeededSampler } from './seeded-sampler.js';

/** Options of {@link SystematicSampler}. */
export interface SystematicOptions {
  /**
   * Seed of the draws. Default: a fresh seed from `crypto`, readable as `seed`. An engine without
   * `crypto` hashes `Math.random()` and the time. One without either, as in a compartment of SES, throws and asks for a
   * seed.
   */
  seed?: Seed | undefined;
  /**
   * Default 'auto': WebAssembly where it is available, else JavaScript. The numbers are the same.
   */
  backend?: 'auto' | 'wasm' | 'js' | undefined;
}

/** Options of {@link SystematicSampler.fromLabels}. */
export interface SystematicFromLabelsOptions<L extends Label = Label> extends SystematicOptions {
  /** The share of the draws that each class is to have. Default: all the same. */
  target?: Target<NoInfer<L>> | undefined;
  /** Default: as many as there are labels. */
  numSamples?: number | undefined;
}

/**
 * Draws each index in every epoch as often as expected, rounded down or up: systematic sampling. An index with an
 * expectation of 2.3 comes twice or three times in an epoch, never not at all; one of 0.4 comes once or not at all, and
 * `coverageEpochs` epochs in a row are sure to show everything.
 *
 * Draws within an epoch depend on one another: right for training, wrong for Monte Carlo. The order of an epoch is a
 * uniform shuffle. An epoch is made at its first draw, in O(n + numSamples), and the last one is kept.
 *
 * W. G. Madow, L. H. Madow, Ann. Math. Statist. 15 (1944), doi:10.1214/aoms/1177731312.
 */
export class SystematicSampler extends SeededSampler<SystematicSource> {
  readonly #length: number;
  #identity: string | undefined;

  /**
   * @param weights (n,), finite and not negative, not all zero, any scale; they need not sum to 1. Copied.
   * @param numSamples Draws in one epoch, at most 2^32 - 1. Default: n.
   * @throws {TypeError | RangeError} An argument is not as described; nothing was allocated.
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
   * Balances classes: each index is weighted by 1 / (count of its class), times the class's target.
   * @param labels (n,), the class of each index.
   * @throws {TypeError | RangeError} A label is null, undefined, NaN or no label at all; `target` does not name just
   * the classes that are there.
   */
  static fromLabels<L extends Label>(
    labels: ArrayLike<L>,
    options?: SystematicFromLabelsOptions<L>,
  ): SystematicSampler {
    const { target, numSamples, ...rest } = checkOptions(options, ['target', 'numSamples', 'seed', 'backend']);
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

  /** @internal */
  override _settings(): Shown {
    return { type: 'SystematicSampler', numSamples: this.#length };
  }

  /**
   * So many epochs in a row show every index of positive weight: 1 / (the smallest expectation in an epoch), or up to
   * 1/32 more, rounded up. One tiny weight makes it huge; Infinity beyond 2^53.
   */
  get coverageEpochs(): number {
    return this._source.coverage;
  }

  /** (n,), the expectation of each index in an epoch over the number of draws. */
  probabilities(): Float64Array<ArrayBuffer> {
    return this._source.probabilities();
  }

  /** @internal */
  override _identity(): Identity {
    this.#identity ??= fingerprint(`SystematicSampler numSamples=${this.#length}`, this._source.weightWords());
    return { sampler: 'SystematicSampler', fingerprint: this.#identity, ...this.identitySeed() };
  }
}

/** Everything but the weights. */
function checkArguments(
  numSamples: number | undefined,
  options: SystematicOptions | undefined,
): SystematicOptions & { backend: Backend } {
  if (numSamples !== undefined) checkArrayLength('numSamples', checkNumSamples(numSamples));
  const { seed, backend = 'auto' } = checkOptions(options, ['seed', 'backend']);
  checkSeeded(seed, undefined, backend);
  return { seed, backend };
}
