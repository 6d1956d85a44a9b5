// Replaces trials.ts in the entry for workerd.
import { imported } from './imported.js';
import module from './kernels-trials.wasm';

export function trialsModule(): WebAssembly.Module {
  return imported(module, 'kernels-trials.wasm');
}
