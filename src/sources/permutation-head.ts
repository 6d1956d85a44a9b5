import type { Backend } from '../kernels/allocation.js';
import type { UniformKernels } from '../kernels/kernels.js';
import { allocateRegions } from './layout.js';
import { StoredSource } from './memory-source.js';
import { UNIFORM } from './seeded-kernels.js';
import { PURPOSE } from './source.js';

/** Number of indices that are drawn at a time. */
const CHUNK_DRAWS = 4096;
/** For fewer indices the whole permutation is as fast. */
const LEAST_COUNT = 65536;
/**
 * The head takes less time and memory than the whole permutation if its length is at most 1 / LEAST_RATIO of the
 * permutation's.
 */
const LEAST_RATIO = 16;

/**
 * Whether an epoch is drawn as the head of a permutation. This rule must never change, because it decides which indices
 * are drawn.
 */
export function isHead(count: number, length: number): boolean {
  return count >= LEAST_COUNT && length * LEAST_RATIO <= count;
}

/**
 * The first `length` indices of uniform permutations of 0 … count - 1: O(length) time and memory. Stores the epoch that
 * was read last.
 *
 * It draws with replacement and skips repeats, which a hash table finds. The result is uniform without replacement,
 * within 2^-64.
 */
export class PermutationHeadSource extends StoredSource<UniformKernels> {
  protected readonly order: number;
  readonly #drawn: number;
  readonly #table: number;
  /** log2 of the number of slots. */
  readonly #bits: number;

  constructor(
    readonly bound: number,
    private readonly length: number,
    backend: Backend,
  ) {
    // at most half of the slots are used
    const bits = 33 - Math.clz32(length - 1);
    const kept = { stream: 16, order: 4 * length };
    const { memory, at } = allocateRegions(kept, { drawn: 4 * CHUNK_DRAWS, table: 4 * 2 ** bits }, backend, UNIFORM);
    super(memory);
    this.order = at.order;
    this.#drawn = at.drawn;
    this.#table = at.table / 4;
    this.#bits = bits;
  }

  protected make(seed: number, epoch: number): void {
    const { kernels, u32, at: stream } = this.memory;
    const drawn = this.#drawn;
    const order = this.order / 4;
    const table = this.#table;
    const slots = 2 ** this.#bits;
    u32.fill(0, table, table + slots);
    kernels.openStream(stream, seed, epoch, PURPOSE.shuffle);
    for (let found = 0, position = 0; found < this.length; ) {
      const some = Math.min(CHUNK_DRAWS, this.length - found);
      kernels.uniformDraw(this.bound, stream, position, 1, drawn, some);
      position += some;
      for (let at = drawn / 4; at < drawn / 4 + some; at++) {
        // 0 marks an empty slot
        const entry = u32[at] + 1;
        let slot = Math.imul(entry, 0x9e3779b1) >>> (32 - this.#bits);
        while (u32[table + slot] !== 0 && u32[table + slot] !== entry) slot = (slot + 1) & (slots - 1);
        if (u32[table + slot] === entry) continue;
        u32[table + slot] = entry;
        u32[order + found++] = entry - 1;
      }
    }
  }
}
