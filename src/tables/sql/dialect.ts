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
  /** An expression as text: integers in decimal digits, text as it is. */
  toText(expression: string): string;
  concat(...expressions: string[]): string;
  /** The MD5 hash of a text in UTF-8, as 32 lowercase hexadecimal digits. */
  md5(expression: string): string;
  /** The value of at most 8 hexadecimal digits, as a double. */
  hexToDouble(expression: string): string;
  /** Ends a subquery that must be computed once for each row, and not be merged into every place that uses it. */
  readonly barrier: string;
}

/** The shortest decimal text of a double, always with an exponent: without one, some databases read a decimal. */
function exponential(value: number): string {
  const text = value.toExponential();
  return text.includes('e') ? text : `${text}e0`;
}

export const DUCKDB: Dialect = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  text: (value) => `'${value.replaceAll("'", "''")}'`,
  double: (value) => `${exponential(value)}::DOUBLE`,
  toDouble: (expression) => `CAST(${expression} AS DOUBLE)`,
  toText: (expression) => `CAST(${expression} AS VARCHAR)`,
  concat: (...expressions) => expressions.join(' || '),
  md5: (expression) => `md5(${expression})`,
  hexToDouble: (expression) => `CAST(CAST('0x' || ${expression} AS BIGINT) AS DOUBLE)`,
  barrier: '',
};

export const POSTGRES: Dialect = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  text: (value) => `'${value.replaceAll("'", "''")}'`,
  double: (value) => `'${exponential(value)}'::float8`,
  toDouble: (expression) => `CAST(${expression} AS float8)`,
  toText: (expression) => `CAST(${expression} AS text)`,
  concat: (...expressions) => expressions.join(' || '),
  md5: (expression) => `md5(convert_to(${expression}, 'UTF8'))`,
  hexToDouble: (expression) => `CAST(('x' || lpad(${expression}, 16, '0'))::bit(64)::bigint AS float8)`,
  barrier: ' OFFSET 0',
};

export const MYSQL: Dialect = {
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  text: (value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  double: exponential,
  toDouble: (expression) => `CAST(${expression} AS DOUBLE)`,
  toText: (expression) => `CAST(${expression} AS CHAR CHARACTER SET utf8mb4)`,
  concat: (...expressions) => `CONCAT(${expressions.join(', ')})`,
  md5: (expression) => `MD5(${expression})`,
  hexToDouble: (expression) => `CAST(CONV(${expression}, 16, 10) AS DOUBLE)`,
  barrier: ' LIMIT 18446744073709551615',
};
