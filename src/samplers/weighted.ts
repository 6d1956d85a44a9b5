import { checkArrayLike, checkOptions, MAX_WEIGHTS, throwIfAborted } from '../internal/check.js';
import { checkEnough, checkWeights, checkWithoutReplacement } from '../internal/check-weights.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import { AliasSource, openTable } from '../sources/alias.js';
import { MANY } from '../sources/alias-table.js';
import { FewSource, fewDraws, isFew } from '../sources/few.js';
import { LateTableSource } from '../sources/late-table.js';
import type { WeightedSource } from '../sources/source.js';
import { openWithoutReplacement, WithoutReplacementSource } from '../sources/without-replacement.js';
import { type Label, sampleWeights } from '../weights/class-weights.js';
import { checkScheme } from '../weights/schemes.js';
import { WEIGHTED } from './covered.js';
import { BUILD_OPTIONS, checkBuild, LateBuild } from './late-build.js';
import { checkLogits, checkLogitsOptions, countFinite, type LogitsWeights, weightsOfLogits } from './logits.js';
import type { Identity } from './sampler.js';
import { SeededSampler } from './seeded-sampler.js';
import { type AttachOptions, openShared, type SharedSampler, shareSampler } from './share.js';
import {
  type CreateOptions,
  checkArguments,
  FROM_LOGITS,
  type FromLabelsOptions,
  type FromLogitsOptions,
  OPTIONS,
  type WeightedOptions,
} from './weighted-options.js';

/**
 * Weights that `fromLogits` made and nobody else has: the sampler that it makes keeps them without a copy, and builds
 * its table late.
 */
let own: LogitsWeights | undefined;

/** A source that `create` or `attach` made. The sampler that it makes takes it. */
interface Late {
  readonly weights: ArrayLike<number>;
  readonly count: number;
  readonly length: number;
  readonly replacement: boolean;
  readonly source: WeightedSource;
}

let late: Late | undefined;

/** Takes that source, unless a subclass asks for another sampler. */
function takeLate(weights: unknown, numSamples: number | undefined, replacement: boolean): Late | undefined {
  if (!late || late.weights !== weights || late.replacement !== replacement) return undefined;
  if (late.length !== (numSamples ?? late.count)) return undefined;
  const taken = late;
  late = undefined;
  return taken;
}

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
    const ready = generator ? undefined : takeLate(weights, numSamples, replacement);
    const few =
      ready || generator || (replacement ? !made : numSamples === undefined)
        ? undefined
        : fewDraws(weights, replacement ? 1 : (numSamples as number), replacement, backend, made?.kept);
    const count = ready?.count ?? few?.weights.length ?? checkWeights(weights, replacement);
    const length = numSamples ?? count;
    if (!ready && !few && !replacement) checkWithoutReplacement(weights, count, length);
    const epochs = generator?._multinomial(weights, count, length, replacement, backend);
    const source =
      ready?.source ??
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
   * Makes the sampler that the constructor makes, but lets other tasks run meanwhile: from some 10^6 weights on, the
   * constructor takes longer than a frame. The weights are copied in the first third of the progress. Do not change
   * them before. If they change all the same, the sampler draws by what was copied, or the promise rejects if that is
   * not valid.
   *
   * Fewer than 2^16 weights, few draws without replacement, and draws from a generator are set up in one go.
   * @param weights (n,), finite, non-negative, not all zero, any scale. Copied.
   * @param numSamples Number of draws in one epoch, at least 1. Without replacement at most the number of positive
   * weights. Default: n.
   * @throws {TypeError | RangeError} (rejects) An argument is invalid. Nothing is allocated.
   * @throws {Error} (rejects) `backend: 'wasm'` is not available, or the pool is closed.
   * @throws {unknown} (rejects) The signal's reason. The memory is free then.
   */
  static async create(
    weights: ArrayLike<number>,
    numSamples?: number,
    options?: CreateOptions,
  ): Promise<WeightedRandomSampler> {
    const { signal, onProgress, pool, ...rest } = checkOptions(options, [...OPTIONS, ...BUILD_OPTIONS]);
    const { replacement, generator, backend } = checkArguments(numSamples, rest);
    checkBuild({ signal, onProgress, pool });
    const count = checkArrayLike('weights', weights, MAX_WEIGHTS);
    const length = numSamples ?? count;
    throwIfAborted(signal);
    const build = new LateBuild(weights, count, { signal, onProgress, pool });
    const few = !replacement && numSamples !== undefined && isFew(count, length);
    let source: WeightedSource | undefined;
    if (count >= MANY && !generator && !few) {
      await build.check(replacement, length);
      source = replacement
        ? new AliasSource(weights, count, backend, await build.build(() => openTable(count, backend, true)))
        : new WithoutReplacementSource(
            ...([weights, count, length, backend] as const),
            await build.build(() => openWithoutReplacement(count, length, backend)),
          );
      late = { weights, count, length, replacement, source };
    }
    try {
      const sampler = new this(weights, numSamples, rest);
      build.end();
      return sampler;
    } catch (error) {
      source?.free();
      throw error;
    } finally {
      // a subclass may have made a sampler of other weights
      late?.source.free();
      late = undefined;
    }
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

  /**
   * Makes a sampler from what `share()` returned in another thread. It has the settings, the epoch and the position
   * that the shared sampler had then, and draws the same indices. After that, each sampler has a position of its own.
   * Either one takes the other's states.
   *
   * Where threads share memory, it uses the same table, if that has at least 1 MiB and draws are with replacement.
   * Otherwise it copies the table.
   * @throws {TypeError | RangeError} `shared` is not what `share()` returned, was transferred before, or comes from
   * another version of the library.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  static attach(shared: SharedSampler, options?: AttachOptions): WeightedRandomSampler {
    const source = openShared(shared, options);
    const { weights, numSamples, replacement, seed, epoch, position } = shared;
    late = { weights, count: weights.length, length: numSamples, replacement, source };
    try {
      const sampler = new this(weights, numSamples, { replacement, seed });
      sampler.setEpoch(epoch);
      sampler.skip(position);
      return sampler;
    } catch (error) {
      source.free();
      throw error;
    } finally {
      late?.source.free();
      late = undefined;
    }
  }

  /**
   * Shares the sampler with another thread, which makes one of its own by `WeightedRandomSampler.attach`:
   *
   * `const shared = sampler.share(); worker.postMessage(shared, shared.transfer);`
   *
   * Where threads share memory, as in Node and on pages that are cross-origin isolated, a table of at least 1 MiB (some
   * 60,000 weights) is not copied, and one result serves any number of workers. Its memory is then freed once no
   * sampler in any thread uses it: disposing of this one does not free it. Otherwise the result is a copy, whose
   * buffers you may transfer, to one worker.
   * @throws {Error} The sampler has a generator, or was disposed of.
   * @throws {RangeError} There is not enough memory for a copy.
   */
  share(): SharedSampler {
    return shareSampler(this, this._source);
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
  override get _covered(): string {
    return WEIGHTED;
  }

  /** @internal */
  override _identity(): Identity {
    const options = `WeightedRandomSampler numSamples=${this.#length} replacement=${this.#replacement}`;
    this.#identity ??= fingerprint(options, this._source.weightWords());
    return { sampler: 'WeightedRandomSampler', fingerprint: this.#identity, ...this.identitySeed() };
  }
}
