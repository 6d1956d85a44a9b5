// The command reads Parquet as it reads a CSV with the same data, and globs as it reads one file.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { ByteSpool } from '../../src/cli/input/byte-spool.js';
import { readLabels } from '../../src/cli/input/dataset.js';
import { findInputs } from '../../src/cli/input/find-input.js';
import { checkUnchanged } from '../../src/cli/input/parquet.js';
import { Progress } from '../../src/cli/progress.js';
import { folder } from '../support/cli.js';
import { duckdb, MIXED } from '../support/parquet.js';
import { readAs, readKey, withoutRead } from '../support/read-notes.js';
import { readOptions } from '../support/read-options.js';
import { someOf } from '../support/rounds.js';
import { runCommand } from '../support/run-command.js';

const cwd = folder();

beforeAll(async () => {
  const part = (from: number, to: number) => `SELECT * FROM m WHERE id >= ${from} AND id < ${to} ORDER BY id`;
  for (const name of ['parts', 'tables']) mkdirSync(join(cwd, name));
  await duckdb(
    cwd,
    `CREATE TABLE m AS ${MIXED}`,
    "COPY m TO 'in.parquet' (ROW_GROUP_SIZE 2048)",
    "COPY m TO 'in.csv'",
    ...[0, 1000, 1001].flatMap((from, i) => {
      const rows = part(from, [1000, 1001, 5000][i]);
      return [`COPY (${rows}) TO 'parts/${i}.parquet'`, `COPY (${rows}) TO 'parts/${i}.csv'`];
    }),
    `COPY (${part(0, 0)}) TO 'parts/0-none.parquet'`,
  );
});

/**
 * What the command says of a file, without the name of the file, and without how it was read: that is checked here.
 * Rows are named by their lines in a text table, and from 0 in Parquet: here they are rows.
 */
async function said(file: string, [command, ...options]: string[]) {
  const { status, stdout, stderr } = await runCommand(cwd, [command, file, ...options]);
  if (status === 0) {
    const isJson = options.includes('--json');
    const text = isJson ? JSON.parse(stdout).read.text : command === 'sample' ? stderr : stdout;
    expect(text).toContain(isJson ? readAs(file) : `read as: ${readAs(file)}`);
    if (isJson) expect(JSON.parse(stdout).read).toMatchObject(readKey(file));
  }
  const unnamed = (text: string) =>
    withoutRead(text, file)
      .replaceAll("'FILE'", 'FILE')
      .replace(
        /^(loaded-dice: FILE: )line (\d+)( of parts\/\d\.csv)?:/,
        (_, before, line) => `${before}row ${line - 2}:`,
      )
      .replace(/^(loaded-dice: FILE: row \d+) \(0-based\):/, '$1:');
  return { status, stdout: unnamed(stdout), stderr: unnamed(stderr) };
}

const SEED = ['--seed', '7'];
const commands: string[][] = [
  ...['label', 'flag', 'day', 'at', 'zoned', 'clock', 'mood', 'uuid', 'exact', "größe, 'cm'"].map((column) => {
    return ['balance', '--json', '--column', column, ...SEED];
  }),
  ['balance', '--column', 'label', ...SEED],
  ['balance', '--column', 'label', '--classes', 'cat,naïve 日本', ...SEED],
  ['balance', '--column', 'label', '--classes', 'cat,dog', '--limit', 'dog=9', '--json', ...SEED],
  ['balance', '--column', 'flag', '--target', 'true=1', '--target', 'false=3', '--json', ...SEED],
  ['balance', '--column', 'label', '--sampler', 'stratified', '--json', ...SEED],
  ['report', '--column', 'label', '--trials', '2', '--epochs', '3', '--json', ...SEED],
  ...['id', 'big', 'huge', 'w', 'real', 'half', 'exact', 'vast'].map((weights) => {
    return ['sample', '--weights', weights, '-n', '2000', ...SEED];
  }),
  [
    'sample',
    '--weights',
    'real',
    '--column',
    'mood',
    '--limit',
    'loud=5',
    '--without-replacement',
    '-n',
    '50',
    ...SEED,
  ],
  ['sample', '--weights', 'half', '-n', '2000', '--rows', ...SEED],
  ['sample', '--column', 'label', '-n', '20', '--json', ...SEED],
  ['sample', '--column', 'label', '-n', '200', '--print', "größe, 'cm'", ...SEED],
  ['sample', '--weights', 'half', '-n', '200', '--print', 'at', ...SEED],
  ['sample', '--column', 'label', '--rows', '--sampler', 'systematic', ...SEED],
  ['columns'],
  ['columns', '--json'],
];

