// The twin of assembly/systematic.ts, which explains the method.
import type { Memory } from './memory.js';
import { reorder } from './shuffle.js';

/** The twin of `systematicDraw`. */
export function systematicDraw(
  memory: Memory,
  ids: number,
  wholes: number,
  fractions: number,
  count: number,
  gap: number,
  stream: number,
  out: number,
): number {
  const { u32 } = memory;
  const widthLow = u32[gap >>> 2];
  const widthHigh = u32[(gap >>> 2) + 1];
  let low = u32[(gap >>> 2) + 2];
  let high = u32[(gap >>> 2) + 3];
  let end = out >>> 2;
  for (let i = 0; i < count; i++) {
    const id = u32[(ids >>> 2) + i];
    low += u32[(fractions >>> 2) + 2 * i];
    high += u32[(fractions >>> 2) + 2 * i + 1];
    if (low >= 2 ** 32) {
      low -= 2 ** 32;
      high++;
    }
    let times = u32[(wholes >>> 2) + i];
    if (high > widthHigh || (high === widthHigh && low >= widthLow)) {
      times++;
      high -= widthHigh;
      low -= widthLow;
      if (low < 0) {
        low += 2 ** 32;
        high--;
      }
    }
    // writes at least two entries, as its twin does
    u32[end] = id;
    u32[end + 1] = id;
    for (let k = 2; k < times; k++) u32[end + k] = id;
    end += times;
  }
  const written = end - (out >>> 2);
  reorder(memory, stream, out, written);
  return written;
}
