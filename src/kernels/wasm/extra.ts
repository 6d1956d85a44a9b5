import { hex } from './binary-extra.js';
import { bytesOf } from './bytes.js';

let compiled: WebAssembly.Module | undefined;

/** The module of assembly/extra.ts, compiled at the first call. */
export function extraModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(bytesOf(hex()));
  return compiled;
}
