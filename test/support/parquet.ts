import { DuckDBInstance } from '@duckdb/node-api';

/** Runs statements in a folder: a path in them is relative to it. */
export async function duckdb(folder: string, ...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { file_search_path: folder });
  const connection = await instance.connect();
  try {
    // where files are written is not subject to the search path
    for (const statement of statements) await connection.run(statement.replaceAll("TO '", `TO '${folder}/`));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Rows of every type that has a text, with empty cells, in several row groups. */
export const MIXED = `SELECT
  i AS id,
  i * 1000000007 AS big,
  CAST(i AS DECIMAL(20, 0)) * 100000000000 AS huge,
  (r % 1000)::INTEGER AS w,
  (r % 1000) / 7 AS real,
  CAST((r % 1000) / 7 AS FLOAT) AS half,
  CAST((r % 1000) / 8 AS DECIMAL(12, 3)) AS exact,
  1e300 * (r % 10) AS vast,
  i % 3 = 0 AS flag,
  DATE '2026-01-01' + CAST(i % 9 AS INTEGER) AS day,
  TIMESTAMP '2026-01-01 12:00:00' + INTERVAL (i % 5) HOUR AS at,
  TIMESTAMPTZ '2026-01-01 12:00:00+02' + INTERVAL (i % 4) HOUR AS zoned,
  TIME '12:00:00' + INTERVAL (i % 2) HOUR AS clock,
  CAST(['calm', 'loud'][1 + i % 2] AS ENUM('calm', 'loud')) AS mood,
  CAST('0123456789abcdef0123456789abcde' || (i % 6) AS UUID) AS uuid,
  ['cat', 'dog', 'red, "fox"', 'naïve 日本', E'two\\nlines', NULL][1 + r % 6] AS label,
  CASE WHEN i % 4 > 0 THEN 'x' || (i % 4) END AS "größe, 'cm'",
FROM (SELECT i, CAST(hash(i) >> 8 AS BIGINT) AS r FROM range(5000) AS t(i)) ORDER BY i`;

/** Writes a Parquet file whose columns are texts. */
export async function writeTexts(path: string, names: readonly string[], rows: readonly string[][]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const columns = names.map((name) => `"${name.replaceAll('"', '""')}" VARCHAR`);
    await connection.run(`CREATE TABLE t (${columns.join(', ')})`);
    const appender = await connection.createAppender('t');
    for (const row of rows) {
      for (const field of row) appender.appendVarchar(field);
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(`COPY t TO '${path}' (FORMAT parquet)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
