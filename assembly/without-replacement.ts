// Successive sampling: weighted draws without replacement, in order. Drawing with replacement and skipping what was
// taken is just that; when most draws are skipped, a table over what remains goes on.

/**
 * Of `count` draws (u32, at `draws`) writes those that are new (u32, at `out`) until `wanted` are found. A draw is an
 * index into `ids` (u32) where that is `mapped`, else the id itself; `taken` has a bit for each id, and gets those that
 * are written. Returns how many were.
 */
export function keepNew(draws: usize, count: u32, ids: usize, mapped: u32, taken: usize, out: usize, wanted: u32): u32 {
  let found: u32 = 0;
  for (const end = draws + ((<usize>count) << 2); draws < end && found < wanted; draws += 4) {
    let id = load<u32>(draws);
    if (mapped) id = load<u32>(ids + ((<usize>id) << 2));
    const at = taken + ((<usize>(id >> 5)) << 2);
    const before = load<u32>(at);
    const bit: u32 = 1 << (id & 31);
    // written in any case: only what is new moves on, and nothing has to be predicted
    store<u32>(out + ((<usize>found) << 2), id);
    store<u32>(at, before | bit);
    found += u32((before & bit) == 0);
  }
  return found;
}

/**
 * Keeps, in order, the positive weights (f64, at `weights`) whose ids are not taken, and these ids (u32, at `ids` where
 * they are `mapped`, else 0, 1, …); both are written from `weightsOut` and `idsOut` on, which may be where they are
 * read. A zero follows where the count is odd. Returns how many are kept.
 */
export function remaining(
  weights: usize,
  count: u32,
  ids: usize,
  mapped: u32,
  taken: usize,
  weightsOut: usize,
  idsOut: usize,
): u32 {
  let kept: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const weight = load<f64>(weights + ((<usize>i) << 3));
    const id = mapped ? load<u32>(ids + ((<usize>i) << 2)) : i;
    const isTaken = (load<u32>(taken + ((<usize>(id >> 5)) << 2)) >> (id & 31)) & 1;
    store<f64>(weightsOut + ((<usize>kept) << 3), weight);
    store<u32>(idsOut + ((<usize>kept) << 2), id);
    kept += u32(weight > 0) & (isTaken ^ 1);
  }
  if (kept & 1) store<f64>(weightsOut + ((<usize>kept) << 3), 0);
  return kept;
}
