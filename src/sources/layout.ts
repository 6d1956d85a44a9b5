/** The addresses of named regions, in bytes from the beginning of the first one, and the bytes of all together. */
export interface Layout<Name extends string> {
  readonly at: Readonly<Record<Name, number>>;
  readonly bytes: number;
}

/** In a large layout, regions begin at whole cache lines, so that no u64 and no SIMD load straddles two lines. */
const CACHE_LINE = 64;
/**
 * In a small layout, regions are close together: for ten weights, cache lines would take as many bytes as the table.
 */
const CLOSE = 16;
const LARGE = 4096;

/** Places regions (name to bytes) one after the other. */
export function layOut<Name extends string>(regions: Readonly<Record<Name, number>>): Layout<Name> {
  const at = {} as Record<Name, number>;
  let total = 0;
  for (const name in regions) total += regions[name];
  const alignment = total < LARGE ? CLOSE : CACHE_LINE;
  let bytes = 0;
  for (const name in regions) {
    at[name] = bytes;
    bytes += Math.ceil(regions[name] / alignment) * alignment;
  }
  return { at, bytes };
}
