// Standard output and standard error that are closed or full: messages are given up, data are not.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { COMMAND, PETS, shell } from '../../support/cli.js';

/** What `sample` says on standard error. */
const SAID = /^read as: commas, header, UTF-8, 7,349 rows\nseed 1\n/;

/** Linux has a device that is always full. */
const FULL = existsSync('/dev/full');
const COMMANDS = {
  'sample of many rows': 'sample "$PETS" --column breed --seed 1 -n 200000',
  'sample --json': 'sample "$PETS" --column breed --seed 1 -n 200000 --json',
  'sample --rows': 'sample "$PETS" --column breed --seed 1 -n 200000 --rows',
  'sample of a few': 'sample "$PETS" --column breed --seed 1 -n 5',
  balance: 'balance "$PETS" --column breed --seed 1',
  'balance --json': 'balance "$PETS" --column breed --seed 1 --json',
  'report --json': 'report "$PETS" --column breed --classes Siamese,Birman --seed 1 --json',
  help: '--help',
};

// Windows has no bash of its own
describe.skipIf(process.platform === 'win32').each(Object.entries(COMMANDS))('%s', (_, command) => {
  let whole: string;
  beforeAll(() => {
    whole = shell(`dice ${command} 2>/dev/null`).stdout;
  });

  test.each(['2>&-', '2> >(exit 0)', ...(FULL ? ['2>/dev/full'] : [])])('loses no row with %s', (where) => {
    const { status, stdout } = shell(`dice ${command} ${where}`);
    expect(status).toBe(0);
    // not toBe(whole), whose difference would take minutes to print
    expect([stdout.length, stdout === whole]).toEqual([whole.length, true]);
  });

  test('ends quietly when its reader has seen enough', () => {
    const { status, stdout, stderr } = shell(`set -o pipefail; dice ${command} | head -n 1`);
    expect(status).toBe(0);
    expect(stdout).toBe(`${whole.split('\n')[0]}\n`);
    expect(stderr).toMatch(command.startsWith('sample') && !command.endsWith('json') ? SAID : /^$/);
  });

  test.runIf(FULL)('says in one line, with exit code 2, that its output is full', () => {
    const { status, stderr } = shell(`dice ${command} >/dev/full`);
    expect(stderr.replace(SAID, '')).toBe('loaded-dice: standard output cannot be written (ENOSPC)\n');
    expect(status).toBe(2);
    expect(shell(`dice ${command} >/dev/full 2>/dev/full`)).toEqual({ status: 2, stdout: '', stderr: '' });
  });
});

test('a reader of messages that leaves at once or later takes no row along', async () => {
  const args = ['sample', PETS, '--column', 'breed', '--seed', '1', '-n', '200000'];
  for (const leaves of [0, 100, 200, 300, 400]) {
    const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    setTimeout(() => child.stderr.destroy(), leaves);
    const [rows, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect([status, rows.split('\n').length]).toEqual([0, 200_001]);
  }
});

test.runIf(FULL)('an error that cannot be told keeps its exit code', () => {
  for (const where of ['2>/dev/full', '2>&-', '2> >(exit 0)']) {
    expect(shell(`dice balance none.csv --column a ${where}`).status).toBe(2);
  }
});
