// DuckDB in this process: opened for one task, closed after it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { throwIfAborted } from '../internal/check.js';
import type { EngineOptions, TableProgress } from './engine-options.js';
import { DUCKDB } from './sql/dialect.js';
import { oneLineOf, TableError } from './table-error.js';

/** The number of rows that DuckDB takes at once. */
const VECTOR = 2048;

/** Milliseconds between two looks at the progress. */
const INTERVAL = 100;

/** Temporary folders of open engines, deleted when the process exits. */
const folders = new Set<string>();
const deleteFolders = (): void => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
};

async function duckdb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (cause) {
    throw new TableError('tables need the package @duckdb/node-api: npm install @duckdb/node-api', { cause });
  }
}

/** An instance of DuckDB with one connection. Checked options. */
export class Engine {
  step: TableProgress['step'] = 'plan';
  readonly #folder: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  #options: EngineOptions;
  readonly #interrupt = (): void => this.#connection.interrupt();

  private constructor(folder: string, instance: DuckDBInstance, connection: DuckDBConnection, options: EngineOptions) {
    this.#folder = folder;
    this.#instance = instance;
    this.#connection = connection;
    this.#options = options;
  }

  static async open(options: EngineOptions): Promise<Engine> {
    const { threads, memoryLimit, signal } = options;
    throwIfAborted(signal);
    const { DuckDBInstance } = await duckdb();
    const folder = makeFolder();
    try {
      const instance = await DuckDBInstance.create(':memory:', {
        temp_directory: folder,
        ...(threads !== undefined && { threads: String(threads) }),
        ...(memoryLimit !== undefined && {
          memory_limit: typeof memoryLimit === 'number' ? `${memoryLimit}B` : memoryLimit,
        }),
      });
      const engine = new Engine(folder, instance, await instance.connect(), options);
      // times with a zone are text in the zone of the machine
      await engine.run("SET TimeZone = 'UTC'");
      if (options.onProgress) {
        await engine.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false');
      }
      signal?.addEventListener('abort', engine.#interrupt);
      return engine;
    } catch (error) {
      deleteFolder(folder);
      throw error instanceof TableError ? error : new TableError(oneLineOf(error), { cause: error });
    }
  }

  /** Replaces the signal and the listener, for a task that goes on with what another one left. */
  use(options: Pick<EngineOptions, 'signal' | 'onProgress'>): void {
    this.#options.signal?.removeEventListener('abort', this.#interrupt);
    this.#options = options;
    options.signal?.addEventListener('abort', this.#interrupt);
  }

  /** Runs a statement whose result does not matter. */
  async run(sql: string): Promise<void> {
    await this.#guarded(() => this.#connection.run(sql));
  }

  /** All rows of a small result, as JavaScript values. */
  async rows(sql: string): Promise<unknown[][]> {
    return this.#guarded(async () => (await this.#connection.runAndReadAll(sql)).getRowsJS());
  }

  /** The rows of a large result, as columns of up to 2,048 of DuckDB's values. */
  async *chunks(sql: string): AsyncGenerator<unknown[][]> {
    const result = await this.#guarded(() => this.#connection.stream(sql));
    for (;;) {
      const chunk = await this.#guarded(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getColumns();
    }
  }

  /** The rows of a result as objects of JavaScript values. */
  async objects(sql: string): Promise<Record<string, unknown>[]> {
    return this.#guarded(async () => (await this.#connection.runAndReadAll(sql)).getRowObjectsJS());
  }

  /** Makes a temporary table and fills it. `columns` are arrays of equal lengths. */
  async load(name: string, types: string, columns: readonly ArrayLike<string | number | bigint>[]): Promise<void> {
    const { DuckDBDataChunk } = await duckdb();
    await this.run(`CREATE OR REPLACE TEMP TABLE temp.main.${name} (${types})`);
    const appender = await this.#connection.createAppender(name, 'main', 'temp');
    const columnTypes = columns.map((_, i) => appender.columnType(i));
    for (let first = 0; first < columns[0].length; first += VECTOR) {
      throwIfAborted(this.#options.signal);
      const chunk = DuckDBDataChunk.create(columnTypes);
      chunk.setColumns(columns.map((column) => Array.prototype.slice.call(column, first, first + VECTOR)));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }

  close(): void {
    this.#options.signal?.removeEventListener('abort', this.#interrupt);
    this.#connection.closeSync();
    this.#instance.closeSync();
    deleteFolder(this.#folder);
  }

  async #guarded<T>(task: () => Promise<T>): Promise<T> {
    const { signal, onProgress } = this.#options;
    throwIfAborted(signal);
    const timer = onProgress && setInterval(() => onProgress({ step: this.step, done: this.#done() }), INTERVAL);
    try {
      return await task();
    } catch (error) {
      throwIfAborted(signal);
      throw new TableError(oneLineOf(error), { cause: error });
    } finally {
      clearInterval(timer);
    }
  }

  #done(): number {
    return Math.min(1, Math.max(0, this.#connection.progress.percentage / 100));
  }
}

function makeFolder(): string {
  let folder: string;
  try {
    folder = mkdtempSync(join(tmpdir(), 'loaded-dice-tables-'));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new TableError(`temporary files cannot be written to ${tmpdir()} (${code}): set TMPDIR`, { cause });
  }
  if (folders.size === 0) process.on('exit', deleteFolders);
  folders.add(folder);
  return folder;
}

function deleteFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  folders.delete(folder);
  if (folders.size === 0) process.off('exit', deleteFolders);
}

/** Opens DuckDB for a task, and closes it afterwards. */
export async function withEngine<T>(options: EngineOptions, task: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await Engine.open(options);
  try {
    return await task(engine);
  } finally {
    engine.close();
  }
}

/** A list of texts in SQL. */
export function textList(texts: readonly string[]): string {
  return `[${texts.map(DUCKDB.text).join(', ')}]`;
}

/** The name of a database file in queries, which DuckDB gives it, too: views may use it. */
export function databaseName(path: string): string {
  const name = basename(path).replace(/\..*$/, '');
  return ['', 'main', 'memory', 'temp', 'system'].includes(name.toLowerCase()) ? `${name}_file` : name;
}

/** Opens a database file for reading, and makes it the one that names are looked up in. */
export async function attach(engine: Engine, path: string): Promise<void> {
  const name = DUCKDB.quote(databaseName(path));
  await engine.run(`ATTACH IF NOT EXISTS ${DUCKDB.text(path)} AS ${name} (READ_ONLY, TYPE duckdb); USE ${name}`);
}
