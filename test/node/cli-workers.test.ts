// What the commands for workers refuse without a Redis.
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobPlan } from '../../src/cli/worker/jobs.js';
import { jobId, planId } from '../../src/cli/worker/jobs.js';
import { trialsPlan } from '../../src/cli/worker/trial-jobs.js';
import { cli, folder, PETS } from '../support/cli.js';
import { someOf } from '../support/rounds.js';

const REDIS = ['--redis', 'redis://127.0.0.1:1'];
const DRAW = ['sample', PETS, '--column', 'label', '--id', 'a', '-n', '5'];

describe('wrong options', () => {
  const cases: [string[], RegExp][] = [
    [['worker'], /^loaded-dice: required option '--redis <url>' not specified\n$/],
    [['worker', '--redis', 'localhost'], /'--redis <url>' argument 'localhost' is invalid\. It must be redis:\/\//],
    [['worker', '--redis', 'redis://'], /is invalid\. It must be redis:\/\//],
    [['worker', ...REDIS, '--threads', '0'], /'--threads <n>' argument '0' is invalid\. It must be a positive integer/],
    [['worker', ...REDIS, '--memory-limit', '4'], /'4' is invalid\. It must be a size such as 4GB\./],
    [['worker', 'a.csv', ...REDIS], /too many arguments/],
    [['report', PETS, '--column', 'label', '--scratch', '/tmp'], /^loaded-dice: --scratch goes with --redis\n$/],
    [[...DRAW, '--scratch', '/tmp'], /^loaded-dice: --scratch goes with --redis\n$/],
    [['sample', PETS, '--column', 'label', ...REDIS], /^loaded-dice: --redis needs --id NAME: the column of ids\n$/],
    [[...DRAW.slice(0, -2), ...REDIS], /^loaded-dice: --redis needs --number: how many rows to draw\n$/],
    [
      ['sample', PETS, '--id', 'a', '-n', '5', ...REDIS],
      /^loaded-dice: --id needs --weights or --column, too: loaded-dice columns /,
    ],
    [[...DRAW, ...REDIS, '--weights', 'w'], /^loaded-dice: --column cannot be used with --weights and --id/],
    [
      [...DRAW, ...REDIS, '--sampler', 'systematic'],
      /'--id <name>' cannot be used with option '--sampler <kind>'; without --id, --print/,
    ],
    [
      [...DRAW, ...REDIS, '--distinct'],
      /^loaded-dice: option '--id <name>' cannot be used with option '--distinct'; without --id, --print .*\n$/,
    ],
    [[...DRAW, ...REDIS], /^loaded-dice: Redis at 127\.0\.0\.1:1: nothing listens there/],
  ];
  it.each(someOf(cases, 3))('%j', (args, message) => {
    const { status, stdout, stderr } = cli(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

it('says which packages are missing', () => {
  const dist = folder();
  for (const name of readdirSync('dist')) if (/\.js$/.test(name)) cpSync(join('dist', name), join(dist, name));
  const { status, stdout, stderr } = cli(['worker', ...REDIS], { command: join(dist, 'cli.js') });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toBe('loaded-dice: --redis needs two more packages: npm install bullmq ioredis\n');
});

describe('jobs of trials', () => {
  const weights = Float64Array.of(1, 2, 3);
  const plan = (trials: number, draws: number): JobPlan =>
    trialsPlan(weights, 3, { trials, draws, seed: 4, version: '1' });

  it.each([
    [1, 1e3, 1],
    [1000, 1e9, 1000],
    [1000, 2 ** 20, 16],
    [10_000_000, 10, 153],
    [10_000_000, 1e9, 10_000],
  ])('%i trials of %d draws are %i jobs, which cover each trial once', (trials, draws, count) => {
    const { jobs } = plan(trials, draws);
    expect(jobs).toHaveLength(count);
    const ranges = jobs.map(({ payload, size }) => ({ ...(payload as { first: number; trials: number }), size }));
    let next = 0;
    const expected = ranges.map(({ size }) => ({ first: (next += size) - size, trials: size, size }));
    expect(ranges).toEqual(expected);
    expect(next).toBe(trials);
  });

  it('have ids that are hashes of the plan and the range', () => {
    const id = planId(plan(1000, 1e9), undefined);
    expect(planId(plan(500, 1e9), undefined)).toBe(id);
    expect(planId(plan(1000, 1e9), '/scratch')).not.toBe(id);
    expect(planId({ ...plan(1000, 1e9), version: '2' }, undefined)).not.toBe(id);
    expect(planId(trialsPlan(weights, 4, { trials: 1000, draws: 1e9, seed: 4, version: '1' }), undefined)).not.toBe(id);
    const ids = plan(1000, 1e9).jobs.map(({ payload }) => jobId(id, payload));
    expect(new Set(ids).size).toBe(1000);
    for (const each of ids) expect(each).toMatch(/^[0-9a-f]{32}$/);
  });
});
