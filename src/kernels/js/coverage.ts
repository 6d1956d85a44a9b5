// The twin of assembly/coverage.ts, which explains the method.
import { aliasDraw } from './alias-draw.js';
import type { Memory } from './memory.js';
import { openStream } from './stream.js';

const DRAWS = 1024;
const LEFT = 4096;
const TURN = 2 ** 21;

/** The twin of `coverageBegin`. */
export function coverageBegin({ u32 }: Memory, scratch: number, count: number, positives: number): void {
  const left = (scratch + LEFT) >>> 2;
  u32[left] = positives;
  u32.fill(0, left + 1, left + 1 + ((count + 31) >>> 5));
}

/** The twin of `coverageDraw`. */
export function coverageDraw(
  memory: Memory,
  table: number,
  bits: number,
  stream: number,
  position: number,
  most: number,
  scratch: number,
): number {
  const { u32 } = memory;
  const draws = scratch >>> 2;
  const seen = ((scratch + LEFT) >>> 2) + 1;
  let left = u32[seen - 1];
  let done = 0;
  while (left > 0 && done < most) {
    const some = Math.min(DRAWS, most - done);
    aliasDraw(memory, table, bits, stream, position + done, 1, scratch, some);
    let i = 0;
    do {
      const id = u32[draws + i];
      const at = seen + (id >>> 5);
      const before = u32[at];
      u32[at] = before | (1 << (id & 31));
      left -= ((before >>> (id & 31)) & 1) ^ 1;
      i++;
    } while (left > 0 && i < some);
    done += i;
  }
  u32[seen - 1] = left;
  return done;
}

/** The twin of `coverageTrials`. */
export function coverageTrials(
  memory: Memory,
  table: number,
  bits: number,
  items: number,
  positives: number,
  seed: number,
  purpose: number,
  length: number,
  stop: number,
  stream: number,
  position: number,
  out: number,
  count: number,
): void {
  const { u32 } = memory;
  const scratch = out + ((4 * count + 15) & ~15);
  for (let trial = 0; trial < count && u32[stop >>> 2] === 0; trial++) {
    openStream(memory, stream, seed, position + trial, purpose);
    coverageBegin(memory, scratch, items, positives);
    let draws = 0;
    while (u32[(scratch + LEFT) >>> 2] > 0 && u32[stop >>> 2] === 0) {
      draws += coverageDraw(memory, table, bits, stream, draws, TURN, scratch);
    }
    u32[(out >>> 2) + trial] = Math.min(Math.ceil(draws / length), 4294967295);
  }
}
