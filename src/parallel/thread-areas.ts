import type { SharedMemory } from '../kernels/allocation.js';
import { THREAD_BYTES } from '../kernels/thread-memory.js';
import type { WorkerHandle } from './worker-handle.js';

/** A memory's number, and the bytes in it that are reserved for threads. */
interface Area {
  readonly id: number;
  base: number;
  bytes: number;
}

/**
 * Calls a scheduler when the engine has collected a memory. All schedulers share this registry, which lives as long as
 * the module. With a registry for each scheduler, the engine could collect one before it called its finalizers. V8 (as
 * of Node 24) then calls no finalizer of the process anymore.
 */
let collected: FinalizationRegistry<() => void> | undefined;

/** The memories that a scheduler's threads attach to, and the bytes that the threads have there. */
export class ThreadAreas {
  readonly #areas = new WeakMap<SharedMemory, Area>();
  readonly #memories = new Set<WeakRef<SharedMemory>>();
  #ids = 0;

  constructor(private readonly handles: readonly WorkerHandle[]) {}

  /**
   * Reserves bytes for the threads in a memory, once for all samplers that share the memory.
   * @throws {RangeError} The memory cannot grow that far.
   */
  prepare(memory: SharedMemory): void {
    const area = this.#areaOf(memory);
    if (area.bytes > 0) return;
    const bytes = this.handles.length * THREAD_BYTES;
    area.base = memory.reserve(bytes);
    area.bytes = bytes;
  }

  /** The number by which threads know a memory. */
  idOf(memory: SharedMemory): number {
    return this.#areaOf(memory).id;
  }

  /** Address of a thread's bytes in a memory that was prepared. */
  threadAt(memory: SharedMemory, handle: WorkerHandle): number {
    return this.#areaOf(memory).base + handle.index * THREAD_BYTES;
  }

  /** Attaches a thread to a memory, with the kernels of a module, unless it is attached already. */
  attach(handle: WorkerHandle, memory: SharedMemory, module: WebAssembly.Module): void {
    const { id } = this.#areaOf(memory);
    const modules = handle.attached.get(id) ?? new Set();
    if (!modules.has(module)) handle.post({ attach: id, module, memory: memory.memory });
    handle.attached.set(id, modules.add(module));
  }

  /** Gives the reserved bytes back. No thread may be writing to them. */
  release(): void {
    for (const each of this.#memories) {
      const memory = each.deref();
      const area = memory && this.#areas.get(memory);
      if (area && area.bytes > 0) memory.release(area.base, area.bytes);
    }
    this.#memories.clear();
  }

  /** Watches no memory any longer. */
  end(): void {
    collected?.unregister(this);
  }

  #areaOf(memory: SharedMemory): Area {
    let area = this.#areas.get(memory);
    if (area) return area;
    area = { id: this.#ids++, base: 0, bytes: 0 };
    this.#areas.set(memory, area);
    const ref = new WeakRef(memory);
    this.#memories.add(ref);
    const { id } = area;
    collected ??= new FinalizationRegistry((call) => call());
    collected.register(memory, () => this.#detach(id, ref), this);
    return area;
  }

  #detach(id: number, ref: WeakRef<SharedMemory>): void {
    this.#memories.delete(ref);
    for (const handle of this.handles) if (handle.attached.delete(id)) handle.post({ detach: id });
  }
}
