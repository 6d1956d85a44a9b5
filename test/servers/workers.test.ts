// Many workers, of which some are killed, and a Redis that restarts: not one row different from one process.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cli, folder } from '../support/cli.js';
import { RedisServer, type Running, start, startWorker } from '../support/redis.js';
import { idsOf, sampleArgs, tableOf } from '../support/worker-data.js';

const ROWS = 4_000_000;
/** Ten parts, as results must fit in Redis. */
const N = 30_000;
const SEED = 11;

let redis: RedisServer;
let data: string;
let source: string;
let workers: Running[] = [];

beforeAll(async () => {
  redis = await RedisServer.start();
  data = await tableOf(ROWS, 4);
  source = join(data, '*.parquet');
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  workers = [];
});
afterAll(async () => {
  await redis.stop();
  rmSync(data, { recursive: true });
});

/** Standard error without the lines that come every ten seconds. */
const withoutRates = (stderr: string): string => stderr.replace(/^[\d,]+ of [\d,]+ parts? · .*\n/gm, '');

const addWorker = async (): Promise<Running> => {
  const worker = await startWorker(redis);
  workers.push(worker);
  return worker;
};

/** Waits until a worker is at a job. @returns The job's id. */
async function jobOf(worker: Running): Promise<string> {
  return redis.client(async (client) => {
    for (;;) {
      for (const id of await client.lrange('{loaded-dice}:jobs:active', 0, -1)) {
        const by = await client.hget(`{loaded-dice}:jobs:${id}`, 'pb');
        if (by?.endsWith(`-${worker.child.pid}`)) return id;
      }
      await setTimeout(5);
    }
  });
}

/** Kills a worker in the middle of a job. @returns The job, which is as it was. */
async function killAtWork(worker: Running): Promise<string> {
  const job = await jobOf(worker);
  await worker.kill('SIGKILL');
  const active = await redis.client((client) => client.lrange('{loaded-dice}:jobs:active', 0, -1));
  expect(active).toContain(job);
  return job;
}

/** The number of parts that are done. */
async function partsDone(): Promise<number> {
  return redis.client(async (client) => {
    const [key] = await client.keys('{loaded-dice}:results:*');
    return key === undefined ? 0 : client.hlen(key);
  });
}

describe.each([true, false])('with replacement: %s', (replacement) => {
  const args = () => sampleArgs(source, N, replacement, SEED, redis.url);

  it.each([1, 2])('%i workers draw what one process draws, and leave nothing behind', async (count) => {
    for (let i = 0; i < count; i++) await addWorker();
    const { status, stdout, stderr } = await start(args()).ended;
    expect([status, stdout === (await idsOf(source, N, replacement, SEED))]).toEqual([0, true]);
    expect(withoutRates(stderr)).toMatch(
      /^seed 11\n\d+ parts for the workers at 127\.0\.0\.1:\d+\n4,000,000 rows in \d+ parts, .*Redis\n$/,
    );
    expect(stderr).toContain(`, ${count} worker${count > 1 ? 's' : ''}, `);
    expect(await redis.leftovers()).toEqual([]);
  });

  it('five workers, of which two are killed in the middle of a job, and Redis is restarted', async () => {
    for (let i = 0; i < 5; i++) await addWorker();
    const command = start(args());
    const first = await killAtWork(workers[0]);
    const second = await killAtWork(workers[1]);
    expect(second).not.toBe(first);
    while ((await partsDone()) === 0) await setTimeout(20);
    await redis.kill();
    await setTimeout(500);
    await redis.start();
    const { status, stdout } = await command.ended;
    expect([status, stdout === (await idsOf(source, N, replacement, SEED))]).toEqual([0, true]);
    expect(await redis.leftovers()).toEqual([]);
  });
});

it('leaves no temporary folder if it is interrupted while it plans', async () => {
  const TMPDIR = folder();
  const ends = new Set<string>();
  // no worker is there, so it waits after planning
  for (const wait of [150, 250, 350, 450, 600]) {
    const command = start(sampleArgs(source, N, true, 90 + wait, redis.url), { env: { TMPDIR } });
    await setTimeout(wait);
    command.child.kill('SIGINT');
    await command.ended;
    ends.add(command.child.signalCode ?? `code ${command.child.exitCode}`);
    expect(readdirSync(TMPDIR)).toEqual([]);
  }
  expect([...ends]).toEqual(['SIGINT']);
  await redis.client((client) => client.flushall());
});

