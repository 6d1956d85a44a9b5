import { instantiateSync } from '@assemblyscript/loader';
import type { Kernels } from '../kernels.js';
import type { Workspace } from '../workspace.js';
import { kernelModule } from './compiled.js';

export { whyNot } from './refusal.js';

const PAGE = 65536;
/** Pages that a memory may grow by, for threads to have their own room: address space, no memory. A view of it is never detached: it is shared. */
const ROOM = 32 * 100;

let compiled: WebAssembly.Module | undefined;
/** What forbids WebAssembly goes on forbidding it, and in a browser reports each try. */
let forbidden = false;

/** Returns the one module, made at first use. */
function theModule(): WebAssembly.Module {
  compiled ??= kernelModule();
  return compiled;
}

/** Whether the module compiles here. Where it did not, it is not tried again. */
export function compiles(): boolean {
  if (forbidden) return false;
  try {
    theModule();
  } catch {
    forbidden = true;
  }
  return !forbidden;
}

/** A workspace over a shared memory of just that many bytes, which nobody but threads makes grow. */
export function openWasm(bytes: number): Workspace<Kernels> {
  const module = theModule();
  const pages = Math.max(1, Math.ceil(bytes / PAGE));
  const maximum = Math.min(pages + ROOM, 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum, shared: true });
  // the loader's own wrapped exports cost twice as much a call
  const { instance } = instantiateSync<Record<string, unknown>>(module, { env: { memory } });
  return {
    backend: 'wasm',
    kernels: instance.exports as unknown as Kernels,
    u32: new Uint32Array(memory.buffer),
    f64: new Float64Array(memory.buffer),
    shared: { memory, module },
  };
}
