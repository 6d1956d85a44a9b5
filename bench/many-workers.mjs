// node bench/many-workers.mjs [rows] [draws] [workers]: plays a sample of a very large table on very many workers. The
// command's part is real: jobs, results and the merge go through BullMQ and a Redis of its own. The workers are real
// clients of Redis, in one process; in place of reading rows, they invent as many candidates as a part has. Default:
// 10^6 draws from 10^12 rows on 1,000 workers. npm run build comes first.

import { fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Redis } from 'ioredis';
import { ensureRedis } from '../scripts/redis.mjs';

const [rows = 1e12, draws = 1e6, workers = 1000, url] = process.argv
  .slice(2)
  .map((text) => (Number(text) ? Number(text) : text));
/** Rows of a file, and of a part, as in src/cli/worker/sample-jobs.ts. */
const FILE = 1e9;
const PART = 2 ** 24;
/** Rows that a core draws from in a second (docs/guide/large-data.md). */
const RATE = 5e6;

async function library() {
  const outfile = resolve('build/many-workers/library.mjs');
  const contents = ['run-jobs', 'sample-jobs', 'work'].map((name) => `export * from './src/cli/worker/${name}.ts';`);
  contents.push(
    "export { Progress } from './src/cli/progress.ts';",
    "export { mergeCandidates } from './src/tables.ts';",
  );
  const stdin = { contents: contents.join('\n'), resolveDir: resolve('.'), loader: 'ts' };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', packages: 'external' });
  return import(outfile);
}

const { JobRun, Progress, mergeCandidates, samplePlan, work } = await library();

/** As many candidates as a part of `size` rows has: a Poisson number, roughly. */
function candidates({ part, rows: size }) {
  const mean = ((draws + 8 * Math.sqrt(draws) + 20) * size) / rows;
  const deviation = 2 * (Math.random() + Math.random() + Math.random() - 1.5);
  const count = Math.max(0, Math.round(mean + Math.sqrt(mean) * deviation));
  const times = Array.from({ length: count }, () => Math.random() * 1e-6).sort((a, b) => a - b);
  return times.map((time, i) => {
    const row = part * PART + Math.floor(((i + Math.random()) * size) / count);
    return [time, randomBytes(16).toString('hex'), String(row), 1, Math.floor(row / FILE), row % FILE];
  });
}

if (url) {
  // the workers
  const runner = async (_, part) =>
    Buffer.from(
      candidates(part)
        .map((each) => JSON.stringify(each))
        .join('\n'),
    );
  const abort = new AbortController();
  process.on('disconnect', () => process.exit());
  setMaxListeners(0, abort.signal);
  const runners = { measure: runner, sample: runner, trials: runner };
  const one = () => work({ redis: url, version: 'played', threads: 1, tell: () => {}, runners, signal: abort.signal });
  for (let i = 0; i < workers; i++) one();
} else {
  const folder = mkdtempSync(join(tmpdir(), 'many-workers-'));
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  const own = ['--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'yes', '--maxclients', '20000'];
  const redis = spawn(ensureRedis(), own, { stdio: 'ignore' });
  const client = new Redis(port, { retryStrategy: () => 100 });
  client.on('error', () => {});
  await client.ping();
  const field = async (section, name) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(await client.info(section))[1]);
  const address = `redis://127.0.0.1:${port}`;
  const crowd = fork(fileURLToPath(import.meta.url), [rows, draws, workers, address].map(String));
  for (let clients = 0; clients < 3 * workers; ) {
    await new Promise((done) => setTimeout(done, 500));
    clients = await field('clients', 'connected_clients');
  }
  console.log(`${workers} workers are there: ${await field('clients', 'connected_clients')} connections`);
  const parts = [];
  for (let first = 0; first < rows; first += PART) {
    const end = Math.min(first + PART, rows);
    const [file, begin] = [Math.floor(first / FILE), first % FILE];
    const path = `/data/big/part-${String(file).padStart(5, '0')}.parquet`;
    const state = { name: path, format: 'parquet', size: 1.2e10, modified: 1.7e12, rows: FILE };
    const files = [{ file, path, ...state, first: begin, end: begin + end - first }];
    parts.push({ part: parts.length, rows: end - first, from: { kind: 'files', files } });
  }
  const settings = {
    version: 1,
    seed: 1,
    n: draws,
    replacement: true,
    weights: { column: 'w' },
    id: 'id',
    limit: 1e-6,
  };
  const plan = samplePlan({ ...settings, parts }, 'played');
  const before = {
    in: await field('stats', 'total_net_input_bytes'),
    out: await field('stats', 'total_net_output_bytes'),
  };
  const tell = (line) => console.log(line);
  const run = await JobRun.open(plan, 0, { redis: address, version: 'played', progress: new Progress(), tell });
  let [merging, lists, held, peak] = [0, [], 0, 0];
  const look = setInterval(async () => (peak = Math.max(peak, await field('memory', 'used_memory'))), 500);
  const begun = performance.now();
  await run.run((result) => {
    const start = performance.now();
    const list =
      result.length === 0
        ? []
        : result
            .toString()
            .split('\n')
            .map((line) => JSON.parse(line));
    lists.push(list.map(([time, hash, id, arrival, file, row]) => ({ time, hash, id, arrival, file, row })));
    held += list.length;
    if (held > 2 * draws + 65536) {
      lists = [mergeCandidates(lists, draws)];
      held = lists[0].length;
    }
    merging += performance.now() - start;
  });
  const start = performance.now();
  mergeCandidates(lists, draws);
  merging += performance.now() - start;
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(look);
  const bytes = {
    in: (await field('stats', 'total_net_input_bytes')) - before.in,
    out: (await field('stats', 'total_net_output_bytes')) - before.out,
  };
  const per = (value) => `${Math.round(value / plan.jobs.length).toLocaleString('en-US')} bytes a job`;
  const megabytes = (value) => `${(value / 1e6).toFixed(0)} MB`;
  const each = PART / RATE;
  const minutes = ((plan.jobs.length / workers) * each) / 60;
  for (const line of [
    `${plan.jobs.length} jobs: ${(plan.jobs.length / seconds).toFixed(0)} a second, which Redis and the command do`,
    `into Redis ${megabytes(bytes.in)} (${per(bytes.in)}), out ${megabytes(bytes.out)} (${per(bytes.out)})`,
    `at most ${megabytes(peak)} in Redis; reading and merging results: ${(merging / 1000).toFixed(1)} s in all`,
    `drawing at ${RATE / 1e6}M rows/s a worker: ${each.toFixed(1)} s a part, ${minutes.toFixed(1)} minutes in all, ` +
      `${(workers / each).toFixed(0)} jobs a second`,
  ]) {
    console.log(line);
  }
  await run.clean();
  await run.close();
  crowd.disconnect();
  client.disconnect();
  redis.kill();
  rmSync(folder, { recursive: true, force: true });
}