const refused: string[][] = [
  ['balance'],
  ['balance', '--column', 'LABEL'],
  ['report'],
  ['sample', '--column', 'label', '--print', 'LABEL'],
  ...['label', 'flag', 'day', 'mood', "größe, 'cm'", 'none'].map((weights) => ['sample', '--weights', weights]),
];

describe('Parquet', () => {
  const cases = [...commands.map((options) => [0, options]), ...refused.map((options) => [2, options])];

  test.each(someOf(cases as [number, string[]][], 3))(
    'gives exit code %i for %j, and says the same as a CSV',
    async (code, options) => {
      const csv = await said('in.csv', options);
      expect(csv.status).toBe(code);
      expect(await said('in.parquet', options)).toEqual(csv);
    },
  );

  test.each([
    ['balance', '--column', 'label', '--json', ...SEED],
    ['sample', '--weights', 'half', '-n', '2000', '--rows', ...SEED],
    ['sample', '--weights', 'label'],
    ['columns'],
  ])('%s %s %s of a glob is that of one file', async (...options) => {
    const one = await said('in.parquet', options);
    for (const glob of ['parts/*.parquet', 'parts/*.csv', '**/[0-2].parquet']) {
      expect(await said(glob, options)).toEqual(one);
    }
  });

  test('is written to the same files', async () => {
    const files = [];
    for (const kind of ['parquet', 'csv']) {
      const out = join(cwd, `out-${kind}`);
      const { status } = await said(`in.${kind}`, ['balance', '--column', 'label', ...SEED, '--out', out]);
      expect(status).toBe(0);
      const text = (name: string) => withoutRead(readFileSync(join(out, name), 'utf8'), `in.${kind}`);
      files.push(readdirSync(out).map(text));
    }
    expect(files[0]).toHaveLength(3);
    expect(files[0]).toEqual(files[1]);
  });

  test('is not written over', async () => {
    for (const [input, out] of [
      ['in.parquet', 'in.parquet'],
      ['*/*.parquet', 'parts/1.parquet'],
    ]) {
      const { status, stderr } = await said(input, ['report', '--column', 'label', '--out', join(cwd, out)]);
      const name = input === out ? 'FILE' : out;
      expect([status, stderr]).toEqual([2, `loaded-dice: --out: ${name} is the input file: give another path\n`]);
    }
  });

  test('has rows of another delimiter', async () => {
    const { stdout } = await said('in.parquet', ['sample', '--weights', 'w', '-n', '9', '--rows', '--delimiter', ';']);
    const [header, ...rows] = stdout.trimEnd().split(/\n(?=\d)/);
    expect(header).toContain("mood;uuid;label;größe, 'cm'");
    expect(rows).toHaveLength(9);
    for (const row of rows) expect(row.replace(/"(?:[^"]|"")*"/g, '').split(';')).toHaveLength(17);
  });
});

describe('reading', () => {
  test('shows progress by rows', async () => {
    const said: unknown[][] = [];
    let rows = 0;
    const progress = {
      start: (...args: unknown[]) => said.push(args),
      add: (steps: number) => {
        rows += steps;
      },
      stop: () => said.push(['stop', rows]),
    } as unknown as Progress;
    const input = await findInputs(join(cwd, 'parts/*.parquet'));
    const data = await readLabels(input, 'label', readOptions(progress));
    expect(data.codes).toHaveLength(5000);
    expect(said).toEqual([
      [`reading ${join(cwd, 'parts/*.parquet')}`, 5000],
      ['stop', 5000],
    ]);
  });

  test('refuses a file that changes meanwhile', async () => {
    const where = folder();
    await duckdb(where, "COPY (SELECT 1 AS k) TO 'a.parquet'", "COPY (SELECT 2 AS k FROM range(9)) TO 'b.parquet'");
    const path = join(where, 'a.parquet');
    const input = await findInputs(path);
    expect(() => checkUnchanged(input)).not.toThrow();
    writeFileSync(path, readFileSync(join(where, 'b.parquet')));
    expect(() => checkUnchanged(input)).toThrow(`${path} changed while it was read; run the command again`);
    const read = readLabels(input, 'k', readOptions(new Progress()));
    await expect(read).rejects.toThrow(`${path} changed while it was read; run the command again`);
    rmSync(path);
    expect(() => checkUnchanged(input)).toThrow(`${path}: cannot be read (ENOENT)`);
  });
});

