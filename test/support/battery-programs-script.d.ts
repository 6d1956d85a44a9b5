declare module '*/scripts/battery-programs.mjs' {
  /** A machine on which to find or install the programs of npm run batteries. */
  export interface BatteryMachine {
    platform: NodeJS.Platform;
    env: Record<string, string | undefined>;
    /** Whether apt-get can run without sudo. */
    root: boolean;
    /** The folder of apt's keys. */
    keyrings: string;
    /** Seconds that each step of an installation may take. */
    limit: number;
  }

  export function ensureDieharder(machine?: BatteryMachine): string;
  /** Compiles a driver of TestU01 to `program`, which it returns. */
  export function ensureTestU01(source: string, program: string, machine?: BatteryMachine): string;
  export function findPractRand(machine?: BatteryMachine): string;
}
