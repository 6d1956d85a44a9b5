import type { Memory } from './js/memory.js';

type OnMemory<F> = F extends (...args: infer A) => infer R ? (memory: Memory, ...args: A) => R : never;

/** Kernels in JavaScript, before they have a memory to work on. */
export type Twin<K> = { readonly [Name in keyof K]: OnMemory<K[Name]> };

/** A WebAssembly module of kernels, compiled at first use. */
export type Binary = () => WebAssembly.Module;

/** A group of kernels: the JavaScript twins, and the binary that has them (default: the samplers' binary). */
export interface KernelSet<K> {
  readonly twin: Twin<K>;
  readonly binary?: Binary | undefined;
}
