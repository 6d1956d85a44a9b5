// node bench/large-table.mjs [rows] [draws] [folder]: draws from a Parquet file of (id, weight) without replacement, by
// loaded-dice/tables and by what DuckDB offers. Default: 10^6 of 10^8 rows, on two threads. npm run build comes first.
// Each is a process of its own, for its CPU time and its peak of memory.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { sampleTable } from 'loaded-dice/tables';

const THREADS = 2;
/** DuckDB's; a process may have 2 GiB in all. */
const MEMORY = '1GiB';

/** Runs SQL in a DuckDB with the limits of all. */
async function query(sql) {
  const temp_directory = resolve('build/large-table-temporary');
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(THREADS),
    memory_limit: MEMORY,
    temp_directory,
  });
  const connection = await instance.connect();
  return (await connection.runAndReadAll(sql)).getRowsJS();
}

/**
 * The table: weights from 0.99 to 100, most of them small, by exact arithmetic, so that the file is the same
 * everywhere. The factor is that of Knuth's multiplicative hashing, so neighbors differ.
 */
const tableOf = (rows) =>
  `SELECT range AS id, 1 / (0.01 + ((range * 2654435761) % 4294967296) / 4294967296) AS weight FROM range(${rows})`;

const RUNS = {
  'loaded-dice/tables': async (file, n) => {
    const options = { weights: 'weight', id: 'id', n, replacement: false, seed: 1 };
    return (await sampleTable(file, { ...options, threads: THREADS, memoryLimit: MEMORY })).ids().length;
  },
  'the same, with replacement': async (file, n) => {
    const options = { weights: 'weight', id: 'id', n, seed: 1 };
    return (await sampleTable(file, { ...options, threads: THREADS, memoryLimit: MEMORY })).ids().length;
  },
  'USING SAMPLE, without weights': async (file, n) =>
    (await query(`SELECT id FROM '${file}' USING SAMPLE reservoir(${n} ROWS)`)).length,
  'ORDER BY -ln(random()) / weight': async (file, n) =>
    (await query(`SELECT id FROM '${file}' ORDER BY -ln(random()) / weight LIMIT ${n}`)).length,
};

const [rows = 1e8, draws = 1e6] = process.argv.slice(2, 4).map(Number);
const folder = process.argv[4] ?? 'build';
const file = join(folder, `large-table-${rows}.parquet`);

if (process.env.RUN) {
  const start = performance.now();
  const drawn = await RUNS[process.env.RUN](file, draws);
  if (drawn !== draws) throw new Error(`${drawn} rows came`);
  const seconds = (performance.now() - start) / 1000;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, gigabytes: maxRSS / 2 ** 20 }));
} else {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) {
    await query(`COPY (${tableOf(rows)}) TO '${file}.part' (FORMAT parquet, COMPRESSION zstd)`);
    renameSync(`${file}.part`, file);
  }
  console.log(`${cpus()[0].model}, ${THREADS} threads, Node ${process.version}; ${draws} of ${rows} rows`);
  console.log(`${file}: ${(statSync(file).size / 1e9).toFixed(2)} GB`);
  for (const name of Object.keys(RUNS)) {
    const load = loadavg()[0].toFixed(1);
    const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
    const said = execFileSync(process.execPath, args, { env: { ...process.env, RUN: name }, encoding: 'utf8' });
    const { seconds, cpu, gigabytes } = JSON.parse(said);
    const figures = `${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU, ${gigabytes.toFixed(2)} GiB at most`;
    console.log(`${name.padEnd(34)} ${figures} (load ${load})`);
  }
}
