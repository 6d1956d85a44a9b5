// What a run of the fuzzers found, as a file, and a failure as a file of its own.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { dirname, join } from 'node:path';
import type { Failure, Rounds } from './rounds.js';

/** Where failures are written. */
export const FOLDER = 'build/fuzz';

/** One fuzzer of a run. */
export interface Row extends Omit<Rounds, 'failure'> {
  readonly name: string;
  readonly seconds: number;
  readonly firstSeed: number;
  readonly lastSeed: number;
  /** The file with the failure, or null. */
  readonly failure: string | null;
}

export interface Report {
  readonly date: string;
  readonly commit: string | null;
  readonly dirty: boolean;
  readonly machine: { readonly processor: string; readonly cores: number; readonly node: string; readonly os: string };
  readonly minutes: number;
  readonly seed: number;
  readonly fuzzers: Row[];
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** A report without fuzzers. */
export function newReport(minutes: number, seed: number): Report {
  const [{ model = 'unknown' } = {}] = cpus();
  return {
    date: new Date().toISOString(),
    commit: git('rev-parse', 'HEAD') ?? null,
    dirty: git('status', '--porcelain', '--untracked-files=no') !== '',
    machine: {
      processor: model.trim(),
      cores: cpus().length,
      node: process.version,
      os: `${type()} ${release().split(/[-+]/)[0]}`,
    },
    minutes,
    seed,
    fuzzers: [],
  };
}

export function writeReport(path: string, report: Report): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`);
}

/** The command that runs the shrunk failure again. */
export function commandOf(name: string, { seed, path }: Failure): string {
  return `npm run fuzz -- ${name} --seed ${seed}${path === '' ? '' : ` --path ${path}`}`;
}

/** Writes a failure, and returns the file. */
export function writeFailure(name: string, failure: Failure): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${name}-${failure.seed}.txt`);
  const head = [`fuzzer: ${name}`, `seed: ${failure.seed}`, `path: ${failure.path}`];
  writeFileSync(file, [...head, `again: ${commandOf(name, failure)}`, '', failure.report, ''].join('\n'));
  return file;
}
