import type { Lease, SharedMemory } from '../allocation.js';
import { SLOTS, THREAD_PAGES } from '../thread-memory.js';
import { afterTurn } from './turn.js';

const PAGE = 65536;

/**
 * Most memories of large samplers at a time. Each live memory reserves address space, which is limited: Chromium allows
 * a renderer 124, Node a process about 13,000. At the limit even fetch() fails in Node. Beyond this number, large
 * samplers share the arena. A page may have a dozen workers, so each worker may have fewer than the page.
 */
function mostMemories(): number {
  // as a member, here and elsewhere: Parcel and webpack 4 replace a bare `process` by a polyfill
  if (globalThis.process?.versions?.node) return 256;
  return 'WorkerGlobalScope' in globalThis ? 3 : 32;
}

/** The memory of one large sampler. */
export class LargeMemory implements SharedMemory {
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
  readonly #free: { readonly address: number; readonly bytes: number }[] = [];
  #kernels: object | undefined;
  #slots: Uint32Array | undefined;

  /** `slots` are those of a memory that another thread lent. */
  constructor(
    readonly module: WebAssembly.Module,
    readonly pages: number,
    readonly memory: WebAssembly.Memory,
    slots?: Uint32Array,
  ) {
    this.#slots = slots;
    this.u32 = new Uint32Array(memory.buffer);
    this.f64 = new Float64Array(memory.buffer);
  }

  kernels(instantiate: (module: WebAssembly.Module, memory: WebAssembly.Memory) => object): object {
    this.#kernels ??= instantiate(this.module, this.memory);
    return this.#kernels;
  }

  slots(): Uint32Array {
    if (!this.#slots) {
      // new pages, which hold zeros: bytes that a pool gave back are kept for the next one
      const at = PAGE * this.memory.grow(SLOTS + 1);
      this.#slots = new Uint32Array(this.memory.buffer, at, SLOTS);
    }
    return this.#slots;
  }

  reserve(bytes: number): number {
    const at = this.#free.findIndex((each) => each.bytes >= bytes);
    if (at >= 0) return this.#free.splice(at, 1)[0].address;
    return PAGE * this.memory.grow(Math.ceil(bytes / PAGE));
  }

  release(address: number, bytes: number): void {
    this.#free.push({ address, bytes });
  }
}

/** The memories of all large samplers. */
export class LargeMemories {
  readonly #most = mostMemories();
  #live = 0;
  #registry: FinalizationRegistry<undefined> | undefined;
  /** The memory that was freed last, kept for reuse until the event loop turns. */
  #spare: LargeMemory | undefined;

  /**
   * Allocates a memory of zeros. Unless it `must`, returns undefined if too many memories are live.
   * @throws {RangeError} There is not enough memory.
   */
  take(module: WebAssembly.Module, bytes: number, must: boolean): LargeMemory | undefined {
    const pages = Math.ceil(bytes / PAGE);
    const spare = this.#spare;
    if (spare?.module === module && spare.pages >= pages && spare.pages <= 2 * pages) {
      this.#spare = undefined;
      spare.u32.fill(0);
      return spare;
    }
    if (this.#live >= this.#most && !must) return undefined;
    const maximum = Math.min(pages + THREAD_PAGES, 65536);
    const memory = new WebAssembly.Memory({ initial: pages, maximum, shared: true });
    const large = new LargeMemory(module, pages, memory);
    this.#live++;
    if (typeof FinalizationRegistry === 'function') this.#registry ??= new FinalizationRegistry(() => this.#live--);
    this.#registry?.register(large, undefined);
    return large;
  }

  /** A lease whose end frees the memory. */
  lease(large: LargeMemory): Lease {
    let held: LargeMemory | undefined = large;
    return {
      end: () => {
        if (held && afterTurn(() => (this.#spare = undefined))) this.#spare = held;
        held = undefined;
      },
    };
  }
}
