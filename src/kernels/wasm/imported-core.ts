// Replaces core.ts in the entry for workerd. That runtime cannot compile bytes, so the entry imports the binary's file
// as a module.
import { imported } from './imported.js';
import module from './kernels.wasm';

export function coreModule(): WebAssembly.Module {
  return imported(module, 'kernels.wasm');
}
