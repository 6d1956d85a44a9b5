// What goes wrong at a part: it is named, with one line and exit code 2, and nothing half-written.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, folder } from '../support/cli.js';
import { RedisServer, type Running, start, startWorker } from '../support/redis.js';
import { idsOf, sampleArgs, tableOf } from '../support/worker-data.js';

const N = 2000;
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

let redis: RedisServer;
let data: string;
let running: Running[] = [];

beforeAll(async () => {
  redis = await RedisServer.start();
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.kill()));
  running = [];
  await redis.client((client) => client.flushall());
});
afterAll(() => redis.stop());

/** Starts a command that the end of the test ends. */
function run(args: readonly string[], options?: Parameters<typeof start>[1]): Running {
  const command = start(args, options);
  running.push(command);
  return command;
}

async function worker(options?: Parameters<typeof start>[1]): Promise<Running> {
  const each = await startWorker(redis, options);
  running.push(each);
  return each;
}

/** A pattern of a whole text, in pieces that fit a line. */
const pattern = (...pieces: readonly string[]): RegExp => new RegExp(`^${pieces.join('')}$`);
const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)!;

/** Makes a table of three files for a suite. @returns The arguments that draw from it on workers. */
function onTable(): () => string[] {
  beforeAll(async () => {
    data = await tableOf(60_000, 3);
  });
  afterAll(() => rmSync(data, { recursive: true }));
  return () => sampleArgs(join(data, '*.parquet'), N, true, 3, redis.url);
}

