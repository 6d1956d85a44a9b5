// sample --print: a column of the rows that are drawn.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { folder } from '../support/cli.js';
import { runCommand } from '../support/run-command.js';

const NAMES = ['a.jpg', 'b c.jpg', '"d", e.jpg', 'é\nf.jpg', ' g.jpg', '', 'h.jpg'];
/** A name with a line break is one line in quotes. */
const LINES = ['a.jpg', 'b c.jpg', '"d", e.jpg', '"é\nf.jpg"', ' g.jpg', '', 'h.jpg'];
const LABELS = ['cat', 'cat', 'dog', 'cat', 'dog', 'cat', 'cat'];
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csv = (delimiter: string, from = 0, to = NAMES.length) =>
  `n${delimiter}label${delimiter}file\n${NAMES.slice(from, to)
    .map((name, i) => [i, LABELS[from + i], quoted(name)].join(delimiter))
    .join('\n')}\n`;
const jsonLines = NAMES.map((file, i) => JSON.stringify({ label: LABELS[i], file })).join('\n');

const where = folder({
  'a.csv': csv(','),
  'a.tsv': csv('\t'),
  'a.csv.gz': gzipSync(csv(',')),
  'wide.csv': Buffer.from(`\ufeff${csv(',')}`, 'utf16le'),
  'old.csv': Buffer.from(csv(','), 'latin1'),
  'a.jsonl': jsonLines,
  'parts/1.csv': csv(',', 0, 3),
  'parts/2.csv': csv(';', 3),
  'short.csv': 'label,file\ncat\ncat,b.jpg\ndog,c.jpg\ndog,d.jpg\n',
  'images/cat/1.jpg': '',
  'images/dog/2.jpg': '',
  'weights.csv': 'file,w\na.jpg,0\nb.jpg,2\nc.jpg,0\n',
});
const sample = (file: string, ...options: string[]) =>
  runCommand(where, ['sample', file, '--seed', '3', '-n', '40', ...options]);

describe('the fields of a column, one a line', () => {
  test.each([
    ['a.csv'],
    ['a.tsv'],
    ['a.csv.gz'],
    ['wide.csv'],
    ['old.csv', '--encoding', 'latin1'],
    ['a.jsonl'],
    ['parts/*.csv'],
  ])('of %s', async (file, ...options) => {
    const drawn = await sample(file, '--column', 'label', ...options);
    const indices = drawn.stdout.trim().split('\n').map(Number);
    expect(new Set(indices).size).toBe(NAMES.length);
    const printed = await sample(file, '--column', 'label', ...options, '--print', 'file');
    expect(printed.stdout).toBe(indices.map((index) => `${LINES[index]}\n`).join(''));
    expect(printed.stderr).toBe(drawn.stderr);
  });

  test('of labels, which are printed as they are in the file', async () => {
    const { stdout } = await sample('a.csv', '--column', 'label', '--print', 'label');
    expect(new Set(stdout.trim().split('\n'))).toEqual(new Set(['cat', 'dog']));
  });

  test('by weights', async () => {
    const { stdout } = await sample('weights.csv', '--weights', 'w', '--print', 'file');
    expect(stdout).toBe('b.jpg\n'.repeat(40));
  });

  test('of short rows', async () => {
    const { stdout } = await sample('short.csv', '--column', 'label', '--short-rows', 'fill', '--print', 'file');
    expect(new Set(stdout.slice(0, -1).split('\n'))).toEqual(new Set(['', 'b.jpg', 'c.jpg', 'd.jpg']));
  });

  test('of a folder of images', async () => {
    const files = await sample('images', '--print', 'file');
    const labels = await sample('images', '--print', 'label');
    expect(new Set(files.stdout.trim().split('\n'))).toEqual(new Set(['cat/1.jpg', 'dog/2.jpg']));
    expect(labels.stdout).toBe(files.stdout.replace(/\/\d\.jpg/g, ''));
  });
});

test.each([
  [
    ['a.csv', '--column', 'label', '--print', 'File'],
    'a.csv: no column "File", which --print names; did you mean file?',
  ],
  [
    ['a.csv', '--column', 'label', '--print', 'x'],
    'a.csv: no column "x", which --print names; its columns are "n", "label", "file"',
  ],
  [['images', '--print', 'name'], 'images is a folder of images: --print takes file or label, not "name"'],
  [
    ['a.csv', '--column', 'label', '--print', 'file', '--rows'],
    "option '--print <name>' cannot be used with option '--rows'",
  ],
  [
    ['a.csv', '--column', 'label', '--print', 'file', '--json'],
    "option '--print <name>' cannot be used with option '--json'",
  ],
  [
    ['a.csv', '--column', 'label', '--id', 'file', '--trim'],
    "option '--id <name>' cannot be used with option '--trim'; without --id, --print NAME prints a column of a " +
      'file that fits in memory',
  ],
])('%j is refused', async ([file, ...options], says) => {
  expect(await sample(file, ...options)).toEqual({ status: 2, stdout: '', stderr: `loaded-dice: ${says}\n` });
});

test('the result of a command is nothing where the file cannot be read', async () => {
  const { status, stdout, stderr } = await sample('none.csv', '--column', 'label', '--print', 'file');
  expect([status, stdout, stderr]).toEqual([2, '', 'loaded-dice: none.csv: no such file or folder\n']);
});

test('rows whose labels are spelled otherwise than their classes are a warning where rows are printed', async () => {
  const cwd = folder({ 'a.csv': 'label\ncat\nCat\n cat\ndog\n' });
  const said = (...options: string[]) =>
    runCommand(cwd, ['sample', 'a.csv', '--column', 'label', '--seed', '3', ...options]);
  const warning =
    'warning: a.csv: rows are printed as they are in the file: 2 spellings are not the name of the class, such as ' +
    '"Cat" for "cat"; unite them where you read the rows\n';
  expect((await said('--trim', '--ignore-case', '--rows')).stderr).toContain(warning);
  expect((await said('--trim', '--ignore-case', '--print', 'label')).stderr).toContain(warning);
  expect((await said('--trim', '--ignore-case')).stderr).not.toContain('printed');
  expect((await said('--rows')).stderr).not.toContain('printed');
});
