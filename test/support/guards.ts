// Puts guard bytes around every block of the memory that small samplers share, in all suites. They show if a kernel
// writes beyond its own bytes.
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

interface Guards {
  readonly live: Map<Heap, Map<number, Guarded>>;
  readonly broken: string[];
}

/** if files share their modules, one patch serves all of them */
const patched = Heap as typeof Heap & { guards?: Guards };
const first = patched.guards === undefined;
patched.guards ??= { live: new Map(), broken: [] };
const { live, broken } = patched.guards;

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

const { allocate, free } = Heap.prototype;

function guardedAllocate(this: Heap, bytes: number): number {
  const at = allocate.call(this, bytes + 2 * GUARD + 3) + GUARD;
  const block = { heap: this, at, bytes };
  const [words, first, behind] = wordsOf(block);
  words.fill(PATTERN, first, first + GUARD / 4);
  words.fill(PATTERN, behind, behind + GUARD / 4);
  const blocks = live.get(this) ?? new Map<number, Guarded>();
  live.set(this, blocks.set(at, block));
  return at;
}

function guardedFree(this: Heap, at: number, bytes: number): void {
  const block = live.get(this)?.get(at);
  if (block?.bytes !== bytes) broken.push(`${bytes} bytes at ${at} were freed without being allocated`);
  else check(block);
  live.get(this)?.delete(at);
  free.call(this, at - GUARD, bytes + 2 * GUARD + 3);
}

if (first) Object.assign(Heap.prototype, { allocate: guardedAllocate, free: guardedFree });

afterEach(() => {
  for (const blocks of live.values()) for (const block of blocks.values()) check(block);
  expect(broken.splice(0)).toEqual([]);
});
