import {
  checkArrayLength,
  checkArrayLike,
  checkInteger,
  checkOptions,
  checkSeeded,
  MAX_INDICES,
} from '../internal/check.js';
import { disposable } from '../internal/disposable.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Backend } from '../kernels/allocation.js';
import type { Identity } from '../samplers/sampler.js';
import type { SeedOptions } from '../samplers/seeded-sampler.js';
import { checkStrata, StrataSource } from '../sources/strata.js';
import { codesOf, type Label, type Target, targetNumbers } from '../weights/class-weights.js';
import { isRounded, quotasOf } from '../weights/quotas.js';
import { BatchSampler } from './batch.js';
import { scheduleClasses } from './class-schedule.js';
import { LabeledDraws } from './labeled-draws.js';

/** Options of {@link StratifiedBatchSampler}. */
export interface StratifiedOptions<L extends Label = Label> extends SeedOptions {
  /** Number of indices in a batch, at least 1. */
  batchSize: number;
  /** Share of each batch for each class, on any scale. Default: equal shares. */
  target?: Target<NoInfer<L>> | undefined;
  /** Number of batches in one epoch, at least 1. Default: the number of labels / batchSize, rounded up. */
  numBatches?: number | undefined;
}

/**
 * Makes batches with exact class quotas: after every batch of an epoch, each class has its cumulative quota, rounded
 * down or up. Within a class, items come in shuffled passes that continue from batch to batch: no item repeats before
 * all came once. Nor does one repeat in a batch, unless its class has fewer items than slots there. Passes restart with
 * each epoch. The order within a batch is shuffled.
 *
 * The class counts of a batch are fixed, equal in every epoch. The items and their order are a function of seed and
 * epoch. An epoch is computed at its first draw, in O(n + numBatches * batchSize), and the latest one is cached.
 *
 * R. Tijdeman, "The chairman assignment problem", Discrete Math. 32 (1980), doi:10.1016/0012-365X(80)90269-1.
 */
export class StratifiedBatchSampler<L extends Label = Label> extends BatchSampler {
  readonly #draws: StratifiedDraws<L>;
  /**
   * Releases the sampler's memory at once, for `using sampler = …`; drawing then throws. Undefined in engines without
   * `Symbol.dispose`. Otherwise garbage collection releases the memory.
   */
  declare readonly [Symbol.dispose]: () => void;

  /**
   * @param labels (n,), the class of each index: strings, numbers, bigints or booleans. Not empty.
   * @throws {TypeError | RangeError} An argument is invalid, `target` does not name exactly the classes in `labels`, or
   * an epoch has more than 2^32 - 1 draws.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  constructor(labels: ArrayLike<L>, options: StratifiedOptions<L>) {
    const checked = checkOptions(options, OPTIONS) as StratifiedOptions<L>;
    const draws = new StratifiedDraws(labels, checked);
    super(draws, checked.batchSize);
    disposable(new.target.prototype);
    this.#draws = draws;
  }

  /** Copy of the given labels, (n,). */
  get labels(): L[] {
    return this.#draws.labels();
  }

  /** Copy of the given target: share of each batch for each class. */
  get target(): Map<L, number> {
    return this.#draws.target();
  }

  /** Number of batches in one epoch, equal to `length`. */
  get numBatches(): number {
    return this.length;
  }

  /** @internal Releases the memory. */
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

/** The draws of the batches, batch after batch. */
class StratifiedDraws<L extends Label> extends LabeledDraws<L, StrataSource> {
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
        `numBatches * batchSize must be at most 2^32 - 1, got ${batches} * ${batchSize}: use fewer or smaller batches`,
      );
    }
    // checked before anything is allocated, with one class, and again once the classes are known
    checkStrata(count, 1, batches * batchSize);
    const { codes, classes } = codesOf(labels);
    checkStrata(codes.length, classes.length, batches * batchSize);
    const shares = target === undefined ? classes.map(() => 1) : targetNumbers(classes, target);
    const quotas = target === undefined ? undefined : quotasOf(shares, batchSize);
    const schedule = (slots: Uint32Array) => scheduleClasses(shares, batchSize, batches, slots, quotas);
    const source = new StrataSource(
      codes,
      classes.length,
      batches * batchSize,
      schedule,
      batchSize,
      backend as Backend,
    );
    const rounded = quotas && isRounded(shares, quotas) ? ' rounded' : '';
    const print = fingerprint(`numBatches=${batches} target=${shares.join()}${rounded}`, codes);
    const names = { owner: 'StratifiedBatchSampler', name: 'StratifiedDraws' };
    super(source, seed, { ...names, classes, shares, length: batches * batchSize, print });
  }
}