describe('a file', () => {
  const args = onTable();

  it('that changes between plan and job is refused', async () => {
    const command = run(args());
    await command.says(/for the workers/);
    const path = join(data, '0.parquet');
    const before = readFileSync(path);
    appendFileSync(path, 'x');
    await worker();
    const { status, stdout, stderr } = await command.ended;
    expect([status, stdout]).toEqual([2, '']);
    expect(lastLine(stderr)).toMatch(
      pattern(
        String.raw`loaded-dice: part 1 of 1 \(.*0\.parquet and 2 more\) failed 3 times: .*0\.parquet has changed `,
        String.raw`since the sample was planned: plan it anew \[on [\w.-]+-\d+\]`,
      ),
    );
    writeFileSync(path, before);
    // the failure is not held against the next run
    const again = await run(args()).ended;
    expect([again.status, again.stdout]).toEqual([0, await idsOf(join(data, '*.parquet'), N, true, 3)]);
  });

  it('that no worker sees is named after three attempts, with back-off', async () => {
    const command = run(args());
    await command.says(/for the workers/);
    renameSync(join(data, '1.parquet'), join(data, 'away'));
    const begun = Date.now();
    const one = await worker();
    const { status, stdout, stderr } = await command.ended;
    renameSync(join(data, 'away'), join(data, '1.parquet'));
    expect([status, stdout]).toEqual([2, '']);
    expect(lastLine(stderr)).toMatch(
      / failed 3 times: there is no file .*1\.parquet any more: plan the sample anew \[on /,
    );
    // 1 s and 2 s
    expect(Date.now() - begun).toBeGreaterThan(3000);
    expect(one.stderr.match(/^part 1 of 1 .*there is no file/gm)).toHaveLength(3);
    expect((await redis.leftovers()).filter((key) => /jobs:(wait|active|delayed|[0-9a-f]{32})/.test(key))).toEqual([]);
  });

  // on Linux, each process finds its own folder behind this path
  it.runIf(process.platform === 'linux')('that one worker does not see is drawn from by another one', async () => {
    const here = { cwd: data };
    const [blind] = await Promise.all([worker({ cwd: '/' }), worker(here)]);
    const command = run(sampleArgs('/proc/self/cwd/*.parquet', 12_000, false, 3, redis.url), here);
    const { status, stdout } = await command.ended;
    expect([status, stdout]).toEqual([0, await idsOf(join(data, '*.parquet'), 12_000, false, 3)]);
    // each part is tried once there, then elsewhere
    const failed = [...blind.stderr.matchAll(/^(part \d of 5) \(.*: there is no file \/proc\/self\/cwd\//gm)];
    expect(failed.length).toBeGreaterThan(0);
    expect(new Set(failed.map(([, part]) => part)).size).toBe(failed.length);
  });

  it('that cannot be split, with too many draws for Redis, is refused before any work begins', async () => {
    const csv = folder({
      'a.csv': `id,w\n${Array.from({ length: 20_000 }, (_, i) => `${i},${1 + (i % 7)}`).join('\n')}`,
    });
    const { status, stdout, stderr } = await run(sampleArgs(join(csv, 'a.csv'), 100_000, true, 3, redis.url)).ended;
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      pattern(
        String.raw`loaded-dice: part 1 of 1 \(.*a\.csv\) gives about [\d.]+ MB, and Redis gets at most `,
        String.raw`262 kB from a part: give --scratch FOLDER, .*\n`,
      ),
    );
    expect(await redis.client((client) => client.keys('*'))).toEqual([]);
  });

  it('with most of the weight may have a larger result than planned: that is said at its first attempt', async () => {
    const skewed = await tableOf(100_000, 5, 'CASE WHEN range < 20000 THEN 1e6 ELSE 1e-6 END');
    const command = run(sampleArgs(join(skewed, '*.parquet'), 12_000, true, 3, redis.url));
    await worker();
    const { status, stdout, stderr } = await command.ended;
    rmSync(skewed, { recursive: true });
    expect([status, stdout]).toEqual([2, '']);
    expect(lastLine(stderr)).toMatch(
      pattern(
        String.raw`loaded-dice: part 1 of 5 \(.*0\.parquet\) failed 1 time: the result has \d+ kB, and Redis holds `,
        String.raw`at most 262 kB of it: give --scratch FOLDER, which all machines see \[on .*\]`,
      ),
    );
  });
});

describe('--scratch', () => {
  const refused: [string, () => string, RegExp][] = [
    ['relative', () => 'a', /^loaded-dice: --scratch must be an absolute path, which all machines see, got a$/],
    ['missing', () => '/no/such', /^loaded-dice: --scratch \/no\/such: cannot be written to \(ENOENT\)$/],
    ['a file', () => resolve('package.json'), /^loaded-dice: --scratch .*package\.json: is not a folder$/],
    ['an address', () => 's3://bucket/a', /^loaded-dice: --scratch must be a folder that all machines see, .*: s3:/],
  ];
  it.each(refused)('that is %s is refused', async (_, scratch, message) => {
    const source = join(await tableOf(10, 1), '0.parquet');
    const args = [...sampleArgs(source, N, true, 3, redis.url), '--scratch', scratch()];
    const { status, stdout, stderr } = await run(args).ended;
    expect([status, stdout]).toEqual([2, '']);
    expect(lastLine(stderr)).toMatch(message);
  });
});

describe('a worker', () => {
  const args = onTable();

  it('of another version ends with one line, and leaves the job to others', async () => {
    const copy = resolve('build/other-version');
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(copy, { recursive: true });
    for (const name of readdirSync('dist')) if (/\.js$/.test(name)) cpSync(join('dist', name), join(copy, name));
    const built = readFileSync(COMMAND, 'utf8');
    const changed = built.replaceAll(JSON.stringify(version), '"99.0.0"');
    expect(changed).not.toBe(built);
    writeFileSync(join(copy, 'cli.js'), changed);
    const command = run(args());
    await command.says(/for the workers/);
    const other = await startWorker(redis, { command: join(copy, 'cli.js') });
    const { status, stdout, stderr } = await other.ended;
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      new RegExp(
        `^waiting .*\\nloaded-dice: the jobs are those of loaded-dice ${version}, and this worker is 99\\.0\\.0: ` +
          `run npm install loaded-dice@${version} here, or start the jobs with 99\\.0\\.0\\n$`,
      ),
    );
    const right = await worker();
    expect((await command.ended).stdout).toBe(await idsOf(join(data, '*.parquet'), N, true, 3));
    expect(right.stderr).not.toMatch(/failed|jobs are/);
    rmSync(copy, { recursive: true });
  });

  it('that dies at a part each time gives the part its name', async () => {
    const big = await tableOf(6_000_000, 1);
    const command = run(sampleArgs(join(big, '*.parquet'), N, true, 3, redis.url));
    await command.says(/for the workers/);
    const victim = await worker();
    await redis.client(async (client) => {
      let jobs: string[] = [];
      while (jobs.length === 0) {
        jobs = await client.lrange('{loaded-dice}:jobs:active', 0, -1);
        await setTimeout(5);
      }
      await victim.kill('SIGKILL');
      // as if workers had died at it three times before
      await client.hset(`{loaded-dice}:jobs:${jobs[0]}`, 'stc', 3);
    });
    await worker();
    const { status, stdout, stderr } = await command.ended;
    rmSync(big, { recursive: true });
    expect([status, stdout]).toEqual([2, '']);
    expect(lastLine(stderr)).toMatch(
      /^loaded-dice: part 1 of 1 \(.*\): its worker ended 4 times while at it \(was it killed, or out of memory\?\)$/,
    );
  });

  it('ends after the job that it is at, when it is asked to', async () => {
    const idle = await worker();
    idle.child.kill('SIGINT');
    const { status, stderr } = await idle.ended;
    expect(status).toBe(0);
    expect(stderr).toMatch(/\nending after this job.*\ndid 0 jobs\n$/);
  });
});
