/** Where named regions begin, in bytes from the first one's beginning, and how many bytes they have in all. */
export interface Layout<Name extends string> {
  readonly at: Readonly<Record<Name, number>>;
  readonly bytes: number;
}

/** Large regions begin at whole cache lines, so that no u64 and no SIMD load straddles two. */
const CACHE_LINE = 64;
/** Small ones lie close together: for ten weights alignment would take as much as the table. */
const CLOSE = 16;
const LARGE = 4096;

/** Lays regions (name to size in bytes) out one after the other. */
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
