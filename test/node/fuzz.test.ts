// A fuzzer that fails is stopped, shrunk, written to a file, and repeated by its seed and path. One that never ends is
// killed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { Fuzzer } from '../../fuzz/fuzzer.js';
import { commandOf, writeFailure } from '../../fuzz/report.js';
import { type Failure, fuzz } from '../../fuzz/rounds.js';

const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-'));
afterAll(() => rmSync(folder, { recursive: true }));

let ended = 0;
const planted: Fuzzer = {
  name: 'planted',
  property: fc.property(fc.array(fc.nat(1000)), (numbers) => {
    if (numbers.some((each) => each >= 700)) throw new Error('a number of 700 or more');
  }),
  runs: 50,
  end: () => void ended++,
};

it('a fault is found, shrunk, kept and repeated', async () => {
  const { runs, rounds, failure } = await fuzz(planted, 3, 5000);
  const { seed, path, report } = failure as Failure;
  expect(ended).toBe(1);
  expect(runs).toBeLessThanOrEqual(50 * rounds);
  expect(seed).toBe(3 + rounds - 1);
  expect(report).toContain('[[700]]');
  expect(report).toContain('a number of 700 or more');
  const file = writeFailure('planted', { seed, path, report });
  expect(readFileSync(file, 'utf8')).toContain(`again: npm run fuzz -- planted --seed ${seed} --path ${path}\n`);
  rmSync(file);
  const again = await fuzz(planted, seed, 5000, { path });
  expect([again.runs, again.failure?.report.includes('[[700]]')]).toEqual([1, true]);
  expect(commandOf('planted', { seed, path: '', report })).toBe(`npm run fuzz -- planted --seed ${seed}`);
});

it('without a fault, rounds go on with the next seeds until the time is up', async () => {
  const seen: number[] = [];
  const property = fc.property(fc.nat(), () => {});
  const { runs, rounds, failure } = await fuzz({ name: 'right', property, runs: 5 }, 8, 30, {
    onRound: (count) => seen.push(count),
  });
  expect(failure).toBeUndefined();
  expect([runs, seen.length]).toEqual([5 * rounds, rounds]);
  expect((await fuzz({ name: 'right', property, runs: 5 }, 8, 0)).runs).toBe(5);
});

it.each([
  ['blocks its thread', 'fc.property(fc.nat(), (n) => { while (n >= 0); })'],
  ['waits for ever', 'fc.asyncProperty(fc.nat(), () => new Promise((end) => setTimeout(end, 2 ** 30)))'],
])('a run that %s ends the process, with a line that says where', async (_, property) => {
  const outfile = join(folder, 'endless.mjs');
  const code = [
    `import fc from 'fast-check';`,
    `import { fuzz } from './fuzz/rounds.js';`,
    `import { watch } from './fuzz/watchdog.js';`,
    `const watchdog = watch(1);`,
    `const right = fc.asyncProperty(fc.nat(), () => new Promise((end) => setTimeout(end, 50)));`,
    `await fuzz({ name: 'right', property: right, runs: 5 }, 1, 2000, { watchdog });`,
    `console.log('a run a time is no reason');`,
    `await fuzz({ name: 'endless', property: ${property}, runs: 5 }, 7, 10, { watchdog });`,
  ];
  await build({
    stdin: { contents: code.join('\n'), resolveDir: process.cwd() },
    ...{ outfile, bundle: true, format: 'esm', platform: 'node' },
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
  });
  const run = spawnSync(process.execPath, [outfile], { encoding: 'utf8', timeout: 60_000 });
  expect(run.stdout).toBe('a run a time is no reason\n');
  expect(run.stderr).toBe('endless, seed 7: a run has not ended after 1 s\n');
  expect(run.signal).toBe('SIGKILL');
});
