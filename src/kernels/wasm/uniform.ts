import { hex } from './binary-uniform.js';
import { bytesOf } from './bytes.js';

let compiled: WebAssembly.Module | undefined;

/** The module of assembly/uniform.ts, compiled at the first call. */
export function uniformModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(bytesOf(hex()));
  return compiled;
}
