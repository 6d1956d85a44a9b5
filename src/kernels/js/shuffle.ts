// The twin of assembly/shuffle.ts, which cites the sources.
import type { Memory } from './memory.js';
import { cursorAt, MULTIPLIER, outputHigh, outputLow, stepHigh, stepLow } from './pcg.js';
import { highOf, mulHigh32 } from './u64.js';

/** The twin of `shuffle`. */
export function shuffle(memory: Memory, stream: number, out: number, count: number): void {
  for (let i = 0; i < count; i++) memory.u32[(out >>> 2) + i] = i;
  reorder(memory, stream, out, count);
}

/** The twin of `reorder`. */
export function reorder({ u32 }: Memory, stream: number, out: number, count: number): void {
  const first = out >>> 2;
  const at = stream >>> 2;
  const multiplierHigh = MULTIPLIER[0] | 0;
  const multiplierLow = MULTIPLIER[1] | 0;
  const incrementHigh = u32[at + 3] | 0;
  const incrementLow = u32[at + 2] | 0;
  let high = u32[at + 1] | 0;
  let low = u32[at] | 0;
  for (let bound = 2; bound <= count; bound++) {
    let word = outputHigh(high, low);
    let nextLow = stepLow(low, multiplierLow, incrementLow);
    high = stepHigh(high, low, multiplierHigh, multiplierLow, incrementHigh, incrementLow, nextLow);
    low = nextLow;
    if (Math.imul(word, bound) >>> 0 < bound) {
      const tooMany = 2 ** 32 % bound;
      while (Math.imul(word, bound) >>> 0 < tooMany) {
        word = outputHigh(high, low);
        nextLow = stepLow(low, multiplierLow, incrementLow);
        high = stepHigh(high, low, multiplierHigh, multiplierLow, incrementHigh, incrementLow, nextLow);
        low = nextLow;
      }
    }
    const chosen = first + (mulHigh32(word, bound) >>> 0);
    const moved = u32[first + bound - 1];
    u32[first + bound - 1] = u32[chosen];
    u32[chosen] = moved;
  }
}

/** The twin of `uniformDraw`. */
export function uniformDraw(
  memory: Memory,
  bound: number,
  stream: number,
  position: number,
  stride: number,
  out: number,
  count: number,
): void {
  const { u32 } = memory;
  const { state, multiplier, increment } = cursorAt(memory, stream, position, stride);
  const multiplierHigh = multiplier[0] | 0;
  const multiplierLow = multiplier[1] | 0;
  const incrementHigh = increment[0] | 0;
  const incrementLow = increment[1] | 0;
  let high = state[0] | 0;
  let low = state[1] | 0;
  for (let at = out >>> 2, end = at + count; at < end; at++) {
    const wordHigh = outputHigh(high, low);
    const carried = mulHigh32(outputLow(high, low, wordHigh), bound);
    const middle = (Math.imul(wordHigh, bound) + carried) | 0;
    u32[at] = highOf(wordHigh, bound, carried, middle);
    const nextLow = stepLow(low, multiplierLow, incrementLow);
    high = stepHigh(high, low, multiplierHigh, multiplierLow, incrementHigh, incrementLow, nextLow);
    low = nextLow;
  }
}
