import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { findInput } from '../../src/cli/input/find-input.js';
import { csvLine } from '../../src/cli/input/rows.js';
import { folder } from '../support/cli.js';
import { rowsOf } from '../support/read-options.js';
import { runCommand } from '../support/run-command.js';

const TEXT = '\ufeffa,b\r\n"1\n\n""x""",é\r\n\r\n2,ü\n3,z';
const ROWS = ['"1\n\n""x""",é', '2,ü', '3,z'];

describe.each([
  ['held in memory', 1 << 20],
  ['read row by row, as a file too large to hold is', 0],
])('rows of a CSV, %s', (_, most) => {
  test('are the bytes that stand there', async () => {
    const path = join(folder({ 'a.csv': TEXT }), 'a.csv');
    const input = await findInput(path);
    const rows = (await rowsOf(input, most))();
    expect(String(rows.begin)).toBe('a,b\n');
    expect([2, 0, 1, 0].map((i) => String(rows.row(i)))).toEqual([ROWS[2], ROWS[0], ROWS[1], ROWS[0]]);
    rows.close();
  });
});

test('rows of UTF-16 from a pipe that brings it in pieces', async () => {
  const bytes = Buffer.from('\ufeffa,b\n1,"é\n"\n2,x\n', 'utf16le');
  const pieces = Array.from({ length: bytes.length }, (_, i) => bytes.subarray(i, i + 1));
  const input = await findInput('-', () => Readable.from(pieces));
  const rows = (await rowsOf(input))();
  expect(rows.begin.toString('utf16le')).toBe('\ufeffa,b\n');
  expect([0, 1].map((i) => rows.row(i).toString('utf16le'))).toEqual(['1,"é\n"', '2,x']);
  rows.close();
});

test('fields are quoted where they have to be', () => {
  expect(csvLine(['a', 1, 'b,c', 'd"e', 'f\ng', ''])).toBe('a,1,"b,c","d""e","f\ng",');
});

test('files of a glob are written alike, or their rows are not mixed', async () => {
  const where = folder({ 'a.csv': 'id,label\n1,cat\n', 'b.csv': 'id\tlabel\n5\tdog\n' });
  const sample = (...options: string[]) => runCommand(where, ['sample', '?.csv', '--column', 'label', ...options]);
  const { status, stderr } = await sample();
  expect([status, stderr]).toEqual([0, expect.stringContaining('warning: b.csv has tabs, unlike a.csv\n')]);
  expect(await sample('--rows')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: 'loaded-dice: b.csv has tabs, unlike a.csv: --rows needs files that are written alike\n',
  });
});
