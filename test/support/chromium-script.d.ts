declare module '*/scripts/chromium.mjs' {
  /** A machine on which to find or install Chromium. */
  export interface Machine {
    platform: NodeJS.Platform;
    env: Record<string, string | undefined>;
    /** Whether apt-get can run without sudo. */
    root: boolean;
    /** Folders to search after PATH. */
    places: string[];
    /** Returns the path of Playwright's own browser. */
    playwright: () => string;
    /** Seconds that each step of an installation may take. */
    limit: number;
  }

  export function usualPlaces(platform: NodeJS.Platform, env: Record<string, string | undefined>): string[];
  export function findChromium(machine?: Machine): string | undefined;
  export function ensureChromium(machine?: Machine): string;
}
