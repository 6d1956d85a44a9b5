import type { Positions } from './source.js';

/** Copies entries of an epoch that is stored whole, from u32[first] on, to out[offset] and on. */
export function copyStrided(
  u32: Uint32Array,
  first: number,
  { position, stride, count }: Positions,
  out: Uint32Array,
  offset: number,
): void {
  const from = first + position;
  if (stride === 1) out.set(u32.subarray(from, from + count), offset);
  else for (let i = 0; i < count; i++) out[offset + i] = u32[from + i * stride];
}

/** Remembers which epoch a source has stored: the one that was read last. */
export class StoredEpoch {
  #seed = -1;
  #epoch = -1;

  /** Calls `make` unless this epoch is the stored one. */
  ensure(seed: number, epoch: number, make: () => void): void {
    if (seed === this.#seed && epoch === this.#epoch) return;
    // if `make` throws, no epoch is stored
    this.#epoch = -1;
    make();
    this.#seed = seed;
    this.#epoch = epoch;
  }
}
