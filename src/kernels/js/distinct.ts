// The twin of assembly/distinct.ts, where the method is explained.
import { chosen } from './alias.js';
import type { Memory } from './memory.js';
import { MULTIPLIER, outputHigh, outputLow, stepHigh, stepLow, walk } from './pcg.js';

/** As assembly/distinct.ts has it. */
export function distinctDraw(
  memory: Memory,
  cells: number,
  bits: number,
  ids: number,
  stream: number,
  position: number,
  words: number,
  taken: number,
  out: number,
  wanted: number,
): number {
  const { u32 } = memory;
  const { state, increment } = walk(memory, stream, position, 1);
  const multiplierHigh = MULTIPLIER[0] | 0;
  const multiplierLow = MULTIPLIER[1] | 0;
  const incrementHigh = increment[0] | 0;
  const incrementLow = increment[1] | 0;
  let high = state[0] | 0;
  let low = state[1] | 0;
  let found = 0;
  for (let i = 0; i < words && found < wanted; i++) {
    const wordHigh = outputHigh(high, low);
    const wordLow = outputLow(high, low, wordHigh);
    const id = u32[(ids >>> 2) + chosen(u32, cells >>> 2, bits, wordHigh, wordLow)];
    const nextLow = stepLow(low, multiplierLow, incrementLow);
    high = stepHigh(high, low, multiplierHigh, multiplierLow, incrementHigh, incrementLow, nextLow);
    low = nextLow;
    const at = (taken >>> 2) + (id >>> 5);
    const before = u32[at];
    u32[(out >>> 2) + found] = id;
    u32[at] = before | (1 << (id & 31));
    found += ((before >>> (id & 31)) & 1) ^ 1;
  }
  return found;
}

/** As assembly/distinct.ts has it. */
export function remaining(
  { f64, u32 }: Memory,
  weights: number,
  ids: number,
  count: number,
  taken: number,
  weightsOut: number,
  idsOut: number,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const weight = f64[(weights >>> 3) + i];
    const id = u32[(ids >>> 2) + i];
    const isTaken = (u32[(taken >>> 2) + (id >>> 5)] >>> (id & 31)) & 1;
    f64[(weightsOut >>> 3) + kept] = weight;
    u32[(idsOut >>> 2) + kept] = id;
    kept += weight > 0 ? isTaken ^ 1 : 0;
  }
  if (kept & 1) f64[(weightsOut >>> 3) + kept] = 0;
  return kept;
}
