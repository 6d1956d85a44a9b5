// Successive sampling: weighted draws without replacement, in order. Drawing with replacement and skipping repeats
// gives exactly that. Once most draws are repeats, a table over the remaining items replaces the first one.

/**
 * Writes those of `count` draws (u32, at `draws`) that are new (u32, at `out`), until it has found `wanted`. If
 * `mapped`, a draw is an index into `ids` (u32); otherwise it is the id itself. `taken` has a bit for each id; it is
 * set for each id written. Returns the number of ids written.
 */
export function keepNew(draws: usize, count: u32, ids: usize, mapped: u32, taken: usize, out: usize, wanted: u32): u32 {
  let found: u32 = 0;
  for (const end = draws + ((<usize>count) << 2); draws < end && found < wanted; draws += 4) {
    let id = load<u32>(draws);
    if (mapped) id = load<u32>(ids + ((<usize>id) << 2));
    const at = taken + ((<usize>(id >> 5)) << 2);
    const before = load<u32>(at);
    const bit: u32 = 1 << (id & 31);
    // written in any case: only a new id advances the end, so that nothing has to be predicted
    store<u32>(out + ((<usize>found) << 2), id);
    store<u32>(at, before | bit);
    found += u32((before & bit) == 0);
  }
  return found;
}

/**
 * Keeps, in order, the positive weights (f64, at `weights`) whose ids are not taken, and their ids. If `mapped`, ids
 * are u32 at `ids`; otherwise they are 0, 1, …. Writes to `weightsOut` and `idsOut`, which may equal `weights` and
 * `ids`. After an odd number of weights a zero follows. Returns the number of weights kept.
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
