// A Redis that cannot be used: one line, exit code 2, and nothing half-written.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, RedisServer, type Running, start, startWorker } from '../support/redis.js';
import { idsOf, sampleArgs, tableOf } from '../support/worker-data.js';

const N = 2000;
let data: string;
let source: string;

beforeAll(async () => {
  data = await tableOf(60_000, 3);
  source = join(data, '*.parquet');
});
afterAll(() => rmSync(data, { recursive: true }));

const args = (url: string): string[] => sampleArgs(source, N, true, 3, url);

/** What both commands say of a Redis: the same line. */
async function refusal(url: string, env: Record<string, string> = {}): Promise<string> {
  const [command, worker] = await Promise.all([
    start(args(url), { env }).ended,
    start(['worker', '--redis', url], { env }).ended,
  ]);
  expect([command.status, command.stdout, worker.status, worker.stdout]).toEqual([2, '', 2, '']);
  expect(command.stderr).toBe(worker.stderr);
  return worker.stderr;
}

/** A server for the time of a function. */
async function withRedis<T>(
  options: readonly string[],
  use: (redis: RedisServer) => Promise<T>,
  password?: string,
): Promise<T> {
  const redis = await RedisServer.start(options, password);
  try {
    return await use(redis);
  } finally {
    await redis.stop();
  }
}

describe('Redis', () => {
  it('that is away', async () => {
    const port = await freePort();
    expect(await refusal(`redis://127.0.0.1:${port}`)).toBe(
      `loaded-dice: Redis at 127.0.0.1:${port}: nothing listens there: start redis-server, or correct --redis\n`,
    );
    expect(await refusal('redis://host.invalid')).toBe(
      'loaded-dice: Redis at host.invalid: no such host: correct --redis\n',
    );
  });

  it('that asks for a password, or for another one; the password is never shown', async () => {
    await withRedis(
      [],
      async ({ port }) => {
        const at = `127.0.0.1:${port}`;
        const wrong =
          `loaded-dice: Redis at ${at}: wrong user name or password: ` +
          'correct redis://USER:PASSWORD@…, or REDISCLI_AUTH\n';
        expect(await refusal(`redis://:open-sesame@${at}`)).toBe(wrong);
        expect(await refusal(`redis://${at}`, { REDISCLI_AUTH: 'open-sesame' })).toBe(wrong);
        expect(await refusal(`redis://${at}`)).toBe(
          `loaded-dice: Redis at ${at}: it asks for a password: give redis://:PASSWORD@…, or set REDISCLI_AUTH\n`,
        );
        const env = { REDISCLI_AUTH: 'sesame' };
        const worker = start(['worker', '--redis', `redis://${at}`, '--threads', '1'], { env });
        const { status, stdout } = await start(args(`redis://:sesame@${at}`)).ended;
        await worker.kill('SIGTERM');
        expect(worker.stderr).not.toContain('sesame');
        expect([status, stdout]).toEqual([0, await idsOf(source, N, true, 3)]);
      },
      'sesame',
    );
  });

  it('that may evict keys', async () => {
    await withRedis(['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'], async ({ url, port }) => {
      expect(await refusal(url)).toBe(
        `loaded-dice: Redis at 127.0.0.1:${port} may evict jobs (maxmemory-policy is allkeys-lru): ` +
          'run redis-cli config set maxmemory-policy noeviction, or take a Redis of its own\n',
      );
    });
  });

  it('that has too little memory for the results, which is said before any work begins', async () => {
    await withRedis(['--maxmemory', '3mb'], async (redis) => {
      const { status, stdout, stderr } = await start(sampleArgs(source, 100_000, true, 3, redis.url)).ended;
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        new RegExp(
          String.raw`^loaded-dice: Redis at 127\.0\.0\.1:\d+ has [\d.]+ MB left \(maxmemory\), and the ` +
            String.raw`results take about 4\.92 MB: raise maxmemory, or give --scratch FOLDER, .*\n$`,
        ),
      );
      expect(await redis.client((client) => client.keys('*'))).toEqual([]);
    });
  });

  it('that becomes full: finished parts are kept for the next run', async () => {
    await withRedis([], async (redis) => {
      let command = start(args(redis.url));
      await command.says(/for the workers/);
      await redis.client(async (client) => {
        const used = Number(/used_memory:(\d+)/.exec(await client.info('memory'))![1]);
        await client.config('SET', 'maxmemory', `${used - 100_000}`);
      });
      const worker = await startWorker(redis);
      const { status, stdout, stderr } = await command.ended;
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
        new RegExp(
          String.raw`^loaded-dice: Redis at 127\.0\.0\.1:\d+ is full: raise maxmemory and run the same command again ` +
            String.raw`\(finished jobs are kept\), or give --scratch FOLDER, which all machines see$`,
        ),
      );
      await redis.client((client) => client.config('SET', 'maxmemory', '0'));
      command = start(args(redis.url));
      expect((await command.ended).stdout).toBe(await idsOf(source, N, true, 3));
      await worker.kill();
    });
  });

  it('that goes away for a minute while parts are drawn: the command ends, and goes on later', async () => {
    await withRedis([], async (redis) => {
      const command: Running = start(args(redis.url));
      await command.says(/for the workers/);
      await redis.kill();
      const begun = Date.now();
      const { status, stdout, stderr } = await command.ended;
      expect(Date.now() - begun).toBeGreaterThan(55_000);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
        new RegExp(
          String.raw`^loaded-dice: Redis at 127\.0\.0\.1:\d+ has been away for 60 seconds: finished jobs are kept, ` +
            'so run the same command again$',
        ),
      );
      await redis.start();
      const worker = await startWorker(redis);
      expect((await start(args(redis.url)).ended).stdout).toBe(await idsOf(source, N, true, 3));
      // a worker that loses Redis waits for it
      await redis.kill();
      await worker.says(/^Redis at .*: trying again$/m);
      await setTimeout(1000);
      await redis.start();
      expect((await start(args(redis.url)).ended).stdout).toBe(await idsOf(source, N, true, 3));
      await redis.kill();
      worker.child.kill('SIGTERM');
      expect((await worker.ended).status).toBe(0);
    });
  });
});
