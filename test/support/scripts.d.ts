declare module '*/scripts/loader.mjs' {
  /** The build's plugin that bundles the loader as the built files have it. */
  export const loader: import('esbuild').Plugin;
}
declare module '*/scripts/variants.mjs' {
  export const withoutWasm: import('esbuild').Plugin;
  /** The build's plugin for workerd. */
  export const importedKernels: import('esbuild').Plugin;
}
declare module '*/scripts/experiment.mjs' {
  /** Installs what examples/training is made with, where it is missing. */
  export function installTraining(): Promise<void>;
}
declare module '*/scripts/release-notes.mjs' {
  /** The text of a version in the changelog; throws where the tag is not that of the version, or there is no text. */
  export function releaseNotes(tag: string | undefined, version: string, changelog: string): string;
}
