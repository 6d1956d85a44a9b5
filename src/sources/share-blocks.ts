import type { Allocation, Backend } from '../kernels/allocation.js';
import { fewTwin } from '../kernels/js/index.js';
import { scaleOf } from '../kernels/js/quantize.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { FewKernels } from '../kernels/kernels.js';
import { coreModule } from '../kernels/wasm/allocate.js';
import { aliasBits } from './alias-table.js';
import { type Addresses, allocateRegions } from './layout.js';
import { sumInPieces } from './sum-in-pieces.js';

const KERNELS: KernelSet<FewKernels> = { twin: fewTwin, binary: coreModule };

/** Cells of a block. */
const CELLS = 64;
/** Weights that a kernel reads at a time: whole blocks, and whole chunks of the sum. They fit a first-level cache. */
const COPIED = 1024;
/** u32 of a block: two sums over the cells before it, the number of its heavy cells, and the carry before it. */
const ENTRY = 4;
/**
 * The cells of an alias table before the sweep (assembly/alias-build.ts), each with a share of the 2^32 words. A cell
 * is light if its share is below the capacity, 2^(32 - bits) words, otherwise heavy. Keeps only sums over the cells
 * before each block of 64: what light cells lack to their capacities, and what heavy ones have beyond them. O(n).
 */
export class ShareBlocks {
  /** log2 of the number of cells. */
  readonly bits: number;
  readonly capacity: number;
  /** Number of positive weights; 0 if a weight is not valid, or if they are too large or too small for this. */
  readonly positives: number;
  /** Number of words that belong to no share. As many cells, the last ones, have a capacity that is one word less. */
  escapes = 0;
  /** From this cell on, a word less fills a cell. */
  #firstShort = 0;
  /** The sum of `reach`. */
  reached = 0;
  readonly #memory: Allocation<FewKernels>;
  readonly #at: Addresses<'sums' | 'totals' | 'blocks' | 'copied' | 'shares' | 'tally'>;
  readonly #blocks: number;
  /** Whether shares are known to the last unit. Otherwise no high word depends on units. */
  #exact = false;
  readonly #scale: number;
  /** The shares of the block that was computed last, and its number. */
  readonly #shares = new Float64Array(CELLS);
  #block = -1;
  /** Where the products of the block that was loaded last begin, and their factor. */
  #from = 0;
  #factor = 1;

  /** Which pieces that are copied at a time have a positive weight. Default: all may. */
  readonly #held: Uint8Array | undefined;

