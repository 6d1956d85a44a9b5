declare module '*/scripts/kernels.mjs' {
  /** What a binary has wrong, as sentences, given the names that it is to export. */
  export function faults(bytes: Uint8Array, names: readonly string[]): string[];
  /** Compiles assembly/ to a file, whose bytes it returns. */
  export const BINARIES: Readonly<
    Record<'kernels' | 'kernels-extra', { readonly entry: string; readonly inlined: string }>
  >;
  export function compileKernels(entry: string, file: string): Promise<Buffer<ArrayBuffer>>;
  export function kernelNames(): Promise<Record<'kernels' | 'kernels-extra', string[]>>;
}
