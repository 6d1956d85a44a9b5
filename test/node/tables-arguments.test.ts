// Databases that are not there, wrong arguments, and the package that is not installed.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/tables/engine.js';
import { rowsQuery } from '../../src/tables/relation.js';
import { type Resolved, resolveSource } from '../../src/tables/source.js';
import { sampleTable, TableError } from '../../src/tables.js';
import { problem, testTables } from '../support/tables.js';

const tables = testTables();
const GOOD = { weights: 'w', id: 'id', n: 5, seed: 1 } as const;

let good: string;
beforeAll(async () => {
  good = await tables.write('good.parquet', "SELECT range AS id, 1.5 AS w, 'c' || range % 2 AS label FROM range(10)");
});

describe('databases', () => {
  it('and tables that are not there are refused, with a suggestion', async () => {
    const database = tables.path('d.duckdb');
    await tables.run(
      `ATTACH '${database}' AS d; CREATE TABLE d.items AS FROM '${good}';
        CREATE VIEW d.seen AS FROM '${good}'; DETACH d`,
    );
    expect(await problem(sampleTable({ table: 'itms', database }, GOOD))).toEqual([
      TableError,
      `there is no table itms in ${database}: did you mean "items"?`,
    ]);
    expect(await problem(sampleTable({ table: 'seen', database }, { weights: 'w', n: 1 }))).toEqual([
      TableError,
      'the rows of a view have no numbers: give an id column',
    ]);
    expect(await problem(sampleTable({ table: 'items', database: `${database}x` }, GOOD))).toEqual([
      TableError,
      `there is no database file ${database}x`,
    ]);
    const [kind, message] = await problem(sampleTable({ table: 'items', database: good }, GOOD));
    expect([kind, message]).toEqual([TableError, expect.stringMatching(/not a valid DuckDB database file/)]);
    for (const query of ['SELEC 1', 'SELECT 1; SELECT 2', 'SELECT * FROM nothing', 'DROP TABLE items']) {
      const [kind] = await problem(sampleTable({ query, database }, GOOD));
      expect(kind).toBe(TableError);
    }
  });
});

it('a temporary folder that is not there is named', async () => {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = tables.path('none');
  const found = await problem(sampleTable(good, GOOD));
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  const message = `temporary files cannot be written to ${tables.path('none')} (ENOENT): set TMPDIR`;
  expect(found).toEqual([TableError, message]);
  const [kind] = await problem(sampleTable(good, { ...GOOD, memoryLimit: 1 }));
  expect(kind).toBe(TableError);
});

it('addresses are read as they are, with their query', async () => {
  const address = 'https://example.org/a/b%20[1].parquet?sign=*x';
  const { files } = (await resolveSource({} as Engine, address)) as Extract<Resolved, { kind: 'files' }>;
  const place = { path: address, name: 'b%20[1].parquet', format: 'parquet', size: null, modified: null };
  expect(files).toEqual([{ file: 0, ...place }]);
  expect(rowsQuery({ kind: 'files', files }, { id: null, value: 'w' })).toContain(`read_parquet(['${address}']`);
});

describe('arguments', () => {
  it.each([
    [
      undefined,
      {},
      TypeError,
      'source must be a path, a glob, a list of these, { table, database } or { query }, got undefined',
    ],
    ['', {}, TypeError, 'source must be a path, a glob, a list of these, { table, database } or { query }, got ""'],
    [[], {}, RangeError, 'source must name at least one file, got an empty list'],
    [['a', 1], {}, TypeError, 'source[1] must be a path or a glob, got 1'],
    [{ table: 'a' }, {}, TypeError, 'source.database must be a text that is not empty, got undefined'],
    [{ query: 'a', table: 'b' }, {}, TypeError, /got both table and query$/],
    [{}, {}, TypeError, /got neither table nor query$/],
    [{ query: ' ' }, {}, TypeError, 'source.query must be a text that is not empty, got " "'],
    ['x', { n: 0 }, RangeError, 'n must be a positive integer, got 0'],
    ['x', { n: 1.5 }, RangeError, 'n must be a positive integer, got 1.5'],
    ['x', { n: undefined }, TypeError, 'n must be a positive integer, got undefined'],
    [
      'x',
      { weights: undefined },
      TypeError,
      'options must have either weights or labels, the name of a column, got neither',
    ],
    ['x', { labels: 'l' }, TypeError, 'options must have either weights or labels, the name of a column, got both'],
    ['x', { weights: 3 }, TypeError, 'weights must be the name of a column, got 3'],
    ['x', { id: '' }, TypeError, 'id must be the name of a column, got ""'],
    ['x', { target: {} }, TypeError, 'target needs labels: weights have no classes'],
    ['x', { seed: -1 }, RangeError, /^seed must be/],
    ['x', { replacement: 1 }, TypeError, 'replacement must be a boolean, got 1'],
    ['x', { threads: 0 }, RangeError, 'threads must be a positive integer, got 0'],
    [
      'x',
      { memoryLimit: 'much' },
      RangeError,
      'memoryLimit must be a number of bytes or a text like \'2GiB\', got "much"',
    ],
    ['x', { memoryLimit: -1 }, RangeError, 'memoryLimit must be a positive integer, got -1'],
    ['x', { signal: 1 }, TypeError, 'signal must be an AbortSignal, got 1'],
    ['x', { onProgress: 1 }, TypeError, 'onProgress must be a function, got 1'],
    ['x', { columns: [] }, TypeError, 'columns must be a list of at least one column, got an Array'],
    ['x', { columns: ['a', 'a'] }, RangeError, 'columns must differ, got "a" twice'],
    ['x', { num: 1 }, TypeError, /^options has no "num"/],
  ] as const)('%j with %j is refused', async (source, options, kind, message) => {
    const [found, text] = await problem(sampleTable(source as never, { ...GOOD, ...options } as never));
    expect(found).toBe(kind);
    if (typeof message === 'string') expect(text).toBe(message);
    else expect(text).toMatch(message);
  });
});

it('without the package of DuckDB it says which to install', () => {
  // the build, in a folder without packages
  mkdirSync(tables.path('alone'));
  copyFileSync('dist/tables.js', tables.path('alone/tables.mjs'));
  copyFileSync('dist/cjs/tables.js', tables.path('alone/tables.cjs'));
  for (const load of ["require('./tables.cjs')", "await import('./tables.mjs')"]) {
    const script = `(async () => { const { sampleTable } = ${load};
      await sampleTable('a.parquet', { weights: 'w', n: 1 })
        .catch((error) => console.log(error.name, error.message)); })()`;
    const said = execFileSync(process.execPath, ['-e', script], { cwd: tables.path('alone'), encoding: 'utf8' });
    expect(said).toBe('TableError tables need the package @duckdb/node-api: npm install @duckdb/node-api\n');
  }
});
