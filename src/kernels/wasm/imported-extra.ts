// Replaces extra.ts in the entry for workerd.
import { imported } from './imported.js';
import module from './kernels-extra.wasm';

export function extraModule(): WebAssembly.Module {
  return imported(module, 'kernels-extra.wasm');
}
