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
declare module '*/scripts/site-server.mjs' {
  export interface ServeOptions {
    folder?: string;
    /** The folder of the server that the site is in, with slashes at both ends. */
    base?: string;
    headers?: import('node:http').OutgoingHttpHeaders;
  }
  /** Serves a built site, compressed. Returns the address of its start page, without a slash at its end. */
  export function serveSite(options?: ServeOptions): Promise<{ address: string; close: () => void }>;
}
declare module '*/scripts/site-links.mjs' {
  /** A line for each link of a built site that is wrong. */
  export function wrongLinks(folder: string, base?: string): string[];
}
declare module '*/scripts/lighthouse.mjs' {
  /** Scores of the start page, from 0 to 100, by category. */
  export function scores(folder: string): Promise<{
    phone: Record<string, number>;
    desktop: Record<string, number>;
    /** Lighthouse's index of this machine's speed. */
    index: number;
    /** By how much the processor was slowed down to simulate a phone. */
    slowdown: number;
  }>;
}
