import { Allocation } from '../allocation.js';
import type { Twin } from '../kernel-set.js';
import type { Memory } from './memory.js';

/** A buffer, and the kernels that are bound to it so far, by their twins. */
interface BoundMemory extends Memory {
  readonly bound: Map<object, object>;
}

/** Bytes of a buffer that small allocations share, taken from the front. The engine collects it after all of them. */
const SHARED = 65536;
const SCRATCH = 32768;
/** Larger allocations have a buffer of their own. */
const SMALL = SHARED / 8;

let shared: BoundMemory | undefined;
let top = 0;

/** Allocates in a JavaScript buffer. */
export function allocateJs<K>(kept: number, scratch: number, twin: Twin<K>): Allocation<K> {
  if (kept > SMALL || scratch > SCRATCH) {
    const own = openJs(kept + scratch);
    return new Allocation('js', bindAll(own, twin), own.u32, own.f64, 0, kept);
  }
  if (!shared || top + kept > SHARED) {
    shared = openJs(SHARED + SCRATCH);
    top = 0;
  }
  const at = top;
  top += Math.ceil(kept / 16) * 16;
  return new Allocation('js', bindAll(shared, twin), shared.u32, shared.f64, at, SHARED);
}

function openJs(bytes: number): BoundMemory {
  const buffer = new ArrayBuffer(Math.ceil(bytes / 8) * 8);
  return { u32: new Uint32Array(buffer), f64: new Float64Array(buffer), bound: new Map() };
}

/** The kernels of a twin, bound to a memory. */
export function bindAll<K>(memory: BoundMemory, twin: Twin<K>): K {
  let kernels = memory.bound.get(twin);
  if (!kernels) {
    const entries = Object.entries<(memory: Memory, ...args: never[]) => unknown>(twin as never);
    kernels = Object.fromEntries(entries.map(([name, kernel]) => [name, kernel.bind(undefined, memory)]));
    memory.bound.set(twin, kernels);
  }
  return kernels as K;
}
