/** The kernels that draw from PyTorch's generator. */
export interface TorchKernels {
  /**
   * Seeds an MT19937 generator: 2,500 bytes at `state`. `seed` is a u32. The other kernels of the generator advance it.
   */
  twisterSeed(state: number, seed: number): void;
  /** Draws `count` floats in [0, 1), f64 at `out`. Each takes two words. */
  twisterFloats(state: number, out: number, count: number): void;
  /** Draws `count` indices in [0, bound), u32 at `out`. Each takes one word, or two if the bound is at least 2^28. */
  twisterIntegers(state: number, bound: number, out: number, count: number): void;
  /**
   * Writes 0 … count - 1 in random order (u32 at `out`). Takes count - 1 words, or 2 * count words if `wide` is 1 (not
   * 0).
   */
  twisterShuffle(state: number, out: number, count: number, wide: number): void;
  /**
   * Writes the cumulative sums of `count` weights (f64) divided by their total: f64 at `sums`. The total must be
   * positive and finite. Also writes, for each of 2^bits equal parts of [0, 1), the first index whose sum is at least
   * the part's beginning: u32 at `guide`. O(count + 2^bits).
   */
  cumulativeBuild(weights: number, count: number, sums: number, guide: number, bits: number): void;
  /** Finds, for each of `count` floats in [0, 1), the first index whose sum is at least the float: u32 at `out`. */
  cumulativeDraw(sums: number, guide: number, bits: number, floats: number, out: number, count: number): void;
  /**
   * Writes weight / -log(1 - u) for `count` weights and floats u in [0, 1), all f64, at `ratios`, which may equal
   * `floats`. 0 / 0 ranks above infinity.
   */
  exponentialRatios(weights: number, floats: number, ratios: number, count: number): void;
  /**
   * Finds the indices of the `wanted` largest among `count` keys: u32 at `out`, the largest first, equal keys in order.
   * A key is a u64 below 2^63; every non-negative f64 is one. Changes the keys. `scratch` has 8,192 + 16 * count bytes.
   * O(count).
   */
  rankLargest(keys: number, count: number, wanted: number, scratch: number, out: number): void;
}
