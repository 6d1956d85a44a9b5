// `sample --id` that is interrupted: nothing of it is left, or the whole file is there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { COMMAND, folder } from '../../support/cli.js';
import { duckdb } from '../../support/parquet.js';

const cwd = folder();

beforeAll(async () => {
  for (const name of ['temp', 'out']) mkdirSync(join(cwd, name));
  await duckdb(cwd, "COPY (SELECT i AS id, i % 7 AS w, 'row ' || i AS text FROM range(2000000) t(i)) TO 'in.parquet'");
}, 60_000);

/** Runs `sample` by ids, and interrupts it after some milliseconds. @returns Its exit code, or the signal. */
async function interrupted(signal: NodeJS.Signals, wait: number, ...output: string[]): Promise<string> {
  const args = ['sample', 'in.parquet', '--id', 'id', '--weights', 'w', '-n', '300000', ...output];
  const env = { ...process.env, TMPDIR: join(cwd, 'temp') };
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd, stdio: 'ignore', env });
  const exit = once(child, 'exit');
  await Promise.race([exit, setTimeout(wait)]);
  child.kill(signal);
  const [code, by] = await exit;
  // where the signal came before anything could handle it, nothing was there to delete
  expect(readdirSync(join(cwd, 'temp'))).toEqual([]);
  return by ?? `code ${code}`;
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'by %s',
  async (signal) => {
    const ends = new Set<string>();
    for (let wait = 100; wait < 4000; wait *= 1.5) {
      ends.add(await interrupted(signal, wait, '--out', 'out/a.parquet'));
      const made = readdirSync(join(cwd, 'out'));
      expect(made.filter((name) => name !== 'a.parquet')).toEqual([]);
    }
    expect([...ends].filter((end) => end !== 'code 0')).toEqual([signal]);
  },
  120_000,
);

test.each(['SIGINT', 'SIGTERM'] as const)(
  'by %s, while rows are read',
  async (signal) => {
    for (let wait = 100; wait < 4000; wait *= 2) await interrupted(signal, wait, '--rows');
  },
  120_000,
);
