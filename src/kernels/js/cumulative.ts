// The twin of assembly/cumulative.ts, which cites the source.
import type { Memory } from './memory.js';

/** The twin of `cumulativeBuild`. */
export function cumulativeBuild(
  { f64, u32 }: Memory,
  weights: number,
  count: number,
  sums: number,
  guide: number,
  bits: number,
): void {
  const from = sums >>> 3;
  let total = 0;
  for (let i = 0; i < count; i++) {
    total += f64[(weights >>> 3) + i];
    f64[from + i] = total;
  }
  for (let i = 0; i < count; i++) f64[from + i] /= total;
  f64[from + count - 1] = 1;

  const parts = 2 ** bits;
  const part = 1 / parts;
  let index = 0;
  for (let i = 0; i < parts; i++) {
    while (f64[from + index] < i * part) index++;
    u32[(guide >>> 2) + i] = index;
  }
}

/** The twin of `cumulativeDraw`. */
export function cumulativeDraw(
  { f64, u32 }: Memory,
  sums: number,
  guide: number,
  bits: number,
  floats: number,
  out: number,
  count: number,
): void {
  const parts = 2 ** bits;
  const from = sums >>> 3;
  for (let i = 0; i < count; i++) {
    const u = f64[(floats >>> 3) + i];
    let index = u32[(guide >>> 2) + Math.floor(u * parts)];
    while (f64[from + index] < u) index++;
    u32[(out >>> 2) + i] = index;
  }
}
