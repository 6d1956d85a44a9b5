/**
 * Replaces the WebAssembly memory: one buffer, seen as f64 and as 32-bit words. A u64 is two words, the low one first.
 */
export interface Memory {
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
}
