// sampleQuery on DuckDB.
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { sampleQuery } from '../../src/tables/sql/sample-query.js';
import { sampleTable } from '../../src/tables.js';
import { drawnIds } from '../support/arrivals.js';
import { sampleQuerySuite } from '../support/sample-query-suite.js';
import type { SqlTypes } from '../support/sql-tables.js';

const types: SqlTypes = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  unsigned: 'UBIGINT',
  uuid: 'UUID',
  double: 'DOUBLE',
  decimal: 'DECIMAL(18, 6)',
  infinite: ["'nan'::DOUBLE", "'inf'::DOUBLE", "'-inf'::DOUBLE"],
};

describe('on DuckDB', () => {
  const { make, draw, ids, weightColumn, engine } = sampleQuerySuite('duckdb', types, async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    return {
      run: async (sql) => (await connection.runAndReadAll(sql)).getRowsJson().map((row) => row.map(String)),
      stop() {
        connection.closeSync();
        instance.closeSync();
      },
    };
  });

  it.each([
    'SET default_collation = NOCASE',
    'SET threads = 1',
    'SET threads = 7',
    "SET default_order = 'DESC'",
    "SET default_null_order = 'NULLS_FIRST'",
    'SET integer_division = true',
  ])('ignores %s', async (setting) => {
    const names = ['a', 'A', 'b', 'B ', 'b'.repeat(99)];
    const rows = names.map((id, i) => ({ id, weight: i + 1 }));
    const weights = rows.map(({ weight }) => weight);
    await make('items', { name: 'id', ...ids.text(names) }, weightColumn(weights), { name: 'l', ...ids.text(names) });
    await engine().run(setting);
    try {
      expect(await draw({ weights: 'w', n: 40 })).toEqual(drawnIds(rows, 40, 1, true));
      expect(await draw({ labels: 'l', n: 5, replacement: false })).toHaveLength(5);
      const even = rows.map(({ id }) => ({ id, weight: 1 }));
      expect(await draw({ labels: 'l', n: 5, replacement: false })).toEqual(drawnIds(even, 5, 1, false));
    } finally {
      await engine().run(setting.replace(/SET (\w+) .*/, 'RESET $1'));
    }
  });

  it('draws what sampleTable draws', async () => {
    const columns = "SELECT 'r' || i AS id, sqrt(i) AS w, 'c' || (i % 7) AS l";
    const query = `${columns} FROM range(1, 1001) AS r(i)`;
    const reversed = `${query} ORDER BY i DESC`;
    const shares = [0.1, 0.7, 1e-3, 0.3, 1 / 3, 3, 1e3].map((share, i) => [`c${i}`, share] as const);
    const kinds = [
      { weights: 'w' },
      { labels: 'l' },
      { labels: 'l', target: new Map(shares) },
      { labels: 'l', target: new Map([...shares].reverse()) },
    ];
    for (const kind of kinds) {
      for (const replacement of [true, false]) {
        const options = { ...kind, id: 'id', n: 500, seed: 'a', replacement };
        const sample = await sampleTable({ query: reversed }, options);
        const rows = await engine().run(sampleQuery({ dialect: 'duckdb', query, ...options }));
        expect(rows.map(([id]) => id)).toEqual([...sample.ids()]);
      }
    }
  });
});
