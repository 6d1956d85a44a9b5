declare module '*/scripts/loader.mjs' {
  /** The build's plugin that changes the loader as in the built files. */
  export const loader: import('esbuild').Plugin;
}
declare module '*/scripts/variants.mjs' {
  export const withoutWasm: import('esbuild').Plugin;
  /** The build's plugin for workerd. */
  export const importedKernels: import('esbuild').Plugin;
}
declare module '*/scripts/experiment.mjs' {
  /** Installs the packages of examples/training if they are missing. */
  export function installTraining(): Promise<void>;
}
declare module '*/vectors/files/make.mjs' {
  /** Writes the small files and their index into a folder. */
  export function write(folder: string): void;
}
declare module '*/scripts/bundled.mjs' {
  /** Bundles FOLDER/main.ts. Returns the file, which imports the built package by its name. */
  export function bundleFolder(folder: string): Promise<string>;
}
