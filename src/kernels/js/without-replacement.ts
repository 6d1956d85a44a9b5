// The twin of assembly/without-replacement.ts, which explains the method.
import type { Memory } from './memory.js';

/** The twin of `keepNew`. */
export function keepNew(
  { u32 }: Memory,
  draws: number,
  count: number,
  ids: number,
  mapped: number,
  taken: number,
  out: number,
  wanted: number,
): number {
  let found = 0;
  for (let i = 0; i < count && found < wanted; i++) {
    let id = u32[(draws >>> 2) + i];
    if (mapped) id = u32[(ids >>> 2) + id];
    const at = (taken >>> 2) + (id >>> 5);
    const before = u32[at];
    u32[(out >>> 2) + found] = id;
    u32[at] = before | (1 << (id & 31));
    found += ((before >>> (id & 31)) & 1) ^ 1;
  }
  return found;
}

/** The twin of `remaining`. */
export function remaining(
  { f64, u32 }: Memory,
  weights: number,
  count: number,
  ids: number,
  mapped: number,
  taken: number,
  weightsOut: number,
  idsOut: number,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const weight = f64[(weights >>> 3) + i];
    const id = mapped ? u32[(ids >>> 2) + i] : i;
    const isTaken = (u32[(taken >>> 2) + (id >>> 5)] >>> (id & 31)) & 1;
    f64[(weightsOut >>> 3) + kept] = weight;
    u32[(idsOut >>> 2) + kept] = id;
    kept += weight > 0 ? isTaken ^ 1 : 0;
  }
  if (kept & 1) f64[(weightsOut >>> 3) + kept] = 0;
  return kept;
}
