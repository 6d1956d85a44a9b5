/** By generator (its state words): how often it was moved back to an earlier state. */
const times = new WeakMap<Uint32Array, number>();

/** How often a generator was moved to a saved state. Epochs drawn before such a move are stale after it. */
export function timesPutBack(words: Uint32Array): number {
  return times.get(words) ?? 0;
}

/** Moves a generator to a saved state. Does nothing where it is in that state already. */
export function putBack(words: Uint32Array, place: Uint32Array): void {
  if (isSame(words, place)) return;
  times.set(words, timesPutBack(words) + 1);
  words.set(place);
}

export function isSame(a: Uint32Array, b: Uint32Array): boolean {
  return a.every((word, i) => word === b[i]);
}
