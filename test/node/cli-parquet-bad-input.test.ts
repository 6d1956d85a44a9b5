// Parquet that cannot be read, and files that are something else: one line each, exit code 2.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { COMMAND, folder, shell } from '../support/cli.js';
import { duckdb } from '../support/parquet.js';
import { runCommand } from '../support/run-command.js';

describe('what cannot be read is refused in one line', () => {
  const bad = folder();

  beforeAll(async () => {
    const folders = ['data/below', 'few', 'type', 'list', 'both', 'names', 'fields', 'headers'];
    for (const name of folders) mkdirSync(join(bad, name), { recursive: true });
    await duckdb(
      bad,
      `CREATE TABLE t AS SELECT i AS a, [i] AS list, {'x': i} AS pair, map([i], ['v']) AS dict, 'y' AS k,
         i - 1.5 AS below, CASE i WHEN 1 THEN 'nan'::DOUBLE ELSE 1 END AS gap,
         CASE i WHEN 2 THEN NULL ELSE 1 END AS hole,
         '-inf'::FLOAT AS depth FROM range(3) r(i)`,
      ...['ok', 'few/1', 'type/1', 'list/1', 'both/1', 'data/below/1'].map((name) => `COPY t TO '${name}.parquet'`),
      "COPY (SELECT * FROM t LIMIT 0) TO 'none.parquet'",
      "COPY (SELECT a, k FROM t) TO 'few/2.parquet'",
      "COPY (SELECT a, k FROM t) TO 'names/1.parquet'",
      "COPY (SELECT a, k, k AS more FROM t) TO 'names/2.parquet'",
      "COPY (SELECT * REPLACE (a::VARCHAR AS a) FROM t) TO 'type/2.parquet'",
      "COPY (SELECT * REPLACE ([k] AS list) FROM t) TO 'list/2.parquet'",
    );
    const ok = readFileSync(join(bad, 'ok.parquet'));
    const changed = (from: number, to: number) => Buffer.from(ok).fill(7, from, to);
    const files: Record<string, string | Uint8Array> = {
      'empty.parquet': '',
      'tiny.parquet': 'PAR1',
      'text.parquet': 'a,k\n1,y\n',
      'cut.parquet': ok.subarray(0, -5),
      'secret.parquet': Buffer.concat([Buffer.from('PARE'), ok.subarray(4)]),
      'body.parquet': changed(4, ok.length - 8 - ok.readUInt32LE(ok.length - 8)),
      'foot.parquet': changed(ok.length - 60, ok.length - 8),
      'named.csv': ok,
      'both/2.csv': 'a,k\n1,y\n',
      'headers/1.csv': 'a,k\n1,y\n',
      'headers/2.csv': 'a,q\n1,y\n',
      'fields/1.csv': 'a,k\n1,y\n',
      'fields/2.csv': 'a,k,z\n1,y,2\n',
    };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(bad, name), bytes);
    symlinkSync('gone', join(bad, 'dead.parquet'));
  });

  const refusals: [file: string, says: string | RegExp][] = [
    ['empty.parquet', 'empty.parquet is empty: it is not a Parquet file'],
    ['tiny.parquet', 'tiny.parquet is cut off: its end is missing; copy it again'],
    ['text.parquet', 'text.parquet is not a Parquet file, in spite of its name: if it is a CSV, name it .csv'],
    ['cut.parquet', 'cut.parquet is cut off: its end is missing; copy it again'],
    ['secret.parquet', 'secret.parquet is encrypted: decrypt it first'],
    ['body.parquet', /^loaded-dice: body\.parquet: DuckDB cannot read it: .+\n$/],
    ['foot.parquet', /^loaded-dice: foot\.parquet: DuckDB cannot read it: .+\n$/],
    ['named.csv', 'named.csv: this is a Parquet file: rename it, so that its name ends in .parquet'],
    ['none.parquet', 'none.parquet has columns and no rows'],
    ['no*.txt', 'no*.txt matches no file'],
    ['gone.parquet', 'gone.parquet: no such file or folder'],
    ['dead.parquet', 'dead.parquet: no such file or folder'],
    ['data', "data is a folder of Parquet files: name them by a glob, in quotes: 'data/**/*.parquet'"],
    ['data/', "data/ is a folder of Parquet files: name them by a glob, in quotes: 'data/**/*.parquet'"],
    ['data/below', "data/below is a folder of Parquet files: name them by a glob, in quotes: 'data/below/*.parquet'"],
    [
      'both/*',
      'both/* matches Parquet files and others, such as both/1.parquet and both/2.csv: end it in .parquet or .csv',
    ],
    ['few/*', 'few/2.parquet has no column "list", which few/1.parquet has: all files need the same columns'],
    ['names/*', 'names/1.parquet has no column "more", which names/2.parquet has: all files need the same columns'],
    ['type/*', 'type/2.parquet: column "a" is VARCHAR, but BIGINT in type/1.parquet: all files need the same columns'],
    [
      'list/*',
      'list/2.parquet: column "list" is nested, but nested in another way in list/1.parquet: ' +
        'all files need the same columns',
    ],
    ['headers/*', 'headers/2.csv has other columns than headers/1.csv: column 2 is "q", there "k"'],
    ['fields/*', 'fields/2.csv has other columns than fields/1.csv: column 3 is "z", there none'],
  ];

  const each = ['balance', 'sample', 'report'];
  test.each(refusals.map(([file, says], i) => [each[i % 3], file, says] as const))(
    '%s %s',
    async (command, file, says) => {
      const { status, stdout, stderr } = await runCommand(bad, [command, file, '--column', 'k']);
      expect([status, stdout]).toEqual([2, '']);
      if (typeof says === 'string') expect(stderr).toBe(`loaded-dice: ${says}\n`);
      else expect(stderr).toMatch(says);
      expect((await runCommand(bad, ['columns', file])).status).toBe(2);
      expect(existsSync('report.html')).toBe(false);
    },
  );

  const NESTED = '--weights needs a column of texts, numbers, booleans or dates';
  const ROW = (row: number) => `row ${row} (0-based)`;
  const MISSING = 'correct it, or leave such rows out by --missing drop';
  const values: [column: string, says: string][] = [
    ['list', `column "list" has nested values (BIGINT[]): ${NESTED}`],
    ['pair', `column "pair" has nested values (STRUCT(x BIGINT)): ${NESTED}`],
    ['dict', `column "dict" has nested values (MAP(BIGINT, VARCHAR)): ${NESTED}`],
    ['below', `${ROW(0)}: below must be a finite number of at least 0, got "-1.5"`],
    ['gap', `${ROW(1)}: gap has no weight, only "nan": ${MISSING}`],
    ['hole', `${ROW(2)}: hole has no weight, only "": ${MISSING}`],
    ['depth', `${ROW(0)}: depth must be a finite number of at least 0, got "-inf"`],
    ['k', `${ROW(0)}: k must be a finite number of at least 0, got "y"`],
  ];

  test.each(values)('weights of the column %s', async (column, says) => {
    const ran = await runCommand(bad, ['sample', 'ok.parquet', '--weights', column, '--missing', 'error']);
    expect(ran).toEqual({ status: 2, stdout: '', stderr: `loaded-dice: ok.parquet: ${says}\n` });
  });

  test.each([
    ['gap', '"nan"', 1],
    ['hole', 'empty', 2],
  ] as const)('rows without a weight in the column %s are left out, and said', async (column, spelling, row) => {
    const args = ['ok.parquet', '--weights', column, '-n', '99', '--seed', '1'];
    const { status, stdout, stderr } = await runCommand(bad, ['sample', ...args]);
    const read = `Parquet, 3 rows; 1 without a weight left out (${spelling} 1)`;
    expect([status, stderr]).toEqual([0, `read as: ${read}\nseed 1\n`]);
    const drawn = stdout.trimEnd().split('\n').map(Number);
    expect([drawn.length, drawn.includes(row)]).toEqual([99, false]);
    const { leftOut } = JSON.parse((await runCommand(bad, ['sample', ...args, '--json'])).stdout);
    expect(leftOut.missing).toEqual({ [column === 'gap' ? 'nan' : '']: 1 });
  });

  test('a column of labels that is nested, and none at all', async () => {
    const label = await runCommand(bad, ['balance', 'ok.parquet', '--column', 'list']);
    expect(label.stderr).toBe(
      `loaded-dice: ok.parquet: column "list" has nested values (BIGINT[]): --column needs ${NESTED.slice(16)}\n`,
    );
    const none = await runCommand(bad, ['balance', 'ok.parquet']);
    expect(none.stderr).toMatch(
      /^loaded-dice: ok\.parquet: --column is missing; its columns, .*"a" \(3\), "list" \(3\)/,
    );
  });

  test('a pipe, a glob that a shell expanded, and a file that may not be read', () => {
    const parquet =
      'standard input: this is Parquet, which cannot be read from a pipe: write it to a file that ends in .parquet';
    for (const [script, says] of [
      ['dice balance - --column k < ok.parquet', parquet],
      ['mkfifo p.parquet; dice balance p.parquet --column k', 'p.parquet is not a regular file, which Parquet must be'],
      [
        'dice balance list/*.parquet --column k',
        "too many arguments for 'balance'. Expected 1 argument but got 2. Put a glob in quotes: 'data/*.parquet'.",
      ],
      ['chmod 0 tiny.parquet; dice balance tiny.parquet --column k', 'tiny.parquet: cannot be read (EACCES)'],
    ]) {
      const plain = script.startsWith('chmod');
      if (plain) chmodSync(join(bad, 'tiny.parquet'), 0);
      const ran = shell(plain ? script.replace(/^.*; /, '') : script, { cwd: bad, plain });
      expect(ran).toEqual({ status: 2, stdout: '', stderr: `loaded-dice: ${says}\n` });
    }
  });

  test('a CSV whose first column is PAR1 is a CSV', async () => {
    const where = folder({ 'in.csv': 'PAR1,b\nx,1\ny,2\n', 'tab.csv': 'PAR1\tb\nx\t1\n', 'only.csv': 'PAR1\nx\n' });
    for (const args of [['in.csv'], ['tab.csv', '--delimiter', '\\t'], ['only.csv']]) {
      expect((await runCommand(where, ['balance', ...args, '--column', 'PAR1'])).status).toBe(0);
    }
  });
});

