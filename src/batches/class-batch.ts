import {
  checkArrayLength,
  checkArrayLike,
  checkInteger,
  checkOptions,
  checkSeeded,
  MAX_INDICES,
} from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { disposable } from '../internal/disposable.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Backend } from '../kernels/allocation.js';
import type { Identity } from '../samplers/sampler.js';
import type { SeedOptions } from '../samplers/seeded-sampler.js';
import { ClassBatchSource, type ClassSchedule, checkClassBatches } from '../sources/class-batches.js';
import { SystematicSource } from '../sources/systematic.js';
import { codesOf, type Label, type Target, targetNumbers } from '../weights/class-weights.js';
import { quotasOf, sum } from '../weights/quotas.js';
import { BatchSampler } from './batch.js';
import { spreadRuns } from './distinct-runs.js';
import { LabeledDraws } from './labeled-draws.js';

/** Options of {@link ClassBatchSampler}. */
export interface ClassBatchOptions<L extends Label = Label> extends SeedOptions {
  /** Number of different classes in a batch, from 1 to the number of classes. */
  classesPerBatch: number;
  /** Number of items of each class in a batch, at least 1. */
  itemsPerClass: number;
  /**
   * Number of batches in one epoch, at least 1. Default: the number of labels / (classesPerBatch * itemsPerClass),
   * rounded up, so that an epoch has about as many draws as there are labels.
   */
  numBatches?: number | undefined;
  /**
   * How often each class is in a batch, relative to the others, on any scale. No class may have more than 1 /
   * classesPerBatch of the total, because it is at most once in a batch. Classes of share 0 are left out. Default:
   * equal shares.
   */
  target?: Target<NoInfer<L>> | undefined;
}

/**
 * Makes batches of `classesPerBatch` classes with `itemsPerClass` items of each (P × K), as metric learning needs them:
 * every batch then has pairs of one class, and pairs of different classes. A batch has no class twice, and its order is
 * shuffled.
 *
 * With equal shares, classes come in shuffled passes that continue from batch to batch: each class comes once before
 * any comes again. With a `target`, each class is in its share of the epoch's batches, rounded down or up; the rounding
 * changes from epoch to epoch, so that shares are exact over many epochs. Batches then have random classes.
 *
 * Within a class, items come in shuffled passes that continue from batch to batch: no item comes again before all came
 * once. Items repeat in a batch only if their class has fewer than `itemsPerClass`; then the counts of its items
 * differ by at most one. Passes restart with each epoch.
 *
 * Batches are a function of seed and epoch. An epoch is computed at its first draw, in O(n + draws), and the latest one
 * is cached. With a `target`, computing it needs up to 60 more bytes for each class in a batch.
 *
 * A. Hermans, L. Beyer, B. Leibe, "In defense of the triplet loss for person re-identification" (2017),
 * arXiv:1703.07737, has batches of this kind.
 */
export class ClassBatchSampler<L extends Label = Label> extends BatchSampler {
  readonly #draws: ClassDraws<L>;
  /**
   * Releases the sampler's memory at once, for `using sampler = …`; drawing then throws. Undefined in engines without
   * `Symbol.dispose`. Otherwise garbage collection releases the memory.
   */
  declare readonly [Symbol.dispose]: () => void;

  /**
   * @param labels (n,), the class of each index: strings, numbers, bigints or booleans. Not empty.
   * @throws {TypeError | RangeError} An argument is invalid, `target` does not name exactly the classes in `labels` or
   * cannot be met, or an epoch has more than 2^32 - 1 draws.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  constructor(labels: ArrayLike<L>, options: ClassBatchOptions<L>) {
    const draws = new ClassDraws(labels, checkOptions(options, OPTIONS) as ClassBatchOptions<L>);
    super(draws, draws.classesPerBatch * draws.itemsPerClass);
    disposable(new.target.prototype);
    this.#draws = draws;
  }

  /** Copy of the given labels, (n,). */
  get labels(): L[] {
    return this.#draws.labels();
  }

  /** Copy of the given target: for each class, how often it is in a batch, relative to the others. */
  get target(): Map<L, number> {
    return this.#draws.target();
  }

  /** Number of different classes in a batch. */
  get classesPerBatch(): number {
    return this.#draws.classesPerBatch;
  }

  /** Number of items of each class in a batch. */
  get itemsPerClass(): number {
    return this.#draws.itemsPerClass;
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
    const { classesPerBatch, itemsPerClass, numBatches } = this;
    const { classes } = this.#draws._settings();
    return { type: 'ClassBatchSampler', classes, classesPerBatch, itemsPerClass, numBatches };
  }

  /** @internal */
  override _identity(): Identity {
    return { ...super._identity(), sampler: 'ClassBatchSampler' };
  }
}

const OPTIONS = ['classesPerBatch', 'itemsPerClass', 'numBatches', 'target', 'seed', 'backend'] as const;

