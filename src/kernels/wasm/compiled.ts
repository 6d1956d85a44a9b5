import { binary } from './bytes.js';

/** Compiles the inlined binary, which is small enough for every engine to compile synchronously. */
export function kernelModule(): WebAssembly.Module {
  return new WebAssembly.Module(binary());
}
