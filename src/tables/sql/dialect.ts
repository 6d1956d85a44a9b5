/** What differs between databases in the queries that sample. */
export interface Dialect {
  /** A column or table name, quoted. */
  quote(name: string): string;
  /** A text, quoted. */
  text(value: string): string;
  /** A number as a double constant. The database must read it to the same bits. */
  double(value: number): string;
  /** An expression as a double. */
  toDouble(expression: string): string;
  /** A weight column as a double. It must fail, or be NULL, for a text that is no number. Default: toDouble. */
  toWeight?(expression: string): string;
  /** A double that is a whole number, as a 64-bit integer. */
  toInteger(expression: string): string;
  /** An expression as text: integers in decimal digits, text as it is. */
  toText(expression: string): string;
  /** A text as what is equal only if all bytes are: collations may ignore case or spaces at the end. */
  toBytes(expression: string): string;
  concat(...expressions: string[]): string;
  /** The MD5 hash of a text in UTF-8, as 32 lowercase hexadecimal digits. */
  md5(expression: string): string;
  /** The value of hexadecimal digits, at most 8 and as many as `digits` says, as a double. */
  hexToDouble(expression: string, digits: number): string;
  /** Ends a subquery that must be computed once for each row, and not be merged into every place that uses it. */
  readonly barrier: string;
  /** 0 if the text `problem` is NULL. Otherwise an expression that makes the query fail with this text. */
  guard(problem: string): string;
  /** How the later arrivals of a row are numbered and summed: see arrivals.ts. */
  readonly arrivals: 'lists' | 'windows' | 'join' | 'arrays' | 'function';
  /** Repeats each row of a table: column `j` counts from 1 to the row's `bound`. Default: by a recursion. */
  repeated?(columns: string, from: string): string;
  /** Behind the query. */
  readonly suffix?: string;
  /** What the printed query says about where it runs. */
  readonly notes: readonly string[];
}

/** The shortest decimal text of a double, always with an exponent: without one, some databases read a decimal. */
function exponential(value: number): string {
  const text = value.toExponential();
  return text.includes('e') ? text : `${text}e0`;
}

const doubled = (quote: string) => (text: string) => `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
const joined = (...expressions: string[]) => expressions.join(' || ');
const called = (...expressions: string[]) => `CONCAT(${expressions.join(', ')})`;

/** Escapes with backslashes, as BigQuery, Snowflake and ClickHouse read them. */
function escaped(quote: string) {
  const names: Record<string, string> = { '\n': '\\n', '\r': '\\r' };
  return (text: string) =>
    quote + text.replace(/[\\'`\n\r]/g, (character) => names[character] ?? `\\${character}`) + quote;
}

/** A text as the hexadecimal digits of its UTF-8. */
const hex = (text: string) => Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0'));
const isPlain = (text: string) => /^[\w :.,;()+-]*$/.test(text);

const DUCKDB: Dialect = {
  quote: doubled('"'),
  text: doubled("'"),
  double: (value) => `${exponential(value)}::DOUBLE`,
  toDouble: (expression) => `CAST(${expression} AS DOUBLE)`,
  toInteger: (expression) => `CAST(${expression} AS BIGINT)`,
  toText: (expression) => `CAST(${expression} AS VARCHAR)`,
  toBytes: (expression) => `encode(${expression})`,
  concat: joined,
  md5: (expression) => `md5(${expression})`,
  hexToDouble: (expression) => `CAST(CAST('0x' || ${expression} AS BIGINT) AS DOUBLE)`,
  barrier: '',
  guard: (problem) => `COALESCE(CAST(error(${problem}) AS DOUBLE), 0)`,
  // sums over windows are not computed from left to right
  arrivals: 'lists',
  repeated: (columns, from) => `SELECT ${columns}, unnest(range(1, bound + 1)) AS j FROM ${from}`,
  notes: ['for DuckDB 1.3 or later'],
};

