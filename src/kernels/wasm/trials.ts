import { hex } from './binary-trials.js';
import { bytesOf } from './bytes.js';

let compiled: WebAssembly.Module | undefined;

/** The module of assembly/trials.ts, compiled at the first call. */
export function trialsModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(bytesOf(hex()));
  return compiled;
}