describe('without DuckDB', () => {
  const alone = folder({ 'in.csv': 'k\nx\n', 'in.parquet': 'PAR1' });
  const balance = (file: string) => {
    const args = [join(alone, 'dist/cli.js'), 'balance', file, '--column', 'k'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: alone, encoding: 'utf8' });
    return [status, stderr];
  };

  beforeAll(() => {
    cpSync(dirname(COMMAND), join(alone, 'dist'), { recursive: true });
    writeFileSync(join(alone, 'package.json'), '{ "type": "module" }');
  });

  test('a CSV is read, and Parquet and globs name the package', () => {
    const needs = 'this needs DuckDB, which is not installed: npm install @duckdb/node-api';
    expect(balance('in.csv')).toEqual([0, '']);
    expect(balance('in.parquet')).toEqual([2, `loaded-dice: in.parquet: ${needs}\n`]);
    expect(balance('*.csv')).toEqual([2, `loaded-dice: *.csv: ${needs}\n`]);
  });

  test('or where it does not load', () => {
    const broken = join(alone, 'node_modules/@duckdb/node-api');
    mkdirSync(broken, { recursive: true });
    writeFileSync(join(broken, 'index.js'), "throw new Error('no binary for this platform');");
    expect(balance('in.parquet')).toEqual([
      2,
      'loaded-dice: in.parquet: this needs DuckDB, which does not load (no binary for this platform): ' +
        'npm install @duckdb/node-api\n',
    ]);
  });
});
