// What a user gives as a source, resolved to files, a table or a query.
import { stat } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkOptions } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { nearest } from './columns.js';
import { attach, databaseName, type Engine } from './engine.js';
import { isRemote, stateOf } from './paths.js';
import type { PlanFile, QueryPart } from './sample-plan.js';
import { DUCKDB } from './sql/dialect.js';
import { TableError } from './table-error.js';

/**
 * Where rows come from:
 * - a path or a glob of Parquet, CSV or JSON files: `'data/*.parquet'`, `.csv`, `.tsv`, `.json`, `.jsonl`, also `.gz`;
 *   or an address that DuckDB reads (`s3://`, `https://`)
 * - a list of these
 * - a table or view of a DuckDB database file: `{ table: 'items', database: 'data.duckdb' }`
 * - a query in DuckDB's SQL: `{ query: "SELECT * FROM 'a.parquet' WHERE ok" }`, also of a `database`
 */
export type TableSource =
  | string
  | readonly string[]
  | { readonly table: string; readonly database: string }
  | { readonly query: string; readonly database?: string | undefined };

/** @internal A file before its rows are counted. */
export type SourceFile = Omit<PlanFile, 'rows'>;

/** @internal */
export type Resolved = { readonly kind: 'files'; readonly files: readonly SourceFile[] } | QueryPart;

const FORMATS: readonly [RegExp, PlanFile['format']][] = [
  [/\.(parquet|pq)$/i, 'parquet'],
  [/\.(csv|tsv|txt)(\.gz|\.zst)?$/i, 'csv'],
  [/\.(json|jsonl|ndjson)(\.gz|\.zst)?$/i, 'json'],
];

const WANTED = 'source must be a path, a glob, a list of these, { table, database } or { query }';

/** @internal @throws {TypeError} The source is of no known kind. */
export function checkSource(source: unknown): void {
  if (typeof source === 'string') {
    if (source === '') throw new TypeError(`${WANTED}, got ""`);
    return;
  }
  if (Array.isArray(source)) {
    if (source.length === 0) throw new RangeError('source must name at least one file, got an empty list');
    const wrong = source.findIndex((path) => typeof path !== 'string' || path === '');
    if (wrong >= 0) throw new TypeError(`source[${wrong}] must be a path or a glob, got ${describe(source[wrong])}`);
    return;
  }
  if (typeof source !== 'object' || source === null) throw new TypeError(`${WANTED}, got ${describe(source)}`);
  const { table, query, database } = checkOptions(source as { table?: unknown; query?: unknown; database?: unknown }, [
    'table',
    'query',
    'database',
  ]);
  if ((table === undefined) === (query === undefined)) {
    throw new TypeError(`${WANTED}, got ${table === undefined ? 'neither table nor query' : 'both table and query'}`);
  }
  const name = table === undefined ? 'query' : 'table';
  for (const [key, value] of Object.entries({ [name]: table ?? query, database })) {
    const optional = key === 'database' && name === 'query' && value === undefined;
    if (!optional && (typeof value !== 'string' || value.trim() === '')) {
      throw new TypeError(`source.${key} must be a text that is not empty, got ${describe(value)}`);
    }
  }
}

/** @internal Finds the files or the table. @throws {TableError} There are none. */
export async function resolveSource(engine: Engine, source: TableSource): Promise<Resolved> {
  if (typeof source === 'string') return { kind: 'files', files: await filesOf(engine, [source]) };
  if ('query' in source && source.query !== undefined) {
    const database = source.database === undefined ? null : await databaseOf(source.database);
    if (database) await attach(engine, database.path);
    return { kind: 'query', sql: source.query.trim().replace(/[;\s]+$/, ''), name: 'query', numbered: false, database };
  }
  if ('table' in source) {
    const database = await databaseOf(source.database);
    await attach(engine, database.path);
    return { kind: 'table', ...(await tableOf(engine, source.table, database.path)), database };
  }
  return { kind: 'files', files: await filesOf(engine, source as readonly string[]) };
}

async function databaseOf(path: string): Promise<Pick<PlanFile, 'path' | 'size' | 'modified'>> {
  const state = await stateOf(path);
  if (!isRemote(path) && state.size === null) throw new TableError(`there is no database file ${path}`);
  return { path: absolute(path), ...state };
}

