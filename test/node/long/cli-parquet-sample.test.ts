// `sample --id`: rows of files that need not fit in memory, drawn by their ids.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleTable } from '../../../src/tables.js';
import { folder } from '../../support/cli.js';
import { duckdb, MIXED } from '../../support/parquet.js';
import { runCommand } from '../../support/run-command.js';

const cwd = folder();
const INPUTS = ['in.parquet', 'in.csv', 'parts/*.parquet', 'parts/*.csv', 'shuffled.parquet'];

beforeAll(async () => {
  mkdirSync(join(cwd, 'parts'));
  const part = (place: number) => `(SELECT * FROM m WHERE id % 3 = ${place} ORDER BY id)`;
  await duckdb(
    cwd,
    `CREATE TABLE m AS SELECT * REPLACE (coalesce(label, 'none') AS label), '0' || id AS code FROM (${MIXED})`,
    "COPY m TO 'in.parquet' (ROW_GROUP_SIZE 2048)",
    "COPY m TO 'in.csv'",
    "COPY (FROM m ORDER BY hash(id)) TO 'shuffled.parquet'",
    ...[0, 1, 2].flatMap((i) => [`COPY ${part(i)} TO 'parts/${i}.parquet'`, `COPY ${part(i)} TO 'parts/${i}.csv'`]),
  );
});

const sample = (file: string, options: string) =>
  runCommand(cwd, ['sample', file, '--id', 'id', '--seed', '7', ...options.split(' ')]);

const lines = (text: string): string[] => text.trimEnd().split('\n');

/** The lines of in.csv by their ids. Rows may have several lines. */
function rowsById(): { header: string; rows: Map<string, string> } {
  const [header, ...rows] = readFileSync(join(cwd, 'in.csv'), 'utf8')
    .trimEnd()
    .split(/\n(?=\d+,\d)/);
  return { header, rows: new Map(rows.map((row) => [row.slice(0, row.indexOf(',')), row])) };
}

describe('ids', () => {
  test.each([
    ['--weights w -n 300', { weights: 'w', n: 300 }],
    ['--weights real -n 300 --without-replacement', { weights: 'real', n: 300, replacement: false }],
    ['--column mood', { labels: 'mood', n: 5000 }],
    ['--column flag -n 50 --target true=1 --target false=3', { labels: 'flag', n: 50, target: { true: 1, false: 3 } }],
  ])('%s are those of sampleTable, in order of draws, from any files', async (options, settings) => {
    const expected = await sampleTable(join(cwd, 'in.parquet'), { ...settings, id: 'id', seed: 7 } as never);
    const ids = expected.ids();
    await expected.close();
    expect(ids).toHaveLength(settings.n);
    for (const file of INPUTS) {
      expect(await sample(file, options)).toEqual({ status: 0, stdout: `${ids.join('\n')}\n`, stderr: 'seed 7\n' });
    }
  });

  test('are fields of a CSV, and JSON', async () => {
    const where = folder();
    await duckdb(where, `COPY (SELECT unnest(['a', 'b,c', E'd\\ne', 'f"g', '']) AS id, 1 AS w) TO 'in.parquet'`);
    const args = ['sample', 'in.parquet', '--id', 'id', '--weights', 'w', '--without-replacement', '--seed', '3'];
    const { stdout } = await runCommand(where, args);
    expect(stdout.split('\n').sort()).toEqual(['', '', '"b,c"', '"d', '"f""g"', 'a', 'e"'].sort());
    const { stdout: json, stderr } = await runCommand(where, [...args, '--json']);
    const { draws, ...header } = JSON.parse(json);
    expect(stderr).toBe('');
    expect(draws.toSorted()).toEqual(['', 'a', 'b,c', 'd\ne', 'f"g']);
    // the keys of other samples, and id
    const other = await runCommand(where, ['sample', 'in.parquet', '--weights', 'w', '--seed', '3', '--json']);
    const { draws: _, ...common } = JSON.parse(other.stdout);
    // DuckDB reads the file, and the command does not
    expect(common.read).toEqual({ format: 'parquet', files: 1, rows: 5, text: 'Parquet, 5 rows' });
    expect(header).toEqual({ ...common, read: null, replacement: false, id: 'id' });
  });

  test('of a fresh seed differ, and its seed repeats them', async () => {
    const draw = (...more: string[]) =>
      runCommand(cwd, ['sample', 'in.parquet', '--id', 'ID', '--weights', 'w', '-n', '99', ...more]);
    const [a, b] = [await draw(), await draw()];
    expect(a.stdout).not.toBe(b.stdout);
    expect(await draw('--seed', a.stderr.slice('seed '.length, -1))).toEqual(a);
  });
});

