import type { Allocation } from '../allocation.js';
import type { KernelSet } from '../kernel-set.js';

// Replaces allocate.ts in loaded-dice/js.

export const coreModule = undefined;
export const dynamicModule = undefined;
export const extraModule = undefined;
export const trialsModule = undefined;
export const uniformModule = undefined;

export function allocateWasm<K>(
  _kept: number,
  _scratch: number,
  must: boolean,
  _set: KernelSet<K>,
): Allocation<K> | undefined {
  if (must) throw new Error("loaded-dice/js is the build without WebAssembly; import from 'loaded-dice'");
  return undefined;
}

export function attachWasm<K>(
  _memory: WebAssembly.Memory,
  _slots: Uint32Array,
  must: boolean,
  set: KernelSet<K>,
): undefined {
  allocateWasm(0, 0, must, set);
}

export function explainRefusal(error: unknown, _size: string): string {
  return (error as Error).message;
}
