import {
  checkArrayLength,
  checkArrayLike,
  checkInteger,
  checkOptions,
  checkSeeded,
  MAX_INDICES,
  MAX_WEIGHTS,
} from '../internal/check.js';
import { checkWeights } from '../internal/check-weights.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Backend } from '../kernels/allocation.js';
import type { IndexSource } from '../sources/epochs.js';
import { type MixturePart, MixtureSource } from '../sources/mixture.js';
import { PermutationSource } from '../sources/permutation.js';
import { quotasOf } from '../weights/quotas.js';
import { MIXTURE } from './covered.js';
import { changesOf, checkMixed, checkSizes, type MixedSource } from './mixed-sources.js';
import { lengthOf, type Stop } from './mixture-length.js';
import type { Identity, Member, Sampler, SeekableSampler } from './sampler.js';
import { SeededSampler, type SeedOptions } from './seeded-sampler.js';
import { samplerForJson } from './wrapped.js';

/** Options of {@link MixtureSampler}. */
export interface MixtureOptions extends SeedOptions {
  /** (sources,), share of the draws for each source: finite, non-negative, not all zero, any scale. Copied. */
  weights: ArrayLike<number>;
  /**
   * When an epoch ends. Default 'first'.
   * - 'first': before any source would begin a second pass. No source gives more draws than it has in a pass.
   * - 'all': once every source gave at least one whole pass. Smaller ones repeat, in new passes.
   * - A number: after this many draws, at least 1. Passes continue from epoch to epoch.
   */
  stop?: 'first' | 'all' | number | undefined;
  /**
   * Number of draws in a window, at least 1: each `window` consecutive draws of an epoch have the exact share of each
   * source, rounded down or up. Give the batch size for batches with exact shares. Default: the draws of a whole epoch
   * are in random order; of an epoch longer than 65,536, each 65,536 draws.
   */
  window?: number | undefined;
  /**
   * (sources,), number of items in the data set of each source. It decides where the indices of the next source begin.
   * Default: the largest index that the source can give + 1; for weighted sources, the number of weights.
   */
  sizes?: ArrayLike<number> | undefined;
}

/**
 * Mixes several sources in given shares. Indices are global: those of source s begin at `offsets[s]`, as if the data
 * sets were concatenated, and `sourceOf(index)` is the number of the source.
 *
 * A source is a number of items, which come in a new random order in each pass. Or it is a sampler of this library,
 * whose passes are its epochs; it is read without moving it. A source gives its draws in the order of its passes. One
 * sampler given twice makes two sources of equal order: give them different seeds instead.
 *
 * The number of draws of a source in an epoch is its share of `length`, rounded down or up. The rounding changes from
 * epoch to epoch, so that over many epochs the shares are exact. The length is fixed:
 * - stop: 'first': the largest at which no share exceeds a pass: min of (draws in a pass / share), rounded down.
 *   1000 and 500 items with weights 0.8 and 0.2 give min(1250, 2500) = 1250: 1000 and 250 draws.
 * - stop: 'all': the smallest at which each share is a pass: max of (draws in a pass / share), rounded up.
 *   In the example, 2500: 2000 and 500 draws, the first source twice.
 * - With `window`, both are whole windows: 'first' is rounded down to one, unless it is shorter, and 'all' up.
 *
 * With 'first' and 'all', each epoch begins new passes: 'first' gives no item of a pass twice in an epoch, 'all' gives
 * each at least once. With a number, passes continue from epoch to epoch, so that no item is missed in the long run.
 *
 * Weights of a DynamicWeightedSampler inside may change: the next draw is from the new weights. After each change, a
 * window of draws is made anew, or 64 draws of smaller windows. So give a `window` if weights change often.
 *
 * Draws are made in blocks of at most `window` draws, or 65,536: memory does not grow with the length of an epoch. A
 * source given as a number takes 4 bytes per item.
 */
export class MixtureSampler extends SeededSampler<MixtureSource> {
  readonly #sources: readonly MixedSource[];
  readonly #weights: Float64Array<ArrayBuffer>;
  readonly #offsets: Float64Array<ArrayBuffer>;
  readonly #stop: Stop;
  readonly #window: number | undefined;
  readonly #length: number;
  readonly #settings: string;

