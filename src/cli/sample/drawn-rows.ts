import { DuckDb, sqlFiles, sqlName } from '../input/duckdb.js';
import { type Inputs, pathsOf } from '../input/find-input.js';
import { type ParquetColumn, parquetTable } from '../input/parquet.js';
import { sqlLine } from '../input/parquet-text.js';
import { csvLine } from '../input/rows.js';
import type { Progress } from '../progress.js';
import { UserError } from '../user-error.js';

/** Names that no column of a file is likely to have. */
const [NUMBER, ID] = ['loaded-dice number', 'loaded-dice id'];

/** The rows of files in a query, and their columns. */
async function relationOf(db: DuckDb, input: Inputs): Promise<{ from: string; columns: readonly ParquetColumn[] }> {
  if (input.kind === 'parquet') return parquetTable(db, input);
  const from = `read_csv(${sqlFiles(pathsOf(input))}, header = true, all_varchar = true)`;
  const described = await db.rows(`DESCRIBE SELECT * FROM ${from}`);
  return { from, columns: described.map(([name]) => ({ name, queried: name, type: 'VARCHAR' }) as ParquetColumn) };
}

/** The number of rows of Parquet or CSV files. */
export async function countRows(input: Inputs): Promise<number> {
  const db = await DuckDb.open(input.name);
  try {
    if (input.kind === 'parquet') return (await parquetTable(db, input)).rows;
    const { from } = await relationOf(db, input);
    return Number((await db.rows(`SELECT count(*) FROM ${from}`))[0][0]);
  } finally {
    db.close();
  }
}

/**
 * The rows with these ids, in their order, as the lines of a CSV: first its header, then some thousand rows at a time.
 * DuckDB keeps what does not fit in memory in a temporary folder.
 * @throws {UserError} Two rows have the same id.
 */
export async function* drawnRows(
  input: Inputs,
  id: string,
  ids: readonly string[],
  progress: Progress,
): AsyncGenerator<string[]> {
  const db = await DuckDb.open(input.name);
  try {
    const { from, columns } = await relationOf(db, input);
    const same = ({ name }: ParquetColumn): boolean => name.toLowerCase() === id.toLowerCase();
    // it was found when ids were drawn, where case does not matter
    const { queried } = columns.find(({ name }) => name === id) ?? (columns.find(same) as ParquetColumn);
    await db.load('drawn', NUMBER, ID, ids);
    await db.run(
      `CREATE TABLE picked AS SELECT d.${sqlName(NUMBER)} AS number, ${sqlLine(columns, ',')} AS line ` +
        `FROM ${from} AS t JOIN drawn AS d ON CAST(t.${sqlName(queried)} AS VARCHAR) = d.${sqlName(ID)}`,
      'reading the drawn rows',
      progress,
    );
    const [[found]] = await db.rows('SELECT count(*) FROM picked');
    if (Number(found) !== ids.length) {
      const problem = Number(found) > ids.length ? 'has the same value in two rows' : 'changed while it was read';
      throw new UserError(`${input.name}: the column of ids, ${JSON.stringify(id)}, ${problem}`);
    }
    yield [csvLine(columns.map(({ name }) => name))];
    for await (const chunk of db.chunks('SELECT line FROM picked ORDER BY number')) {
      const lines = chunk.getColumnVector(0);
      yield Array.from({ length: chunk.rowCount }, (_, i) => lines.getItem(i) as string);
    }
  } finally {
    db.close();
  }
}
