// One pass over the weights: are they valid, and how are they distributed?
import { type Engine, textList } from './engine.js';
import type { WeightBucket } from './limit.js';
import { escapeGlob, type From, rowNamed, rowsQuery, wholeRelation } from './relation.js';
import { TableError } from './table-error.js';

export interface Measured {
  readonly rows: number;
  /** The rows of positive weight. */
  readonly buckets: readonly WeightBucket[];
  /** The number of rows of each file; empty for a table or a query. */
  readonly fileRows: readonly number[];
}

/** Positive weights must be within these: databases refuse doubles that over- or underflow in products. */
const [SMALLEST, LARGEST] = [1e-250, 1e250];

/** Holds for weights that are not valid. */
export const INVALID = `(w IS NULL OR isnan(w) OR w < 0 OR w > ${LARGEST} OR (w > 0 AND w < ${SMALLEST}))`;

/** @throws {TableError} A weight is invalid. */
export async function measureWeights(engine: Engine, from: From, id: string | null, column: string): Promise<Measured> {
  const query = rowsQuery(from, { id, value: column });
  const known = await parquetRows(engine, from);
  // an eighth of a power of two is a bucket; files are apart where their rows must be counted
  const bucket = `CASE WHEN ${INVALID} THEN 1e6 WHEN w = 0 THEN -1e6 ELSE floor(log2(w) * 8) END`;
  const groups = (await engine.rows(
    `SELECT ${known ? '0' : 'f'} AS f, ${bucket} AS b, count(*), sum(w) ` +
      `FROM (SELECT f, TRY_CAST(v AS DOUBLE) AS w FROM (${query})) GROUP BY ALL`,
  )) as [file: number | bigint, bucket: number, count: bigint, total: number][];
  if (groups.some(([, bucket]) => bucket === 1e6)) throw await invalidWeight(engine, query, column);
  const buckets = new Map<number, { count: number; total: number }>();
  const fileRows = known ?? new Array<number>(from.kind === 'files' ? from.files.length : 0).fill(0);
  let rows = 0;
  for (const [file, bucket, count, total] of groups) {
    rows += Number(count);
    if (!known && from.kind === 'files') fileRows[Number(file)] += Number(count);
    if (bucket === -1e6) continue;
    const all = buckets.get(bucket) ?? { count: 0, total: 0 };
    buckets.set(bucket, { count: all.count + Number(count), total: all.total + total });
  }
  return { rows, buckets: [...buckets.values()], fileRows };
}

/** Counts rows by the weights of their classes, of which each class has one. */
export async function measureClasses(
  engine: Engine,
  from: From,
  counts: readonly number[],
  weights: readonly number[],
): Promise<Measured> {
  const buckets = counts.map((count, i) => ({ count, total: count * weights[i] })).filter((_, i) => weights[i] > 0);
  return {
    rows: counts.reduce((sum, count) => sum + count, 0),
    buckets,
    fileRows: (await parquetRows(engine, from)) ?? (await countedRows(engine, from)),
  };
}

/** The number of rows of each Parquet file, from its metadata; undefined if other files are among them. */
export async function parquetRows(engine: Engine, from: From): Promise<number[] | undefined> {
  if (from.kind !== 'files' || from.files.some(({ format }) => format !== 'parquet')) return undefined;
  const paths = textList(from.files.map(({ path }) => escapeGlob(path)));
  const rows = await engine.rows(`SELECT file_name, num_rows FROM parquet_file_metadata(${paths})`);
  const byPath = new Map(rows.map(([path, count]) => [path as string, Number(count)]));
  return from.files.map(({ path }) => byPath.get(path) as number);
}

async function countedRows(engine: Engine, from: From): Promise<number[]> {
  if (from.kind !== 'files') return [];
  const counts = from.files.map(() => 0);
  const query = from.files
    .map((file) => `SELECT ${file.file} AS f FROM ${wholeRelation({ kind: 'files', files: [file] })}`)
    .join(' UNION ALL ');
  for (const [file, count] of await engine.rows(`SELECT f, count(*) FROM (${query}) GROUP BY f`)) {
    counts[Number(file)] = Number(count);
  }
  return counts;
}

export async function invalidWeight(engine: Engine, query: string, column: string): Promise<TableError> {
  const [[row, value]] = (await engine.rows(
    `SELECT id, CAST(v AS VARCHAR) FROM (SELECT *, TRY_CAST(v AS DOUBLE) AS w FROM (${query})) WHERE ${INVALID} ` +
      'ORDER BY f, r, id LIMIT 1',
  )) as [row: string | null, value: string | null][];
  const weight = Number(value ?? 'NULL');
  const scale = weight > 0 && weight < Infinity;
  const wanted = scale
    ? `positive weights must be from ${SMALLEST} to ${LARGEST}: scale them`
    : 'weights must be finite numbers of at least 0';
  return new TableError(`the weight of ${rowNamed(row)} in column "${column}" is ${value ?? 'NULL'}: ${wanted}`);
}