const POSTGRES: Dialect = {
  quote: doubled('"'),
  // the setting standard_conforming_strings decides what a backslash in '…' is, but not in E'…'
  text: (value) => (value.includes('\\') ? `E${doubled("'")(value.replaceAll('\\', '\\\\'))}` : doubled("'")(value)),
  double: (value) => `'${exponential(value)}'::float8`,
  toDouble: (expression) => `CAST(${expression} AS float8)`,
  toInteger: (expression) => `CAST(${expression} AS bigint)`,
  toText: (expression) => `CAST(${expression} AS text)`,
  toBytes: (expression) => `convert_to(${expression}, 'UTF8')`,
  concat: joined,
  md5: (expression) => `md5(convert_to(${expression}, 'UTF8'))`,
  hexToDouble: (expression) => `CAST(('x' || lpad(${expression}, 16, '0'))::bit(64)::bigint AS float8)`,
  barrier: ' OFFSET 0',
  // a text that is no number
  guard: (problem) => `COALESCE(CAST(${problem} AS float8), 0)`,
  arrivals: 'windows',
  repeated: (columns, from) => `SELECT ${columns}, j FROM ${from} CROSS JOIN LATERAL generate_series(1, bound) AS g(j)`,
  notes: ['for PostgreSQL 12 or later', 'its message about a type double precision says what is wrong'],
};

const MYSQL: Dialect = {
  quote: doubled('`'),
  // the mode NO_BACKSLASH_ESCAPES decides what a backslash in '…' is, and the session what other characters are
  text: (value) => (isPlain(value) ? `'${value}'` : `_utf8mb4 X'${hex(value).join('')}'`),
  double: exponential,
  toDouble: (expression) => `CAST(${expression} AS DOUBLE)`,
  // reads the beginning of a text as a number
  toWeight: (expression) =>
    `CASE WHEN CAST(${expression} AS CHAR) REGEXP ` +
    `'^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$' THEN CAST(${expression} AS DOUBLE) END`,
  toInteger: (expression) => `CAST(${expression} AS SIGNED)`,
  toText: (expression) => `CAST(${expression} AS CHAR CHARACTER SET utf8mb4)`,
  toBytes: (expression) => `CAST(${expression} AS BINARY)`,
  concat: called,
  md5: (expression) => `MD5(${expression})`,
  hexToDouble: (expression) => `CAST(CONV(${expression}, 16, 10) AS DOUBLE)`,
  barrier: ' LIMIT 18446744073709551615',
  // a name that is too long for a lock: no other error of MySQL and of MariaDB shows a text
  guard: (problem) => `CASE WHEN ${problem} IS NULL THEN 0 ELSE GET_LOCK(RPAD(${problem}, 300, '.'), 0) + 1 END`,
  arrivals: 'windows',
  notes: [
    'for MySQL 8.0.17 or later, and MariaDB 10.5 or later',
    'its message about the name of a lock says what is wrong',
  ],
};

const SPARK: Dialect = {
  quote: doubled('`'),
  // the setting escapedStringLiterals decides what a backslash is
  text: (value) => (isPlain(value) ? `'${value}'` : `CAST(X'${hex(value).join('')}' AS STRING)`),
  double: (value) => `${exponential(value)}D`,
  toDouble: (expression) => `CAST(${expression} AS DOUBLE)`,
  toInteger: (expression) => `CAST(${expression} AS BIGINT)`,
  toText: (expression) => `CAST(${expression} AS STRING)`,
  toBytes: (expression) => `CAST(${expression} AS BINARY)`,
  concat: called,
  md5: (expression) => `md5(CAST(${expression} AS BINARY))`,
  hexToDouble: (expression) => `CAST(conv(${expression}, 16, 10) AS DOUBLE)`,
  barrier: '',
  guard: (problem) => `CASE WHEN ${problem} IS NULL THEN 0D ELSE CAST(raise_error(${problem}) AS DOUBLE) END`,
  arrivals: 'windows',
  repeated: (columns, from) =>
    `SELECT ${columns}, j FROM ${from} LATERAL VIEW explode(sequence(CAST(1 AS BIGINT), bound)) g AS j`,
  notes: ['for Spark 3.3 or later, which computes a subquery once'],
};

