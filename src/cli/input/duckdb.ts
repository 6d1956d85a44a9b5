import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { onInterrupt } from '../interrupts.js';
import type { Progress } from '../progress.js';
import { oneLine, UserError } from '../user-error.js';

/** Milliseconds between two looks at how far a query is. */
const INTERVAL = 100;

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
    // DuckDB makes this folder where a result does not fit in memory
    const folder = join(tmpdir(), `loaded-dice-${randomUUID()}`);
    const instance = await DuckDBInstance.create(':memory:', { temp_directory: folder });
    const connection = await instance.connect();
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    const release = onInterrupt(() => {
      remove();
      return false;
    });
    const close = (): void => {
      connection.closeSync();
      instance.closeSync();
      remove();
      release();
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

  /** Runs a query that takes long, and shows how far it is. @throws {UserError} DuckDB refuses it. */
  async run(query: string, title: string, progress: Progress): Promise<void> {
    await this.rows('SET enable_progress_bar = true; SET enable_progress_bar_print = false');
    progress.start(title, 100);
    const look = (): void => progress.reach(Math.max(0, Math.floor(this.connection.progress.percentage)));
    const timer = setInterval(look, INTERVAL);
    try {
      await this.rows(query);
    } finally {
      clearInterval(timer);
      progress.stop();
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

  /** Makes a table of texts, numbered from 0 on. */
  async load(table: string, number: string, text: string, values: readonly string[]): Promise<void> {
    await this.rows(`CREATE TABLE ${table} (${sqlName(number)} BIGINT, ${sqlName(text)} VARCHAR)`);
    const appender = await this.connection.createAppender(table);
    for (const [i, value] of values.entries()) {
      appender.appendBigInt(BigInt(i));
      appender.appendVarchar(value);
      appender.endRow();
    }
    appender.closeSync();
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
export const isGlob = (path: string): boolean => /[*?]|\[[^\]]+\]/.test(path);

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
