// `columns`: what a file has, and what to try.
import { describe, expect, test } from 'vitest';
import { cli, folder } from '../support/cli.js';
import { csvRead } from '../support/read-notes.js';

const cwd = folder({
  'in.csv': 'id,breed,price,"odd, name"\n1,cat,0.5,x\n2,dog,1.5,\n3,cat,2.5,x\n4,cat,3,\n',
  'words.csv': 'a,b\nx,y\nz,w\n',
  'semicolons.csv': 'a;b\n1;2\n',
  'many.csv': `n\n${Array.from({ length: 100_001 }, (_, i) => i).join('\n')}\n`,
  'empty.csv': '',
  'header.csv': 'a,b\n',
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
try balance in.csv --weights price
try sample in.csv --weights price
`,
    });
    expect(columns('words.csv').stdout).toContain('none of them looks like classes or weights\n');
    expect(columns('many.csv').stdout).toContain('\nn       whole numbers   100,000+        0  0, 1, 2\n');
  });

  test('prints JSON', () => {
    const column = (name: string, type: string, values: number, missing: number, ...examples: string[]) => {
      return { name, values, more: false, missing, type, examples };
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
