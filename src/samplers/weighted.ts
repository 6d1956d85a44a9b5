import {
  checkArrayLike,
  checkBoolean,
  checkEnough,
  checkExclusive,
  checkNumSamples,
  checkOptions,
  checkSeeded,
  checkWeights,
  checkWhole,
  checkWithoutReplacement,
  MAX_WEIGHTS,
} from '../internal/check.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Backend } from '../kernels/allocation.js';
import { AliasSource } from '../sources/alias.js';
import { FewSource, fewDraws } from '../sources/few.js';
import { LateTableSource } from '../sources/late-table.js';
import type { WeightedSource } from '../sources/source.js';
import { WithoutReplacementSource } from '../sources/without-replacement.js';
import { type Label, sampleWeights, type Target } from '../weights/class-weights.js';
import { checkScheme, type WeightScheme } from '../weights/schemes.js';
import {
  checkLogits,
  checkLogitsOptions,
  countFinite,
  type LogitsOptions,
  type LogitsWeights,
  weightsOfLogits,
} from './logits.js';
import type { Identity } from './sampler.js';
import { type SeededOptions, SeededSampler } from './seeded-sampler.js';

/** Options of {@link WeightedRandomSampler}. */
export interface WeightedOptions extends SeededOptions {
  /** Whether to draw with replacement. Default true. */
  replacement?: boolean | undefined;
}

/** Options of {@link WeightedRandomSampler.fromLabels}. */
export interface FromLabelsOptions<L extends Label = Label> extends WeightedOptions {
  /** Share of the draws for each class, on any scale. Default: equal shares. */
  target?: Target<NoInfer<L>> | undefined;
  /** How the weight of a class follows from its count, before its share of the target. Default `'inverse'`. */
  scheme?: WeightScheme | undefined;
  /** Number of draws in one epoch. Default: the number of labels. */
  numSamples?: number | undefined;
}

/** Options of {@link WeightedRandomSampler.fromLogits}. */
export interface FromLogitsOptions extends WeightedOptions, LogitsOptions {
  /** Number of draws in one epoch. Default: the number of logits. */
  numSamples?: number | undefined;
}

const OPTIONS = ['replacement', 'seed', 'generator', 'backend'] as const;

const FROM_LOGITS = [...OPTIONS, 'temperature', 'topK', 'topP', 'numSamples'] as const;

/**
 * Weights that `fromLogits` made and nobody else has: the sampler that it makes keeps them without a copy, and builds
 * its table late.
 */
let own: LogitsWeights | undefined;

/**
 * Draws indices in [0, weights.length) in proportion to the weights, like PyTorch's class of this name. A draw is a
 * function of weights, seed, epoch and position only, with exact probabilities (see `probabilities`).
 *
 * Without replacement, each draw is in proportion to the weights of the indices not yet drawn in the epoch.
 *
 * Construction takes O(n), a draw O(1): A. J. Walker's alias method, ACM Trans. Math. Softw. 3 (1977),
 * doi:10.1145/355744.355749. Few draws without replacement from many weights need no alias table in the first epoch
 * that is drawn; the second one builds it.
 */
export class WeightedRandomSampler extends SeededSampler<WeightedSource> {
  readonly #length: number;
  readonly #replacement: boolean;
  #identity: string | undefined;

