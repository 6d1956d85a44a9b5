// Tables for tests, and the plainest sample of one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Candidate } from '../../src/tables/sample-plan.js';
import { hashedText, md5, waitingTime } from '../../src/tables/waiting-time.js';

export interface TestTables {
  /** The path of a file in the suite's folder. */
  path(name: string): string;
  /** Runs SQL in an instance of DuckDB that is not the library's. */
  run(sql: string): Promise<unknown[][]>;
  /** Writes the rows of a query to a file in the folder. Returns its path. */
  write(name: string, query: string, options?: string): Promise<string>;
}

/** A folder for a suite's files, deleted after it, and a DuckDB to make them. */
export function testTables(): TestTables {
  let folder: string;
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tables-test-'));
    instance = await DuckDBInstance.create(':memory:', { temp_directory: folder });
    connection = await instance.connect();
  });
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true });
  });
  const path = (name: string) => join(folder, name);
  const run = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJS() as unknown[][];
  return {
    path,
    run,
    async write(name, query, options = '') {
      await run(`COPY (${query}) TO '${path(name)}' ${options && `(${options})`}`);
      return path(name);
    },
  };
}

/** What identifies a draw: not where the row is. */
export type Draw = Pick<Candidate, 'time' | 'hash' | 'id' | 'arrival'>;

/** The first n draws from a table in memory, by looking at every arrival up to a time that is late enough. */
export function drawnFrom(
  rows: readonly (readonly [id: string, weight: number])[],
  n: number,
  seed: number,
  replacement: boolean,
) {
  const draws: Draw[] = [];
  const total = rows.reduce((sum, [, weight]) => sum + weight, 0);
  // the number of arrivals is Poisson: a mean of this leaves no doubt
  const late = replacement ? (2 * n + 200) / total : Infinity;
  for (const [id, weight] of rows) {
    let sum = 0;
    for (let arrival = 1; weight > 0 && (replacement || arrival === 1); arrival++) {
      const hash = md5(hashedText(seed, arrival, id));
      sum += waitingTime(hash);
      if (sum / weight > late) break;
      draws.push({ time: sum / weight, hash, id, arrival });
    }
  }
  return draws.sort((a, b) => a.time - b.time || (a.hash < b.hash ? -1 : 1)).slice(0, n);
}

/** Draws without the place of their rows. */
export const drawsOf = (candidates: readonly Candidate[]): Draw[] =>
  candidates.map(({ time, hash, id, arrival }) => ({ time, hash, id, arrival }));

/** The error of a call: its class, and its message, which must be one line. */
export async function problem(call: Promise<unknown>): Promise<[unknown, string]> {
  const error = await call.then(
    () => new Error('nothing was thrown'),
    (error: Error) => error,
  );
  expect(error.message).not.toMatch(/\n/);
  return [error.constructor, error.message];
}
