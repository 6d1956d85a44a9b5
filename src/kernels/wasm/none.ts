import type { Kernels } from '../kernels.js';
import type { Workspace } from '../workspace.js';

// Stands in for open.ts in loaded-dice/js.

export function compiles(): boolean {
  return false;
}

export function openWasm(_bytes: number): Workspace<Kernels> {
  throw new Error("loaded-dice/js is the build without WebAssembly; import from 'loaded-dice'");
}

export function whyNot(error: unknown, _size: string): string {
  return (error as Error).message;
}
