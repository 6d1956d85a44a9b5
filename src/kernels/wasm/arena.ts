import { Allocation, type Lease, type SharedMemory } from '../allocation.js';
import { Heap } from './heap.js';
import { reportPressure } from './pressure.js';
import { afterTurn } from './turn.js';

/**
 * Allocations of this many bytes and more have a memory of their own, which the engine frees as a whole, if there can
 * be one. Smaller ones share the arena.
 */
export const LARGE = 2 ** 20;

type Instantiate = (module: WebAssembly.Module, memory: WebAssembly.Memory) => object;

const PAGE = 65536;
/** Bytes of scratch for all small samplers. Draws are synchronous, so only one sampler uses it at a time. */
const SCRATCH = PAGE;
/** Most pages of the memory: the first of these numbers that the engine can reserve. */
const MOST_PAGES = [16384, 4096, 1024];
/** The memory doubles, until it grows by this many pages at a time. */
const MOST_GROWTH = 256;
/**
 * Most bytes that allocations below `SMALL` may take in one turn of the event loop. No finalizer runs within a turn, so
 * dropped samplers keep their bytes until the next one.
 */
const MOST_A_TURN = 2 ** 26;
const SMALL = 65536;
/**
 * Most bytes that allocations below `LARGE` may take before the engine collects again. A busy machine collects late. A
 * million samplers of ten weights fit. Larger ones are here only if they can have no memory of their own.
 */
const MOST_UNCOLLECTED = 2 ** 28;
/** Only from this many bytes on a timer watches for the next turn. */
const WATCHED = 2 ** 20;
/**
 * Number of newest allocations without a finalizer. Most allocations that are disposed of are among them and never need
 * one. This is worth it only for tiny ones, of at most `TINY` bytes: the arena holds them even if they are dropped.
 */
const YOUNG = 64;
const TINY = 4096;

/** The bytes of one allocation. */
class Block implements Lease {
  constructor(
    private readonly arena: Arena,
    readonly at: number,
    public bytes: number,
  ) {}

  end(): void {
    if (this.bytes > 0) this.arena.free(this);
  }
}

/**
 * The memory that all small samplers of a realm share. With a memory of its own, each sampler would cost 80 µs and a
 * page of 64 KiB. A page in a browser could then have only about a hundred samplers.
 */
export class Arena implements SharedMemory {
  readonly memory: WebAssembly.Memory;
  u32: Uint32Array;
  f64: Float64Array;
  readonly #heap: Heap;
  readonly #instances = new Map<WebAssembly.Module, object>();
  readonly #registry: FinalizationRegistry<Block | undefined> | undefined;
  readonly #young: (Allocation<never> | undefined)[] = new Array(YOUNG).fill(undefined);
  #next = 0;
  /** Bytes that were taken in this turn and not freed. */
  #taken = 0;
  /** Bytes that were taken since the engine last collected, and not freed. */
  #uncollected = 0;
  /** Bytes that were asked for since the engine was last told. */
  #untold = 0;
  #watching = false;

