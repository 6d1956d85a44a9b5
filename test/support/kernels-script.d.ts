declare module '*/scripts/kernels.mjs' {
  /** What is wrong with a binary, as sentences. `names` are the names that it must export. */
  export function faults(bytes: Uint8Array, names: readonly string[]): string[];
  /** Compiles assembly/ to a file. Returns its bytes. */
  export const BINARIES: Readonly<
    Record<'kernels' | 'kernels-dynamic' | 'kernels-extra', { readonly entry: string; readonly inlined: string }>
  >;
  export function compileKernels(entry: string, file: string): Promise<Buffer<ArrayBuffer>>;
  export function kernelNames(): Promise<Record<'kernels' | 'kernels-dynamic' | 'kernels-extra', string[]>>;
}
