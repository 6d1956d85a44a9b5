import { hex } from './binary-dynamic.js';
import { bytesOf } from './bytes.js';

let compiled: WebAssembly.Module | undefined;

/** The module of assembly/dynamic.ts, compiled at the first call. */
export function dynamicModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(bytesOf(hex()));
  return compiled;
}
