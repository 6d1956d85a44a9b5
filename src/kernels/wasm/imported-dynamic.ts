// Replaces dynamic.ts in the entry for workerd.
import { imported } from './imported.js';
import module from './kernels-dynamic.wasm';

export function dynamicModule(): WebAssembly.Module {
  return imported(module, 'kernels-dynamic.wasm');
}
