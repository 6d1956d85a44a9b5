// Draws by cumulative sums, as torch.multinomial with replacement does on a CPU: the first index whose sum is at least
// u. A guide table finds it: H.-C. Chen and Y. Asau, "On Generating Random Variates from an Empirical Distribution",
// AIIE Trans. 6 (1974), doi:10.1080/05695557408974949.

/**
 * Writes the cumulative sums of `count` weights, divided by the total and with 1 at the end (f64, at `sums`). Also
 * writes, for each of 2^bits equal parts of [0, 1), the first index whose sum is at least the part's beginning (u32, at
 * `guide`). O(count + 2^bits).
 */
export function cumulativeBuild(weights: usize, count: u32, sums: usize, guide: usize, bits: u32): void {
  const end = sums + ((<usize>count) << 3);
  let total: f64 = 0;
  for (let at = sums; at < end; at += 8, weights += 8) {
    total += load<f64>(weights);
    store<f64>(at, total);
  }
  for (let at = sums; at < end; at += 8) store<f64>(at, load<f64>(at) / total);
  store<f64>(end - 8, 1);

  const parts: u32 = 1 << bits;
  const part: f64 = 1 / f64(parts);
  let at = sums;
  for (let i: u32 = 0; i < parts; i++, guide += 4) {
    const begin = f64(i) * part;
    while (load<f64>(at) < begin) at += 8;
    store<u32>(guide, u32((at - sums) >> 3));
  }
}

/**
 * Finds, for each of `count` floats in [0, 1) (f64, at `floats`), the first index whose sum is at least the float (u32,
 * at `out`). O(1) on average for each.
 */
export function cumulativeDraw(sums: usize, guide: usize, bits: u32, floats: usize, out: usize, count: u32): void {
  const parts = f64((<u32>1) << bits);
  for (const end = out + ((<usize>count) << 2); out < end; out += 4, floats += 8) {
    const u = load<f64>(floats);
    let index: usize = load<u32>(guide + (usize(u32(u * parts)) << 2));
    while (load<f64>(sums + (index << 3)) < u) index++;
    store<u32>(out, u32(index));
  }
}
