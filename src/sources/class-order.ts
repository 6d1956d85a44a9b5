import { zeros } from '../internal/zeros.js';

/**
 * Sorts items by class, in a memory of u32. Writes where the items of each class begin and the last ones end to
 * `starts` (classes + 1,), and the items to `sorted` (n,). Returns the number of items of each class.
 */
export function sortByClass(
  codes: ArrayLike<number>,
  classes: number,
  u32: Uint32Array,
  starts: number,
  sorted: number,
): Uint32Array {
  const sizes = new Uint32Array(classes);
  for (let i = 0; i < codes.length; i++) sizes[codes[i]]++;
  const next = new Uint32Array(classes);
  u32[starts] = 0;
  sizes.forEach((many, code) => {
    const first = u32[starts + code];
    next[code] = first;
    u32[starts + code + 1] = first + many;
  });
  for (let i = 0; i < codes.length; i++) u32[sorted + next[codes[i]]++] = i;
  return sizes;
}

/** (n,), the class of each item: what `sortByClass` sorted. */
export function codesOfSorted(sizes: Uint32Array, n: number, u32: Uint32Array, sorted: number): Uint32Array {
  const codes = zeros(Uint32Array, n, 'labels');
  let at = sorted;
  sizes.forEach((many, code) => {
    for (const end = at + many; at < end; at++) codes[u32[at]] = code;
  });
  return codes;
}