/** The draws of the batches, batch after batch. */
class ClassDraws<L extends Label> extends LabeledDraws<L, ClassBatchSource> {
  readonly #classesPerBatch: number;
  readonly #itemsPerClass: number;

  constructor(labels: ArrayLike<L>, options: ClassBatchOptions<L>) {
    const { classesPerBatch, itemsPerClass, numBatches, target, seed, backend = 'auto' } = options;
    checkArrayLength('classesPerBatch', checkInteger('classesPerBatch', classesPerBatch, 1));
    checkArrayLength('itemsPerClass', checkInteger('itemsPerClass', itemsPerClass, 1));
    if (numBatches !== undefined) checkInteger('numBatches', numBatches, 1);
    checkSeeded(seed, undefined, backend);
    const items = checkArrayLike('labels', labels, MAX_INDICES);
    if (items === 0) throw new RangeError('labels must not be empty');
    const size = classesPerBatch * itemsPerClass;
    const batches = numBatches ?? Math.ceil(items / size);
    if (batches * size > MAX_INDICES) {
      throw new RangeError(
        'numBatches * classesPerBatch * itemsPerClass must be at most 2^32 - 1, got ' +
          `${batches} * ${classesPerBatch} * ${itemsPerClass}: use fewer or smaller batches`,
      );
    }
    const sizes = { items, classes: 1, perBatch: classesPerBatch, perClass: itemsPerClass, batches };
    // checked before anything is allocated, with one class, and again once the classes are known
    checkClassBatches(sizes);
    const { codes, classes } = codesOf(labels);
    const all = { ...sizes, items: codes.length, classes: classes.length };
    checkClassBatches(all);
    const shares = target === undefined ? classes.map(() => 1) : targetNumbers(classes, target);
    const chosen = Uint32Array.from(shares, (_, code) => code).filter((code) => shares[code] > 0);
    checkShares(classes, shares, chosen, classesPerBatch);
    const given = Array.from(chosen, (code) => shares[code]);
    const isEven = given.every((share) => share === given[0]);
    const schedule = isEven ? undefined : scheduleOf(given, classesPerBatch, batches, backend);
    const counts = `numBatches=${batches} classesPerBatch=${classesPerBatch} itemsPerClass=${itemsPerClass}`;
    const print = fingerprint(`${counts} target=${shares.join()}`, codes);
    const names = { owner: 'ClassBatchSampler', name: 'ClassDraws' };
    const source = new ClassBatchSource(codes, all, chosen, backend, schedule);
    super(source, seed, { ...names, classes, shares, length: batches * size, print });
    this.#classesPerBatch = classesPerBatch;
    this.#itemsPerClass = itemsPerClass;
  }

  get classesPerBatch(): number {
    return this.#classesPerBatch;
  }

  get itemsPerClass(): number {
    return this.#itemsPerClass;
  }
}

/** @throws {RangeError} There are too few classes, or one has more runs than there are batches. */
function checkShares(
  classes: readonly Label[],
  shares: readonly number[],
  chosen: Uint32Array,
  perBatch: number,
): void {
  if (perBatch > chosen.length) {
    const which = chosen.length < classes.length ? 'classes with a positive share' : 'classes in labels';
    throw new RangeError(
      `classesPerBatch must be at most ${chosen.length}, the number of ${which}, got ${perBatch}: a class is at most ` +
        'once in a batch',
    );
  }
  const quotas = quotasOf(shares, perBatch);
  const total = sum(quotas);
  const above = quotas.findIndex((quota) => quota * BigInt(perBatch) > total);
  if (above < 0) return;
  const share = Number((quotas[above] * 10_000n) / total) / 100;
  throw new RangeError(
    `target of ${describe(classes[above])} must be at most 1 / classesPerBatch of the total, which is ` +
      `${Number((100 / perBatch).toFixed(2))} %, got about ${share} %: a class is at most once in a batch. ` +
      'Lower this share, or classesPerBatch',
  );
}

/** Most runs of an epoch with a target: the tables of `spreadRepeats` for more exceed a typed array. */
const MAX_RUNS = 2 ** 30;

/** In each epoch, every class has its share of the runs, rounded down or up, and no class is twice in a batch. */
function scheduleOf(shares: readonly number[], perBatch: number, batches: number, backend: Backend): ClassSchedule {
  if (perBatch * batches > MAX_RUNS) {
    throw new RangeError(
      `numBatches * classesPerBatch must be at most 2^30 with a target, got ${batches} * ${perBatch}: ` +
        'use fewer batches',
    );
  }
  const source = new SystematicSource(shares, shares.length, perBatch * batches, backend);
  return {
    read: (seed, epoch, runs) => {
      source.read(seed, { epoch, position: 0, stride: 1, count: runs.length }, runs, 0);
      // no class has more runs than there are batches, so none repeats
      spreadRuns(runs, perBatch, shares.length);
    },
    free: () => source.free(),
  };
}
