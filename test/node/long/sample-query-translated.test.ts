// sampleQuery for databases that no test can start. @polyglot-sql/sdk parses the queries by each database's grammar,
// and translates them to DuckDB's, which runs them. A few functions that it does not translate are macros here.
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Dialect, parse, transpile } from '@polyglot-sql/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SqlDialect } from '../../../src/tables/sql/dialect.js';
import type { SampleQueryOptions } from '../../../src/tables/sql/query-options.js';
import { sampleQuery } from '../../../src/tables/sql/sample-query.js';
import { drawnIds } from '../../support/arrivals.js';

const MACROS: Partial<Record<SqlDialect, string[]>> = {
  spark: [
    'raise_error(problem) AS error(problem)',
    'sequence(first, last) AS range(first, last + 1)',
    "conv(digits, from_base, to_base) AS CAST('0x' || digits AS BIGINT)",
  ],
  bigquery: [
    `running_sums(waits) AS list_reduce(list_transform(waits, lambda e: [e]),
      lambda sums, e: list_append(sums, sums[-1] + e[1]), [0::DOUBLE])[2:]`,
  ],
  snowflake: [
    "to_number(digits, format) AS CAST('0x' || digits AS BIGINT)",
    'to_binary(content, format) AS encode(content)',
    'array_generate_range(first, last) AS range(first, last)',
  ],
};
const GRAMMARS = { spark: Dialect.Spark, bigquery: Dialect.BigQuery, snowflake: Dialect.Snowflake } as const;
const names = Array.from({ length: 60 }, (_, i) => `r${i}`);
const rows = names.map((id, i) => ({ id, weight: i % 7 === 0 ? 0 : 10 ** ((i % 9) - 4) + i }));

describe.each(Object.keys(GRAMMARS) as (keyof typeof GRAMMARS)[])('for %s', (dialect) => {
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:');
    connection = await instance.connect();
    const values = rows.map(({ id, weight }, i) => `('${id}', ${weight}, 'class ${i % 3}')`);
    await connection.run(`CREATE TABLE items (id VARCHAR, w DOUBLE, l VARCHAR); INSERT INTO items VALUES ${values}`);
    for (const macro of MACROS[dialect] ?? []) await connection.run(`CREATE MACRO ${macro}`);
  });
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
  });
  const query = (options: Partial<SampleQueryOptions>) =>
    sampleQuery({ dialect, table: 'items', id: 'id', n: 30, seed: 1, ...options });
  /** Leaves out the function, whose type the parser does not know: it is a macro here. */
  const withoutFunctions = (sql: string) => sql.replace(/^CREATE TEMP FUNCTION .*\n.*;\n/m, '');
  /** FLATTEN is parsed, but its column is not translated. */
  const withoutFlatten = (sql: string) =>
    sql.replace(/CAST\(g\.value AS BIGINT\) AS j FROM firsts, LATERAL UNNEST\(.*?\) AS g\([^)]*\)/, () => {
      return 'unnest(array_generate_range(1, bound + 1)) AS j FROM firsts';
    });

  async function draw(options: Partial<SampleQueryOptions>): Promise<string[]> {
    const { success, sql, error } = transpile(
      withoutFlatten(withoutFunctions(query(options))),
      GRAMMARS[dialect],
      Dialect.DuckDB,
    );
    if (!success || sql?.length !== 1) throw new Error(`not translated: ${error}`);
    return (await connection.runAndReadAll(withoutFlatten(sql[0]))).getRows().map(([id]) => String(id));
  }

  it('is drawn from as in JavaScript', async () => {
    expect(await draw({ weights: 'w', replacement: false })).toEqual(drawnIds(rows, 30, 1, false));
    expect(await draw({ weights: 'w', columns: ['w'] })).toEqual(drawnIds(rows, 30, 1, true));
    const byClass = rows.map(({ id }, i) => ({ id, weight: (1 / 20) * [0.125, 0.375, 0.5][i % 3] }));
    const target = { 'class 0': 1, 'class 1': 3, 'class 2': 4 };
    expect(await draw({ labels: 'l', target })).toEqual(drawnIds(byClass, 30, 1, true));
  });

  it('fails with a sentence', async () => {
    await expect(draw({ query: 'SELECT id, w - 1 AS w FROM items', table: undefined, weights: 'w' })).rejects.toThrow(
      /row r0 has the weight -1/,
    );
    await expect(draw({ weights: 'w', n: 60, replacement: false })).rejects.toThrow(/n is 60, but .* is 51/);
    await expect(draw({ labels: 'l', target: { 'class 0': 1 } })).rejects.toThrow(/target has no class class 1/);
  });

  it('has names and texts of any characters', () => {
    const odd = 'o\'r`d"\\\n';
    const sql = query({ table: '"o\'r`d""\\\n".b', id: odd, labels: 'l', target: { [odd]: 1 }, columns: [odd, 'ü'] });
    const parsed = (text: string) => parse(withoutFunctions(text), GRAMMARS[dialect]).success;
    expect(parsed(sql)).toBe(true);
    expect(parsed(sql.replace(' FROM ', ' FROM FROM '))).toBe(false);
    expect(parsed(`${sql} )`)).toBe(false);
  });
});
