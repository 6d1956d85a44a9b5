import { type Columns, columnNamed, columnsOf, isInteger, isNumber, isText } from './columns.js';
import { type Engine, textList } from './engine.js';
import { escapeGlob, type From, fileGroups, wholeRelation } from './relation.js';
import { TableError } from './table-error.js';

/** Names that DuckDB gives to the place of a row in Parquet files. */
const PLACES = ['file_row_number', 'file_index'];

/** Columns that a task needs, by the options that name them. */
export interface WantedColumns {
  readonly weights?: string | undefined;
  readonly labels?: string | undefined;
  /** The id column; null: rows are named by file and row number; absent: rows need no name. */
  readonly id?: string | null | undefined;
  /** Columns of the result; absent: all. */
  readonly columns?: readonly string[] | undefined;
}

/**
 * Finds columns in a source, and checks their types.
 * @returns The names as the source spells them.
 * @throws {TableError} A column is missing or of a wrong type, or rows cannot be named without an id.
 */
export async function checkColumns<W extends WantedColumns>(engine: Engine, from: From, wanted: W): Promise<W> {
  const relations = await relationsOf(engine, from);
  const [first] = relations.map(({ where, columns, untyped }) => {
    const named = (name: string, option: string) => columnNamed(columns, name, option, where);
    const { weights, labels, id, columns: result } = wanted;
    const found = {
      ...wanted,
      ...(weights !== undefined && { weights: named(weights, 'weights') }),
      ...(labels !== undefined && { labels: named(labels, 'labels') }),
      ...(typeof id === 'string' && { id: named(id, 'id') }),
      ...(result !== undefined && { columns: result.map((name) => named(name, 'columns')) }),
    };
    if (!untyped) checkTypes(columns, found, where);
    return found;
  });
  if (wanted.id === null) checkNamed(from);
  await checkAlike(engine, from, first);
  const uuids = relations.filter(({ columns }) => typeof first.id === 'string' && columns.get(first.id) === 'UUID');
  const other = relations.find((relation) => !uuids.includes(relation));
  if (uuids.length > 0 && other) {
    throw new TableError(
      `id: column "${first.id}" is of UUIDs in ${uuids[0].where}, and not in ${other.where}: ` +
        'give a query that reads both as text',
    );
  }
  return first;
}

/**
 * A part is read by itself. With other types than all files together have, it would have other weights or labels.
 * @throws {TableError} A column of weights or labels has different types in Parquet files.
 */
async function checkAlike(engine: Engine, from: From, { weights, labels }: WantedColumns): Promise<void> {
  if (from.kind !== 'files') return;
  const paths = from.files.filter(({ format }) => format === 'parquet').map(({ path }) => escapeGlob(path));
  const names = [weights, labels].filter((name) => name !== undefined);
  if (paths.length < 2 || names.length === 0) return;
  const different = (await engine.rows(
    'SELECT name, type, min(file_name) FROM (SELECT name, file_name, ' +
      "concat_ws(' ', type, converted_type, precision, scale, logical_type) AS type " +
      `FROM parquet_schema(${textList(paths)}) WHERE list_contains(${textList(names)}, name)) ` +
      'GROUP BY name, type QUALIFY count(*) OVER (PARTITION BY name) > 1 ORDER BY name, type',
  )) as [name: string, type: string, path: string][];
  for (const [option, name, isAlike] of [
    // doubles of floats are exact, but floats of integers are not
    ['weights', weights, (types: string[]) => types.every((type) => /^(FLOAT|DOUBLE)\b/.test(type))],
    ['labels', labels, (types: string[]) => types.every((type) => /^INT(32|64)( U?INT_\d+)?( IntType.*)?$/.test(type))],
  ] as const) {
    const files = different.filter(([column]) => column === name);
    const types = files.map(([, type]) => type);
    if (files.length === 0 || isAlike(types)) continue;
    if (option === 'weights' && !types.some((type) => type.startsWith('FLOAT'))) continue;
    const [[, type, path], [, otherType, otherPath]] = files;
    throw new TableError(
      `${option}: column "${name}" is ${type} in ${path} and ${otherType} in ${otherPath}: ` +
        'write the files with one type',
    );
  }
}

function checkTypes(columns: Columns, { weights, id }: WantedColumns, where: string): void {
  const weightType = weights === undefined ? undefined : columns.get(weights);
  if (weightType !== undefined && !isNumber(weightType)) {
    throw new TableError(`weights: column "${weights}" of ${where} must have numbers, but its type is ${weightType}`);
  }
  const idType = typeof id === 'string' ? columns.get(id) : undefined;
  if (idType !== undefined && !isInteger(idType) && !isText(idType) && idType !== 'UUID') {
    throw new TableError(`id: column "${id}" of ${where} must have integers or text, but its type is ${idType}`);
  }
}

/** @throws {TableError} Rows cannot be named by where they are. */
function checkNamed(from: From): void {
  if (from.kind === 'files') checkNames(from.files.map(({ name }) => name));
  else if (!from.numbered) {
    throw new TableError(
      `the rows of a ${from.kind === 'query' ? 'query' : 'view'} have no numbers: give an id column`,
    );
  }
}

/** The columns of each group of files, or of the table. In CSV files, types are only guessed. */
async function relationsOf(
  engine: Engine,
  from: From,
): Promise<{ where: string; columns: Columns; untyped: boolean }[]> {
  if (from.kind !== 'files') {
    const where = from.kind === 'query' ? 'the query' : `table ${from.name}`;
    return [{ where, columns: await columnsOf(engine, wholeRelation(from)), untyped: false }];
  }
  const relations = [];
  for (const files of fileGroups(from.files)) {
    const [{ path, format }] = files;
    const columns = await columnsOf(engine, wholeRelation({ kind: 'files', files }));
    const place = format === 'parquet' && [...columns.keys()].find((name) => PLACES.includes(name.toLowerCase()));
    if (place) {
      throw new TableError(`${path} has a column "${place}", whose name DuckDB needs: rename it, or give a query`);
    }
    relations.push({ where: path, columns, untyped: format === 'csv' });
    if (files.length > 1)
      relations.push(
        ...(await otherSchemas(
          engine,
          files.map((file) => file.path),
        )),
      );
  }
  return relations;
}

/** The columns of Parquet files that lack one of the others have. */
async function otherSchemas(
  engine: Engine,
  paths: readonly string[],
): Promise<{ where: string; columns: Columns; untyped: boolean }[]> {
  const list = textList(paths.map(escapeGlob));
  const rows = await engine.rows(
    `SELECT file_name, list(name), count(*) OVER () FROM parquet_schema(${list}) ` +
      'WHERE num_children IS NULL OR num_children = 0 GROUP BY file_name',
  );
  const all = new Set(rows.flatMap(([, names]) => names as string[]));
  const short = rows.filter(([, names]) => new Set(names as string[]).size < all.size);
  const relations = [];
  for (const [path] of short) {
    const files = [{ file: 0, path: path as string, name: '', format: 'parquet' as const }];
    const columns = await columnsOf(engine, wholeRelation({ kind: 'files', files }));
    relations.push({ where: path as string, columns, untyped: false });
  }
  return relations;
}

/** @throws {TableError} Files of the same name would give rows the same ids. */
function checkNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) {
      throw new TableError(
        `two files of the source are named ${name}: give an id column, or one glob from their common folder ` +
          `(**/${name})`,
      );
    }
    seen.add(name);
  }
}
