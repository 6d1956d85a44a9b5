import type { Workspace } from '../workspace.js';
import type { Memory } from './memory.js';

type OnMemory<F> = F extends (...args: infer A) => infer R ? (memory: Memory, ...args: A) => R : never;

/** Kernels before they have a memory to work on. */
export type Twin<K> = { readonly [Name in keyof K]: OnMemory<K[Name]> };

/** A workspace without WebAssembly. */
export function openJs<K>(bytes: number, twin: Twin<K>): Workspace<K> {
  const buffer = new ArrayBuffer(bytes);
  const memory = { u32: new Uint32Array(buffer), f64: new Float64Array(buffer) };
  const bound = Object.entries<(memory: Memory, ...args: never[]) => unknown>(twin as never).map(([name, kernel]) => [
    name,
    kernel.bind(undefined, memory),
  ]);
  return { backend: 'js', kernels: Object.fromEntries(bound), ...memory };
}
