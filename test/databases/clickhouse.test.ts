// sampleQuery on ClickHouse.
import { describe, expect, it } from 'vitest';
import { drawnIds } from '../support/arrivals.js';
import { startClickHouse } from '../support/databases.js';
import { sampleQuerySuite } from '../support/sample-query-suite.js';
import type { SqlTypes } from '../support/sql-tables.js';

const types: SqlTypes = {
  text: 'Nullable(String)',
  integer: 'Nullable(Int64)',
  unsigned: 'UInt64',
  uuid: 'UUID',
  double: 'Nullable(Float64)',
  decimal: 'Decimal(18, 6)',
  infinite: ['nan', 'inf', '-inf'],
  suffix: ' ENGINE = MergeTree ORDER BY tuple()',
};

describe('on ClickHouse', () => {
  const { make, draw, ids, weightColumn, engine } = sampleQuerySuite('clickhouse', types, startClickHouse);
  const names = ['a', 'A', 'b\\', "b'", 'é', 'b'.repeat(99)];
  const rows = names.map((id, i) => ({ id, weight: i + 0.1 }));
  const even = rows.map(({ id }) => ({ id, weight: 1 / names.length }));
  const weights = rows.map(({ weight }) => weight);

  it.each([
    'join_use_nulls = 0',
    'aggregate_functions_null_for_empty = 1',
    'max_threads = 1',
    'max_block_size = 2',
    "short_circuit_function_evaluation = 'disable'",
    'prefer_column_name_to_alias = 1',
    'cast_keep_nullable = 1',
    'enable_optimize_predicate_expression = 0',
    'query_plan_enable_optimizations = 0',
    'data_type_default_nullable = 1',
  ])('ignores %s', async (setting) => {
    await engine().run(`SET ${setting}`);
    for (const type of ['String', types.text]) {
      const labels = { name: 'l', ...ids.text(names), type };
      await make(
        'items',
        { name: 'id', ...ids.text(names), type },
        { ...weightColumn(weights), type: 'Float64' },
        labels,
      );
      expect(await draw({ weights: 'w', n: 40 })).toEqual(drawnIds(rows, 40, 1, true));
      expect(await draw({ weights: 'w', n: 6, replacement: false })).toEqual(drawnIds(rows, 6, 1, false));
      const target = new Map(names.map((name) => [name, 1]));
      expect(await draw({ labels: 'l', target, n: 40 })).toEqual(drawnIds(even, 40, 1, true));
    }
    await engine().run(`SET ${setting.split(' ')[0]} = DEFAULT`);
  });

  it('takes tables of a database', async () => {
    await engine().run('CREATE DATABASE IF NOT EXISTS `a.b`');
    await make('`a.b`.`c"d`', { name: 'id', ...ids.text(names) }, weightColumn(weights));
    expect(await draw({ table: '"a.b"."c""d"', weights: 'w', n: 40 })).toEqual(drawnIds(rows, 40, 1, true));
  });
});
