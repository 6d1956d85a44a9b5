declare module '*/scripts/chromium.mjs' {
  /** A machine to look for Chromium on, and to install it on. */
  export interface Machine {
    platform: NodeJS.Platform;
    env: Record<string, string | undefined>;
    /** Whether apt-get may be run without sudo. */
    root: boolean;
    /** Looked at after PATH. */
    places: string[];
    /** Where Playwright would have its own. */
    playwright: () => string;
    /** Seconds that each step of an installation may take. */
    limit: number;
  }

  export function usualPlaces(platform: NodeJS.Platform, env: Record<string, string | undefined>): string[];
  export function findChromium(machine?: Machine): string | undefined;
  export function ensureChromium(machine?: Machine): string;
}
