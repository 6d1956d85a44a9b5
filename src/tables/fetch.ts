// The whole rows of a sample, as a table of DuckDB in the order of draws.
import type { Engine } from './engine.js';
import { type From, fileGroups, isNumbered, openFrom, reader, wholeRelation } from './relation.js';
import { DUCKDB } from './sql/dialect.js';
import { TableError } from './table-error.js';

const { quote, toText } = DUCKDB;

/** Columns beside those of the source. */
const POSITION = quote('loaded-dice position');
const ROW = quote('loaded-dice row');

/** Where the drawn rows are, in the order of draws. */
export interface DrawnRows {
  readonly from: From;
  readonly id: string | null;
  /** The columns to fetch; absent: all. */
  readonly columns: readonly string[] | undefined;
  readonly ids: readonly string[];
  readonly files: ArrayLike<number>;
  readonly rows: ArrayLike<number>;
}

/**
 * Reads the drawn rows into the table `fetched`.
 * @throws {TableError} A drawn row is not there any more, or several rows have its id.
 */
export async function fetchRows(engine: Engine, drawn: DrawnRows): Promise<void> {
  const { from, id, ids } = drawn;
  engine.step = 'fetch';
  await openFrom(engine, from);
  const positions = Array.from(ids, (_, i) => i);
  const numbered = isNumbered(from, id);
  if (numbered) {
    const rows = Array.from(drawn.rows, BigInt);
    await engine.load('drawn', 'p UINTEGER, f INTEGER, r BIGINT', [positions, drawn.files, rows]);
  } else {
    await engine.load('drawn', 'p UINTEGER, id VARCHAR', [positions, ids]);
  }
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.fetched AS SELECT * FROM (${joined(drawn, numbered)}) ORDER BY ${POSITION}`,
  );
  await engine.run('DROP TABLE temp.main.drawn');
  const [[count, different]] = (await engine.rows(
    `SELECT count(*), count(DISTINCT ${POSITION}) FROM temp.main.fetched`,
  )) as [bigint, bigint][];
  if (Number(different) < ids.length) {
    throw new TableError(
      `${ids.length - Number(different)} of the drawn rows are not in the source any more: sample anew`,
    );
  }
  if (count > different) {
    throw new TableError(`two rows have the same id: the values of column "${id}" must differ`);
  }
}

function joined({ from, id, columns }: DrawnRows, numbered: boolean): string {
  const chosen = columns?.map((name) => `t.${quote(name)}`).join(', ');
  const byId = id === null ? '' : `d.id = ${toText(`t.${quote(id)}`)}`;
  const select = (source: string, on: string, all = 't.*') =>
    `SELECT d.p AS ${POSITION}, ${chosen ?? all} FROM ${source} AS t JOIN temp.main.drawn AS d ON ${on}`;
  if (from.kind !== 'files') return select(wholeRelation(from), numbered ? 'd.r = t.rowid' : byId);
  const selects = fileGroups(from.files).map((group) => {
    const [{ file, format }] = group;
    if (!numbered) return select(reader(group, id === null ? [] : [id]), byId);
    if (format === 'parquet') {
      return select(reader(group), `d.r = t.file_row_number AND d.f = ${file} + CAST(t.file_index AS BIGINT)`);
    }
    const source = `(SELECT row_number() OVER () - 1 AS ${ROW}, * FROM ${reader(group)})`;
    return select(source, `d.r = t.${ROW} AND d.f = ${file}`, `t.* EXCLUDE (${ROW})`);
  });
  return selects.join('\nUNION ALL BY NAME\n');
}

/** The fetched rows from `first` up to `end`, without `end`, as objects. */
export async function fetchedRows(engine: Engine, first: number, end: number): Promise<Record<string, unknown>[]> {
  return engine.objects(
    `SELECT * EXCLUDE (${POSITION}) FROM temp.main.fetched ` +
      `WHERE ${POSITION} >= ${first} AND ${POSITION} < ${end} ORDER BY ${POSITION}`,
  );
}

/** Writes the fetched rows to a new Parquet file. */
export async function writeFetched(engine: Engine, path: string): Promise<void> {
  await engine.run(
    `COPY (SELECT * EXCLUDE (${POSITION}) FROM temp.main.fetched ORDER BY ${POSITION}) ` +
      `TO ${DUCKDB.text(path)} (FORMAT parquet, USE_TMP_FILE false)`,
  );
}
