// The command: seconds of a processor beside those of a process that counts numbers in a Map, and memory.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, folder, PETS } from '../support/cli.js';

/** Written by a process at its end: what it took of a processor, and its memory. */
const TOOK = 'process.on("exit", () => process._rawDebug("took " + JSON.stringify(process.resourceUsage())));';

/** Counts ten times 500,000 numbers: about half a second where limits were set. */
const COUNTING = `for (let round = 0; round < 10; round++) {
  const counts = new Map();
  for (let i = 0; i < 500_000; i++) counts.set(Math.imul(i, 0x9e3779b1), (counts.get(i) ?? 0) + 1);
}
console.log(process.resourceUsage().userCPUTime + process.resourceUsage().systemCPUTime);`;

/** Microseconds of a processor that the counting takes, with the start of its process. */
const counting = () => Number(execFileSync(process.execPath, ['-e', COUNTING], { encoding: 'utf8' }));

/** Runs the command in a folder. Returns its microseconds of a processor, its memory in KiB, and what it printed. */
function costs(where: string, args: string[]): { time: number; peak: number; stdout: string } {
  writeFileSync(join(where, 'took.mjs'), TOOK);
  const { status, stdout, stderr } = cli(args, { cwd: where, node: ['--import', './took.mjs'] });
  expect(status).toBe(0);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(stderr.match(/took (\{.*\})/)?.[1] ?? '');
  return { time: userCPUTime + systemCPUTime, peak: maxRSS, stdout };
}

/** The least of up to four rounds over the least of as many of the counting, fewer where `most` is met. */
function ratioOf(most: number, where: string, args: string[]): { ratio: number; peak: number; stdout: string } {
  let [least, reference, ratio] = [Infinity, Infinity, Infinity];
  for (let round = 0; ; round++) {
    reference = Math.min(reference, counting());
    const { time, peak, stdout } = costs(where, args);
    least = Math.min(least, time);
    ratio = least / reference;
    if (ratio < most || round === 3) return { ratio, peak, stdout };
  }
}

test('a report of all breeds of the pets takes at most as long as counting 100 million numbers', () => {
  const where = folder();
  const { ratio } = ratioOf(20, where, ['report', PETS, '--column', 'breed', '--seed', '0']);
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(20);
  const page = readFileSync(join(where, 'report.html'), 'utf8');
  expect(page).toContain('of 37 classes');
  // bytes: pictures in as few characters as small-svg.ts makes of them
  expect(Buffer.byteLength(page)).toBeLessThan(680_000);
  expect(Buffer.byteLength(page)).toBeGreaterThan(600_000);
});

test('one of a million rows of a thousand classes takes three times that, and 1 GiB', () => {
  const lines = ['label'];
  for (let i = 0; i < 1e6; i++) lines.push(`class ${Math.floor(1000 * ((i * 0.618033988749895) % 1) ** 2)}`);
  const where = folder({ 'large.csv': lines.join('\n') });
  const { ratio, peak } = ratioOf(60, where, ['report', 'large.csv', '--column', 'label', '--seed', '0']);
  expect(ratio).toBeGreaterThan(2);
  expect(ratio).toBeLessThan(60);
  expect(peak).toBeGreaterThan(10_000);
  expect(peak).toBeLessThan(2 ** 20);
});

test('a column of as many classes as rows takes at most ten times as long as one of a hundred classes', () => {
  const ids = Array.from({ length: 100_000 }, (_, i) => i);
  const where = folder({
    'ids.csv': `id\n${ids.join('\n')}\n`,
    'classes.csv': `id\n${ids.map((i) => i % 100).join('\n')}\n`,
  });
  const times = ['ids', 'classes'].map(() => Infinity);
  for (let round = 0; round < 4 && !(times[0] < 10 * times[1]); round++) {
    for (const [i, name] of ['ids', 'classes'].entries()) {
      const { time, stdout } = costs(where, ['balance', `${name}.csv`, '--column', 'id', '--json']);
      expect(JSON.parse(stdout).perClass).toHaveLength([100_000, 100][i]);
      times[i] = Math.min(times[i], time);
    }
  }
  expect(times[0] / times[1]).toBeLessThan(10);
});
