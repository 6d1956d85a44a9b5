import { hex } from './binary.js';
import { bytesOf } from './bytes.js';

let compiled: WebAssembly.Module | undefined;

/** The module of assembly/index.ts, compiled at first use: small enough for every engine to do so synchronously. */
export function coreModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(bytesOf(hex));
  return compiled;
}
