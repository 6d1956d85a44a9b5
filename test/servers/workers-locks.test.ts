// A job that takes longer than its lock lasts: DuckDB works on other threads, so that timers renew the lock.
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { Progress } from '../../src/cli/progress.js';
import type { JobPlan } from '../../src/cli/worker/jobs.js';
import { JobRun } from '../../src/cli/worker/run-jobs.js';
import { type Runner, work } from '../../src/cli/worker/work.js';
import { RedisServer } from '../support/redis.js';

/** Milliseconds of the job: more than twice its lock. */
const LONG = 35_000;

it('a job of 35 s in DuckDB is done once, while another worker waits for jobs', async () => {
  const redis = await RedisServer.start();
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  let started = 0;
  const slow: Runner = async () => {
    started++;
    const connection = await instance.connect();
    // years, unless it is interrupted: from a timer, which runs while DuckDB works
    const query = connection.run("SELECT count(*) FROM range(1000000000000) WHERE md5(range::VARCHAR) = ''");
    const begun = Date.now();
    const timer = setTimeout(() => connection.interrupt(), LONG);
    await expect(query).rejects.toThrow(/INTERRUPT/i);
    clearTimeout(timer);
    connection.closeSync();
    return Buffer.from(`${Date.now() - begun}`);
  };
  const abort = new AbortController();
  const lines: string[] = [];
  const tell = (line: string): void => void lines.push(line);
  const common = { redis: redis.url, version: '1', tell };
  const runners = { measure: slow, sample: slow, trials: slow };
  const workers = [1, 2].map(() => work({ ...common, threads: 1, runners, signal: abort.signal }));
  const plan: JobPlan = { kind: 'trials', version: '1', shared: 0, jobs: [{ payload: 0, name: 'one', size: 1 }] };
  const run = await JobRun.open(plan, 10, { ...common, progress: new Progress() });
  const results: number[] = [];
  await run.run((result) => void results.push(Number(result)));
  await run.clean();
  await run.close();
  abort.abort();
  await Promise.all(workers);
  expect(started).toBe(1);
  expect(results).toHaveLength(1);
  expect(results[0]).toBeGreaterThanOrEqual(LONG);
  expect(lines.filter((line) => /stalled|lock|error/i.test(line))).toEqual([]);
  expect(await redis.leftovers()).toEqual([]);
  instance.closeSync();
  await redis.stop();
});
