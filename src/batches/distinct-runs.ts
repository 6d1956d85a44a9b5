import { zeros } from '../internal/zeros.js';
import { spreadRepeats } from './deduplicate.js';

/** Most slots to try for a repeat. If all are in vain, repeats are too many for trying. */
const MAX_TRIES = 64;

/**
 * Exchanges classes between batches of `size`, in place, until no class is twice in a batch. `runs` are classes below
 * `count` in random order; each must come at most as often as there are batches.
 *
 * Few classes repeat in random batches. Each repeat, in random order, is exchanged with a random slot that makes no
 * other repeat. The numbers are a function of the runs, so no batch is favored. `spreadRepeats` does the rest, if any:
 * it needs no luck, and takes several times as long.
 */
export function spreadRuns(runs: Uint32Array, size: number, count: number): void {
  const last = zeros(Uint32Array, count, 'classes');
  const repeats: number[] = [];
  let word = 1;
  for (let from = 0, batch = 1; from < runs.length; from += size, batch++) {
    for (let i = from; i < from + size; i++) {
      const run = runs[i];
      word = Math.imul(word ^ run, 0x9e3779b1) ^ (word >>> 15);
      if (last[run] === batch) repeats.push(i);
      else last[run] = batch;
    }
  }
  /** Xorshift32: G. Marsaglia, J. Stat. Softw. 8 (2003), doi:10.18637/jss.v008.i14. */
  const below = (limit: number): number => {
    word |= 1;
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return Math.floor(((word >>> 0) / 2 ** 32) * limit);
  };
  while (repeats.length > 0) {
    const chosen = below(repeats.length);
    const slot = repeats[chosen];
    repeats[chosen] = repeats[repeats.length - 1];
    repeats.pop();
    let tries = 0;
    while (tries < MAX_TRIES && !exchange(runs, size, slot, below(runs.length))) tries++;
    if (tries === MAX_TRIES) {
      spreadRepeats(runs, size);
      return;
    }
  }
}

/** Exchanges two slots of different batches, if neither batch then has a class twice that it had not before. */
function exchange(runs: Uint32Array, size: number, a: number, b: number): boolean {
  if (has(runs, b - (b % size), size, runs[a]) || has(runs, a - (a % size), size, runs[b])) return false;
  const run = runs[a];
  runs[a] = runs[b];
  runs[b] = run;
  return true;
}

function has(runs: Uint32Array, from: number, size: number, run: number): boolean {
  for (let i = from; i < from + size; i++) if (runs[i] === run) return true;
  return false;
}
