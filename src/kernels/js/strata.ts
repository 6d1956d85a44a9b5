// The twin of assembly/strata.ts, which explains the method.
import type { Memory } from './memory.js';
import { MULTIPLIER, outputHigh, stepHigh, stepLow } from './pcg.js';
import { mulHigh32 } from './u64.js';

/** The high half of the stream's next word. */
function nextHigh(u32: Uint32Array, cursor: number): number {
  const high = u32[cursor + 1] | 0;
  const low = u32[cursor] | 0;
  const nextLow = stepLow(low, MULTIPLIER[1], u32[cursor + 2] | 0);
  u32[cursor + 1] = stepHigh(
    high,
    low,
    MULTIPLIER[0],
    MULTIPLIER[1],
    u32[cursor + 3] | 0,
    u32[cursor + 2] | 0,
    nextLow,
  );
  u32[cursor] = nextLow;
  return outputHigh(high, low);
}

/** The twin of `drawBelow`. `cursor` counts u32. */
export function drawBelow(u32: Uint32Array, cursor: number, bound: number): number {
  let word = nextHigh(u32, cursor);
  if (Math.imul(word, bound) >>> 0 < bound) {
    const tooMany = 2 ** 32 % bound;
    while (Math.imul(word, bound) >>> 0 < tooMany) word = nextHigh(u32, cursor);
  }
  return mulHigh32(word, bound) >>> 0;
}

export function exchange(u32: Uint32Array, a: number, b: number): void {
  const moved = u32[a];
  u32[a] = u32[b];
  u32[b] = moved;
}

/** The twin of `strataDraw`. */
export function strataDraw(
  { u32 }: Memory,
  items: number,
  starts: number,
  given: number,
  slots: number,
  count: number,
  size: number,
  cursor: number,
  out: number,
): void {
  const stream = cursor >>> 2;
  const from = slots >>> 2;
  const to = out >>> 2;
  for (let batch = 0; batch < count; batch += size) {
    const end = Math.min(batch + size, count);
    for (let at = batch; at < end; ) {
      const wanted = u32[from + at];
      const first = u32[(starts >>> 2) + wanted];
      const many = u32[(starts >>> 2) + wanted + 1] - first;
      const own = (items >>> 2) + first;
      let passed = u32[(given >>> 2) + wanted];
      let held = 0;
      for (let here = 0; at < end && u32[from + at] === wanted; at++, here++) {
        if (passed === many) {
          passed = 0;
          held = Math.min(here, many);
        }
        const left = many - passed;
        exchange(u32, own + passed, own + passed + drawBelow(u32, stream, left > held ? left - held : left));
        u32[to + at] = u32[own + passed++];
      }
      u32[(given >>> 2) + wanted] = passed;
    }
    for (let bound = 2; bound <= end - batch; bound++) {
      exchange(u32, to + batch + bound - 1, to + batch + drawBelow(u32, stream, bound));
    }
  }
}
