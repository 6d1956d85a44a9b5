import { Allocation, type Backend, type Lease } from './allocation.js';
import { bindAll } from './js/allocate.js';
import type { KernelSet } from './kernel-set.js';
import { notAvailable } from './memory.js';
import { PAGE } from './thread-memory.js';
import { attachWasm } from './wasm/allocate.js';

/** Frees the pages of samplers that the engine collected. */
let collected: FinalizationRegistry<Lease> | undefined;

/**
 * Allocates a page, of undefined contents, in a memory that another thread lent. `slots` are those of
 * `SharedMemory.slots`. 64 bytes are kept; the rest is scratch. Returns undefined if no page is free and the memory
 * cannot grow. Takes and throws what `allocate` does.
 */
export function attach<K>(
  memory: WebAssembly.Memory,
  slots: Uint32Array,
  backend: Backend,
  set: KernelSet<K>,
): Allocation<K> | undefined {
  const wasm = backend === 'js' ? undefined : kernelsOf(memory, slots, backend, set);
  const page = takePage(memory, slots);
  if (!page) return undefined;
  const { at, lease } = page;
  const [u32, f64] = [new Uint32Array(memory.buffer), new Float64Array(memory.buffer)];
  const kernels = wasm?.kernels ?? bindAll({ u32, f64, bound: new Map() }, set.twin);
  const name = wasm ? 'wasm' : 'js';
  const allocation = new Allocation<K>(
    name,
    kernels,
    u32,
    f64,
    at,
    at + 64,
    wasm?.shared,
    lease,
    wasm && set.binary?.(),
  );
  if (typeof FinalizationRegistry === 'function') collected ??= new FinalizationRegistry((left) => left.end());
  collected?.register(allocation, lease);
  return allocation;
}

function kernelsOf<K>(memory: WebAssembly.Memory, slots: Uint32Array, backend: Backend, set: KernelSet<K>) {
  try {
    return attachWasm(memory, slots, backend === 'wasm', set);
  } catch (cause) {
    if (backend === 'wasm') throw notAvailable(cause, PAGE);
    return undefined;
  }
}

/** Takes a free page; if there is none, a new one, which nobody uses again. */
function takePage(memory: WebAssembly.Memory, slots: Uint32Array): { at: number; lease: Lease } | undefined {
  for (let slot = 0; slot < slots.length; slot++) {
    if (Atomics.compareExchange(slots, slot, 0, 1) !== 0) continue;
    let taken = true;
    const end = () => {
      if (taken) Atomics.store(slots, slot, 0);
      taken = false;
    };
    return { at: slots.byteOffset + PAGE * (slot + 1), lease: { end } };
  }
  try {
    return { at: PAGE * memory.grow(1), lease: { end: () => {} } };
  } catch {
    return undefined;
  }
}