async function tableOf(
  engine: Engine,
  table: string,
  database: string,
): Promise<Pick<QueryPart, 'sql' | 'name' | 'numbered'>> {
  const found = (await engine.rows(
    'SELECT table_schema, table_name, table_type FROM information_schema.tables ' +
      `WHERE table_catalog = ${DUCKDB.text(databaseName(database))} ` +
      "ORDER BY table_schema = 'main' DESC, table_schema, table_name",
  )) as [schema: string, name: string, type: string][];
  const wanted = table.toLowerCase();
  const match = found.find(([schema, name]) =>
    [name, `${schema}.${name}`].some((each) => each.toLowerCase() === wanted),
  );
  if (!match) {
    const names = found.map(([schema, name]) => (schema === 'main' ? name : `${schema}.${name}`));
    throw new TableError(`there is no table ${table} in ${database}${nearest(table, names, 'tables')}`);
  }
  const [schema, name, type] = match;
  const sql = [databaseName(database), schema, name].map(DUCKDB.quote).join('.');
  return { sql, name, numbered: type === 'BASE TABLE' };
}

async function filesOf(engine: Engine, patterns: readonly string[]): Promise<SourceFile[]> {
  const found: { path: string; name: string }[] = [];
  for (const pattern of patterns) found.push(...(await expand(engine, pattern)));
  const seen = new Set<string>();
  for (const { path } of found) {
    if (seen.has(path)) throw new TableError(`${path} is in the source twice: list it once`);
    seen.add(path);
  }
  const files = await Promise.all(
    found.map(async ({ path, name }) => ({ path, name, format: formatOf(path), ...(await stateOf(path)) })),
  );
  // Spark leaves empty text files, which have no columns
  const filled = files.filter(({ format, size }) => format === 'parquet' || size !== 0);
  if (filled.length === 0) throw new TableError('the source has no rows');
  return filled.map((state, file) => ({ file, ...state }));
}

/** The files of a path or a glob, in the order of their names. */
async function expand(engine: Engine, given: string): Promise<{ path: string; name: string }[]> {
  const pattern = given.startsWith('file:') ? fileURLToPath(given) : given;
  const state = isRemote(pattern) ? undefined : await stat(pattern).catch(() => undefined);
  if (state?.isDirectory()) {
    throw new TableError(`${given} is a folder: name the files in it, as in ${given.replace(/[/\\]$/, '')}/*.parquet`);
  }
  // a file that is there may have * or [ in its name
  if (state) return [{ path: absolute(pattern), name: basename(pattern) }];
  if (!/[*?[]/.test(pattern) || /^https?:/i.test(pattern)) {
    if (isRemote(pattern)) return [{ path: pattern, name: pattern.replace(/[?#].*$/, '').replace(/^.*\//, '') }];
    throw new TableError(`there is no file ${given}`);
  }
  const paths = (await engine.rows(`SELECT file FROM glob(${DUCKDB.text(pattern)})`)).map(([path]) => path as string);
  if (paths.length === 0) throw new TableError(`no file matches ${given}`);
  const fixed = /^[^*?[]*[/\\]/.exec(pattern)?.[0] ?? '';
  return paths.sort().map((path) => ({ path: absolute(path), name: nameOf(path, fixed) }));
}

/** The rest of a path after the fixed beginning of a glob. */
function nameOf(path: string, fixed: string): string {
  if (isRemote(path)) return path.startsWith(fixed) ? path.slice(fixed.length) : path;
  return relative(absolute(fixed || '.'), absolute(path))
    .split(sep)
    .join('/');
}

function formatOf(path: string): PlanFile['format'] {
  const name = isRemote(path) ? path.replace(/[?#].*$/, '') : path;
  const format = FORMATS.find(([pattern]) => pattern.test(name))?.[1];
  if (format) return format;
  throw new TableError(
    `${path} has no ending that tells its format: known are .parquet, .csv, .tsv, .json and .jsonl, also with .gz`,
  );
}

function absolute(path: string): string {
  return isRemote(path) ? path : resolve(path);
}
