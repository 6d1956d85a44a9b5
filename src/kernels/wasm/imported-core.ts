// Stands in for core.ts in the entry for workerd, which compiles no bytes and imports a binary's file as a module.
import { imported } from './imported.js';
import module from './kernels.wasm';

export function coreModule(): WebAssembly.Module {
  return imported(module, 'kernels.wasm');
}
