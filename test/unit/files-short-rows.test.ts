// Rows with fewer fields than the header, with --short-rows fill.
import { describe, expect, test } from 'vitest';
import { type ReadTextOptions, readText } from '../support/text-file.js';

describe('short rows that are filled', () => {
  const doubts = async (text: string, options: ReadTextOptions = {}) =>
    (await readText(text, { shortRows: 'fill', ...options })).doubts;

  test.each([
    ['a quote that swallows lines', 'a,b,c\n1,"x,y\n2,y\n3,y,z"\n4,y,z\n', 'line 2 has 2 fields', '--quote none'],
    ['a quoted field of several lines', 'a,b,c\n1,"x\n2,y,z\n3"\n4,y,z\n', 'line 2 has 2 fields', '--quote none'],
    ['a quote around a row', 'a,b,c\n1,2,3\n"1,2,3"\n', 'line 3 has 1 field', '--quote none'],
    ['a comment', 'id,label\n#x\n1,cat\n2,dog\n', 'line 2 has 1 field', "begin with # are comments: --comment '#'"],
    ['a quote later', `a,b,c\n1,2\n${'1,2,3\n'.repeat(9)}1,"x\n2,y,z\n3"\n`, 'line 12 has 2 fields', '--quote none'],
  ])('%s is a warning, and so is what helps', async (_, text, line, help) => {
    const [doubt, ...more] = await doubts(text);
    expect(more).toEqual([]);
    expect(doubt).toMatch(new RegExp(`^a\\.csv: ${line}, the header \\d, and is filled; `));
    expect(doubt.endsWith(help)).toBe(true);
  });

  test('are none where nothing else looks wrong', async () => {
    expect(await doubts('a,b,c\n1,2,"3"\n"1",2\n\n1\n')).toEqual([]);
  });

  test('do not hide the delimiter, however many there are', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `${i};0,5${i % 3 ? ';cat' : ''}`);
    const { understood } = await readText(`id;w;label\n${rows.join('\n')}\n`, { shortRows: 'fill' });
    expect(understood).toMatchObject({ delimiter: ';', rows: 200, shortRows: 67 });
  });
});
