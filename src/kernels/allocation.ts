import type { WeightedKernels } from './kernels.js';

export type Backend = 'auto' | 'wasm' | 'js';

/** A WebAssembly memory that threads can attach to. */
export interface SharedMemory {
  readonly memory: WebAssembly.Memory;
  /**
   * Reserves bytes for threads. Returns their address.
   * @throws {RangeError} The memory cannot grow that far.
   */
  reserve(bytes: number): number;
  /** Releases bytes that were reserved. */
  release(address: number, bytes: number): void;
  /**
   * One u32 for each page that samplers of other threads may have beside the table, 0 if the page is free. The pages
   * follow the page of these. Absent if other threads may not attach samplers of their own.
   * @throws {RangeError} The memory cannot grow that far.
   */
  readonly slots?: () => Uint32Array;
}

/** Frees an allocation's bytes. Calls after the first do nothing. */
export interface Lease {
  end(): void;
}

/** Up to this many entries are copied one by one: making a view would take longer. */
const SHORT = 16;

/** Bytes of a memory that one owner has, and the kernels that work on that memory. */
export class Allocation<K = WeightedKernels> {
  #lent = false;
  /** Number of calls under way that use the bytes. */
  #held = 0;
  /** Whether the bytes are freed once nobody holds them. */
  #unwanted = false;
  /** The last view that `copyOut` made. Most chunks have the same length and address, so it can be used again. */
  #view: Uint32Array | undefined;
  #count = -1;
  #from = -1;

  /**
   * The kept bytes begin at address `at` and hold zeros. The scratch begins at address `scratch`. Its contents are
   * undefined after a call, because other owners may use the same bytes.
   */
  constructor(
    readonly backend: 'wasm' | 'js',
    readonly kernels: K,
    readonly u32: Uint32Array,
    readonly f64: Float64Array,
    readonly at: number,
    readonly scratch: number,
    readonly memory?: SharedMemory,
    readonly lease?: Lease,
    /** The module that has the kernels. */
    readonly module?: WebAssembly.Module,
  ) {}

  /**
   * The memory, for threads, or 'js' if threads cannot share it. From then on the bytes are freed only when the engine
   * collects the allocation.
   */
  lend(): SharedMemory | 'js' {
    if (!this.memory) return 'js';
    this.#lent = true;
    return this.memory;
  }

  /** Whether threads may be reading the bytes. */
  get isLent(): boolean {
    return this.#lent;
  }

  /** Copies `count` u32 from address `from` to out[offset] and on. */
  copyOut(from: number, out: Uint32Array, offset: number, count: number): void {
    const first = from / 4;
    const { u32 } = this;
    if (count <= SHORT) {
      for (let i = 0; i < count; i++) out[offset + i] = u32[first + i];
      return;
    }
    if (count !== this.#count || from !== this.#from) {
      this.#view = u32.subarray(first, first + count);
      this.#count = count;
      this.#from = from;
    }
    out.set(this.#view as Uint32Array, offset);
  }

  /** Keeps the bytes allocated until the returned function is called, once. `free` then waits for it. */
  hold(): () => void {
    this.#held++;
    return () => {
      this.#held--;
      if (this.#unwanted) this.free();
    };
  }

  /** Frees the bytes at once, unless threads may be reading them. */
  free(): void {
    this.#unwanted = true;
    if (!this.#lent && this.#held === 0) this.lease?.end();
  }
}
