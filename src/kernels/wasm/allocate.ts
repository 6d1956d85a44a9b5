import { instantiateSync } from '@assemblyscript/loader';
import { Allocation, type SharedMemory } from '../allocation.js';
import type { Binary, KernelSet } from '../kernel-set.js';
import type { Kernels } from '../kernels.js';
import { Arena, LARGE } from './arena.js';
import { LargeMemories, LargeMemory } from './large.js';
import { isPolicy } from './refusal.js';

export { coreModule } from './core.js';
export { dynamicModule } from './dynamic.js';
export { extraModule } from './extra.js';
export { explainRefusal } from './refusal.js';
export { trialsModule } from './trials.js';
export { uniformModule } from './uniform.js';

/** Whether WebAssembly was refused. A second try would fail too, and a browser reports each try. */
let forbidden = false;

/** Whether a module compiles. After one failure, or after a policy refused an instance, it does not try again. */
function compiles(binary: Binary): boolean {
  if (forbidden) return false;
  try {
    binary();
  } catch {
    forbidden = true;
  }
  return !forbidden;
}

let arena: Arena | undefined;
let large: LargeMemories | undefined;

/**
 * Allocates bytes in a shared WebAssembly memory. Unless it `must`, it returns undefined if WebAssembly is forbidden,
 * or if too many dropped small samplers are not yet collected.
 * @throws {unknown} The engine's error if it cannot make the memory or the instance.
 */
export function allocateWasm<K>(
  kept: number,
  scratch: number,
  must: boolean,
  set: KernelSet<K>,
): Allocation<K> | undefined {
  const binary = set.binary as Binary;
  if (!must && !compiles(binary)) return undefined;
  const module = binary();
  const isLarge = kept + scratch >= LARGE;
  if (isLarge) {
    large ??= new LargeMemories();
    const own = large.take(module, kept + scratch, false);
    if (own) return ownAllocation(large, own, kept);
  }
  arena ??= new Arena();
  const shared = arena.allocate<K>(kept, scratch, must, module, instantiate);
  if (shared || !must) return shared;
  large ??= new LargeMemories();
  return ownAllocation(large, large.take(module, kept + scratch, true) as LargeMemory, kept);
}

/**
 * The kernels over a memory that another thread lent, and the memory for threads of this one. Takes, returns and throws
 * as `allocateWasm` does.
 */
export function attachWasm<K>(
  memory: WebAssembly.Memory,
  slots: Uint32Array,
  must: boolean,
  set: KernelSet<K>,
): { kernels: K; shared: SharedMemory } | undefined {
  const binary = set.binary as Binary;
  if (!must && !compiles(binary)) return undefined;
  const own = new LargeMemory(binary(), memory.buffer.byteLength / 65536, memory, slots);
  return { kernels: own.kernels(instantiate) as K, shared: own };
}

function ownAllocation<K>(large: LargeMemories, own: LargeMemory, kept: number): Allocation<K> {
  const kernels = own.kernels(instantiate) as K;
  return new Allocation(
    'wasm',
    kernels,
    own.u32,
    own.f64,
    0,
    Math.ceil(kept / 64) * 64,
    own,
    large.lease(own),
    own.module,
  );
}

/** The raw exports of an instance over a memory. A call of the loader's wrapped exports would cost twice as much. */
function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  try {
    return instantiateSync<Record<string, unknown>>(module, { env: { memory } }).instance.exports as unknown as Kernels;
  } catch (error) {
    // WebKit compiles a module but refuses its instance: do not try again, since each try takes 600 µs
    forbidden ||= isPolicy(error);
    throw error;
  }
}
