// Batches with buffers of their own, from draws that were read ahead together.

/** Limits on what is read ahead, in indices and in batches. */
export const AHEAD = 4096;
export const MOST_BATCHES = 128;

/** Room for draws that were just read, and a view of each batch's share. */
interface Ahead {
  readonly draws: Uint32Array;
  readonly views: readonly Uint32Array[];
}

/** Drawing is synchronous, so that all samplers use the same. */
let ahead: Ahead | undefined;

/** Room for batches of `size`, kept for the next call: making a view takes a fifth as long as making a batch. */
function aheadOf(size: number): Ahead {
  if (ahead?.views[0].length !== size) {
    const draws = ahead?.draws ?? new Uint32Array(AHEAD);
    const length = Math.min(MOST_BATCHES, Math.floor(AHEAD / size));
    ahead = { draws, views: Array.from({ length }, (_, i) => draws.subarray(i * size, (i + 1) * size)) };
  }
  return ahead;
}

/**
 * A copy with a buffer of its own. V8 makes long ones faster as zeros that are then set, and short ones from the view.
 */
function copyOf(view: Uint32Array): Uint32Array<ArrayBuffer> {
  if (view.length < 64) return new Uint32Array(view);
  const copy = new Uint32Array(view.length);
  copy.set(view);
  return copy;
}

/**
 * `count` draws in batches of `size`, the last one perhaps shorter, each with a buffer of its own. `read` puts the
 * draws at the beginning of the array that it is given. At most AHEAD draws and MOST_BATCHES batches, more than one of
 * them.
 */
export function batchesOf(size: number, count: number, read: (draws: Uint32Array) => void): Uint32Array<ArrayBuffer>[] {
  const { draws, views } = aheadOf(size);
  read(draws);
  const whole = Math.floor(count / size);
  const batches: Uint32Array<ArrayBuffer>[] = [];
  for (let i = 0; i < whole; i++) batches.push(copyOf(views[i]));
  if (whole * size < count) batches.push(new Uint32Array(draws.subarray(whole * size, count)));
  return batches;
}
