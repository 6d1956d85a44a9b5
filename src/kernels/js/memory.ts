/**
 * What stands in for the WebAssembly memory: one buffer, seen as 32-bit words (a u64 is two, low word first) and as
 * f64.
 */
export interface Memory {
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
}
