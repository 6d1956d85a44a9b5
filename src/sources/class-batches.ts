import type { Backend } from '../kernels/allocation.js';
import { classTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { ClassKernels } from '../kernels/kernels.js';
import { checkFits } from '../kernels/memory.js';
import { extraModule } from '../kernels/wasm/allocate.js';
import { codesOfSorted, sortByClass } from './class-order.js';
import { type Addresses, allocateRegions, layOut } from './layout.js';
import { StoredSource } from './memory-source.js';
import { PURPOSE } from './source.js';

const CLASSES: KernelSet<ClassKernels> = { twin: classTwin, binary: extraModule };

/** Numbers of an epoch of batches. */
export interface ClassBatchSizes {
  readonly items: number;
  readonly classes: number;
  /** Number of classes in a batch, and of items of each. */
  readonly perBatch: number;
  readonly perClass: number;
  readonly batches: number;
}

/** The regions to keep. A run is one class in one batch. */
function keptRegions({ items, classes, perBatch, perClass, batches }: ClassBatchSizes) {
  const runs = perBatch * batches;
  return { stream: 16, starts: 4 * (classes + 1), sorted: 4 * items, order: 4 * runs * perClass };
}

/** `pass` is the order of the classes, `line` makes all classes one range, and `zeros` has a 0 for each batch. */
function scratchRegions({ items, classes, perBatch, batches }: ClassBatchSizes) {
  const runs = perBatch * batches;
  return { given: 4 * classes, items: 4 * items, runs: 4 * runs, pass: 4 * classes, line: 16, zeros: 4 * batches };
}

/** @throws {RangeError} Such a sampler would need 4 GiB or more. */
export function checkClassBatches(sizes: ClassBatchSizes): void {
  const bytes = layOut(keptRegions(sizes)).bytes + layOut(scratchRegions(sizes)).bytes;
  checkFits(bytes, 'labels, or a smaller numBatches, classesPerBatch or itemsPerClass');
}

/** Writes the class of each run of an epoch, as positions in `chosen`: no class twice in a batch. */
export interface ClassSchedule {
  read(seed: number, epoch: number, runs: Uint32Array): void;
  free(): void;
}

/**
 * Draws of batches with a few classes, and equally many items of each. Stores the epoch that was read last.
 */
export class ClassBatchSource extends StoredSource<ClassKernels> {
  /** Number of items. */
  readonly bound: number;
  protected readonly order: number;
  readonly #at: Addresses<'starts' | 'sorted' | 'given' | 'items' | 'runs' | 'pass' | 'line' | 'zeros'>;
  readonly #counts: Uint32Array;
  readonly #sizes: ClassBatchSizes;
  readonly #chosen: Uint32Array;
  readonly #schedule: ClassSchedule | undefined;

  /**
   * `codes` (n,) are the items' classes. Batches have the classes `chosen`, at least as many as a batch has. They come
   * in shuffled passes, unless there is a schedule.
   */
  constructor(
    codes: ArrayLike<number>,
    sizes: ClassBatchSizes,
    chosen: Uint32Array,
    backend: Backend,
    schedule?: ClassSchedule,
  ) {
    const { memory, at } = allocateRegions(keptRegions(sizes), scratchRegions(sizes), backend, CLASSES);
    super(memory);
    this.bound = sizes.items;
    this.order = at.order;
    this.#at = at;
    this.#sizes = sizes;
    this.#chosen = chosen;
    this.#schedule = schedule;
    this.#counts = sortByClass(codes, sizes.classes, memory.u32, at.starts / 4, at.sorted / 4);
  }

  /** (n,), the items' classes, as given. */
  codes(): Uint32Array {
    return codesOfSorted(this.#counts, this.bound, this.memory.u32, this.#at.sorted / 4);
  }

  override free(): void {
    super.free();
    this.#schedule?.free();
  }

  protected make(seed: number, epoch: number): void {
    const { kernels, u32, at: stream } = this.memory;
    const { starts, sorted, given, items, runs } = this.#at;
    const { classes, perBatch, perClass, batches } = this.#sizes;
    const count = perBatch * batches;
    const classOfRun = u32.subarray(runs / 4, runs / 4 + count);
    if (this.#schedule) {
      this.#schedule.read(seed, epoch, classOfRun);
      for (let i = 0; i < count; i++) classOfRun[i] = this.#chosen[classOfRun[i]];
    } else {
      this.#drawClasses(seed, epoch);
    }
    // each epoch starts from the same order of items, so that any epoch can be read at any time
    u32.copyWithin(items / 4, sorted / 4, sorted / 4 + this.bound);
    u32.fill(0, given / 4, given / 4 + classes);
    kernels.openStream(stream, seed, epoch, PURPOSE.classItems);
    kernels.classDraw(items, starts, given, runs, count, perBatch, perClass, stream, this.order);
  }

  /** The classes of each batch: items of one class of classes, of which each batch has one run. */
  #drawClasses(seed: number, epoch: number): void {
    const { kernels, u32, at: stream } = this.memory;
    const { given, runs, pass, line, zeros } = this.#at;
    const { perBatch, batches } = this.#sizes;
    u32.set(this.#chosen, pass / 4);
    u32.set([0, this.#chosen.length], line / 4);
    u32.fill(0, zeros / 4, zeros / 4 + batches);
    u32[given / 4] = 0;
    kernels.openStream(stream, seed, epoch, PURPOSE.classPasses);
    kernels.classDraw(pass, line, given, zeros, batches, 1, perBatch, stream, runs);
  }
}
