// Caches epochs of batches that are computed whole.
import type { IndexSource } from '../sources/epochs.js';

/** An epoch, and what it was computed from. */
interface RecentEpoch<T> {
  readonly reader: IndexSource;
  readonly epoch: number;
  /** How often the sampler's weights had changed. */
  readonly changes: number | undefined;
  readonly value: T;
}

/** Caches the two epochs that were read last, for a loop and one within it. */
export class RecentEpochs<T> {
  #epochs: readonly RecentEpoch<T>[] = [];

  /** The value of an epoch. `make` computes it if it is not cached. */
  of(reader: IndexSource, epoch: number, changes: number | undefined, make: () => T): T {
    const isSame = (each: RecentEpoch<T>) => each.reader === reader && each.epoch === epoch && each.changes === changes;
    let cached = this.#epochs.find(isSame);
    if (!cached) {
      cached = { reader, epoch, changes, value: make() };
      this.#epochs = [cached, ...this.#epochs.slice(0, 1)];
    }
    return cached.value;
  }

  /** Empties the cache. */
  clear(): void {
    this.#epochs = [];
  }
}
