// `columns`: what a file has, and what to try.
import { describe, expect, test } from 'vitest';
import { cli, folder } from '../support/cli.js';
import { csvRead } from '../support/read-notes.js';

const LONG = 'a_name_of_more_than_forty_characters_in_all_';

/** Ten spellings of three classes, three bad numbers, and remarks of two kinds. */
function animals(): string {
  const spellings = [' Cat', 'cat', 'CAT', 'Cat ', 'cat ', 'dog', 'Dog', ' DOG', 'bird', 'Bird'];
  const bad = new Map([
    [3, '5 kg or so'],
    [17, 'unknown'],
    [40, 'unknown'],
  ]);
  const notes = ['', '', '', 'seen at dusk', 'very shy'];
  const rows = Array.from({ length: 60 }, (_, i) => `${spellings[i % 10]},${bad.get(i) ?? i / 8 + 1},${notes[i % 5]}`);
  return `Animal ,weight,notes\n${rows.join('\n')}\n`;
}

const cwd = folder({
  'in.csv': 'id,breed,price,"odd, name"\n1,cat,0.5,x\n2,dog,1.5,\n3,cat,2.5,x\n4,cat,3,\n',
  'words.csv': 'a,b\nx,y\nz,w\n',
  'semicolons.csv': 'a;b\n1;2\n',
  'many.csv': `n\n${Array.from({ length: 100_001 }, (_, i) => i).join('\n')}\n`,
  'empty.csv': '',
  'header.csv': 'a,b\n',
  'animals.csv': animals(),
  'twice.csv': 'a , a\nx,1\ny,2\n',
  'exact.csv': 'a,a \nx,1\ny,2\n',
  'hot.csv': 'a , b\n1,0\n0,1\n',
  'long.csv': `${LONG}1,${LONG}2,x\n${'cat,1,a longer text than others\ndog,2,another long text\n'.repeat(2)}`,
});
const columns = (...args: string[]) => cli(['columns', ...args], { cwd });

describe('columns', () => {
  test('shows the columns, and what to try', () => {
    expect(columns('in.csv')).toEqual({
      status: 0,
      stderr: '',
      stdout: `in.csv: 4 rows of 4 columns
read as: commas, header, UTF-8, 4 rows

column             holds  different  missing        such as
id         whole numbers          4        0        1, 2, 3
breed              texts          2        0       cat, dog
price            numbers          4        0  0.5, 1.5, 2.5
odd, name          texts          1        2              x

try balance in.csv --column breed
if price holds weights:
try balance in.csv --weights price
try sample in.csv --weights price
`,
    });
    expect(columns('words.csv').stdout).toContain('none of them looks like classes or weights\n');
    expect(columns('many.csv').stdout).toContain('\nn       whole numbers   100,000+        0  0, 1, 2\n');
  });

  test('counts spellings that differ in case or white space as one class, and suggests the options for it', () => {
    const { stdout } = columns('animals.csv');
    expect(stdout).toContain("\ntry balance animals.csv --column 'Animal ' --trim --ignore-case\n");
    expect(cli(['balance', 'animals.csv'], { cwd }).stderr).toContain("try --column 'Animal ' --trim --ignore-case\n");
    const found = JSON.parse(columns('animals.csv', '--json').stdout);
    expect(found).toMatchObject({ column: 'Animal ', columnOptions: ['--trim', '--ignore-case'] });
    const suggested = cli(['balance', 'animals.csv', '--column', 'Animal ', '--trim', '--ignore-case', '--json'], {
      cwd,
    });
    expect(JSON.parse(suggested.stdout).perClass).toHaveLength(3);
  });

  test('says how many values of a column of numbers are none', () => {
    expect(columns('animals.csv').stdout).toMatch(/^weight +numbers, 3 not +59 +0 +5 kg or so, /m);
    const [, weight] = JSON.parse(columns('animals.csv', '--json').stdout).columns;
    expect(weight).toMatchObject({ type: 'numbers', others: 3, values: 59 });
    expect(weight.examples).toEqual(['5 kg or so', '1', '1.125']);
  });

  test('never cuts the names where it does not print to a terminal, and is as wide as COLUMNS says', () => {
    const { stdout } = columns('long.csv');
    expect(stdout).toMatch(new RegExp(`^${LONG}1 +texts +2 +0 `, 'm'));
    expect(stdout).toContain(`${LONG}2`);
    expect(stdout).not.toContain('another long');
    const wide = cli(['columns', 'long.csv'], { cwd, env: { COLUMNS: '140' } }).stdout;
    expect(wide).toMatch(/^x .*a longe.*, anoth/m);
  });

  test('are found without the white space around their names with --trim, if only one fits', () => {
    const balance = (file: string, ...args: string[]) => cli(['balance', file, '--json', ...args], { cwd });
    const { status, stderr } = balance('animals.csv', '--column', 'Animal');
    expect([status, stderr]).toEqual([2, expect.stringContaining("did you mean 'Animal '?")]);
    expect(JSON.parse(balance('animals.csv', '--column', 'Animal', '--trim').stdout).perClass).toHaveLength(8);
    expect(balance('twice.csv', '--column', 'a', '--trim').stderr).toContain('no column "a", which --column names');
    // the very name comes first
    const exact = JSON.parse(balance('exact.csv', '--column', 'a', '--trim').stdout);
    expect(exact.perClass.map((each: { class: string }) => each.class)).toEqual(['x', 'y']);
    expect(JSON.parse(balance('hot.csv', '--one-hot', 'a,b', '--trim').stdout).perClass).toHaveLength(2);
    expect(cli(['sample', 'hot.csv', '--weights', 'b', '--trim', '-n', '2'], { cwd }).stdout).toBe('1\n1\n');
  });

  test('prints JSON', () => {
    const column = (name: string, type: string, values: number, missing: number, ...examples: string[]) => {
      return { name, values, more: false, missing, type, others: 0, examples };
    };
    expect(JSON.parse(columns('in.csv', '--json').stdout)).toEqual({
      file: 'in.csv',
      read: csvRead(4, 'commas, header, UTF-8, 4 rows'),
      rows: 4,
      columns: [
        column('id', 'whole numbers', 4, 0, '1', '2', '3'),
        column('breed', 'texts', 2, 0, 'cat', 'dog'),
        column('price', 'numbers', 4, 0, '0.5', '1.5', '2.5'),
        column('odd, name', 'texts', 1, 2, 'x'),
      ],
      column: 'breed',
      columnOptions: [],
      oneHot: null,
      weights: 'price',
      warnings: [],
    });
    const { stdout } = cli(['columns', '-', '--json', '--delimiter', ';'], { cwd, input: 'a;b\n1;x\n' });
    expect(JSON.parse(stdout)).toMatchObject({ file: 'standard input', rows: 1, column: null, weights: 'a' });
  });

  test.each([
    ['empty.csv', 'empty.csv is empty: it needs a header and rows'],
    ['header.csv', 'header.csv has a header and no rows'],
    ['.', '. is a folder: it has no columns'],
    ['none.csv', 'none.csv: no such file or folder'],
  ])('refuses %s', (file, says) => {
    expect(columns(file)).toEqual({ status: 2, stdout: '', stderr: `loaded-dice: ${says}\n` });
  });
});
