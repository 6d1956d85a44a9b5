import { instantiateSync } from '@assemblyscript/loader';
import { Allocation } from '../allocation.js';
import type { Binary, KernelSet } from '../kernel-set.js';
import type { Kernels } from '../kernels.js';
import { Arena } from './arena.js';
import { coreModule } from './core.js';
import { LargeMemories, type LargeMemory } from './large.js';
import { isPolicy } from './refusal.js';

export { coreModule } from './core.js';
export { extraModule } from './extra.js';
export { whyNot } from './refusal.js';

/**
 * Allocations from this many bytes on have a memory of their own, which the engine frees as a whole. Smaller ones share
 * the arena.
 */
const LARGE = 2 ** 20;

/** What forbids WebAssembly goes on forbidding it, and in a browser reports each try. */
let forbidden = false;

/** Whether a module compiles here. Where one did not, or a policy refused an instance, none is tried again. */
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
 * Allocates in a shared WebAssembly memory. Unless it `must`, it returns undefined where WebAssembly is forbidden or
 * where too many small samplers wait to be collected.
 * @throws {unknown} What the engine throws if there is no such memory or instance.
 */
export function allocateWasm<K>(
  kept: number,
  scratch: number,
  must: boolean,
  set: KernelSet<K>,
): Allocation<K> | undefined {
  const { binary = coreModule } = set;
  if (!must && !compiles(binary)) return undefined;
  const module = binary();
  const isLarge = kept + scratch >= LARGE;
  large ??= new LargeMemories();
  if (isLarge) {
    const own = large.take(module, kept + scratch, false);
    if (own) return ownAllocation(large, own, kept);
  }
  arena ??= new Arena(coreModule());
  const shared = arena.allocate<K>(kept, scratch, must, module, instantiate);
  if (shared || !must) return shared;
  return ownAllocation(large, large.take(module, kept + scratch, true) as LargeMemory, kept);
}

function ownAllocation<K>(large: LargeMemories, own: LargeMemory, kept: number): Allocation<K> {
  const kernels = own.kernels(instantiate) as K;
  return new Allocation('wasm', kernels, own.u32, own.f64, 0, Math.ceil(kept / 64) * 64, own, large.lease(own));
}

/** The raw exports of an instance over a memory: the loader's wrapped ones cost twice as much a call. */
function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  try {
    return instantiateSync<Record<string, unknown>>(module, { env: { memory } }).instance.exports as unknown as Kernels;
  } catch (error) {
    // WebKit compiles a module and refuses its instance: once is enough, since each try takes 600 µs
    forbidden ||= isPolicy(error);
    throw error;
  }
}
