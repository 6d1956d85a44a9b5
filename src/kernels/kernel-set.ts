import type { Memory } from './js/memory.js';

type OnMemory<F> = F extends (...args: infer A) => infer R ? (memory: Memory, ...args: A) => R : never;

/** Kernels in JavaScript, before they are bound to a memory. */
export type Twin<K> = { readonly [Name in keyof K]: OnMemory<K[Name]> };

/** Returns a WebAssembly module of kernels. Compiles it at the first call. */
export type Binary = () => WebAssembly.Module;

/** A group of kernels: their JavaScript twins, and the binary that contains them, unless there is no WebAssembly. */
export interface KernelSet<K> {
  readonly twin: Twin<K>;
  readonly binary: Binary | undefined;
}
