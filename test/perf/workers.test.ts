// Two workers do nearly twice the work of one: compared with what two processes without Redis do on this machine now.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { Progress } from '../../src/cli/progress.js';
import { trialsOnWorkers } from '../../src/cli/worker/trial-jobs.js';
import { RedisServer, startWorker } from '../support/redis.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Trials of some milliseconds each, in jobs of 50. */
const TRIALS = 6000;
const JOB = 50;
const WARM_UP = 1000;
const WEIGHTS = Float64Array.from({ length: 22_000 }, (_, i) => (i < 20_000 ? 1 / 20_000 : 1 / 2000));
/** Rounds that are measured. While other work slows one of the four down, up to MAX_ROUNDS. */
const ROUNDS = 3;
const MAX_ROUNDS = 10;
/** Of what two processes gain over one. */
const SHARE = 0.9;

/** A process that runs half of the trials for each line that it reads. */
function plainProcess(): ChildProcess {
  const script = `
    import { createInterface } from 'node:readline';
    import { simulateCoverage } from './dist/analysis.js';
    const weights = Float64Array.from({ length: 22000 }, (_, i) => (i < 20000 ? 1 / 20000 : 1 / 2000));
    process.stdout.write('ready');
    for await (const line of createInterface({ input: process.stdin })) {
      await simulateCoverage(weights, 22000, { trials: ${TRIALS / 2}, seed: Number(line) });
      process.stdout.write('done');
    }`;
  const args = ['--input-type=module', '-e', script];
  return spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
}

it('two workers are 1.8 times one, where two processes are twice one', async () => {
  expect(availableParallelism()).toBeGreaterThan(1);
  const redis = await RedisServer.start();
  const plain = [plainProcess(), plainProcess()];
  const run = async (children: ChildProcess[], seed: number): Promise<void> => {
    const done = children.map((child) => once(child.stdout!, 'data'));
    for (const child of children) child.stdin!.write(`${seed}\n`);
    await Promise.all(done);
  };
  let seed = 0;
  const onWorkers = (trials = TRIALS) =>
    trialsOnWorkers(WEIGHTS, 22_000, {
      ...{ trials, seed: ++seed, draws: 2 ** 26 / JOB, redis: redis.url, version },
      ...{ progress: new Progress(), tell: () => {} },
    });
  // the least of several rounds
  const least = { one: Infinity, two: Infinity, half: Infinity, both: Infinity };
  const gain = () => least.one / least.two;
  const gainOfProcesses = () => (2 * least.half) / least.both;
  const measure = async (what: keyof typeof least, task: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now();
    await task();
    least[what] = Math.min(least[what], performance.now() - begun);
  };
  try {
    await Promise.all(plain.map((child) => once(child.stdout!, 'data')));
    await run(plain, ++seed);
    for (let round = 0; round < ROUNDS || (round < MAX_ROUNDS && gain() < SHARE * gainOfProcesses()); round++) {
      const first = await startWorker(redis);
      // a worker that has just started compiles its code: the plain processes have it compiled
      await onWorkers(WARM_UP);
      await measure('one', () => onWorkers());
      await measure('half', () => run(plain.slice(1), ++seed));
      const second = await startWorker(redis);
      await onWorkers(WARM_UP);
      await measure('two', () => onWorkers());
      await measure('both', () => run(plain, ++seed));
      await Promise.all([first.kill(), second.kill()]);
    }
  } finally {
    for (const child of plain) child.kill();
    await redis.stop();
  }
  const [workers, processes] = [gain(), gainOfProcesses()];
  console.log(`two workers: ${workers.toFixed(2)} times one; two processes: ${processes.toFixed(2)} times one`);
  expect(workers / processes).toBeGreaterThan(SHARE);
}, 600_000);
