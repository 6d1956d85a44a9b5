import type { Kernels } from '../kernels.js';
import type { Workspace } from '../workspace.js';

// Stands in for open.ts in loaded-dice/js.

export type Binary = () => WebAssembly.Module;

export function compiles(_binary?: Binary): boolean {
  return false;
}

export const extraModule = undefined;

export function openWasm(_bytes: number, _binary?: Binary): Workspace<Kernels> {
  throw new Error("loaded-dice/js is the build without WebAssembly; import from 'loaded-dice'");
}

export function whyNot(error: unknown, _size: string): string {
  return (error as Error).message;
}
