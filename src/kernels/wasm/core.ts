import { hex } from './binary.js';
import { bytesOf } from './bytes.js';

let compiled: WebAssembly.Module | undefined;

/**
 * The module of assembly/index.ts, compiled at the first call. It is small enough for every engine to compile
 * synchronously.
 */
export function coreModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(bytesOf(hex()));
  return compiled;
}
