// The twin of assembly/alias-draw.ts, which explains the draw.
import type { Memory } from './memory.js';
import { cursorAt, MULTIPLIER, outputHigh, outputLow, stepHigh, stepLow, writeWords } from './pcg.js';
import { GOLDEN, mix } from './stream.js';
import { add, lessThan, multiply, toU64 } from './u64.js';

/**
 * Number of words that are written and then looked up in place. With one loop for both, large tables take a third
 * longer.
 */
const WORDS = 1024;

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
  const own = -lessThan(word | mask, packed);
  return ((word & own) | (packed & ~own)) & mask;
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
  const escapes = u32[cells + 2 ** (bits + 1)];
  let high = state[0] | 0;
  let low = state[1] | 0;
  for (let i = 0; i < count; i++) {
    const wordHigh = outputHigh(high, low);
    const word = isHigh ? wordHigh : outputLow(high, low, wordHigh);
    u32[(out >>> 2) + 2 * i] =
      ~word >>> 0 < escapes
        ? decideBy(memory, table, bits, stream, position + 2 * i * stride)
        : lookUp(u32, cells, mask, word);
    const nextLow = stepLow(low, multiplier[1], increment[1]);
    high = stepHigh(high, low, multiplier[0], multiplier[1], increment[0], increment[1], nextLow);
    low = nextLow;
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
    const { u32 } = memory;
    const mask = 2 ** bits - 1;
    const cells = table >>> 2;
    const escapes = u32[cells + 2 ** (bits + 1)];
    // an odd position begins with the second half of a word
    if (position % 2 && count > 0) drawHalves(memory, table, bits, stream, position, 1, out, ++done);
    const first = position;
    let from = cursorAt(memory, stream, Math.ceil(position / 2), 1);
    for (const whole = count - ((count - done) % 2); done < whole; ) {
      const piece = Math.min(2 * WORDS, whole - done);
      const at = (out >>> 2) + done;
      from = writeWords(u32, from, at, piece / 2);
      for (let i = 0; i < piece; i++) {
        const word = u32[at + i] | 0;
        u32[at + i] =
          ~word >>> 0 < escapes
            ? decideBy(memory, table, bits, stream, first + done + i)
            : lookUp(u32, cells, mask, word);
      }
      done += piece;
    }
  }
  const left = count - done;
  const next = out + 4 * done;
  drawHalves(memory, table, bits, stream, position + done * stride, stride, next, Math.ceil(left / 2));
  drawHalves(memory, table, bits, stream, position + (done + 1) * stride, stride, next + 4, left >> 1);
}