describe('rows', () => {
  test('are the lines of a CSV, with the text of every value', async () => {
    const { header, rows } = rowsById();
    expect(rows.size).toBe(5000);
    const ids = lines((await sample('in.parquet', '--weights w -n 900')).stdout);
    const expected = `${[header, ...ids.map((id) => rows.get(id))].join('\n')}\n`;
    for (const file of INPUTS) {
      const ran = await sample(file, '--weights w -n 900 --rows');
      expect(ran).toEqual({ status: 0, stdout: expected, stderr: 'seed 7\n' });
    }
    const { stdout } = await runCommand(cwd, [
      ...['sample', 'in.csv', '--id', 'ID', '--weights', 'w', '-n', '900', '--seed', '7', '--rows'],
    ]);
    expect(stdout).toBe(expected);
  });

  test('are written to a Parquet file, in order of draws', async () => {
    const ids = lines((await sample('in.parquet', '--weights w -n 900')).stdout);
    for (const [i, file] of INPUTS.entries()) {
      const out = join(cwd, `out${i}`, 'sample.parquet');
      mkdirSync(join(cwd, `out${i}`));
      // what was there is replaced, and its mode stays
      writeFileSync(out, 'before', { mode: 0o600 });
      const ran = await sample(file, `--weights w -n 900 --out ${out}`);
      expect(ran).toEqual({ status: 0, stdout: '', stderr: `seed 7\nwrote 900 rows to out${i}/sample.parquet\n` });
      expect(readdirSync(join(cwd, `out${i}`))).toEqual(['sample.parquet']);
      expect(statSync(out).mode & 0o777).toBe(0o600);
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      const read = await connection.runAndReadAll(`SELECT CAST(id AS VARCHAR), vast FROM '${out}'`);
      expect(read.getColumns()[0]).toEqual(ids);
      expect(typeof read.getColumns()[1][0]).toBe('number');
      connection.closeSync();
      instance.closeSync();
    }
  });
});