describe('files of odd names and columns', () => {
  test('are read by these very names', async () => {
    const where = folder();
    await duckdb(
      where,
      "COPY (SELECT 'a' AS k) TO 'x[1].parquet'",
      "COPY (SELECT 'b' AS k) TO 'x1.parquet'",
      "COPY (SELECT 'c' AS k) TO 'what? *.PARQUET'",
      "COPY (SELECT 'd' AS k) TO 'größe日本''s.parquet'".replace("''s", '’s'),
    );
    const names = ['x[1].parquet', 'x1.parquet', 'what? *.PARQUET', 'größe日本’s.parquet', 'x[1-2].parquet'];
    const classes = [];
    for (const name of names) {
      const { stdout } = await runCommand(where, ['balance', name, '--column', 'k', '--json']);
      classes.push(JSON.parse(stdout).perClass[0].class);
    }
    expect(classes).toEqual(['a', 'b', 'c', 'd', 'b']);
  });

  test('are columns that folders name', async () => {
    const where = folder();
    for (const label of ['01', 'cat']) mkdirSync(join(where, `data/label=${label}`), { recursive: true });
    await duckdb(
      where,
      "COPY (SELECT 1 AS w FROM range(3)) TO 'data/label=01/0.parquet'",
      "COPY (SELECT 2 AS w FROM range(2)) TO 'data/label=cat/0.parquet'",
    );
    const { stdout } = await runCommand(where, ['balance', 'data/*/*.parquet', '--column', 'label', '--json']);
    const counts = JSON.parse(stdout).perClass.map(({ class: label, rows }: Record<string, unknown>) => [label, rows]);
    expect(counts).toEqual([
      ['01', 3],
      ['cat', 2],
    ]);
  });

  test('differ by case, or are there twice', async () => {
    const where = folder();
    await duckdb(where, "COPY (SELECT 'x' AS k, 'y' AS q, 'z' AS \"o\") TO 'in.parquet'");
    const bytes = readFileSync(join(where, 'in.parquet'), 'latin1');
    // DuckDB writes no such names: others do
    const renamed = (to: string) => Buffer.from(bytes.replaceAll('\x01q', `\x01${to}`), 'latin1');
    writeFileSync(join(where, 'case.parquet'), renamed('K'));
    writeFileSync(join(where, 'twice.parquet'), renamed('k'));
    const balance = (file: string, column: string) =>
      runCommand(where, ['balance', file, '--column', column, '--json']);
    for (const [file, column, value] of ['case k x', 'case K y', 'twice o z'].map((each) => each.split(' '))) {
      expect(JSON.parse((await balance(`${file}.parquet`, column)).stdout).perClass[0].class).toBe(value);
    }
    expect((await balance('twice.parquet', 'k')).stderr).toBe(
      'loaded-dice: twice.parquet has two columns "k", columns 1 and 2: rename one of them\n',
    );
  });

  test('have one column, whose empty cells are rows', async () => {
    const where = folder();
    await duckdb(where, "COPY (SELECT unnest(['', NULL, 'x']) AS k) TO 'in.parquet'");
    const { stdout } = await runCommand(where, ['sample', 'in.parquet', '--column', 'k', '-n', '40', '--rows']);
    expect(stdout).toMatch(/^k\n((""|x)\n){40}$/);
  });
});

describe('rows that are kept', () => {
  test.each([0, 10, 1000])('are the same with at most %i bytes in memory, and leave no file', (most) => {
    const temporary = folder();
    vi.stubEnv('TMPDIR', temporary);
    const spool = new ByteSpool(most);
    const texts = Array.from({ length: 20 }, (_, i) => `${i}:`.repeat(i));
    for (const text of texts) spool.append(Buffer.from(text));
    const all = texts.join('');
    expect(spool.length).toBe(all.length);
    for (const [from, to] of [
      [0, 5],
      [100, 200],
      [all.length - 3, all.length],
      [7, 7],
    ]) {
      expect(String(spool.read(from, to))).toBe(all.slice(from, to));
    }
    expect(readdirSync(temporary)).toEqual([]);
    spool.close();
    vi.unstubAllEnvs();
  });

  test('name the folder that has no space for them', () => {
    const where = folder();
    vi.stubEnv('TMPDIR', join(where, 'none'));
    const spool = new ByteSpool(0);
    expect(() => spool.append(Buffer.from('x'))).toThrow(
      `${join(where, 'none')}: the rows cannot be kept there (ENOENT): set TMPDIR to a folder with more space`,
    );
    vi.unstubAllEnvs();
  });
});
