// SmallCrush of TestU01 on words, on indices, and on a generator that it must find out. The set-up of npm run test:all
// installs TestU01, and fails with a line of its own where it cannot.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readTestU01 } from '../../../batteries/outputs.js';
import { ensureTestU01 } from '../../../scripts/battery-programs.mjs';
import { bundleFolder } from '../../../scripts/bundled.mjs';

it.runIf(process.platform === 'linux')(
  'passes SmallCrush, which a bad generator fails',
  async () => {
    expect(existsSync(ensureTestU01('batteries/testu01.c', 'build/batteries/testu01'))).toBe(true);
    const file = await bundleFolder('batteries');
    const streams = ['single', 'table', 'bad'];
    // a seed of its own leaves the logs of other runs alone
    const args = ['--seed', '77', ...streams.flatMap((name) => ['--stream', name])];
    const { stdout, stderr, status } = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^smallcrush on single: 15 p-values .*, 0 failed$/m);
    expect(stdout).toMatch(/^smallcrush on table: 15 p-values .*, 0 failed$/m);
    expect(stdout).toMatch(/^smallcrush on bad: 15 p-values .*, [1-9]\d* failed$/m);
    for (const name of streams)
      expect(readFileSync(`build/batteries/smallcrush-${name}-77.log`, 'utf8')).toMatch(/^# {/);
  },
  900_000,
);

it.runIf(process.platform === 'linux')(
  'finds that MT19937 is linear, and that our words are not',
  async () => {
    const driver = ensureTestU01('batteries/testu01.c', 'build/batteries/testu01');
    const file = await bundleFolder('batteries');
    const valuesOf = (stream: string) => {
      // tests 71 and 72 of Crush, once each
      const pipe = '"$0" "$1" --write "$2" 2>/dev/null | "$3" crush 71 1 72 1';
      const args = ['-c', pipe, process.execPath, file, stream, driver];
      const { values } = readTestU01(spawnSync('sh', args, { encoding: 'utf8' }).stdout);
      return values.map(({ test, verdict }) => [test, verdict]);
    };
    const tests = ['LinearComp, r = 0', 'LinearComp, r = 0', 'LinearComp, r = 29', 'LinearComp, r = 29'];
    const found = ['failed', 'passed', 'failed', 'passed'];
    expect(valuesOf('torch')).toEqual(tests.map((test, i) => [test, found[i]]));
    expect(valuesOf('single')).toEqual(tests.map((test) => [test, 'passed']));
  },
  300_000,
);
