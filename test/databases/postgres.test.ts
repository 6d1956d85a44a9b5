// sampleQuery on PostgreSQL.
import { describe, expect, it } from 'vitest';
import { drawnIds } from '../support/arrivals.js';
import { startPostgres } from '../support/databases.js';
import { sampleQuerySuite } from '../support/sample-query-suite.js';
import type { SqlTypes } from '../support/sql-tables.js';

const types: SqlTypes = {
  text: 'text',
  integer: 'bigint',
  unsigned: 'numeric(20)',
  uuid: 'uuid',
  double: 'double precision',
  decimal: 'numeric(18, 6)',
  infinite: ["'nan'::float8", "'inf'::float8", "'-inf'::float8"],
};

describe('on PostgreSQL', () => {
  const { make, draw, query, ids, weightColumn, engine } = sampleQuerySuite('postgres', types, startPostgres);
  const names = ['a', 'A', 'b\\', "b'", 'é', 'b'.repeat(99)];
  const rows = names.map((id, i) => ({ id, weight: i + 0.1 }));
  const weights = rows.map(({ weight }) => weight);
  const even = rows.map(({ id }) => ({ id, weight: 1 / names.length }));
  const table = () =>
    make('items', { name: 'id', ...ids.text(names) }, weightColumn(weights), { name: 'l', ...ids.text(names) });
  const target = new Map(names.map((name) => [name, 1]));

  it.each([
    'SET standard_conforming_strings = off',
    'SET extra_float_digits = -15',
    "SET TIME ZONE 'Asia/Kathmandu'",
    'SET jit_above_cost = 0',
    'SET max_parallel_workers_per_gather = 4; SET parallel_setup_cost = 0; SET min_parallel_table_scan_size = 0',
    'SET enable_nestloop = off; SET enable_hashjoin = off',
    'SET from_collapse_limit = 1; SET join_collapse_limit = 1',
  ])('ignores %s', async (setting) => {
    await table();
    const run = async (sql: string) => (await engine().run(`${setting};\n${sql}`)).map(([id]) => id);
    expect(await run(query({ weights: 'w', n: 40 }))).toEqual(drawnIds(rows, 40, 1, true));
    expect(await run(query({ weights: 'w', n: 6, replacement: false }))).toEqual(drawnIds(rows, 6, 1, false));
    expect(await run(query({ labels: 'l', target, n: 40 }))).toEqual(drawnIds(even, 40, 1, true));
  });

  it('hashes UTF-8 in a database of another encoding', async () => {
    await engine().run(
      "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C';\n" +
        "\\c latin\nCREATE TABLE items (id text, w float8); INSERT INTO items VALUES ('é', 1), ('ÿ', 2), ('e', 3)",
    );
    const latin = ['é', 'ÿ', 'e'].map((id, i) => ({ id, weight: i + 1 }));
    const drawn = await engine().run(`\\c latin\n${query({ weights: 'w', n: 30 })}`);
    expect(drawn.map(([id]) => id)).toEqual(drawnIds(latin, 30, 1, true));
  });

  it('tells apart what a collation makes equal', async () => {
    await engine().run(
      "CREATE COLLATION ignoring_case (provider = icu, locale = 'und-u-ks-level1', deterministic = false)",
    );
    const type = 'text COLLATE ignoring_case';
    const own = names.slice(0, 2).map((id, i) => ({ id, weight: i + 1 }));
    const columns = [{ name: 'id', ...ids.text(['a', 'A']), type }, weightColumn([1, 2])] as const;
    await make('items', ...columns, { name: 'l', ...ids.text(['a', 'A']), type });
    const found = await engine().run(query({ weights: 'w', n: 30, columns: ['w'] }));
    expect(found).toEqual(drawnIds(own, 30, 1, true).map((id) => [id, id === 'a' ? '1' : '2']));
    const labeled = own.map(({ id }) => ({ id, weight: id === 'a' ? 0.25 : 0.75 }));
    expect(await draw({ labels: 'l', target: { a: 1, A: 3 }, n: 30 })).toEqual(drawnIds(labeled, 30, 1, true));
  });

  it('takes tables of a schema, and labels that are no text', async () => {
    await engine().run('CREATE SCHEMA IF NOT EXISTS "a.b"; DROP TABLE IF EXISTS "a.b"."c""d"');
    await make(
      '"a.b"."c""d"',
      { name: 'id', ...ids.text(names) },
      { ...weightColumn(weights) },
      {
        name: 'l',
        type: 'boolean',
        values: names.map((_, i) => String(i < 2)),
      },
    );
    expect(await draw({ table: '"a.b"."c""d"', weights: 'w', n: 40 })).toEqual(drawnIds(rows, 40, 1, true));
    const byLabel = names.map((id, i) => ({ id, weight: i < 2 ? 0.5 * 0.25 : 0.25 * 0.75 }));
    const labels = {
      table: '"a.b"."c""d"',
      labels: 'l',
      target: new Map([
        [true, 1],
        [false, 3],
      ]),
      n: 40,
    } as const;
    expect(await draw(labels)).toEqual(drawnIds(byLabel, 40, 1, true));
  });
});
