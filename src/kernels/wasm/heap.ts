/** A memory that grows. */
export interface GrowingMemory {
  readonly u32: Uint32Array;
  /**
   * Makes the memory at least `end` bytes long.
   * @throws {RangeError} The memory cannot grow that far.
   */
  growTo(end: number): void;
}

/** Blocks up to this size have size classes: steps of 16 bytes up to 1 KiB, then four steps to each doubling. */
const LARGEST_CLASS = 32768;
const FINE = 1024;
/** Larger blocks are runs, multiples of this many bytes. */
const RUN = 4096;

interface Run {
  at: number;
  bytes: number;
}

/** The size class of a block. */
function classOf(bytes: number): number {
  if (bytes <= FINE) return (bytes + 15) >> 4;
  const power = 31 - Math.clz32(bytes - 1);
  return 64 + 4 * (power - 10) + (((bytes - 1) >> (power - 2)) & 3) + 1;
}

/** The bytes in a block of a size class. */
function sizeOf(sizeClass: number): number {
  if (sizeClass <= 64) return 16 * sizeClass;
  const step = sizeClass - 65;
  return (5 + (step & 3)) << (8 + (step >> 2));
}

/**
 * Allocates blocks of a memory, from address `first` on. A free block holds the address of the next free block of its
 * size class, so that bookkeeping takes no memory. Large blocks are runs. A free run is merged with its free neighbors.
 */
export class Heap {
  /** The address of the first free block in each size class, or 0 if there is none. */
  readonly #freeBlocks: number[] = new Array(classOf(LARGEST_CLASS) + 1).fill(0);
  /** Free runs, in order of address. */
  readonly #runs: Run[] = [];
  /** Blocks from `#top` on were never allocated. Bytes from `#written` on were never written. */
  #top: number;
  #written: number;

  constructor(
    private readonly memory: GrowingMemory,
    first: number,
  ) {
    this.#top = first;
    this.#written = first;
  }

  /**
   * Allocates a block of zeros. Returns its address, a multiple of 16, and of 64 from 1 KiB on.
   * @throws {RangeError} The memory cannot grow that far.
   */
  allocate(bytes: number): number {
    if (bytes > LARGEST_CLASS) return this.#allocateRun(Math.ceil(bytes / RUN) * RUN);
    const sizeClass = classOf(bytes);
    const size = sizeOf(sizeClass);
    const at = this.#freeBlocks[sizeClass];
    if (at === 0) return this.#extend(size, size >= FINE ? 64 : 16);
    const { u32 } = this.memory;
    this.#freeBlocks[sizeClass] = u32[at / 4];
    u32.fill(0, at / 4, (at + size) / 4);
    return at;
  }

  /** Frees a block. */
  free(at: number, bytes: number): void {
    if (bytes > LARGEST_CLASS) {
      this.#freeRun(at, Math.ceil(bytes / RUN) * RUN);
      return;
    }
    const sizeClass = classOf(bytes);
    this.memory.u32[at / 4] = this.#freeBlocks[sizeClass];
    this.#freeBlocks[sizeClass] = at;
  }

  #extend(size: number, alignment: number): number {
    const at = Math.ceil(this.#top / alignment) * alignment;
    const end = at + size;
    this.memory.growTo(end);
    if (at < this.#written) this.memory.u32.fill(0, at / 4, Math.min(end, this.#written) / 4);
    this.#top = end;
    this.#written = Math.max(this.#written, end);
    return at;
  }

  #allocateRun(size: number): number {
    // the smallest run that fits
    let best = -1;
    for (let i = 0; i < this.#runs.length; i++) {
      const { bytes } = this.#runs[i];
      if (bytes >= size && (best < 0 || bytes < this.#runs[best].bytes)) best = i;
    }
    if (best < 0) return this.#extend(size, RUN);
    const run = this.#runs[best];
    const { at } = run;
    run.at += size;
    run.bytes -= size;
    if (run.bytes === 0) this.#runs.splice(best, 1);
    this.memory.u32.fill(0, at / 4, (at + size) / 4);
    return at;
  }

  #freeRun(at: number, bytes: number): void {
    const runs = this.#runs;
    let next = runs.findIndex((run) => run.at > at);
    if (next < 0) next = runs.length;
    runs.splice(next, 0, { at, bytes });
    for (const i of [next, next - 1]) {
      const [run, behind] = [runs[i], runs[i + 1]];
      if (!run || !behind || run.at + run.bytes !== behind.at) continue;
      run.bytes += behind.bytes;
      runs.splice(i + 1, 1);
    }
    const last = runs.at(-1);
    if (!last || last.at + last.bytes !== this.#top) return;
    this.#top = last.at;
    runs.pop();
  }
}
