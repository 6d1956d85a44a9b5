// sampleQuery on DuckDB.
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { drawnIds } from '../support/arrivals.js';
import { type SqlTypes, sampleQuerySuite } from '../support/sample-query-suite.js';

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
});
