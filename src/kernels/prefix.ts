import { PURPOSE } from './drawer.js';
import { copyKept } from './kept.js';
import { layOut } from './layout.js';
import { type Backend, openWorkspace, type Workspace } from './workspace.js';

/** Indices are drawn this many at a time. */
const DRAWS = 4096;
/** Of fewer indices the whole permutation is as fast. */
const LEAST = 65536;
/** A prefix takes less time and memory than the whole permutation if it is at most one in this many of it. */
const PART = 16;

/**
 * Whether draws are made without the rest of their permutation. Must never change: it decides which indices are drawn.
 */
export function isPrefix(count: number, length: number): boolean {
  return count >= LEAST && length * PART <= count;
}

/**
 * The first `length` indices of uniform permutations of 0 … count - 1, in a memory of their own: O(length) time and
 * memory. The epoch that was read last is kept.
 *
 * Draws with replacement and skips repeats, which a hash table finds. That is uniform without replacement, within
 * 2^-64.
 */
export class Prefix {
  readonly #workspace: Workspace;
  readonly #at: Readonly<Record<'stream' | 'drawn' | 'order' | 'table', number>>;
  readonly #bits: number;
  #seed = -1;
  #epoch = -1;

  constructor(
    private readonly count: number,
    private readonly length: number,
    backend: Backend,
  ) {
    // at most half full
    this.#bits = 33 - Math.clz32(length - 1);
    const { at, bytes } = layOut({ stream: 16, drawn: 4 * DRAWS, order: 4 * length, table: 4 * 2 ** this.#bits });
    this.#workspace = openWorkspace(bytes, backend);
    this.#at = at;
  }

  get backend(): 'wasm' | 'js' {
    return this.#workspace.backend;
  }

  /** Draws position, position + stride, … of an epoch: `count` of them to out[offset] and on. */
  draw(
    seed: number,
    epoch: number,
    position: number,
    stride: number,
    out: Uint32Array,
    offset: number,
    count: number,
  ): void {
    if (seed !== this.#seed || epoch !== this.#epoch) this.#make(seed, epoch);
    copyKept(this.#workspace.u32, this.#at.order / 4 + position, stride, out, offset, count);
  }

  #make(seed: number, epoch: number): void {
    const { kernels, u32 } = this.#workspace;
    const { count } = this;
    const { stream, drawn } = this.#at;
    const [order, table] = [this.#at.order / 4, this.#at.table / 4];
    const slots = 2 ** this.#bits;
    this.#epoch = -1;
    u32.fill(0, table, table + slots);
    kernels.openStream(stream, seed, epoch, PURPOSE.shuffle);
    for (let found = 0, position = 0; found < this.length; ) {
      const some = Math.min(DRAWS, this.length - found);
      kernels.uniformDraw(count, stream, position, 1, drawn, some);
      position += some;
      for (let at = drawn / 4; at < drawn / 4 + some; at++) {
        // 0 is an empty slot
        const entry = u32[at] + 1;
        let slot = Math.imul(entry, 0x9e3779b1) >>> (32 - this.#bits);
        while (u32[table + slot] !== 0 && u32[table + slot] !== entry) slot = (slot + 1) & (slots - 1);
        if (u32[table + slot] === entry) continue;
        u32[table + slot] = entry;
        u32[order + found++] = entry - 1;
      }
    }
    this.#seed = seed;
    this.#epoch = epoch;
  }
}
