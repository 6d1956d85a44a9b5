import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../src/cli/input/csv.js';
import { findInput } from '../../src/cli/input/find-input.js';
import { csvLine, csvRows } from '../../src/cli/input/rows.js';
import { Utf8Check } from '../../src/cli/input/utf8.js';
import { Progress } from '../../src/cli/progress.js';
import { folder } from '../support/cli.js';

const TEXT = '\ufeffa,b\r\n"1\n\n""x""",é\r\n\r\n2,ü\n3,z';
const ROWS = ['"1\n\n""x""",é', '2,ü', '3,z'];

describe.each([
  ['held in memory', 1 << 20],
  ['read row by row, as a file too large to hold is', 0],
])('rows of a CSV, %s', (_, most) => {
  test('are the bytes that stand there', async () => {
    const path = join(folder({ 'a.csv': TEXT }), 'a.csv');
    const input = await findInput(path);
    const ends: number[] = [];
    const reader = {
      header: (_names: string[], end: number) => ends.push(end),
      row: (_: string[], end: number) => ends.push(end),
    };
    await readCsv(input, { delimiter: ',', ends: true, progress: new Progress() }, reader);
    expect(ends.at(-1)).toBe(readFileSync(path).length);
    const rows = csvRows(input, Float64Array.from(ends), undefined, most);
    expect(String(rows.header)).toBe('a,b');
    expect([2, 0, 1, 0].map((i) => String(rows.row(i)))).toEqual([ROWS[2], ROWS[0], ROWS[1], ROWS[0]]);
    rows.close();
  });
});

test('fields are quoted where they have to be', () => {
  expect(csvLine(['a', 1, 'b,c', 'd"e', 'f\ng', ''])).toBe('a,1,"b,c","d""e","f\ng",');
});

describe('UTF-8 is checked across chunks', () => {
  async function check(bytes: Buffer, size: number): Promise<string> {
    const stream = new Utf8Check('a.csv');
    const passed: Buffer[] = [];
    stream.on('data', (chunk) => passed.push(chunk));
    const ended = new Promise<string>((done) => {
      stream.on('error', (error) => done(error.message));
      stream.on('end', () => done(String(Buffer.concat(passed))));
    });
    for (let i = 0; i < bytes.length; i += size) stream.write(bytes.subarray(i, i + size));
    stream.end();
    return await ended;
  }

  test.each([1, 2, 3, 7, 100])('in chunks of %i bytes', async (size) => {
    const good = 'grün,日本\n😀,x\nlast';
    expect(await check(Buffer.from(good), size)).toBe(good);
    const bad = Buffer.concat([Buffer.from('grün\n日本\n'), Buffer.from([0xe6, 0x97]), Buffer.from('\n😀')]);
    expect(await check(bad, size)).toBe('a.csv is not UTF-8: line 3');
    expect(await check(Buffer.concat([Buffer.from('a\n'), Buffer.from([0xf0, 0x9f])]), size)).toBe(
      'a.csv is not UTF-8: line 2',
    );
  });
});