  /**
   * @param sources Numbers of items, at least 1, or samplers with a seed, or a SequentialSampler. Give samplers a seed
   * of their own: a state is refused if it differs. Not empty.
   * @throws {TypeError | RangeError} An argument is invalid, a source is empty, or with stop: 'all' a weight is 0.
   * Nothing is allocated.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  constructor(sources: readonly (number | Sampler)[], options: MixtureOptions) {
    const checked = checkOptions(options, ['weights', 'stop', 'window', 'sizes', 'seed', 'backend']);
    const { stop = 'first', window, seed, backend = 'auto' } = checked;
    const count = checkArrayLike('sources', sources, MAX_WEIGHTS);
    if (count === 0) throw new RangeError('sources must not be empty');
    const weights = checkShares(checked.weights, count);
    const mixed = listOf(sources, count).map(checkMixed);
    const sizes = checkSizes(checked.sizes, mixed);
    if (window !== undefined) checkArrayLength('window', checkInteger('window', window, 1));
    const quotas = quotasOf(weights, 0);
    const length = lengthOf(stop, window, quotas, mixed);
    checkSeeded(seed, undefined, backend);
    const items = sizes.reduce((sum, size) => sum + size, 0);
    if (items - 1 > MAX_INDICES) throw new RangeError(`sources must have at most 2^32 items in all, got ${items}`);
    const passes = mixed.map(({ length }) => length);
    const parts = mixed.map(({ length, sampler }, s) => partOf(sampler, length, sizes[s], backend));
    let end = 0n;
    const ends = quotas.map((quota) => (end += quota));
    const restarts = typeof stop !== 'number';
    super(new MixtureSource(parts, { ends, passes, length, window, restarts }, () => changesOf(mixed), backend), seed);
    this.#sources = mixed;
    this.#weights = Float64Array.from(weights);
    this.#offsets = new Float64Array(count + 1);
    sizes.forEach((size, s) => {
      this.#offsets[s + 1] = this.#offsets[s] + size;
    });
    this.#stop = stop;
    this.#window = window;
    this.#length = length;
    this.#settings = `MixtureSampler weights=${quotas.join()} length=${length} restarts=${restarts} window=${window}`;
  }

  /** Number of draws in one epoch. */
  get length(): number {
    return this.#length;
  }

  /** The sources, as given: numbers of items, or samplers. */
  get sources(): (number | Sampler)[] {
    return this.#sources.map(({ sampler, length }) => sampler ?? length);
  }

  /** Copy of the given weights, (sources,). */
  get weights(): Float64Array<ArrayBuffer> {
    return this.#weights.slice();
  }

  /** When an epoch ends: 'first', 'all', or its number of draws. */
  get stop(): 'first' | 'all' | number {
    return this.#stop;
  }

  /** Number of draws in a window of exact shares; undefined if only epochs have them. */
  get window(): number | undefined {
    return this.#window;
  }

  /** Number of items of each source, (sources,): how many global indices it has. */
  get sizes(): Float64Array<ArrayBuffer> {
    return this.#offsets.slice(1).map((end, s) => end - this.#offsets[s]);
  }

  /**
   * Where the global indices of each source begin, and where the last ones end, (sources + 1,). Item i of source s has
   * the index offsets[s] + i.
   */
  get offsets(): Float64Array<ArrayBuffer> {
    return this.#offsets.slice();
  }

  /**
   * Returns the number of the source that a global index belongs to. The item's index there is
   * `index - offsets[source]`. O(log sources).
   * @throws {TypeError | RangeError} `index` is not an integer in [0, offsets[sources]).
   */
  sourceOf(index: number): number {
    const offsets = this.#offsets;
    let after = offsets.length - 1;
    if (checkInteger('index', index, 0) >= offsets[after]) {
      throw new RangeError(`index must be below ${offsets[after]}, the number of items of all sources, got ${index}`);
    }
    for (let source = 0; ; ) {
      if (after - source === 1) return source;
      const middle = (source + after) >>> 1;
      if (offsets[middle] <= index) source = middle;
      else after = middle;
    }
  }

  /** @internal */
  override _require(member: Member): void {
    super._require(member);
    for (const { sampler } of this.#sources) sampler?._require(member, this);
  }

  /** @internal */
  get _changes(): number | undefined {
    return changesOf(this.#sources);
  }

  /** @internal Reads only what is asked for if weights may change. */
  override _load(reader: IndexSource, epoch: number, position: number, count: number): Uint32Array {
    return super._load(reader, epoch, position, this._changes === undefined ? count : 1);
  }

  /** @internal */
  override _settings(): Shown {
    const { stop, window } = this;
    const sources = this.#sources.map(({ sampler, length }) => (sampler ? samplerForJson(sampler) : length));
    return { type: 'MixtureSampler', sources, weights: [...this.#weights], stop, window, sizes: [...this.sizes] };
  }

  /** @internal */
  override get _covered(): string {
    return MIXTURE;
  }

  /** @internal */
  override _identity(): Identity {
    const sources = this.#sources.map(({ sampler, length }) => {
      if (!sampler) return length;
      const { sampler: name, fingerprint, seed } = sampler._identity();
      return `${name} ${fingerprint} ${seed}`;
    });
    const print = fingerprint(`${this.#settings} sources=${sources.join()} offsets=${this.#offsets.join()}`);
    return { sampler: 'MixtureSampler', fingerprint: print, ...this.identitySeed() };
  }
}

/** A sampler, or a number of items, whose permutations are the passes. */
function partOf(sampler: SeekableSampler | undefined, length: number, items: number, backend: Backend): MixturePart {
  if (sampler) return { items, read: (_, ...to) => sampler._read(...to), free: () => {} };
  const source = new PermutationSource(length, backend);
  return { items, read: (...all) => source.read(...all), free: () => source.free() };
}

/** Copies what is read more than once. An iterable, which may be infinite, is read by index only. */
function listOf<T>(values: ArrayLike<T>, count: number): T[] {
  return Array.from({ length: count }, (_, i) => values[i]);
}

function checkShares(weights: ArrayLike<number>, count: number): number[] {
  const given = checkWeights(weights, true);
  if (given !== count) throw new RangeError(`weights must be as many as sources, ${count}, got ${given}`);
  // checked again, because another thread may have changed them
  const copy = listOf(weights, count);
  checkWeights(copy, true);
  return copy;
}
