// Replaces uniform.ts in the entry for workerd.
import { imported } from './imported.js';
import module from './kernels-uniform.wasm';

export function uniformModule(): WebAssembly.Module {
  return imported(module, 'kernels-uniform.wasm');
}
