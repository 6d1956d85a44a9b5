// The twin of assembly/alias-draw.ts, which explains the draw.
import type { Memory } from './memory.js';
import { cursorAt, MULTIPLIER, outputHigh, outputLow, pcgWords, stepHigh, stepLow } from './pcg.js';
import { GOLDEN, mix } from './stream.js';
import { add, multiply, toU64 } from './u64.js';

/**
 * Number of words that are written and then looked up in place. With one loop for both, large tables take a third
 * longer.
 */
const WORDS = 2048;

/**
 * Draw `t` of a stream, if its word is an escape. `accepts` says whether 32 random bits are below the residual of an
 * index.
 */
export function decide(
  { u32 }: Memory,
  bits: number,
  stream: number,
  t: number,
  accepts: (index: number, random: number) => boolean,
): number {
  const at = stream >>> 2;
  const incrementHigh = u32[at + 3] | 0;
  const incrementLow = u32[at + 2] | 0;
  let [high, low] = mix(add([u32[at + 1] | 0, u32[at] | 0], multiply(add(toU64(t), [0, 1]), GOLDEN)));
  for (;;) {
    const wordHigh = outputHigh(high, low);
    const index = outputLow(high, low, wordHigh) & (2 ** bits - 1);
    if (accepts(index, wordHigh >>> 0)) return index;
    const nextLow = stepLow(low, MULTIPLIER[1], incrementLow);
    high = stepHigh(high, low, MULTIPLIER[0], MULTIPLIER[1], incrementHigh, incrementLow, nextLow);
    low = nextLow;
  }
}

/** Draw `t` of a stream from a table, if its word is an escape. */
function decideBy(memory: Memory, table: number, bits: number, stream: number, t: number): number {
  const { u32 } = memory;
  const residuals = (table >>> 2) + 2 ** bits;
  return decide(memory, bits, stream, t, (index, random) => random < u32[residuals + index]);
}

/**
 * The index that a word draws, unless the word is an escape. Without a branch, because a processor cannot predict
 * random draws.
 */
function lookUp(u32: Uint32Array, cells: number, mask: number, word: number): number {
  const packed = u32[cells + (word & mask)] | 0;
  // all ones if the word's other bits are below the cell's threshold, else 0
  const own = -((word | mask) >>> 0 < packed >>> 0);
  return (packed ^ ((word ^ packed) & own)) & mask;
}

/** The last word that is not an escape, minus 2^31: for signed comparisons. */
function lastOf({ u32 }: Memory, table: number, bits: number): number {
  return u32[(table >>> 2) + 2 ** (bits + 1)] ^ 0x7fffffff;
}

/** Draws position, position + 2 * stride, …, and writes every other entry from `out` on. */
function drawHalves(
  memory: Memory,
  table: number,
  bits: number,
  stream: number,
  position: number,
  stride: number,
  out: number,
  count: number,
): void {
  const { u32 } = memory;
  const { state, multiplier, increment } = cursorAt(memory, stream, Math.floor(position / 2), stride);
  const isHigh = position % 2;
  const mask = 2 ** bits - 1;
  const cells = table >>> 2;
  const last = lastOf(memory, table, bits);
  const multiplierHigh = multiplier[0] | 0;
  const multiplierLow = multiplier[1] | 0;
  const incrementHigh = increment[0] | 0;
  const incrementLow = increment[1] | 0;
  let high = state[0] | 0;
  let low = state[1] | 0;
  for (let i = 0; i < count; i++) {
    const wordHigh = outputHigh(high, low);
    const word = isHigh ? wordHigh : outputLow(high, low, wordHigh);
    u32[(out >>> 2) + 2 * i] =
      (word ^ -0x80000000) > last
        ? decideBy(memory, table, bits, stream, position + 2 * i * stride)
        : lookUp(u32, cells, mask, word);
    const nextLow = stepLow(low, multiplierLow, incrementLow);
    high = stepHigh(high, low, multiplierHigh, multiplierLow, incrementHigh, incrementLow, nextLow);
    low = nextLow;
  }
}

/**
 * Replaces words by the indices that they draw: draws position, position + 1, … It is a function of its own, as
 * `pcgWords` is. Engines optimize short loops best, and the loop of such a function whatever calls came before.
 */
function lookUpAll(
  memory: Memory,
  table: number,
  bits: number,
  stream: number,
  position: number,
  out: number,
  count: number,
): void {
  const { u32 } = memory;
  const mask = 2 ** bits - 1;
  const cells = table >>> 2;
  const last = lastOf(memory, table, bits);
  const start = out >>> 2;
  for (let at = start, end = start + count; at < end; at++) {
    const word = u32[at] | 0;
    u32[at] =
      (word ^ -0x80000000) > last
        ? decideBy(memory, table, bits, stream, position + (at - start))
        : lookUp(u32, cells, mask, word);
  }
}

/** The twin of `aliasDraw`. */
export function aliasDraw(
  memory: Memory,
  table: number,
  bits: number,
  stream: number,
  position: number,
  stride: number,
  out: number,
  count: number,
): void {
  let done = 0;
  if (stride === 1) {
    // an odd position begins with the second half of a word
    if (position % 2 && count > 0) drawHalves(memory, table, bits, stream, position, 1, out, ++done);
    for (let piece = 2; done < count - 1; done += piece) {
      piece = Math.min(2 * WORDS, (count - done) & ~1);
      const next = out + 4 * done;
      pcgWords(memory, stream, (position + done) / 2, 1, next, piece / 2);
      lookUpAll(memory, table, bits, stream, position + done, next, piece);
    }
  }
  const left = count - done;
  const next = out + 4 * done;
  const from = position + done * stride;
  if (left > 0) drawHalves(memory, table, bits, stream, from, stride, next, Math.ceil(left / 2));
  if (left > 1) drawHalves(memory, table, bits, stream, from + stride, stride, next + 4, left >> 1);
}
