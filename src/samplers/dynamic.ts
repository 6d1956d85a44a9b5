import { checkNumSamples, checkOptions, checkSeeded, MAX_WEIGHTS } from '../internal/check.js';
import { checkChangingWeights, checkWeight, checkWeightIndex, takeEntries } from '../internal/check-entries.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Backend } from '../kernels/allocation.js';
import { throwDisposed } from '../sources/disposed.js';
import { DynamicSource } from '../sources/dynamic.js';
import type { IndexSource } from '../sources/epochs.js';
import { DYNAMIC } from './covered.js';
import { type Cursor, IndexLoop } from './cursor.js';
import type { Identity, SamplerState } from './sampler.js';
import { SeededSampler, type SeedOptions } from './seeded-sampler.js';

/** A loop that drops what was read ahead when weights change. The sampler may have moved on from its cursor. */
class ChangingLoop extends IndexLoop {
  #changes = 0;

  override next(): IteratorResult<number, undefined> {
    const { _changes } = this.sampler as DynamicWeightedSampler;
    if (_changes !== this.#changes) this.cursor.forget();
    this.#changes = _changes;
    return super.next();
  }
}

/** Options of {@link DynamicWeightedSampler}. */
export interface DynamicOptions extends SeedOptions {}

/**
 * Draws indices with replacement, in proportion to weights that you may change at any time: for games, prioritized
 * replay and curricula. A draw and an update take O(log n): with WebAssembly, many in a row 15 to 60 ns each for 10^3
 * to 10^6 weights.
 *
 * The probabilities are exact: index i has weight i / (sum of all weights), over the whole range of doubles. A draw is
 * a function of the present weights, seed, epoch and position only, however the weights came about.
 *
 * All weights may be zero, as in an empty replay buffer: then drawing throws, and updating goes on.
 *
 * Loops and wrappers draw from the present weights, too. But a DataLoader in `for await` asks for `prefetch` batches
 * ahead, which a change reaches too late. Requests to a SamplerPool draw from the weights at their time. If weights
 * change after such a request, the sampler copies its tree once.
 */
export class DynamicWeightedSampler extends SeededSampler<DynamicSource> {
  readonly #length: number;
  readonly #single = new Uint32Array(1);

  /**
   * @param weights (n,), finite, non-negative, any scale. They may all be zero, and n may be 0. Copied.
   * @param numSamples Number of draws in one epoch, at least 1. Default: n. It does not change when weights are added.
   * @throws {TypeError | RangeError} An argument is invalid, or n is 0 and `numSamples` is missing. Nothing is
   * allocated.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  constructor(weights: ArrayLike<number>, numSamples?: number, options?: DynamicOptions) {
    if (numSamples !== undefined) checkNumSamples(numSamples);
    const { seed, backend = 'auto' } = checkOptions(options, ['seed', 'backend']);
    checkSeeded(seed, undefined, backend);
    const count = checkChangingWeights(weights);
    if (count === 0 && numSamples === undefined) {
      throw new RangeError('numSamples must be given if there are no weights yet: the number of draws in one epoch');
    }
    super(new DynamicSource(weights, count, backend as Backend), seed);
    this.#length = numSamples ?? count;
  }

  /** @throws {Error} The sampler was disposed of. */
  get #tree(): DynamicSource {
    const source = this._source;
    return source instanceof DynamicSource ? source : throwDisposed();
  }

  /** Number of draws in one epoch. */
  get length(): number {
    return this.#length;
  }

  /** Number of weights: n, and one more after each `push`. */
  get size(): number {
    return this._source.bound;
  }

  /** Copy of the present weights, (size,). */
  get weights(): Float64Array<ArrayBuffer> {
    return this.#tree.weights();
  }

  /** Sum of the present weights, correctly rounded to a double; Infinity from 2^1024 on. */
  get total(): number {
    return this.#tree.total;
  }

  /**
   * The present weight of an index.
   * @throws {TypeError | RangeError} `index` is not an integer in [0, size).
   */
  weight(index: number): number {
    checkWeightIndex('index', index, this.size);
    return this.#tree.weight(index);
  }

  /**
   * The present probability of an index: its weight / `total`, at most two roundings from exact. NaN if all weights are
   * zero.
   * @throws {TypeError | RangeError} `index` is not an integer in [0, size).
   */
  probability(index: number): number {
    checkWeightIndex('index', index, this.size);
    return this.#tree.probability(index);
  }

  /** The present probability of each index, (size,). NaN if all weights are zero. */
  probabilities(): Float64Array<ArrayBuffer> {
    return this.#tree.probabilities();
  }

  /**
   * Sets the weight of an index. The next draw is from the new weights, also in an open loop. O(log n).
   * @param weight Finite, at least 0.
   * @throws {TypeError | RangeError} An argument is invalid. Nothing changes.
   */
  update(index: number, weight: number): void {
    const tree = this.#tree;
    checkWeightIndex('index', index, tree.bound);
    checkWeight(weight);
    tree.update(index, weight);
    this.forget(false);
  }

  /**
   * Sets the weights of several indices, as `update` in a loop does: of entries with one index, the last counts. O(k
   * log n) for k entries, and at most O(k + n).
   * @param indices (k,), integers in [0, size), in any order.
   * @param weights (k,), finite, at least 0.
   * @throws {TypeError | RangeError} An argument is invalid, or the lengths differ. Nothing changes.
   */
  updateMany(indices: ArrayLike<number>, weights: ArrayLike<number>): void {
    const entries = takeEntries(indices, weights, this.size);
    this.#tree.updateMany(entries.indices, entries.weights);
    this.forget(false);
  }

  /**
   * Adds a weight, and returns its index. `length` does not change. O(log n) on average: space is doubled now and then.
   * @param weight Finite, at least 0.
   * @throws {TypeError | RangeError} `weight` is invalid, or there is not enough memory. Nothing changes.
   */
  push(weight: number): number {
    checkWeight(weight);
    const index = this.size;
    if (index === MAX_WEIGHTS) throw new RangeError(`there must be at most ${MAX_WEIGHTS} weights`);
    this.#tree.push(weight);
    this.forget(false);
    return index;
  }

  /** @internal */
  get _changes(): number {
    // of a sampler that was disposed of, too
    return (this._source as Partial<DynamicSource>).changes ?? -1;
  }

  protected override openLoop(cursor: Cursor<number>): IndexLoop {
    return new ChangingLoop(this, cursor);
  }

  /** @internal A single index goes into one array, because its reader takes it at once. So updates cost no garbage. */
  override _load(reader: IndexSource, epoch: number, position: number, count: number): Uint32Array {
    if (count > 1) return super._load(reader, epoch, position, count);
    this._read({ epoch, position, stride: 1, count: 1 }, this.#single, 0);
    return this.#single;
  }

  /** @internal */
  override _settings(): Shown {
    return { type: 'DynamicWeightedSampler', size: this.size, numSamples: this.#length };
  }

  /** @internal */
  override get _covered(): string {
    return DYNAMIC;
  }

  /** @internal */
  override _identity(): Identity {
    const options = `DynamicWeightedSampler numSamples=${this.#length}`;
    const seed = this.identitySeed();
    return { sampler: 'DynamicWeightedSampler', fingerprint: fingerprint(options, this.#tree.hashWords()), ...seed };
  }

  /** @internal Restores a state of other weights: what follows is drawn from the present ones. */
  _restoreAnyWeights(state: SamplerState): void {
    const own = typeof state === 'object' && state !== null && 'fingerprint' in state;
    this.restore(own ? { ...state, fingerprint: this._identity().fingerprint } : state);
  }
}