describe('what cannot be sampled is refused in one line', () => {
  const bad = folder({
    'twice.csv': 'id,w,k\na,1,x\nb,1,x\na,1,y\n',
    'ok.csv': 'id,w,k\na,1,x\nb,0,x\nc,1,\n',
    'wrong.csv': 'id,w,k\na,1,x\nb,much,y\n',
    'none.csv': 'id,w\n',
    'out.csv': '',
  });

  beforeAll(async () => {
    await duckdb(
      bad,
      "COPY (SELECT i AS id, i - 1 AS w, [i] AS list, 'x' AS k FROM range(3) t(i)) TO 'in.parquet'",
      "COPY (SELECT CASE i WHEN 1 THEN NULL ELSE i END AS id, 'nan'::DOUBLE AS w FROM range(3) t(i)) TO 'null.parquet'",
      "COPY (SELECT 1 AS id, 1 AS w LIMIT 0) TO 'none.parquet'",
    );
    writeFileSync(join(bad, 'broken.parquet'), 'PAR1 and more, but not PAR2');
  });

  const out = join(bad, 'made.parquet');
  test.each([
    [
      'in.parquet --id id',
      /^--id needs --weights or --column, too: loaded-dice columns in\.parquet lists the columns$/,
    ],
    [
      'in.parquet --id id --weights w --column k',
      /^--column cannot be used with --weights and --id: give one of them$/,
    ],
    ['in.parquet --id id --weights w', /row "0".*-1|-1.*"0"/],
    ['null.parquet --id id --weights w', /NaN|nan/],
    ['null.parquet --id id --column w', /NaN|nan|NULL/],
    ['in.parquet --id list --weights w', /^--id: column "list" .* must have integers or text/],
    ['in.parquet --id key --weights w', /^--id: .*in\.parquet has no column "key"/],
    ['in.parquet --id id --weights weight', /^--weights: .*in\.parquet has no column "weight"/],
    ['in.parquet --id id --column label', /^--column: .*in\.parquet has no column "label"/],
    ['broken.parquet --id id --weights w', /^broken\.parquet is cut off/],
    ['none.parquet --id id --weights w', /^none\.parquet has columns and no rows$/],
    ['none.csv --id id --weights w', /^none\.csv has columns and no rows$/],
    ['twice.csv --id id --weights w --without-replacement', /^two rows have the id "a"/],
    ['wrong.csv --id id --weights w', /much/],
    ['ok.csv --id id --weights w -n 3 --without-replacement', /^--number must be at most .* 2, .* got 3$/],
    ['ok.csv --id id --column k', /NULL: each row needs a label: give it one, or leave the row out$/],
    ['ok.csv --id id --column id --target a=1', /^--target must .*"b"/],
    ['gone.csv --id id --weights w', /^gone\.csv: no such file or folder$/],
    ['. --id id --weights w', /is a folder: --id needs files with columns$/],
    [
      'ok.csv --id id --weights w --classes x',
      /^option '--id <name>' cannot be used with option '--classes <a,b,…>'; without --id, --print NAME .*$/,
    ],
    [
      'ok.csv --id id --weights w --limit x=1',
      /cannot be used with option '--limit <class=n>'; without --id, --print NAME .*$/,
    ],
    [
      'ok.csv --id id --weights w --sampler systematic',
      /cannot be used with option '--sampler <kind>'; without --id, --print NAME .*$/,
    ],
    [
      'ok.csv --id id --weights w --distinct',
      /cannot be used with option '--distinct'; without --id, --print NAME .*$/,
    ],
    [
      'ok.csv --id id --weights w --batch-size 2',
      /cannot be used with option '--batch-size <n>'; without --id, --print NAME .*$/,
    ],
    [
      'ok.csv --id id --weights w --delimiter ;',
      /cannot be used with option '--delimiter <char>'; without --id, --print NAME .*$/,
    ],
    [`ok.csv --weights w --out ${out}`, /^--out needs --id NAME: the column of ids$/],
    [`ok.csv --id id --weights w --rows --out ${out}`, /cannot be used with option '--rows'$/],
    [`ok.csv --id id --weights w --json --out ${out}`, /cannot be used with option '--json'$/],
    [`ok.csv --id id --weights w --out ${bad}/out.csv`, /^--out writes Parquet: let out\.csv end in \.parquet/],
    [`null.parquet --id id --weights w --out ${bad}/null.parquet`, /^--out: null\.parquet is the input file/],
    [`ok.csv --id id --weights w --out ${bad}/none/x.parquet`, /^--out: there is no folder none$/],
    [`twice.csv --id id --weights w --without-replacement --out ${out}`, /^two rows have the id "a"/],
    [`wrong.csv --id id --weights w --out ${out}`, /much/],
  ])('%s', async (args, says) => {
    const before = readdirSync(bad);
    const { status, stdout, stderr } = await runCommand(bad, ['sample', ...args.split(' ')]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^loaded-dice: [^\n]+\n$/);
    expect(stderr.slice('loaded-dice: '.length, -1)).toMatch(says);
    expect(readdirSync(bad)).toEqual(before);
    expect(existsSync(out)).toBe(false);
  });

  test('standard input', async () => {
    const { status, stderr } = await runCommand('', ['sample', '-', '--id', 'id', '--weights', 'w']);
    expect([status, stderr]).toEqual([
      2,
      'loaded-dice: --id needs a file, which can be read twice, not standard input\n',
    ]);
  });
});