const BIGQUERY: Dialect = {
  quote: escaped('`'),
  text: escaped("'"),
  double: exponential,
  toDouble: (expression) => `CAST(${expression} AS FLOAT64)`,
  toInteger: (expression) => `CAST(${expression} AS INT64)`,
  toText: (expression) => `CAST(${expression} AS STRING)`,
  toBytes: (expression) => `CAST(${expression} AS BYTES)`,
  concat: called,
  md5: (expression) => `TO_HEX(MD5(${expression}))`,
  hexToDouble: (expression) => `CAST(CAST(CONCAT('0x', ${expression}) AS INT64) AS FLOAT64)`,
  barrier: '',
  guard: (problem) => `IF(${problem} IS NULL, 0, ERROR(${problem}))`,
  arrivals: 'function',
  repeated: (columns, from) => `SELECT ${columns}, j FROM ${from} CROSS JOIN UNNEST(GENERATE_ARRAY(1, bound)) AS j`,
  notes: ['for BigQuery'],
};

const SNOWFLAKE: Dialect = {
  quote: doubled('"'),
  text: escaped("'"),
  double: (value) => `CAST('${exponential(value)}' AS DOUBLE)`,
  toDouble: (expression) => `CAST(${expression} AS DOUBLE)`,
  toInteger: (expression) => `CAST(${expression} AS BIGINT)`,
  toText: (expression) => `CAST(${expression} AS VARCHAR)`,
  toBytes: (expression) => `TO_BINARY(${expression}, 'UTF-8')`,
  concat: joined,
  md5: (expression) => `MD5(${expression})`,
  hexToDouble: (expression, digits) => `CAST(TO_NUMBER(${expression}, '${'X'.repeat(digits)}') AS DOUBLE)`,
  barrier: '',
  // a text that is no number
  guard: (problem) => `COALESCE(CAST(${problem} AS DOUBLE), 0)`,
  // nothing promises that sums over windows go from left to right
  arrivals: 'join',
  repeated: (columns, from) =>
    `SELECT ${columns}, CAST(g.value AS BIGINT) AS j FROM ${from}, ` +
    'LATERAL FLATTEN(INPUT => ARRAY_GENERATE_RANGE(1, bound + 1)) AS g',
  notes: ['for Snowflake', 'its message about a numeric value says what is wrong'],
};

const CLICKHOUSE: Dialect = {
  quote: escaped('`'),
  text: escaped("'"),
  double: exponential,
  toDouble: (expression) => `CAST(${expression} AS Nullable(Float64))`,
  toInteger: (expression) => `CAST(${expression} AS Int64)`,
  toText: (expression) => `CAST(${expression} AS Nullable(String))`,
  toBytes: (expression) => expression,
  concat: called,
  md5: (expression) => `lower(hex(MD5(${expression})))`,
  hexToDouble: (expression) =>
    `CAST(reinterpretAsUInt32(reverse(unhex(leftPad(assumeNotNull(${expression}), 8, '0')))) AS Float64)`,
  barrier: '',
  // a text that is no number
  guard: (problem) => `toFloat64(COALESCE(${problem}, '0'))`,
  arrivals: 'arrays',
  repeated: (columns, from) => `SELECT ${columns}, j FROM ${from} ARRAY JOIN range(1, bound + 1) AS j`,
  suffix: '\nSETTINGS join_use_nulls = 1',
  notes: ['for ClickHouse 24.3 or later', 'its message about a string that is no Float64 says what is wrong'],
};

/** The databases that {@link sampleQuery} writes for, by the name of their dialect. MySQL's is MariaDB's, too. */
export type SqlDialect = 'duckdb' | 'postgres' | 'spark' | 'bigquery' | 'snowflake' | 'clickhouse' | 'mysql';

export const DIALECTS: Readonly<Record<SqlDialect, Dialect>> = {
  duckdb: DUCKDB,
  postgres: POSTGRES,
  spark: SPARK,
  bigquery: BIGQUERY,
  snowflake: SNOWFLAKE,
  clickhouse: CLICKHOUSE,
  mysql: MYSQL,
};

export { DUCKDB, MYSQL, POSTGRES };
