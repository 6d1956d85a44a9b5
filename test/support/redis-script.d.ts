declare module '*/scripts/redis.mjs' {
  /** A machine on which to find or install Redis. */
  export interface RedisMachine {
    platform: NodeJS.Platform;
    env: Record<string, string | undefined>;
    /** Whether apt-get can run without sudo. */
    root: boolean;
    /** Paths to look at after PATH. */
    places: string[];
    /** Seconds that each step of an installation may take. */
    limit: number;
  }

  export function findRedis(machine?: RedisMachine): string | undefined;
  export function ensureRedis(machine?: RedisMachine): string;
}
