// SmallCrush of TestU01 on words, on indices, and on a generator that it must find out. The set-up of npm run test:all
// installs TestU01, and fails with a line of its own where it cannot.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
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
