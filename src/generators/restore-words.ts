/** Number of moves of each generator to a saved state, by its words. */
const moves = new WeakMap<Uint32Array, number>();

/** Number of moves of a generator to a saved state. Each move invalidates the epochs drawn before it. */
export function timesPutBack(words: Uint32Array): number {
  return moves.get(words) ?? 0;
}

/** Moves a generator to a saved state. Does nothing if it is in that state already. */
export function putBack(words: Uint32Array, state: Uint32Array): void {
  if (isSame(words, state)) return;
  moves.set(words, timesPutBack(words) + 1);
  words.set(state);
}

export function isSame(a: Uint32Array, b: Uint32Array): boolean {
  return a.every((word, i) => word === b[i]);
}
