import type { Kernels } from '../kernels.js';
import type { Workspace } from '../workspace.js';
import { twin } from './index.js';
import type { Memory } from './memory.js';

type OnMemory<F> = F extends (...args: infer A) => infer R ? (memory: Memory, ...args: A) => R : never;

const kernels: { [Name in keyof Kernels]: OnMemory<Kernels[Name]> } = twin;

/** A workspace without WebAssembly. */
export function openJs(bytes: number): Workspace {
  const buffer = new ArrayBuffer(bytes);
  const memory = { u32: new Uint32Array(buffer), f64: new Float64Array(buffer) };
  const bound = Object.entries<(memory: Memory, ...args: never[]) => unknown>(kernels).map(([name, kernel]) => [
    name,
    kernel.bind(undefined, memory),
  ]);
  return { backend: 'js', kernels: Object.fromEntries(bound), ...memory };
}
