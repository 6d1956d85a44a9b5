/** How often each generator was restored, by its words. */
const restores = new WeakMap<Uint32Array, number>();

/** How often a generator was restored. Each time, the epochs drawn before it become invalid. */
export function restoreCount(words: Uint32Array): number {
  return restores.get(words) ?? 0;
}

/** Restores a generator's saved state. Does nothing if it is in that state already. */
export function restoreWords(words: Uint32Array, state: Uint32Array): void {
  if (sameWords(words, state)) return;
  restores.set(words, restoreCount(words) + 1);
  words.set(state);
}

export function sameWords(a: Uint32Array, b: Uint32Array): boolean {
  return a.every((word, i) => word === b[i]);
}
