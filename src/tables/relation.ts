// The rows of a source in SQL.
import { attach, type Engine, textList } from './engine.js';
import { isRemote } from './paths.js';
import type { FilesPart, PlanFile, QueryPart } from './sample-plan.js';
import { DUCKDB } from './sql/dialect.js';

/** A file, with or without what only a plan knows. */
type File = Pick<PlanFile, 'file' | 'path' | 'name' | 'format' | 'first' | 'end'>;

/** Where rows come from: of a plan, or resolved and not yet counted. */
export type From = { readonly kind: 'files'; readonly files: readonly File[] } | FilesPart | QueryPart;

const { quote, text } = DUCKDB;

/** Opens what a relation needs besides its files. */
export async function openFrom(engine: Engine, from: From): Promise<void> {
  if (from.kind !== 'files' && from.database) await attach(engine, from.database.path);
}

/**
 * A file or table for FROM. In CSV files, `texts` are columns that are read as text: what DuckDB takes a column for
 * could differ from file to file.
 */
export function reader(files: readonly File[], texts: readonly string[] = []): string {
  const [{ format, path }] = files;
  const escaped = text(escapeGlob(path));
  if (format === 'parquet') {
    return `read_parquet(${textList(files.map((file) => escapeGlob(file.path)))}, union_by_name = true)`;
  }
  if (format === 'json') return `read_json(${escaped})`;
  const types = [...new Set(texts)].map((name) => `${text(name)}: 'VARCHAR'`);
  return `read_csv(${escaped}, header = true${types.length > 0 ? `, types = {${types.join(', ')}}` : ''})`;
}

/** A path that has no other match than itself. An address stays as it is: ? begins its query. */
export function escapeGlob(path: string): string {
  return isRemote(path) ? path : path.replace(/[*?[]/g, '[$&]');
}

/** Whole Parquet files with consecutive numbers are read together; each other file by itself. */
export function fileGroups<F extends File>(files: readonly F[]): F[][] {
  const groups: F[][] = [];
  const isWhole = ({ format, first }: F) => format === 'parquet' && first === undefined;
  files.forEach((file, i) => {
    const before = files[i - 1];
    const together = i > 0 && isWhole(before) && isWhole(file) && file.file === before.file + 1;
    if (together) groups[groups.length - 1].push(file);
    else groups.push([file]);
  });
  return groups;
}

/** All columns of a source, of all its rows, for FROM. */
export function wholeRelation(from: From, texts: readonly string[] = []): string {
  if (from.kind !== 'files') return from.kind === 'query' ? `(${from.sql}\n)` : from.sql;
  const selects = fileGroups(from.files).map((group) => `SELECT * FROM ${reader(group, texts)}`);
  return `(${selects.join('\nUNION ALL BY NAME\n')})`;
}

/** Which columns of its rows a relation gives. */
export interface RowColumns {
  /** The id column; null: rows are named by file and row number. */
  readonly id: string | null;
  /** A column for `v`. */
  readonly value: string;
  /** Another one for `v2`. */
  readonly second?: string | undefined;
}

/** Whether rows can be found again by their number. Otherwise they are by their id. */
export function isNumbered(from: From, id: string | null): boolean {
  if (from.kind !== 'files') return from.numbered;
  return id === null || from.files.every(({ format }) => format === 'parquet');
}

/**
 * A query for the rows of a part: `f`, the file; `r`, the row's number in it or -1; `id` as text, NULL if it is
 * unknown; and `v`, the value of a column as it is.
 */
export function rowsQuery(from: From, columns: RowColumns): string {
  const { id, value, second } = columns;
  const values = `${quote(value)} AS v${second === undefined ? '' : `, ${quote(second)} AS v2`}`;
  const idText = id === null ? undefined : DUCKDB.toText(quote(id));
  if (from.kind !== 'files') {
    const number = from.numbered ? 'rowid' : '-1';
    const named = idText ?? (from.numbered ? `${text(`${from.name}:`)} || ${number}` : 'NULL');
    return `SELECT 0 AS f, ${number} AS r, ${named} AS id, ${values} FROM ${wholeRelation(from)}`;
  }
  const texts = [value, ...(id === null ? [] : [id]), ...(second === undefined ? [] : [second])];
  const selects = fileGroups(from.files).map((group) => {
    const [{ file, format, name, first, end }] = group;
    if (format !== 'parquet') {
      const numbered = `SELECT ${id === null ? 'row_number() OVER () - 1' : '-1'} AS r, * FROM ${reader(group, texts)}`;
      return `SELECT ${file} AS f, r, ${idText ?? `${text(`${name}:`)} || r`} AS id, ${values} FROM (${numbered})`;
    }
    const names =
      group.length === 1
        ? text(`${name}:`)
        : `${textList(group.map((each) => `${each.name}:`))}[CAST(file_index AS BIGINT) + 1]`;
    const range = first === undefined ? '' : ` WHERE file_row_number >= ${first} AND file_row_number < ${end}`;
    return (
      `SELECT ${file} + CAST(file_index AS BIGINT) AS f, file_row_number AS r, ` +
      `${idText ?? `${names} || file_row_number`} AS id, ${values} FROM ${reader(group)}${range}`
    );
  });
  return selects.join('\nUNION ALL\n');
}

/** A row in an error, by the `id` of a query. */
export function rowNamed(id: unknown): string {
  return id === null ? 'a row' : `row ${JSON.stringify(id)}`;
}
