/** How often each generator, known by its words, was put back to another place. */
const times = new WeakMap<Uint32Array, number>();

/** Epochs that were read before a generator was put back are no longer those that it goes on with. */
export function timesPutBack(words: Uint32Array): number {
  return times.get(words) ?? 0;
}

/** Puts a generator back to a place; one that stands there is left alone. */
export function putBack(words: Uint32Array, place: Uint32Array): void {
  if (isSame(words, place)) return;
  times.set(words, timesPutBack(words) + 1);
  words.set(place);
}

export function isSame(a: Uint32Array, b: Uint32Array): boolean {
  return a.every((word, i) => word === b[i]);
}
