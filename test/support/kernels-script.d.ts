declare module '*/scripts/kernels.mjs' {
  type BinaryName = 'kernels' | 'kernels-dynamic' | 'kernels-extra' | 'kernels-trials' | 'kernels-uniform';
  /** What is wrong with a binary, as sentences. `names` are the names that it must export. */
  export function faults(bytes: Uint8Array, names: readonly string[]): string[];
  /** Compiles assembly/ to a file. Returns its bytes. */
  export const BINARIES: Readonly<Record<BinaryName, { readonly entry: string; readonly inlined: string }>>;
  export function compileKernels(entry: string, file: string): Promise<Buffer<ArrayBuffer>>;
  /** Functions that are called where they are used: file of assembly/ / name. */
  export const CALLED: readonly string[];
  export function kernelNames(): Promise<Record<BinaryName, string[]>>;
}
