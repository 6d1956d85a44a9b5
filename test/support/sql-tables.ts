// Databases and random tables for the suite of sampleQuery.
import fc from 'fast-check';
import { DIALECTS, type SqlDialect } from '../../src/tables/sql/dialect.js';

/** A database that runs statements in SQL, and gives the rows of the last query as texts. */
export interface SqlEngine {
  run(sql: string): string[][] | Promise<string[][]>;
  stop(): void | Promise<void>;
}

/** What a database calls the types of columns. */
export interface SqlTypes {
  text: string;
  integer: string;
  /** Up to 2^64 - 1. */
  unsigned: string;
  uuid: string;
  double: string;
  decimal: string;
  /** Doubles that are no finite numbers, as constants; none if a database has none. */
  infinite: readonly string[];
  /** What stands behind CREATE TABLE (…). */
  suffix?: string;
}

export interface Column {
  readonly name: string;
  readonly type: string;
  /** Constants in SQL. */
  readonly values: readonly string[];
}

/** Ids are compared by all of their characters: no collation may make them equal. */
export const ALIKE = [
  'a',
  'A',
  'a ',
  ' a',
  'á',
  'a\u0301',
  'ä',
  'ß',
  'ss',
  '',
  "it's",
  '"',
  '`',
  '\\',
  "\\'",
  '\n',
  '\t',
  '%',
  '0',
  '00',
];
export const NAMES = ['id', 'Id "x"', 'weight', 'row_id', 'select', 'we`ight', 'o\'r"d', 'ü 1', 'h', 'e', 't'];

export const idTexts = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom(...ALIKE),
    // clients separate columns by \x1f, no database has \0 in a text, and psql prints nothing for U+10FFFE
    fc
      .string({ unit: 'binary', maxLength: 12 })
      .filter((text) => !/\p{Noncharacter_Code_Point}/u.test(text) && !text.includes('\0') && !text.includes('\x1f')),
    fc.integer().map(String),
  ),
  { minLength: 1, maxLength: 40 },
);
export const idIntegers = fc.uniqueArray(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), { minLength: 1, maxLength: 40 });
export const idUnsigned = fc.uniqueArray(fc.bigInt(0n, 2n ** 64n - 1n), { minLength: 1, maxLength: 40 });
// MariaDB 10 takes no later versions
export const idUuids = fc.uniqueArray(fc.uuid({ version: [1, 2, 3, 4, 5] }), { minLength: 1, maxLength: 20 });
export const tenTo = (decades: number) =>
  fc.tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -decades, max: decades }));
export const weightOf = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 9 }),
  tenTo(2).map(([mantissa, exponent]) => mantissa * 10 ** exponent),
  tenTo(15).map(([mantissa, exponent]) => mantissa * 10 ** exponent),
);
/** From one end of the allowed weights to the other. */
export const anyWeight = fc.oneof(
  fc.constantFrom(1e-250, 1e250, 0),
  tenTo(248).map(([mantissa, exponent]) => mantissa * 10 ** exponent),
);

/** Makes columns of ids and weights. */
export function columnsOf(types: SqlTypes, dialect: SqlDialect) {
  const { text, double } = DIALECTS[dialect];
  const ids = {
    text: (values: readonly string[]) => ({ type: types.text, values: values.map(text) }),
    number: (type: string, values: readonly bigint[]) => ({ type, values: values.map(String) }),
    uuid: (values: readonly string[]) => ({ type: types.uuid, values: values.map(text) }),
  };
  const weightColumn = (weights: readonly number[], name = 'w'): Column => ({
    name,
    type: types.double,
    values: weights.map((weight) => (weight < 0 ? `-${double(-weight)}` : double(weight))),
  });
  return { ids, weightColumn };
}

/** Statements that make a table anew. */
export function tableOf(types: SqlTypes, dialect: SqlDialect, table: string, columns: readonly Column[]): string[] {
  const names = columns.map((column) => `${DIALECTS[dialect].quote(column.name)} ${column.type}`);
  const rows = columns[0].values.map((_, i) => `(${columns.map(({ values }) => values[i]).join(', ')})`);
  return [
    `DROP TABLE IF EXISTS ${table}`,
    `CREATE TABLE ${table} (${names.join(', ')})${types.suffix ?? ''}`,
    ...(rows.length ? [`INSERT INTO ${table} VALUES ${rows.join(', ')}`] : []),
  ];
}
