// sampleQuery on MariaDB, which has MySQL's dialect.
import { describe, expect, it } from 'vitest';
import { drawnIds } from '../support/arrivals.js';
import { startMariaDb } from '../support/databases.js';
import { sampleQuerySuite } from '../support/sample-query-suite.js';
import type { SqlTypes } from '../support/sql-tables.js';

const types: SqlTypes = {
  text: 'VARCHAR(200)',
  integer: 'BIGINT',
  unsigned: 'BIGINT UNSIGNED',
  uuid: 'UUID',
  double: 'DOUBLE',
  decimal: 'DECIMAL(18, 6)',
  infinite: [],
};

describe('on MariaDB', () => {
  const { make, draw, query, ids, weightColumn, engine } = sampleQuerySuite('mysql', types, startMariaDb);
  const names = ['a', 'A', 'b\\', "b'", 'é', 'e', 'b '];
  const rows = names.map((id, i) => ({ id, weight: i + 0.1 }));
  const weights = rows.map(({ weight }) => weight);
  const even = rows.map(({ id }) => ({ id, weight: 1 / names.length }));
  const table = (type = types.text) =>
    make('items', { name: 'id', ...ids.text(names), type }, weightColumn(weights), {
      name: 'l',
      ...ids.text(names),
      type,
    });
  const target = new Map(names.map((name) => [name, 1]));

  it.each([
    "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,NO_UNSIGNED_SUBTRACTION'",
    "SET sql_mode = 'ORACLE'",
    "SET sql_mode = 'MSSQL'",
    "SET sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,PAD_CHAR_TO_FULL_LENGTH'",
    "SET sql_mode = ''",
    'SET max_recursive_iterations = 20',
    "SET optimizer_switch = 'derived_merge=off'",
    "SET optimizer_switch = 'condition_pushdown_for_derived=off,split_materialized=off'",
    'SET tmp_memory_table_size = 0',
    'SET collation_connection = utf8mb4_general_ci',
    'SET character_set_connection = latin1',
    "SET time_zone = '+05:45'",
    'SET div_precision_increment = 0',
  ])('ignores %s', async (setting) => {
    await table();
    const run = async (sql: string) => (await engine().run(`${setting};\n${sql}`)).map(([id]) => id);
    expect(await run(query({ weights: 'w', n: 40 }))).toEqual(drawnIds(rows, 40, 1, true));
    expect(await run(query({ weights: 'w', n: 7, replacement: false }))).toEqual(drawnIds(rows, 7, 1, false));
    expect(await run(query({ labels: 'l', target, n: 40 }))).toEqual(drawnIds(even, 40, 1, true));
  });

  it.each([
    'VARCHAR(20) CHARACTER SET latin1',
    'CHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin',
    'VARCHAR(20) COLLATE utf8mb4_general_ci',
    'VARCHAR(20) CHARACTER SET utf16',
    'TEXT',
  ])('hashes UTF-8 of ids that are %s', async (type) => {
    await table(type);
    // CHAR has no spaces at the end
    const own = rows.map((row) => ({ ...row, id: type.startsWith('CHAR') ? row.id.trimEnd() : row.id }));
    expect(await draw({ weights: 'w', n: 40 })).toEqual(drawnIds(own, 40, 1, true));
  });

  it('takes tables of a schema', async () => {
    await engine().run('CREATE DATABASE IF NOT EXISTS `a.b`');
    await make('`a.b`.`c"d`', { name: 'id', ...ids.text(names) }, weightColumn(weights));
    expect(await draw({ table: '"a.b"."c""d"', weights: 'w', n: 40 })).toEqual(drawnIds(rows, 40, 1, true));
  });
});