  /** @throws {RangeError} The engine cannot make such a memory. */
  constructor() {
    this.memory = reserve();
    this.u32 = new Uint32Array(this.memory.buffer);
    this.f64 = new Float64Array(this.memory.buffer);
    this.#heap = new Heap(this, SCRATCH);
    // some runtimes of 2020 have no FinalizationRegistry: there, only disposal frees bytes
    if (typeof FinalizationRegistry === 'function') {
      this.#registry = new FinalizationRegistry((block) => {
        this.#taken = 0;
        this.#uncollected = 0;
        block?.end();
      });
    }
  }

  /**
   * Allocates bytes. Returns undefined if the memory is full. Unless it `must`, also returns undefined if samplers took
   * too many bytes in this turn, or since the engine last collected.
   * @throws {unknown} The engine's error if it refuses an instance.
   */
  allocate<K>(
    kept: number,
    scratch: number,
    must: boolean,
    module: WebAssembly.Module,
    instantiate: Instantiate,
  ): Allocation<K> | undefined {
    const sharesScratch = scratch <= SCRATCH;
    // scratch of its own begins behind what is kept, at a whole cache line
    const end = Math.ceil(kept / 64) * 64;
    const bytes = sharesScratch ? Math.max(16, kept) : end + scratch;
    this.#tell(bytes);
    if (!must && this.#hasTooMany(bytes)) return undefined;
    let kernels = this.#instances.get(module);
    if (!kernels) this.#instances.set(module, (kernels = instantiate(module, this.memory)));
    const address = this.#tryAllocate(bytes);
    if (address === undefined) {
      this.#registerYoung();
      return undefined;
    }
    const block = new Block(this, address, bytes);
    const scratchAt = sharesScratch ? 0 : address + end;
    const allocation = new Allocation<K>(
      'wasm',
      kernels as K,
      this.u32,
      this.f64,
      address,
      scratchAt,
      this,
      block,
      module,
    );
    this.#count(bytes);
    if (this.#taken > WATCHED) this.#watch();
    this.#register(allocation as Allocation<never>, bytes);
    return allocation;
  }

  free(block: Block): void {
    this.#heap.free(block.at, block.bytes);
    this.#count(-block.bytes);
    block.bytes = 0;
  }

  growTo(end: number): void {
    const pages = Math.ceil(end / PAGE);
    const now = this.u32.length / (PAGE / 4);
    if (pages <= now) return;
    try {
      this.#grow(Math.max(pages - now, Math.min(now, MOST_GROWTH)));
    } catch {
      this.#grow(pages - now);
    }
  }

  reserve(bytes: number): number {
    return this.#heap.allocate(bytes);
  }

  release(address: number, bytes: number): void {
    this.#heap.free(address, bytes);
  }

  #tryAllocate(bytes: number): number | undefined {
    try {
      return this.#heap.allocate(bytes);
    } catch {
      return undefined;
    }
  }

  #grow(pages: number): void {
    this.memory.grow(pages);
    this.u32 = new Uint32Array(this.memory.buffer);
    this.f64 = new Float64Array(this.memory.buffer);
  }

  #hasTooMany(bytes: number): boolean {
    if (bytes < SMALL && this.#taken + bytes > MOST_A_TURN) return true;
    return bytes < LARGE && this.#uncollected + bytes > MOST_UNCOLLECTED;
  }

  /** Counts bytes that were taken, or freed (negative). */
  #count(bytes: number): void {
    const size = Math.abs(bytes);
    if (size < SMALL) this.#taken = Math.max(0, this.#taken + bytes);
    if (size < LARGE) this.#uncollected = Math.max(0, this.#uncollected + bytes);
  }

  /** Tells the engine after every 64 MiB. The finalizer of a dropped object then shows that the engine collected. */
  #tell(bytes: number): void {
    this.#untold += bytes;
    if (this.#untold <= MOST_A_TURN) return;
    this.#untold = 0;
    reportPressure(MOST_A_TURN);
    this.#registry?.register({}, undefined);
  }

  /** Registers the allocation. If it is tiny, registers the one that is no longer among the newest in its stead. */
  #register(allocation: Allocation<never>, bytes: number): void {
    let old: Allocation<never> | undefined = allocation;
    if (bytes <= TINY) {
      old = this.#young[this.#next];
      this.#young[this.#next] = allocation;
      this.#next = (this.#next + 1) % YOUNG;
    }
    const block = old?.lease as Block | undefined;
    if (old && block && block.bytes > 0) this.#registry?.register(old, block);
  }

  /** Lets go of the newest allocations, so that the engine can collect those that are dropped. */
  #registerYoung(): void {
    for (const [i, allocation] of this.#young.entries()) {
      this.#young[i] = undefined;
      if (allocation) this.#register(allocation, LARGE);
    }
  }

  #watch(): void {
    if (this.#watching || !this.#registry) return;
    this.#watching = afterTurn(() => {
      this.#watching = false;
      this.#taken = 0;
    });
  }
}

function reserve(): WebAssembly.Memory {
  for (const [i, maximum] of MOST_PAGES.entries()) {
    try {
      return new WebAssembly.Memory({ initial: 2, maximum, shared: true });
    } catch (error) {
      if (i === MOST_PAGES.length - 1) throw error;
    }
  }
  throw new RangeError('no memory');
}
