// Caches epochs of deduplicated batches, which are computed whole.
import type { IndexSource } from '../sources/epochs.js';

/** Most draws of an epoch with `distinct`: for more, the tables of `spreadRepeats` exceed a typed array. */
const MAX_DRAWS = 2 ** 30;

/** @throws {RangeError} An epoch has too many draws for `distinct`. */
export function checkDeduplicated(length: number): void {
  if (length <= MAX_DRAWS) return;
  throw new RangeError(
    `length must be at most 2^30 draws with distinct, got ${length}: give the wrapped sampler fewer draws per epoch`,
  );
}

/** The draws of an epoch's deduplicated batches. */
interface DeduplicatedEpoch {
  readonly reader: IndexSource;
  readonly epoch: number;
  /** How often the sampler's weights had changed. */
  readonly changes: number | undefined;
  readonly draws: Uint32Array<ArrayBuffer>;
}

/** Caches the two epochs that were read last, for a loop and one within it. */
export class DeduplicatedEpochs {
  #epochs: readonly DeduplicatedEpoch[] = [];

  /** The draws of an epoch. `make` computes them if they are not cached. */
  of(
    reader: IndexSource,
    epoch: number,
    changes: number | undefined,
    make: () => Uint32Array<ArrayBuffer>,
  ): Uint32Array<ArrayBuffer> {
    const isSame = (each: DeduplicatedEpoch) =>
      each.reader === reader && each.epoch === epoch && each.changes === changes;
    let cached = this.#epochs.find(isSame);
    if (!cached) {
      cached = { reader, epoch, changes, draws: make() };
      this.#epochs = [cached, ...this.#epochs.slice(0, 1)];
    }
    return cached.draws;
  }

  /** Empties the cache. */
  clear(): void {
    this.#epochs = [];
  }
}
