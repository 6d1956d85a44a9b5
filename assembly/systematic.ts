// Systematic sampling: equally spaced points over the cumulative line, on which the items lie end to end.
// W. G. Madow, L. H. Madow, Ann. Math. Statist. 15 (1944), doi:10.1214/aoms/1177731312.

import { reorder } from './shuffle';

/**
 * Writes each of `count` items (u32, at `ids`) once for each point that falls on it (u32, at `out`). Then shuffles the
 * result with the stream's words 0 and on. Returns the number of u32 written; `out` needs space for two more. O(count +
 * written).
 *
 * A gap is the distance between two points (u64 below 2^63, at `gap`). The width of an item is a whole number of gaps
 * (u32, at `wholes`) and a fraction of one (u64, at `fractions`). The first item begins at some distance after a point
 * (u64 below the gap, at `gap` + 8).
 */
export function systematicDraw(
  ids: usize,
  wholes: usize,
  fractions: usize,
  count: u32,
  gap: usize,
  stream: usize,
  out: usize,
): u32 {
  const width = load<u64>(gap);
  let passed = load<u64>(gap, 8);
  let end = out;
  for (const stop = ids + ((<usize>count) << 2); ids < stop; ids += 4, wholes += 4, fractions += 8) {
    const id = load<u32>(ids);
    passed += load<u64>(fractions);
    const met = passed >= width;
    passed -= select<u64>(width, 0, met);
    const times = load<u32>(wholes) + u32(met);
    // none, one and two points run the same code, so that nothing has to be predicted
    store<u32>(end, id);
    store<u32>(end, id, 4);
    for (let i: u32 = 2; i < times; i++) store<u32>(end + ((<usize>i) << 2), id);
    end += (<usize>times) << 2;
  }
  const written = u32((end - out) >> 2);
  reorder(stream, out, written);
  return written;
}
