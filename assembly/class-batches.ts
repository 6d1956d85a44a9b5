// Batches of a few classes with equally many items of each.

import { drawBelow, exchange } from './strata';

/**
 * Writes `count` runs of `each` items (u32, at `out`): the class of run i is slots[i] (u32, at `slots`). The items of
 * class c are `items` (u32) from starts[c] to starts[c + 1] (u32, at `starts`). A batch has `size` runs, and is
 * shuffled.
 *
 * A class gives its items in shuffled passes that continue from run to run: no item comes twice before all came once.
 * If a pass ends within a run, the next pass begins with items that are not yet in the run. A class with fewer than
 * `each` items first gives all of them, as often as they fit the run, and the rest from its passes.
 *
 * `given` (u32 for each class) is the number of items that the class gave in its present pass. `cursor` is a stream (16
 * bytes). The kernel advances both, and reorders the items.
 */
export function classDraw(
  items: usize,
  starts: usize,
  given: usize,
  slots: usize,
  count: u32,
  size: u32,
  each: u32,
  cursor: usize,
  out: usize,
): void {
  let at = out;
  for (let batch: u32 = 0; batch < count; batch += size) {
    const from = at;
    for (let run = batch, last = min(batch + size, count); run < last; run++) {
      const wanted = (<usize>load<u32>(slots + ((<usize>run) << 2))) << 2;
      const first = load<u32>(starts + wanted);
      const many = load<u32>(starts + wanted, 4) - first;
      const own = items + ((<usize>first) << 2);
      let rest = each;
      for (; rest >= many; rest -= many) {
        // a whole pass of a class that is not larger than a run, in any order: the batch is shuffled
        for (let i: u32 = 0; i < many; i++, at += 4) store<u32>(at, load<u32>(own + ((<usize>i) << 2)));
      }
      let passed = load<u32>(given + wanted);
      // the last items of the pass before, already in this run: they are at the end
      let held: u32 = 0;
      for (let here: u32 = 0; here < rest; here++) {
        if (passed == many) {
          passed = 0;
          held = here;
        }
        const chosen = passed + drawBelow(cursor, many - passed - held);
        exchange(own + ((<usize>passed) << 2), own + ((<usize>chosen) << 2));
        store<u32>(at, load<u32>(own + ((<usize>passed) << 2)));
        at += 4;
        passed++;
      }
      store<u32>(given + wanted, passed);
    }
    for (let bound: u32 = 2, end = u32((at - from) >> 2); bound <= end; bound++) {
      exchange(from + ((<usize>(bound - 1)) << 2), from + ((<usize>drawBelow(cursor, bound)) << 2));
    }
  }
}
