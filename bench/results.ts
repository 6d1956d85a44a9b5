// What a run of the benchmark found, and the files that keep it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import type { Figure } from './measure.js';

/** Table to row to rival. */
export type Results = Record<string, Record<string, Record<string, Figure>>>;

/** What figures depend on, and nothing that tells whose machine it is. */
export interface Machine {
  processor: string;
  cores: number;
  node: string;
  os: string;
  cc?: string | undefined;
}

export interface Commit {
  /** The full hash. Undefined outside a repository. */
  commit: string | undefined;
  /** Whether the working tree differed from it. */
  dirty: boolean;
}

/** Everything that a run found. A line of the history has all but what only resuming needs. */
export interface Run extends Commit {
  date: string;
  machine: Machine;
  rounds: number;
  /** Libraries of other languages with their versions, and their generators. */
  rivals: Record<string, string>;
  /** Packages of npm with their versions. */
  peers: string[];
  /** What was left out, and why. */
  leftOut: Record<string, string>;
  /** Nanoseconds an item. */
  results: Results;
  /** Milliseconds of a process. */
  start?: Record<string, Figure>;
  /** Bytes of a page that imports a name. */
  bundles?: Record<string, { raw: number; gzipped: number }>;
}

/** A run that goes on, as it is kept from row to row. */
export interface RunningRun extends Run {
  /** Whether every table has been measured. */
  whole: boolean;
  /** Seconds that each row took, for the estimate of the next run. */
  seconds: Record<string, number>;
}

export const FOLDER = 'bench/results';
/** The last whole run, or as far as it got. */
export const LATEST = `${FOLDER}/latest.json`;
/** The last run of some of the tables. */
export const PARTIAL = `${FOLDER}/partial.json`;
export const HISTORY = `${FOLDER}/history.jsonl`;

export function thisMachine(cc?: string): Machine {
  const [{ model = 'unknown' } = {}] = cpus();
  return {
    processor: model.trim(),
    cores: cpus().length,
    node: process.version,
    os: `${type()} ${release().split(/[-+]/)[0]}`,
    cc,
  };
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** The commit that is checked out. The history itself, which a run adds to, makes no tree dirty. */
export function thisCommit(): Commit {
  return {
    commit: git('rev-parse', 'HEAD'),
    dirty: Boolean(git('status', '--porcelain', '--', '.', `:(exclude)${HISTORY}`)),
  };
}

/** Four digits are more than a run can tell. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function roundFigures(figures: Record<string, Figure>): Record<string, Figure> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, { least, median }]) => [
      name,
      { least: rounded(least), median: rounded(median) },
    ]),
  );
}

/** The line of the history for a run. */
export function lineOf(run: Run): string {
  const { date, commit, dirty, machine, rounds, rivals, peers, leftOut, start, bundles } = run;
  const results = Object.fromEntries(
    Object.entries(run.results).map(([id, rows]) => [
      id,
      Object.fromEntries(Object.entries(rows).map(([name, figures]) => [name, roundFigures(figures)])),
    ]),
  );
  const line: Run = { date, commit, dirty, machine, rounds, rivals, peers, leftOut, results };
  if (start) line.start = roundFigures(start);
  if (bundles) line.bundles = bundles;
  return JSON.stringify(line);
}

/** The runs in a history, oldest first. Throws with the number of a line that is none. */
export function parseHistory(text: string): Run[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    let run: Partial<Run> | null;
    try {
      run = JSON.parse(line);
    } catch (error) {
      throw new Error(`${HISTORY}, line ${i + 1}: ${(error as Error).message}`);
    }
    if (typeof run?.date !== 'string' || typeof run.results !== 'object' || typeof run.machine !== 'object') {
      throw new Error(`${HISTORY}, line ${i + 1}: a run has at least a date, a machine and results`);
    }
    return [run as Run];
  });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

export function readHistory(): Run[] {
  return parseHistory(readIfThere(HISTORY) ?? '');
}

/** Adds a run to the history. */
export function appendRun(run: Run): void {
  const before = readIfThere(HISTORY) ?? '';
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(HISTORY, `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${lineOf(run)}\n`);
}

/** Keeps a run, whole or not: an interruption while it writes leaves the file as it was. */
export function keepRun(file: string, run: RunningRun): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(run, undefined, 1)}\n`);
  renameSync(`${file}.new`, file);
}

/** The run that a file keeps. Undefined if there is none, or none that this version wrote. */
export function keptRun(file: string): RunningRun | undefined {
  try {
    const run = JSON.parse(readFileSync(file, 'utf8'));
    return run.seconds && run.results ? run : undefined;
  } catch {
    return undefined;
  }
}

/** Why a run cannot be continued here; undefined if it can. */
export function whyNotResume(
  kept: RunningRun | undefined,
  now: Commit & { machine: Machine; rounds: number },
): string | undefined {
  if (!kept) return `there is no run to go on with in ${LATEST}`;
  if (kept.whole) return `the run in ${LATEST} is whole`;
  if (kept.commit !== now.commit || kept.dirty !== now.dirty) return `the run in ${LATEST} is of another commit`;
  if (JSON.stringify(kept.machine) !== JSON.stringify(now.machine)) return `the run in ${LATEST} is of another machine`;
  if (kept.rounds !== now.rounds) return `the run in ${LATEST} is of ${kept.rounds} rounds`;
  return undefined;
}
