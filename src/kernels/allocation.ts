import type { SeededKernels } from './kernels.js';

export type Backend = 'auto' | 'wasm' | 'js';

/** A WebAssembly memory that threads can attach to. */
export interface SharedMemory {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  /**
   * Sets bytes aside for threads. Returns their address.
   * @throws {RangeError} The memory cannot grow that far.
   */
  reserve(bytes: number): number;
  /** Takes such bytes back. */
  release(address: number, bytes: number): void;
}

/** What gives an allocation's bytes back: once, however often it is called. */
export interface Lease {
  end(): void;
}

/** Copies of up to this many entries need no view: making one takes longer. */
const SHORT = 16;

/** Bytes of some memory that one owner holds, and the kernels that work on that memory. */
export class Allocation<K = SeededKernels> {
  #lent = false;
  /** The last view that `copyOut` needed: chunks are mostly of one length, and at one address. */
  #view: Uint32Array | undefined;

  /**
   * The kept bytes begin at address `at`, in bytes, and hold zeros. The scratch begins at address `scratch`: its
   * contents mean nothing after a call, because other owners may use the same bytes.
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
  ) {}

  /** The memory for threads, or 'js' if threads cannot share it. The bytes then stay until they are collected. */
  lend(): SharedMemory | 'js' {
    if (!this.memory) return 'js';
    this.#lent = true;
    return this.memory;
  }

  /** Copies `count` u32 from address `from` to out[offset] and on. */
  copyOut(from: number, out: Uint32Array, offset: number, count: number): void {
    const first = from / 4;
    const { u32 } = this;
    if (count <= SHORT) {
      for (let i = 0; i < count; i++) out[offset + i] = u32[first + i];
      return;
    }
    if (this.#view?.length !== count || this.#view.byteOffset !== from) {
      this.#view = u32.subarray(first, first + count);
    }
    out.set(this.#view, offset);
  }

  /** Gives the bytes back at once; without effect if threads may be reading them. */
  free(): void {
    if (!this.#lent) this.lease?.end();
  }
}
