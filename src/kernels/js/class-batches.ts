// The twin of assembly/class-batches.ts, which explains the method.
import type { Memory } from './memory.js';
import { drawBelow, exchange } from './strata.js';

/** The twin of `classDraw`. */
export function classDraw(
  { u32 }: Memory,
  items: number,
  starts: number,
  given: number,
  slots: number,
  count: number,
  size: number,
  each: number,
  cursor: number,
  out: number,
): void {
  const stream = cursor >>> 2;
  let at = out >>> 2;
  for (let batch = 0; batch < count; batch += size) {
    const from = at;
    for (let run = batch, last = Math.min(batch + size, count); run < last; run++) {
      const wanted = u32[(slots >>> 2) + run];
      const first = u32[(starts >>> 2) + wanted];
      const many = u32[(starts >>> 2) + wanted + 1] - first;
      const own = (items >>> 2) + first;
      let rest = each;
      for (; rest >= many; rest -= many) for (let i = 0; i < many; i++) u32[at++] = u32[own + i];
      let passed = u32[(given >>> 2) + wanted];
      let held = 0;
      for (let here = 0; here < rest; here++) {
        if (passed === many) {
          passed = 0;
          held = here;
        }
        exchange(u32, own + passed, own + passed + drawBelow(u32, stream, many - passed - held));
        u32[at++] = u32[own + passed++];
      }
      u32[(given >>> 2) + wanted] = passed;
    }
    for (let bound = 2; bound <= at - from; bound++) {
      exchange(u32, from + bound - 1, from + drawBelow(u32, stream, bound));
    }
  }
}