  /**
   * The weights must not change. You may put a copy in their place. If all others are 0, `ids` are the indices of the
   * positive ones.
   */
  constructor(
    public weights: Float64Array,
    backend: Backend,
    ids?: Uint32Array,
  ) {
    this.#held = ids && new Uint8Array(Math.ceil(weights.length / COPIED));
    for (const id of ids ?? []) (this.#held as Uint8Array)[Math.floor(id / COPIED)] = 1;
    this.bits = aliasBits(weights.length);
    this.capacity = 2 ** (32 - this.bits);
    this.#blocks = 2 ** this.bits / CELLS;
    const kept = { sums: 48, totals: 32, blocks: 4 * ENTRY * this.#blocks };
    const scratch = { copied: 8 * COPIED, shares: 8 * CELLS, tally: 4 * ENTRY };
    const { memory, at } = allocateRegions(kept, scratch, backend, KERNELS);
    this.#memory = memory;
    this.#at = at;
    this.positives = sumInPieces(memory, at, (run) => this.#copyEach(run));
    this.#scale = scaleOf(memory.f64, at.sums) * 2 ** -32;
    if (this.positives > 1) this.#tally();
  }

  get backend(): 'wasm' | 'js' {
    return this.#memory.backend;
  }

  free(): void {
    this.#memory.free();
  }

  /** Computes all shares to the last unit. */
  makeExact(): void {
    this.#exact = true;
    this.#tally();
  }

  /** The high word of a cell's share. */
  shareOf(cell: number): number {
    if (this.#exact) return this.#load(cell >>> 6)[cell & 63];
    return cell < this.weights.length ? Math.floor(this.weights[cell] * this.#scale) : 0;
  }

  /** Number of words that fill a cell. */
  capacityOf(cell: number): number {
    return this.capacity - (cell < this.#firstShort ? 0 : 1);
  }

  /**
   * Whether a random word is below the low word of a cell's share. Undefined if that depends on the last unit, which
   * `makeExact` makes known.
   */
  isBelowResidual(random: number, cell: number): boolean | undefined {
    const { u32 } = this.#memory;
    const first = this.#at.shares / 4 + CELLS;
    if (this.#exact) {
      this.#makeShares(cell & ~63, CELLS, u32[this.#entry(cell >>> 6) + 3]);
      return random < u32[first + (cell & 63)];
    }
    if (!(this.weights[cell] > 0)) return false;
    // the floor of the share, to which the carry may add one
    this.#makeShares(cell, 1, 0);
    return random === u32[first] ? undefined : random < u32[first];
  }

  /** Copies the weights to the scratch, some at a time, and zeros that complete their last block. */
  #copyEach(run: (count: number, from: number) => void): void {
    const { length } = this.weights;
    const { f64 } = this.#memory;
    const to = this.#at.copied / 8;
    for (let from = 0; from < length; from += COPIED) {
      if (this.#held?.[from / COPIED] === 0) continue;
      const count = Math.min(COPIED, length - from);
      f64.set(this.weights.subarray(from, from + count), to);
      f64.fill(0, to + count, to + Math.ceil(count / CELLS) * CELLS);
      run(count, from);
    }
  }

  /** Computes the sums before each block. */
  #tally(): void {
    const { u32, kernels } = this.#memory;
    const { copied, blocks, sums, shares } = this.#at;
    const bits = this.bits;
    this.#block = -1;
    const all = blocks / 4;
    const end = all + ENTRY * this.#blocks;
    // a block of zeros; the kernels write the others
    for (let at = all; at < end; at += ENTRY) {
      u32[at] = CELLS * this.capacity;
      u32[at + 1] = u32[at + 2] = u32[at + 3] = 0;
    }
    let near = 0;
    u32[sums / 4 + 10] = 2 ** 31;
    u32[sums / 4 + 11] = 0;
    this.#copyEach((count, from) => {
      const out = blocks + (4 * ENTRY * from) / CELLS;
      const some = Math.ceil(count / CELLS);
      if (this.#exact) kernels.shareBlocks(copied, some, bits, sums, shares, out);
      else near ||= kernels.floorBlocks(copied, some, bits, sums, out);
    });
    if (near) {
      this.#exact = true;
      this.#tally();
      return;
    }
    let escapes = 0;
    for (let at = all; at < end; at += ENTRY) escapes += u32[at] - u32[at + 1];
    this.escapes = escapes;
    this.#firstShort = 2 ** bits - escapes;
    let lacking = 0;
    let beyond = 0;
    for (let block = 0, at = all, firstShort = this.#firstShort; at < end; block++, at += ENTRY) {
      const short = Math.min(Math.max(CELLS * (block + 1) - firstShort, 0), CELLS);
      let heavies = short > 0 ? u32[at + 2] : 0;
      if (short % CELLS !== 0) {
        const values = this.#load(block);
        heavies = 0;
        for (let i = CELLS - short; i < CELLS; i++) {
          if (values[this.#from + i] * this.#factor >= this.capacity) heavies++;
        }
      }
      const [own, given] = [u32[at], u32[at + 1]];
      u32[at] = lacking;
      u32[at + 1] = beyond;
      lacking += own - (short - heavies);
      beyond += given + heavies;
    }
  }

  /**
   * The high words of a block's shares, as products: values[from + i] * factor, of which the fraction does not count. A
   * weight below one unit has a product below 1.
   */
  #load(block: number): Float64Array {
    const { weights } = this;
    const first = CELLS * block;
    if (!this.#exact && first + CELLS <= weights.length) {
      this.#from = first;
      this.#factor = this.#scale;
      return weights;
    }
    this.#from = 0;
    this.#factor = 1;
    const shares = this.#shares;
    if (block === this.#block) return shares;
    this.#block = block;
    if (this.#exact) {
      const { u32 } = this.#memory;
      this.#makeShares(first, CELLS, u32[this.#entry(block) + 3]);
      const from = this.#at.shares / 4;
      shares.set(u32.subarray(from, from + CELLS));
    } else {
      for (let i = 0; i < CELLS; i++) shares[i] = first + i < weights.length ? weights[first + i] * this.#scale : 0;
    }
    return shares;
  }

  /** Writes the shares of `count` weights from `first` on, after a carry: 64 high words, then 64 low words. */
  #makeShares(first: number, count: number, carry: number): void {
    const { u32, f64, kernels } = this.#memory;
    const { copied, sums, shares, tally } = this.#at;
    f64.fill(0, copied / 8, copied / 8 + CELLS);
    f64.set(this.weights.subarray(first, first + count), copied / 8);
    u32[sums / 4 + 10] = carry;
    kernels.shareBlocks(copied, 1, this.bits, sums, shares, tally);
  }

  #entry(block: number): number {
    return this.#at.blocks / 4 + ENTRY * block;
  }

  /** What the cells before a cell lack (side 0), or have beyond their capacities (side 1). */
  sumBefore(cell: number, side: 0 | 1): number {
    const block = cell >>> 6;
    const values = this.#load(block);
    const { capacity } = this;
    const from = this.#from;
    const factor = this.#factor;
    const short = this.#firstShort - CELLS * block;
    let sum = this.#memory.u32[this.#entry(block) + side] | 0;
    for (let i = 0, end = cell & 63; i < end; i++) {
      sum = (sum + partOf(values[from + i] * factor, capacity, i < short ? 0 : 1, side)) | 0;
    }
    return sum >>> 0;
  }

  /** The first cell with which the sum of one side reaches `limit`, which is above 0. The sum is then `reached`. */
  reach(limit: number, side: 0 | 1): number {
    const block = this.#lastBlockBelow(limit, side);
    const values = this.#load(block);
    const { capacity } = this;
    const from = this.#from;
    const factor = this.#factor;
    const short = this.#firstShort - CELLS * block;
    let sum = this.#memory.u32[this.#entry(block) + side] | 0;
    let i = -1;
    while (sum >>> 0 < limit) {
      i++;
      sum = (sum + partOf(values[from + i] * factor, capacity, i < short ? 0 : 1, side)) | 0;
    }
    this.reached = sum >>> 0;
    return CELLS * block + i;
  }

  /** The next heavy cell. */
  heavyAfter(cell: number): number {
    let block = (cell + 1) >>> 6;
    for (let i = (cell + 1) & 63; ; i = 0, block++) {
      if (this.#memory.u32[this.#entry(block) + 2] === 0) continue;
      const values = this.#load(block);
      for (; i < CELLS; i++) if (values[this.#from + i] * this.#factor >= this.capacity) return CELLS * block + i;
    }
  }

  /** The last block before which the sum of one side is below `limit`. The first one has 0. */
  #lastBlockBelow(limit: number, side: 0 | 1): number {
    const { u32 } = this.#memory;
    const first = this.#entry(0) + side;
    let block = 0;
    for (let step = this.#blocks >>> 1; step > 0; step >>>= 1) {
      block += u32[first + ENTRY * (block + step)] < limit ? step : 0;
    }
    return block;
  }
}

/**
 * What a share lacks to its capacity (side 0), or has beyond it (side 1); 0 if it is on the other side. `less` words
 * fewer fill the cell. Without a branch that a processor would have to predict.
 */
function partOf(share: number, capacity: number, less: 0 | 1, side: 0 | 1): number {
  const word = share | 0;
  // all ones if the share is below the capacity
  const light = ((word - capacity) & ~word) >> 31;
  const beyond = (word - capacity + less) | 0;
  return side === 0 ? -beyond & light : beyond & ~light;
}
