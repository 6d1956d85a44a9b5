// Stands in for compiled.ts in the entry for workerd, which compiles no bytes and imports a binary's file as a module.
import module from './kernels.wasm';

/** @throws {TypeError} A bundler made something else of the file. */
export function kernelModule(): WebAssembly.Module {
  if (module instanceof WebAssembly.Module) return module;
  throw new TypeError('kernels.wasm was not imported as a WebAssembly.Module');
}
