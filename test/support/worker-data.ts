import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { sampleTable } from '../../src/tables.js';
import { folder } from './cli.js';

/** A folder with Parquet files of (id, w): 0.parquet, 1.parquet, … @param weight The weight of row `range`, in SQL. */
export async function tableOf(rows: number, files: number, weight = '(hash(range) % 1009 + 1) / 8'): Promise<string> {
  const path = folder();
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  for (let i = 0; i < files; i++) {
    const [first, end] = [(i * rows) / files, ((i + 1) * rows) / files];
    await connection.run(
      `COPY (SELECT range AS id, ${weight} AS w FROM range(${first}, ${end})) ` + `TO '${join(path, `${i}.parquet`)}'`,
    );
  }
  connection.closeSync();
  instance.closeSync();
  return path;
}

/** What the command prints: the ids of a sample that one process draws. */
export async function idsOf(source: string, n: number, replacement: boolean, seed: number): Promise<string> {
  const sample = await sampleTable(source, { weights: 'w', id: 'id', n, replacement, seed });
  return `${sample.ids().join('\n')}\n`;
}

/** The arguments that draw the same on workers. */
export function sampleArgs(source: string, n: number, replacement: boolean, seed: number, redis: string): string[] {
  const how = replacement ? [] : ['--without-replacement'];
  return [
    'sample',
    source,
    '--weights',
    'w',
    '--id',
    'id',
    '-n',
    `${n}`,
    '--seed',
    `${seed}`,
    ...how,
    '--redis',
    redis,
  ];
}