  /**
   * @param weights (n,), finite, non-negative, not all zero, any scale. They need not sum to 1. Copied.
   * @param numSamples Number of draws in one epoch, at least 1. Without replacement at most the number of positive
   * weights. Default: n.
   * @throws {TypeError | RangeError} An argument is invalid. Nothing is allocated.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  constructor(weights: ArrayLike<number>, numSamples?: number, options?: WeightedOptions) {
    const { replacement, seed, generator, backend } = checkArguments(numSamples, options);
    const made = weights === own?.weights ? own : undefined;
    const few =
      generator || (replacement ? !made : numSamples === undefined)
        ? undefined
        : fewDraws(weights, replacement ? 1 : (numSamples as number), replacement, backend, made?.kept);
    const count = few?.weights.length ?? checkWeights(weights, replacement);
    const length = numSamples ?? count;
    if (!few && !replacement) checkWithoutReplacement(weights, count, length);
    const epochs = generator?._multinomial(weights, count, length, replacement, backend);
    const source =
      epochs?.source ??
      (replacement
        ? few
          ? new LateTableSource(few, backend)
          : new AliasSource(weights, count, backend)
        : few
          ? new FewSource(few, weights, length, backend)
          : new WithoutReplacementSource(weights, count, length, backend));
    super(source, seed, generator, epochs);
    this.#length = length;
    this.#replacement = replacement;
  }

  /**
   * Makes a sampler that balances classes: the weight of an index is the class's target share / the class's count, or
   * the share times what `scheme` makes of the count.
   * @param labels (n,), the class of each index: strings, numbers, bigints or booleans. Not empty.
   * @throws {TypeError | RangeError} An argument is invalid, a label is null, undefined or NaN, or `target` does not
   * name exactly the classes in `labels`.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  static fromLabels<L extends Label>(labels: ArrayLike<L>, options?: FromLabelsOptions<L>): WeightedRandomSampler {
    const { target, scheme, numSamples, ...rest } = checkOptions(options, [
      ...OPTIONS,
      'target',
      'numSamples',
      'scheme',
    ]);
    checkArguments(numSamples, rest);
    checkScheme(scheme);
    if (checkArrayLike('labels', labels, MAX_WEIGHTS) === 0) throw new RangeError('labels must not be empty');
    return new this(sampleWeights(labels, { target, scheme }), numSamples, rest);
  }

  /**
   * Makes a sampler from logits (log weights), such as the scores that a language model gives its tokens. The weight of
   * an index is exp((logit - largest logit) / temperature), or exp(-708) if that is less. The exponential is exact to
   * one unit in the last place, and equal on every engine. `temperature` applies first, then `topK`, then `topP`, as in
   * Hugging Face transformers. Indices that `topK` or `topP` leave out have weight 0.
   * @param logits (n,), finite or -Infinity, which is never drawn. Not all -Infinity.
   * @throws {TypeError | RangeError} An argument is invalid, or a logit is NaN, +Infinity or not a number.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  static fromLogits(logits: ArrayLike<number>, options?: FromLogitsOptions): WeightedRandomSampler {
    const { temperature, topK, topP, numSamples, ...rest } = checkOptions(options, FROM_LOGITS);
    const { backend, replacement } = checkArguments(numSamples, rest);
    const checked = checkLogitsOptions({ temperature, topK, topP });
    const found = checkLogits(logits);
    if (!replacement) {
      const most = checked.temperature === 0 ? 1 : Math.min(countFinite(logits), checked.topK);
      checkEnough(most, numSamples ?? found.count);
    }
    own = weightsOfLogits(logits, found, checked, backend);
    try {
      return new this(own.weights, numSamples, rest);
    } finally {
      own = undefined;
    }
  }

  /** Number of draws in one epoch. */
  get length(): number {
    return this.#length;
  }

  /** Copy of the given weights, (n,). */
  get weights(): Float64Array<ArrayBuffer> {
    return new Float64Array(this._source.weightWords().buffer);
  }

  /** Whether draws are with replacement. */
  get replacement(): boolean {
    return this.#replacement;
  }

  /** @internal */
  override _settings(): Shown {
    return { type: 'WeightedRandomSampler', numSamples: this.#length, replacement: this.#replacement };
  }

  /**
   * Probability of each index at the first draw, (n,), computed from the table that draws use. Each one is an integer /
   * 2^64, rounded to a double. With a generator, they are those of PyTorch's cumulative sums.
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

/** Checks all arguments except the weights. */
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
