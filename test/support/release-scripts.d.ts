declare module '*/scripts/changelog.mjs' {
  export const NO_DATE: string;
  export function sectionOf(changelog: string, version: string): { date: string | undefined; notes: string };
}

declare module '*/scripts/release-notes.mjs' {
  export function releaseNotes(tag: string | undefined, version: string, changelog: string): string;
}

declare module '*/scripts/release-check.mjs' {
  export const PLACEHOLDER: RegExp;
  export function problemsOf(
    read: (path: string) => string,
    state: { readonly changes: readonly string[]; readonly tags: readonly string[] },
  ): string[];
}

declare module '*/scripts/stamp.mjs' {
  interface Manifest {
    readonly version: string;
    readonly homepage: string;
    readonly license: string;
    readonly repository: { readonly url: string };
  }
  export function repositoryOf(manifest: Manifest): string;
  export function citationOf(citation: string, manifest: Manifest, changelog: string): string;
  export function stamped(read?: (path: string) => string): Record<string, string>;
}

declare module '*/scripts/reproduce.mjs' {
  export function hashesOf(folder: string): Map<string, string>;
  export function differences(first: ReadonlyMap<string, string>, second: ReadonlyMap<string, string>): string[];
}
