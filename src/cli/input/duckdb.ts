import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { oneLine, UserError } from '../user-error.js';

/** A DuckDB in memory, which reads Parquet files and expands globs. */
export class DuckDb {
  /**
   * @param name The input, for errors.
   * @param close Frees the database.
   */
  private constructor(
    private readonly name: string,
    private readonly connection: DuckDBConnection,
    readonly close: () => void,
  ) {}

  /**
   * @param name The input, for errors.
   * @throws {UserError} The package of DuckDB, which is optional, is not installed or does not load.
   */
  static async open(name: string): Promise<DuckDb> {
    const { DuckDBInstance } = await import('@duckdb/node-api').catch((error) => {
      const missing = /^Cannot find (package|module) '@duckdb/.test(error.message);
      const problem = missing ? 'is not installed' : `does not load (${oneLine(error)})`;
      throw new UserError(`${name}: this needs DuckDB, which ${problem}: npm install @duckdb/node-api`);
    });
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const close = (): void => {
      connection.closeSync();
      instance.closeSync();
    };
    const db = new DuckDb(name, connection, close);
    // a time with a zone reads the same everywhere
    await db.rows("SET TimeZone = 'UTC'");
    return db;
  }

  /** Runs a query whose result is small. @throws {UserError} DuckDB refuses it, such as for a broken file. */
  async rows(query: string): Promise<unknown[][]> {
    try {
      return (await this.connection.runAndReadAll(query)).getRowsJS();
    } catch (error) {
      throw this.#error(error);
    }
  }

  /** Streams the result of a query, in the order of the files. @throws {UserError} DuckDB refuses it. */
  async *chunks(query: string): AsyncGenerator<DuckDBDataChunk> {
    try {
      const result = await this.connection.stream(query);
      for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) yield chunk;
    } catch (error) {
      throw this.#error(error);
    }
  }

  /** DuckDB's errors have its kind in front, and the query behind. */
  #error(error: unknown): unknown {
    const [, kind, text] = /^([A-Z][\w ]* Error): ([^\n]*)/.exec((error as Error).message) ?? [];
    if (kind === undefined) return error;
    const hint = kind.startsWith('Out of Memory') ? 'DuckDB ran out of memory' : 'DuckDB cannot read it';
    return new UserError(`${this.name}: ${hint}: ${oneLine(new Error(text))}`);
  }
}

/** A text in SQL. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A column in SQL. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A list of files in SQL, each of them literally: their names may contain what globs consist of. */
export const sqlFiles = (paths: readonly string[]): string =>
  `[${paths.map((path) => sqlText(path.replace(/[*?[]/g, '[$&]'))).join(', ')}]`;

/** Whether a path is a glob: * and ** match any names, ? a character, [ab] one of these. */
export const isGlob = (path: string): boolean => /[*?[]/.test(path);

/** The files that a glob matches, in the order of their names. @throws {UserError} There are none. */
export async function filesOf(glob: string): Promise<string[]> {
  const db = await DuckDb.open(glob);
  try {
    const found = (await db.rows(`SELECT file FROM glob(${sqlText(glob)})`)).map(([file]) => file as string);
    // DuckDB puts ./ in front of a name alone
    const files = found.map((file) => (glob.startsWith('./') ? file : file.replace(/^\.\//, '')));
    if (files.length === 0) throw new UserError(`${glob} matches no file`);
    return files.sort((a, b) => (a < b ? -1 : 1));
  } finally {
    db.close();
  }
}
