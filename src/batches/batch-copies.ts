// Copies draws that were read ahead into batches with buffers of their own.
import type { Positions } from '../sources/source.js';

/** Draws of an epoch one after the other. */
export type Neighbors = Positions & { readonly stride: 1 };

/** Most indices, and most batches, to read ahead. */
export const MAX_READ_AHEAD = 4096;
export const MAX_BATCHES = 128;

/** A buffer of draws, and a view of each batch in it. */
interface ReadBuffer {
  readonly draws: Uint32Array;
  readonly views: readonly Uint32Array[];
}

/** All samplers share one buffer, because drawing is synchronous. */
let buffer: ReadBuffer | undefined;

/** The buffer with views of `size`. It is reused, because making a view takes a fifth as long as making a batch. */
function bufferFor(size: number): ReadBuffer {
  if (buffer?.views[0].length !== size) {
    const draws = buffer?.draws ?? new Uint32Array(MAX_READ_AHEAD);
    const length = Math.min(MAX_BATCHES, Math.floor(MAX_READ_AHEAD / size));
    buffer = { draws, views: Array.from({ length }, (_, i) => draws.subarray(i * size, (i + 1) * size)) };
  }
  return buffer;
}

/**
 * A copy with its own buffer. V8 copies long arrays faster with `set`, and short ones with the constructor.
 */
function copyOf(view: Uint32Array): Uint32Array<ArrayBuffer> {
  if (view.length < 64) return new Uint32Array(view);
  const copy = new Uint32Array(view.length);
  copy.set(view);
  return copy;
}

/**
 * Returns `count` draws in batches of `size`, each with its own buffer; the last one may be shorter. `read` writes the
 * draws to the beginning of its argument. Pass at most MAX_READ_AHEAD draws that make 2 to MAX_BATCHES batches.
 */
export function batchesOf(size: number, count: number, read: (draws: Uint32Array) => void): Uint32Array<ArrayBuffer>[] {
  const { draws, views } = bufferFor(size);
  read(draws);
  const whole = Math.floor(count / size);
  const batches: Uint32Array<ArrayBuffer>[] = [];
  for (let i = 0; i < whole; i++) batches.push(copyOf(views[i]));
  if (whole * size < count) batches.push(new Uint32Array(draws.subarray(whole * size, count)));
  return batches;
}
