import type { Backend } from '../kernels/allocation.js';
import { strataTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { StrataKernels } from '../kernels/kernels.js';
import { checkFits } from '../kernels/memory.js';
import { extraModule } from '../kernels/wasm/allocate.js';
import { codesOfSorted, sortByClass } from './class-order.js';
import { type Addresses, allocateRegions, layOut } from './layout.js';
import { StoredSource } from './memory-source.js';
import { PURPOSE } from './source.js';

const STRATA: KernelSet<StrataKernels> = { twin: strataTwin, binary: extraModule };

/** The regions to keep: `items` items of `classes` classes, and an epoch's batches, which have `slots` slots in all. */
function keptRegions(items: number, classes: number, slots: number) {
  return { stream: 16, starts: 4 * (classes + 1), sorted: 4 * items, slots: 4 * slots, order: 4 * slots };
}

function scratchRegions(items: number, classes: number) {
  return { given: 4 * classes, items: 4 * items };
}

/** @throws {RangeError} Such a sampler would need 4 GiB or more. */
export function checkStrata(items: number, classes: number, slots: number): void {
  const bytes = layOut(keptRegions(items, classes, slots)).bytes + layOut(scratchRegions(items, classes)).bytes;
  checkFits(bytes, 'labels, or a smaller batchSize or numBatches');
}

/**
 * Stratified draws: each slot of an epoch's batches has a class, and gets an item of that class. Stores the epoch that
 * was read last.
 */
export class StrataSource extends StoredSource<StrataKernels> {
  /** Number of items. */
  readonly bound: number;
  protected readonly order: number;
  readonly #at: Addresses<'starts' | 'sorted' | 'slots' | 'given' | 'items'>;
  readonly #sizes: Uint32Array;
  readonly #slots: number;

  /**
   * `codes` (n,) are the items' classes, each below `classes`. `schedule` writes the class of each slot. Each of these
   * classes must have items. A batch has `size` slots, and those of one class are neighbors.
   */
  constructor(
    codes: ArrayLike<number>,
    classes: number,
    slots: number,
    schedule: (slots: Uint32Array) => void,
    private readonly size: number,
    backend: Backend,
  ) {
    const kept = keptRegions(codes.length, classes, slots);
    const { memory, at } = allocateRegions(kept, scratchRegions(codes.length, classes), backend, STRATA);
    super(memory);
    this.bound = codes.length;
    this.order = at.order;
    this.#at = at;
    this.#slots = slots;
    const { u32 } = memory;
    this.#sizes = sortByClass(codes, classes, u32, at.starts / 4, at.sorted / 4);
    const first = at.slots / 4;
    schedule(u32.subarray(first, first + slots));
  }

  /** (n,), the items' classes, as given. */
  codes(): Uint32Array {
    return codesOfSorted(this.#sizes, this.bound, this.memory.u32, this.#at.sorted / 4);
  }

  protected make(seed: number, epoch: number): void {
    const { kernels, u32, at: stream } = this.memory;
    const { starts, sorted, slots, given, items } = this.#at;
    // each epoch starts from the same order of items, so that any epoch can be read at any time
    u32.copyWithin(items / 4, sorted / 4, sorted / 4 + this.bound);
    u32.set(this.#sizes, given / 4);
    kernels.openStream(stream, seed, epoch, PURPOSE.strata);
    kernels.strataDraw(items, starts, given, slots, this.#slots, this.size, stream, this.order);
  }
}