it('goes on after the command was killed, and does no part twice', async () => {
  const args = sampleArgs(source, N, true, SEED, redis.url);
  await addWorker();
  const killed = start(args);
  while ((await partsDone()) < 2) await setTimeout(20);
  await killed.kill('SIGKILL');
  expect(killed.stdout).toBe('');
  const ttls = await redis.client(async (client) =>
    Promise.all((await client.keys('{loaded-dice}:[pr]*')).map((key) => client.ttl(key))),
  );
  expect(ttls).toHaveLength(2);
  for (const ttl of ttls) expect(ttl).toBeGreaterThan(3600);
  const again = await start(args).ended;
  expect([again.status, again.stdout === (await idsOf(source, N, true, SEED))]).toEqual([0, true]);
  const [, parts, before] = /(\d+) parts for .*, (\d+) of them done before/.exec(again.stderr)!;
  expect(Number(before)).toBeGreaterThanOrEqual(2);
  workers[0].child.kill('SIGTERM');
  expect((await workers[0].ended).stderr).toMatch(new RegExp(`\\ndid ${parts} jobs\\n$`));
  expect(await redis.leftovers()).toEqual([]);
});

it('waits for workers, and says that there are none', async () => {
  const command = start(sampleArgs(source, 1000, true, SEED, redis.url));
  await command.says(/^no worker is there: start some with loaded-dice worker --redis redis:\/\/127\.0\.0\.1:\d+$/m);
  await addWorker();
  expect((await command.ended).stdout).toBe(await idsOf(source, 1000, true, SEED));
});

it('puts results that are too large for Redis into a folder, and removes them', async () => {
  const scratch = folder();
  const args = [...sampleArgs(source, 200_000, true, SEED, redis.url), '--scratch', scratch];
  await addWorker();
  const { status, stdout, stderr } = await start(args).ended;
  expect([status, stdout === (await idsOf(source, 200_000, true, SEED))]).toEqual([0, true]);
  expect(stderr).toMatch(/4,000,000 rows in 1 part, .* \d+ bytes through Redis, [\d.]+ MB in files\n$/);
  expect(readdirSync(scratch)).toEqual([]);
});

it('has the weights of a large table read by workers, too, and names a row whose weight is wrong', async () => {
  const rows = 2 ** 24 + 1000;
  const large = await tableOf(rows, 2);
  const bad = await tableOf(rows, 2, 'CASE WHEN range = 9000000 THEN -1 ELSE 1 END');
  await addWorker();
  await addWorker();
  const args = sampleArgs(join(large, '*.parquet'), 5000, true, SEED, redis.url);
  const { status, stdout, stderr } = await start(args).ended;
  expect([status, stdout === (await idsOf(join(large, '*.parquet'), 5000, true, SEED))]).toEqual([0, true]);
  expect(withoutRates(stderr)).toMatch(
    /^16,778,216 weights in 2 parts, .*\n2 parts for .*\n16,778,216 rows in 2 parts, /m,
  );
  const failed = await start(sampleArgs(join(bad, '*.parquet'), 5000, true, SEED, redis.url)).ended;
  expect([failed.status, failed.stdout]).toEqual([2, '']);
  expect(failed.stderr).toMatch(
    /\nloaded-dice: the weights of part 2 of 2 \(.*\) failed 3 times: the weight of row "9000000" in column "w" is -1/,
  );
  await redis.client((client) => client.flushall());
  for (const path of [large, bad]) rmSync(path, { recursive: true });
});

it('writes Parquet as one process does', async () => {
  const out = folder();
  await addWorker();
  const where = sampleArgs(source, 5000, false, SEED, redis.url);
  expect((await start([...where, '--out', join(out, 'many.parquet')]).ended).status).toBe(0);
  const one = where.slice(0, where.indexOf('--redis'));
  expect(cli([...one, '--out', join(out, 'one.parquet')]).status).toBe(0);
  const all = ['--weights', 'w', '--id', 'id', '-n', '9', '--seed', '1'];
  const again = ['many', 'one'].map((name) => cli(['sample', join(out, `${name}.parquet`), ...all]).stdout);
  expect(again[0]).toBe(again[1]);
  expect(again[0]).toMatch(/^(\d+\n){9}$/);
  rmSync(out, { recursive: true });
});

it('runs the trials of a report: the same as here', async () => {
  const csv = folder({ 'a.csv': `label\n${'a\n'.repeat(20_000)}${'b\n'.repeat(2000)}` });
  const report = ['report', join(csv, 'a.csv'), '--column', 'label', '--trials', '300', '--seed', '1', '--json'];
  await addWorker();
  await addWorker();
  const { status, stdout, stderr } = await start([...report, '--redis', redis.url]).ended;
  expect(status).toBe(0);
  expect(stderr).toMatch(/300 trials in [2-9] parts, .* trials\/s, 2 workers, /);
  expect(stdout).toBe(cli(report).stdout);
  expect(await redis.leftovers()).toEqual([]);
});
