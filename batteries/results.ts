// What the runs found, and the file that keeps it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Header, Log } from './logs.js';
import type { Output } from './outputs.js';
import { batteries } from './programs.js';

export const RESULTS = 'docs/proof/batteries.json';

/** A suspicious p-value, and those of the same test with the next seeds. */
export interface Suspicious {
  test: string;
  p: number;
  again: number[];
}

/** One battery on one stream. */
export interface Result extends Omit<Header, 'again'> {
  /** The program and its version. */
  program: string;
  seconds: number;
  /** Bytes that the program has read; those that were written to it if it does not say. */
  bytes: number;
  /** Number of p-values. */
  count: number;
  smallest: number;
  largest: number;
  suspicious: Suspicious[];
  /** Number of failed tests, and the names of the first. */
  failed: number;
  failures: string[];
  /** All p-values in order, unless they are more than a few hundred. */
  values?: [test: string, p: number][];
}

/** Number of failures that the results name. */
const NAMED = 3;
const FEW = 300;

const VERSIONS = {
  TestU01: /Version: +TestU01 (\S+)/,
  dieharder: /dieharder version (\S+)/,
  PractRand: /PractRand version ([\d.]+)/,
} as Record<string, RegExp>;

export function outputOf(log: Log): Output {
  return batteries[log.battery].read(log.text);
}

/** A result, of its log and those that repeat a test of it. */
export function resultOf(log: Log, all: readonly Log[]): Result {
  const { text, again: _, ...rest } = log;
  const { program } = batteries[log.battery];
  const output = outputOf(log);
  const ps = output.values.map(({ p }) => p);
  const repeats = all.filter(
    ({ battery, stream, again }) => battery === log.battery && stream === log.stream && again?.of === log.seed,
  );
  const repeated = (test: string) =>
    repeats
      .filter(({ again }) => again?.test === test)
      .sort((a, b) => a.seed - b.seed)
      .flatMap((repeat) => outputOf(repeat).values.find((value) => value.test === test)?.p ?? []);
  const failed = output.values.filter(({ verdict }) => verdict === 'failed');
  const written = 4 * Number(/^written\t(\d+)$/m.exec(text)?.[1]);
  return {
    ...rest,
    program: `${program} ${VERSIONS[program].exec(text)?.[1] ?? ''}`.trim(),
    bytes: output.bytes ?? written,
    count: ps.length,
    smallest: Math.min(...ps),
    largest: Math.max(...ps),
    suspicious: output.values
      .filter(({ verdict }) => verdict === 'suspicious')
      .map(({ test, p }) => ({ test, p, again: repeated(test) })),
    failed: failed.length,
    failures: failed.slice(0, NAMED).map(({ test }) => test),
    ...(ps.length <= FEW && { values: output.values.map(({ test, p }): [string, number] => [test, p]) }),
  };
}

function keyOf({ battery, stream, seed }: Pick<Header, 'battery' | 'stream' | 'seed'>): string {
  return `${battery} ${stream} ${seed}`;
}

export function readResults(): Result[] {
  return existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')).results : [];
}

/** Adds results to the file. A new one replaces that of the same battery, stream and seed. One line for each. */
export function writeResults(results: readonly Result[]): Result[] {
  const byKey = new Map([...readResults(), ...results].map((result) => [keyOf(result), result]));
  const all = [...byKey.values()];
  const lines = all.map((result) => `    ${JSON.stringify(result)}`);
  writeFileSync(RESULTS, `{\n  "results": [\n${lines.join(',\n')}\n  ]\n}\n`);
  return all;
}
