import { instantiateSync } from '@assemblyscript/loader';
import type { Kernels } from '../kernels.js';
import type { Workspace } from '../workspace.js';
import { coreModule } from './core.js';
import { isPolicy } from './refusal.js';

export { extraModule } from './extra.js';
export { whyNot } from './refusal.js';

const PAGE = 65536;
/**
 * Pages that a memory may grow by, for threads to have their own room: address space, no memory. A view of it is never
 * detached: it is shared.
 */
const ROOM = 32 * 100;

/** A module of kernels, compiled at first use. */
export type Binary = () => WebAssembly.Module;

/** What forbids WebAssembly goes on forbidding it, and in a browser reports each try. */
let forbidden = false;

/** Whether a module compiles here. Where one did not, or a policy refused an instance, none is tried again. */
export function compiles(binary: Binary = coreModule): boolean {
  if (forbidden) return false;
  try {
    binary();
  } catch {
    forbidden = true;
  }
  return !forbidden;
}

/** A workspace over a shared memory of just that many bytes, which nobody but threads makes grow. */
export function openWasm(bytes: number, binary: Binary = coreModule): Workspace<Kernels> {
  const module = binary();
  const pages = Math.max(1, Math.ceil(bytes / PAGE));
  const maximum = Math.min(pages + ROOM, 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum, shared: true });
  return {
    backend: 'wasm',
    kernels: instantiate(module, memory),
    u32: new Uint32Array(memory.buffer),
    f64: new Float64Array(memory.buffer),
    shared: { memory, module },
  };
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
