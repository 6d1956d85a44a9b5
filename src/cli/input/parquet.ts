import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { UserError, withReadErrors } from '../user-error.js';
import { type DuckDb, sqlFiles, sqlText } from './duckdb.js';
import { type Input, type Inputs, pathsOf } from './find-input.js';

/** Parquet files with the same columns. */
export interface ParquetTable {
  /** What a query reads from. */
  readonly from: string;
  /** The number of rows of all files. */
  readonly rows: number;
  readonly columns: readonly ParquetColumn[];
}

export interface ParquetColumn {
  /** The name in the file. */
  readonly name: string;
  /** The name in queries. It differs from `name` if another column's name differs only by case, or not at all. */
  readonly queried: string;
  /** DuckDB's name of the type, such as BIGINT or VARCHAR[]. */
  readonly type: string;
}

/**
 * Reads what Parquet files say of themselves.
 * @throws {UserError} One of them is no Parquet file, is cut off, or has other columns than the first one.
 */
export async function parquetTable(db: DuckDb, input: Inputs): Promise<ParquetTable> {
  const { parts } = input;
  for (const { name, stats } of parts) {
    if (!stats) throw new UserError(`${name} is not a regular file, which Parquet must be`);
  }
  checkUnchanged(input);
  for (const part of parts) checkMagic(part, part.stats as Stats);
  const files = sqlFiles(pathsOf(input));
  const from = `read_parquet(${files}, hive_types_autocast = false)`;
  const schemas = await schemasOf(db, parts);
  const described = await db.rows(`DESCRIBE SELECT * FROM ${from}`);
  const names = schemas[0].map(({ name }) => name);
  const [[rows]] = await db.rows(`SELECT CAST(sum(num_rows) AS DOUBLE) FROM parquet_file_metadata(${files})`);
  return {
    from,
    rows: rows as number,
    // behind those of the files are those that folders name, such as label=cat/
    columns: described.map(([queried, type], i) => ({
      name: names[i] ?? (queried as string),
      queried: queried as string,
      type: type as string,
    })),
  };
}

/** @throws {UserError} A file changed since it was found. */
export function checkUnchanged({ parts }: Inputs): void {
  for (const { name, path, stats: before } of parts) {
    const now = withReadErrors(name, () => statSync(path));
    if (before?.ino !== now.ino || before.size !== now.size || before.mtimeMs !== now.mtimeMs) {
      throw new UserError(`${name} changed while it was read; run the command again`);
    }
  }
}

/** Files with this in front and at the end are Parquet. */
const MAGIC = 'PAR1';

/** @throws {UserError} A file is not Parquet, whatever its name says. */
function checkMagic({ name, path }: Input, stats: Stats): void {
  if (stats.size === 0) throw new UserError(`${name} is empty: it is not a Parquet file`);
  const [first, last] = withReadErrors(name, () => {
    const file = openSync(path, 'r');
    const at = (position: number): string => {
      const bytes = Buffer.alloc(4);
      return bytes.toString('latin1', 0, readSync(file, bytes, 0, 4, position));
    };
    try {
      return [at(0), at(Math.max(0, stats.size - 4))];
    } finally {
      closeSync(file);
    }
  });
  if (first === 'PARE') throw new UserError(`${name} is encrypted: decrypt it first`);
  if (first !== MAGIC) {
    throw new UserError(`${name} is not a Parquet file, in spite of its name: if it is a CSV, name it .csv`);
  }
  if (last !== MAGIC || stats.size < 12) throw new UserError(`${name} is cut off: its end is missing; copy it again`);
}

interface SchemaColumn {
  readonly name: string;
  /** All that decides its type, as one text. */
  readonly type: string;
  /** Its type in words, for errors. */
  readonly shown: string;
}

/** The columns of each file. @throws {UserError} They are not the same in all files. */
async function schemasOf(db: DuckDb, parts: Inputs['parts']): Promise<SchemaColumn[][]> {
  const columns = 'name, num_children, type, type_length, converted_type, logical_type, scale, precision, duckdb_type';
  const schemas: SchemaColumn[][] = [];
  for (const { name: file, path } of parts) {
    const found = await db.rows(`SELECT ${columns} FROM parquet_schema(${sqlText(path.replace(/[*?[]/g, '[$&]'))})`);
    const schema = topLevel(found);
    schemas.push(schema);
    const first = schemas[0];
    if (schema === first) continue;
    for (const [one, other, a, b] of [
      [first, schema, parts[0].name, file],
      [schema, first, file, parts[0].name],
    ] as const) {
      for (const { name, type, shown } of one) {
        const same = other.find((each) => each.name === name);
        const quoted = JSON.stringify(name);
        if (!same) throw new UserError(`${b} has no column ${quoted}, which ${a} has: all files need the same columns`);
        if (same.type === type) continue;
        const there = same.shown === shown ? `${shown} in another way` : shown;
        throw new UserError(
          `${b}: column ${quoted} is ${same.shown}, but ${there} in ${a}: all files need the same columns`,
        );
      }
    }
  }
  return schemas;
}

/** The columns of a schema, of which each has what is below it behind it. The first one is the table itself. */
function topLevel(found: readonly unknown[][]): SchemaColumn[] {
  let at = 1;
  const next = (): SchemaColumn => {
    const [name, children, ...rest] = found[at++];
    const below = Array.from({ length: Number(children ?? 0) }, next);
    const shown = String(below.length ? 'nested' : rest.at(-1));
    return { name: name as string, type: JSON.stringify([rest.map(String), below]), shown };
  };
  const columns: SchemaColumn[] = [];
  while (at < found.length) columns.push(next());
  return columns;
}
