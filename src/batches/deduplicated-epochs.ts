// Caches epochs of deduplicated batches, which are computed whole.
import { checkArrayLength } from '../internal/check.js';
import { zeros } from '../internal/zeros.js';
import type { IndexSource } from '../sources/epochs.js';
import { spreadRepeats } from './deduplicate.js';
import { RecentEpochs } from './recent-epochs.js';

/** Most draws of an epoch with `distinct`: for more, the tables of `spreadRepeats` exceed a typed array. */
const MAX_DRAWS = 2 ** 30;

/**
 * Allocates an array for the draws of an epoch.
 * @throws {RangeError} They are more than an array holds, or than `distinct` can rearrange.
 */
export function epochOf(length: number, distinct: boolean): Uint32Array<ArrayBuffer> {
  checkArrayLength('length', length);
  if (distinct && length > MAX_DRAWS) {
    throw new RangeError(
      `length must be at most 2^30 draws with distinct, got ${length}: give the wrapped sampler fewer draws per epoch`,
    );
  }
  return zeros(Uint32Array, length, 'draws of an epoch');
}

/** Caches the two epochs that were read last, for a loop and one within it. */
export class DeduplicatedEpochs {
  readonly #epochs = new RecentEpochs<Uint32Array<ArrayBuffer>>();

  /** The `length` draws of an epoch, in batches of `size`. Do not write to them. */
  of(
    reader: IndexSource,
    epoch: number,
    changes: number | undefined,
    length: number,
    size: number,
  ): Uint32Array<ArrayBuffer> {
    return this.#epochs.of(reader, epoch, changes, () => {
      const draws = epochOf(length, true);
      reader._read({ epoch, position: 0, stride: 1, count: length }, draws, 0);
      spreadRepeats(draws, size);
      return draws;
    });
  }

  /** Empties the cache. */
  clear(): void {
    this.#epochs.clear();
  }
}
