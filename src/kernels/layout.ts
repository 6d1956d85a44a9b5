/** Where each named region of a sampler's one memory begins, in bytes, and how large the whole is. */
export interface Layout<Name extends string> {
  readonly at: Readonly<Record<Name, number>>;
  readonly bytes: number;
}

/** Regions begin at whole cache lines, so that neither u64 nor SIMD loads straddle two. */
const ALIGNMENT = 64;

/** Lays regions (name to size in bytes) out one after the other. */
export function layOut<Name extends string>(regions: Record<Name, number>): Layout<Name> {
  const at = {} as Record<Name, number>;
  let bytes = 0;
  for (const name in regions) {
    at[name] = bytes;
    bytes += Math.ceil(regions[name] / ALIGNMENT) * ALIGNMENT;
  }
  return { at, bytes };
}
