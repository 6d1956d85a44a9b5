// Stratified batches: the items that each class gives to its slots in the batches.

import { MULTIPLIER, output } from './pcg';

/**
 * An integer in [0, bound), from the next words of the stream at `cursor`, which it advances. shuffle.ts cites the
 * source.
 */
export function drawBelow(cursor: usize, bound: u32): u32 {
  const increment = load<u64>(cursor, 8);
  let state = load<u64>(cursor);
  let product = (output(state) >> 32) * u64(bound);
  state = state * MULTIPLIER + increment;
  if (u32(product) < bound) {
    const tooMany: u32 = (<u32>0 - bound) % bound;
    while (u32(product) < tooMany) {
      product = (output(state) >> 32) * u64(bound);
      state = state * MULTIPLIER + increment;
    }
  }
  store<u64>(cursor, state);
  return u32(product >> 32);
}

export function exchange(a: usize, b: usize): void {
  const moved = load<u32>(a);
  store<u32>(a, load<u32>(b));
  store<u32>(b, moved);
}

/**
 * Fills `count` slots (u32 at `out`), `size` in each batch, with items of given classes (u32, at `slots`). In a batch,
 * slots of one class are neighbors. The items of class c are `items` (u32) from starts[c] to starts[c + 1]
 * (u32, at `starts`).
 *
 * A class gives its items in shuffled passes that continue from batch to batch: no item comes twice before all came
 * once. If a pass ends within a batch, the next pass begins with items that are not yet in the batch, while there are
 * any. Each batch is then shuffled.
 *
 * `given` (u32 for each class) is the number of items that the class gave in its present pass. `cursor` is a stream (16
 * bytes). The kernel advances both, and reorders the items.
 */
export function strataDraw(
  items: usize,
  starts: usize,
  given: usize,
  slots: usize,
  count: u32,
  size: u32,
  cursor: usize,
  out: usize,
): void {
  for (let batch: u32 = 0; batch < count; batch += size) {
    const end = min(batch + size, count);
    for (let at = batch; at < end; ) {
      const wanted = load<u32>(slots + ((<usize>at) << 2));
      const first = load<u32>(starts + ((<usize>wanted) << 2));
      const many = load<u32>(starts + ((<usize>wanted) << 2), 4) - first;
      const own = items + ((<usize>first) << 2);
      let passed = load<u32>(given + ((<usize>wanted) << 2));
      // the last items of the pass before, already in this batch: they are at the end
      let held: u32 = 0;
      for (let here: u32 = 0; at < end && load<u32>(slots + ((<usize>at) << 2)) == wanted; at++, here++) {
        if (passed == many) {
          passed = 0;
          held = min(here, many);
        }
        const left = many - passed;
        const chosen = passed + drawBelow(cursor, left > held ? left - held : left);
        exchange(own + ((<usize>passed) << 2), own + ((<usize>chosen) << 2));
        store<u32>(out + ((<usize>at) << 2), load<u32>(own + ((<usize>passed) << 2)));
        passed++;
      }
      store<u32>(given + ((<usize>wanted) << 2), passed);
    }
    for (let bound: u32 = 2; bound <= end - batch; bound++) {
      const last = out + ((<usize>(batch + bound - 1)) << 2);
      exchange(last, out + ((<usize>(batch + drawBelow(cursor, bound))) << 2));
    }
  }
}
