// Guard bytes round every block of the memory that small samplers share, for all suites: a kernel that writes past its
// own bytes would hurt a neighbor.
import { afterEach, expect } from 'vitest';
import { Heap } from '../../src/kernels/wasm/heap.js';

/** Bytes on either side of a block. They keep its alignment. */
const GUARD = 64;
const PATTERN = 0x5afe6a2d;

interface Guarded {
  readonly heap: Heap;
  readonly at: number;
  readonly bytes: number;
}

const live = new Map<Heap, Map<number, Guarded>>();
const broken: string[] = [];
const { take, give } = Heap.prototype;

function wordsOf({ heap, at, bytes }: Guarded): [words: Uint32Array, first: number, behind: number] {
  const { u32 } = (heap as unknown as { memory: { u32: Uint32Array } }).memory;
  return [u32, (at - GUARD) / 4, at / 4 + Math.ceil(bytes / 4)];
}

function check(block: Guarded): void {
  const [words, first, behind] = wordsOf(block);
  for (let i = 0; i < GUARD / 4; i++) {
    if (words[first + i] !== PATTERN || words[behind + i] !== PATTERN) {
      broken.push(`the guard of ${block.bytes} bytes at ${block.at} was written over`);
      return;
    }
  }
}

Heap.prototype.take = function (bytes) {
  const at = take.call(this, bytes + 2 * GUARD + 3) + GUARD;
  const block = { heap: this, at, bytes };
  const [words, first, behind] = wordsOf(block);
  words.fill(PATTERN, first, first + GUARD / 4);
  words.fill(PATTERN, behind, behind + GUARD / 4);
  const blocks = live.get(this) ?? new Map<number, Guarded>();
  live.set(this, blocks.set(at, block));
  return at;
};

Heap.prototype.give = function (at, bytes) {
  const block = live.get(this)?.get(at);
  if (block?.bytes !== bytes) broken.push(`${bytes} bytes at ${at} were given back, which nobody had`);
  else check(block);
  live.get(this)?.delete(at);
  give.call(this, at - GUARD, bytes + 2 * GUARD + 3);
};

afterEach(() => {
  for (const blocks of live.values()) for (const block of blocks.values()) check(block);
  expect(broken.splice(0)).toEqual([]);
});
