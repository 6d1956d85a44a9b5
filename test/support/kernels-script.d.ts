declare module '*/scripts/kernels.mjs' {
  /** What a binary has wrong, as sentences, given the names that it is to export. */
  export function faults(bytes: Uint8Array, names: readonly string[]): string[];
  /** Compiles assembly/ to a file, whose bytes it returns. */
  export function compileKernels(file: string): Promise<Buffer<ArrayBuffer>>;
  export function kernelNames(): Promise<string[]>;
}
