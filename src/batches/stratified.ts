import {
  checkArrayLength,
  checkArrayLike,
  checkInteger,
  checkOptions,
  checkSeeded,
  MAX_INDICES,
  type Seed,
} from '../internal/check.js';
import { disposable } from '../internal/disposable.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Backend } from '../kernels/allocation.js';
import type { Identity } from '../samplers/sampler.js';
import { SeededSampler } from '../samplers/seeded-sampler.js';
import { checkStrata, StrataSource } from '../sources/strata.js';
import { codesOf, type Label, type Target, targetNumbers } from '../weights/class-weights.js';
import { BatchSampler } from './batch.js';
import { placesOf } from './class-schedule.js';
import { isRounded, quotasOf } from './quotas.js';

/** Options of {@link StratifiedBatchSampler}. */
export interface StratifiedOptions<L extends Label = Label> {
  /** Indices in a batch. */
  batchSize: number;
  /** The share of each batch that each class is to have, exact as it is given. Default: all the same. */
  target?: Target<NoInfer<L>> | undefined;
  /** Batches in one epoch. Default: as many as hold all labels once, rounded up. */
  numBatches?: number | undefined;
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

/**
 * Batches that have each class's quota, and not only on average: after every batch each class was given its quota so
 * far, rounded down or up, fractional quotas too. Within a class items come in shuffled passes that go on from batch to
 * batch: none comes twice before all came once, nor twice in a batch while the class has as many items as its places
 * there. Passes begin anew with each epoch. The order within a batch is shuffled.
 *
 * Which classes a batch has is the same in every epoch; which of their items, and where, is a function of seed and
 * epoch. An epoch is made at its first draw, in O(n + numBatches * batchSize), and the last one is kept.
 *
 * R. Tijdeman, "The chairman assignment problem", Discrete Math. 32 (1980), doi:10.1016/0012-365X(80)90269-1.
 */
export class StratifiedBatchSampler<L extends Label = Label> extends BatchSampler {
  readonly #draws: StratifiedDraws<L>;
  /**
   * Gives the sampler's memory back at once, for `using sampler = …`; drawing then throws. Missing where the engine has
   * no `Symbol.dispose`. Without it, memory is given back when the sampler is collected.
   */
  declare readonly [Symbol.dispose]: () => void;

  /**
   * @param labels (n,), the class of each index.
   * @throws {TypeError | RangeError} An argument is not as described, `target` does not name just the classes that are
   * there, or an epoch is longer than an array can be.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  constructor(labels: ArrayLike<L>, options: StratifiedOptions<L>) {
    const checked = checkOptions(options, OPTIONS) as StratifiedOptions<L>;
    const draws = new StratifiedDraws(labels, checked);
    super(draws, checked.batchSize);
    disposable(new.target.prototype);
    this.#draws = draws;
  }

  /** The labels as given, (n,), as a fresh copy. */
  get labels(): L[] {
    return this.#draws.labels();
  }

  /** The share of each batch that each class is to have, as given, as a fresh copy. */
  get target(): Map<L, number> {
    return this.#draws.target();
  }

  /** Batches in one epoch: the same as `length`. */
  get numBatches(): number {
    return this.length;
  }

  /** @internal Gives the memory back. */
  _dispose(): void {
    this.#draws._dispose();
    this.forget();
  }

  /** @internal */
  override _settings(): Shown {
    const { batchSize, numBatches } = this;
    return { type: 'StratifiedBatchSampler', classes: this.#draws._settings().classes, batchSize, numBatches };
  }

  /** @internal */
  override _identity(): Identity {
    return { ...super._identity(), sampler: 'StratifiedBatchSampler' };
  }
}

const OPTIONS = ['batchSize', 'target', 'numBatches', 'seed', 'backend'] as const;

/** The batches' draws, one after the other. */
class StratifiedDraws<L extends Label> extends SeededSampler<StrataSource> {
  readonly #classes: readonly L[];
  readonly #shares: readonly number[];
  readonly #length: number;
  readonly #identity: string;

  constructor(labels: ArrayLike<L>, options: StratifiedOptions<L>) {
    const { batchSize, target, numBatches, seed, backend = 'auto' } = options;
    checkArrayLength('batchSize', checkInteger('batchSize', batchSize, 1));
    if (numBatches !== undefined) checkInteger('numBatches', numBatches, 1);
    checkSeeded(seed, undefined, backend);
    const count = checkArrayLike('labels', labels, MAX_INDICES);
    if (count === 0) throw new RangeError('labels must not be empty');
    const batches = numBatches ?? Math.ceil(count / batchSize);
    if (batches * batchSize > MAX_INDICES) {
      throw new RangeError(
        `numBatches * batchSize must be at most 2^32 - 1: an epoch is kept, got ${batches} * ${batchSize}`,
      );
    }
    // before anything is allocated: with one class at the least, and then with all of them
    checkStrata(count, 1, batches * batchSize);
    const { codes, classes } = codesOf(labels);
    checkStrata(codes.length, classes.length, batches * batchSize);
    const shares = target === undefined ? classes.map(() => 1) : targetNumbers(classes, target);
    const quotas = target === undefined ? undefined : quotasOf(shares, batchSize);
    const place = (places: Uint32Array) => placesOf(shares, batchSize, batches, places, quotas);
    super(new StrataSource(codes, classes.length, batches * batchSize, place, batchSize, backend as Backend), seed);
    this.#classes = classes;
    this.#shares = shares;
    this.#length = batches * batchSize;
    const rounded = quotas && isRounded(shares, quotas) ? ' rounded' : '';
    this.#identity = fingerprint(`numBatches=${batches} target=${shares.join()}${rounded}`, codes);
  }

  get length(): number {
    return this.#length;
  }

  /** @internal */
  override _settings(): Shown {
    return { type: 'StratifiedDraws', classes: this.#classes.length, numSamples: this.#length };
  }

  /** The share of each class. */
  target(): Map<L, number> {
    return new Map(this.#classes.map((label, code) => [label, this.#shares[code]]));
  }

  labels(): L[] {
    return Array.from(this._source.codes(), (code) => this.#classes[code]);
  }

  /** @internal */
  override _identity(): Identity {
    return { sampler: 'StratifiedDraws', fingerprint: this.#identity, ...this.identitySeed() };
  }
}
