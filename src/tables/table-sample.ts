import { checkInteger, checkOptions, checkSignal, throwIfAborted } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { checkName } from './columns.js';
import { Engine } from './engine.js';
import { checkEngine, type EngineOptions } from './engine-options.js';
import { type DrawnRows, fetchedRows, fetchRows, writeFetched } from './fetch.js';
import { checkUnchanged } from './fingerprints.js';
import { checkOutput, writeAtomically } from './output-path.js';
import { wholeOf } from './parts.js';
import type { Candidate, SamplePlan } from './sample-plan.js';

/** A row: the values of its columns. DuckDB's BIGINT is a bigint, a timestamp a Date, NULL is null. */
export type TableRow = Record<string, unknown>;

/** Options of {@link TableSample.rows} and {@link TableSample.writeParquet}. */
export type FetchOptions = Pick<EngineOptions, 'signal' | 'onProgress'>;

/** Rows that are got at once. */
const BLOCK = 2048;
/** Blocks that are kept for `get`. */
const KEPT = 8;

/**
 * Drawn rows of a table. Made by {@link sampleTable}.
 *
 * It knows which rows were drawn. The rows themselves are read from the source when they are first asked for, and then
 * kept by DuckDB, within its memory limit or in a temporary folder, until `close()`.
 *
 * It is a data set for a DataLoader: item i is the row of draw i.
 */
export class TableSample implements AsyncIterable<TableRow> {
  /** The seed of the draws: the one that was given, or a fresh one. */
  readonly seed: number;
  /** The number of draws. */
  readonly length: number;
  readonly #plan: SamplePlan;
  readonly #drawn: DrawnRows;
  readonly #options: EngineOptions;
  #fetched: Promise<Engine> | undefined;
  /** The promises of blocks of rows, those used last at the end. */
  readonly #blocks = new Map<number, Promise<TableRow[]>>();

  /** @internal Made by {@link sampleTable}. */
  constructor(
    plan: SamplePlan,
    candidates: readonly Candidate[],
    columns: readonly string[] | undefined,
    options: EngineOptions,
  ) {
    this.seed = plan.seed;
    this.length = candidates.length;
    this.#plan = plan;
    this.#drawn = {
      from: wholeOf(plan.parts),
      id: plan.id,
      columns,
      ids: candidates.map(({ id }) => id),
      files: Int32Array.from(candidates, ({ file }) => file),
      rows: Float64Array.from(candidates, ({ row }) => row),
    };
    this.#options = { threads: options.threads, memoryLimit: options.memoryLimit };
  }

  /** The ids of the drawn rows in the order of draws, as text. Without an id column they are `file:row`. */
  ids(): string[] {
    return [...this.#drawn.ids];
  }

  /** The drawn rows in the order of draws, a few thousand at a time in memory. */
  async *rows(options?: FetchOptions): AsyncGenerator<TableRow, void, undefined> {
    const checked = checkFetch(options);
    for (let first = 0; first < this.length; first += BLOCK) {
      const engine = await this.#fetch(checked);
      throwIfAborted(checked.signal);
      yield* await fetchedRows(engine, first, first + BLOCK);
    }
  }

  /** Iterates over {@link TableSample.rows}. */
  [Symbol.asyncIterator](): AsyncGenerator<TableRow, void, undefined> {
    return this.rows();
  }

  /**
   * The row of a draw.
   * @param index The number of the draw, in [0, length).
   */
  async get(index: number, { signal }: { signal?: AbortSignal } = {}): Promise<TableRow> {
    checkInteger('index', index, 0);
    if (index >= this.length) throw new RangeError(`index must be below ${this.length}, got ${index}`);
    const number = Math.floor(index / BLOCK);
    // one signal must not end what others wait for
    const block = this.#blocks.get(number) ?? this.#block(number);
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
    if (this.#blocks.size > KEPT) this.#blocks.delete(this.#blocks.keys().next().value as number);
    const rows = await block;
    throwIfAborted(signal);
    return rows[index % BLOCK];
  }

  /**
   * Writes the drawn rows to a Parquet file, in the order of draws. The file appears when it is complete; if something
   * fails, what was there before stays.
   * @throws {TableError} The folder is missing, the path is a file of the source, or the disk is full.
   */
  async writeParquet(path: string, options?: FetchOptions): Promise<void> {
    const checked = checkFetch(options);
    const { from } = this.#drawn;
    const sources =
      from.kind === 'files' ? from.files.map((file) => file.path) : from.database ? [from.database.path] : [];
    const real = await checkOutput(path, sources);
    const engine = await this.#fetch(checked);
    engine.use(checked);
    await writeAtomically(real, (temporary) => writeFetched(engine, temporary));
  }

  /** Frees the rows that DuckDB keeps. A later call reads them anew. */
  async close(): Promise<void> {
    const fetched = this.#fetched;
    this.#fetched = undefined;
    this.#blocks.clear();
    (await fetched?.catch(() => undefined))?.close();
  }

  /** Closes the sample at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #block(number: number): Promise<TableRow[]> {
    const block = this.#fetch({}).then((engine) => fetchedRows(engine, number * BLOCK, (number + 1) * BLOCK));
    // a failure is not kept
    block.catch(() => this.#blocks.delete(number));
    return block;
  }

  async #fetch(options: FetchOptions): Promise<Engine> {
    while (this.#fetched) {
      // if another call has aborted, or failed, this one tries by itself
      const engine = await this.#fetched.catch(() => undefined);
      throwIfAborted(options.signal);
      if (engine) return engine;
    }
    const fetched = this.#read(options);
    this.#fetched = fetched;
    fetched.catch(() => {
      if (this.#fetched === fetched) this.#fetched = undefined;
    });
    return fetched;
  }

  async #read(options: FetchOptions): Promise<Engine> {
    for (const { from } of this.#plan.parts) await checkUnchanged(from);
    const engine = await Engine.open({ ...this.#options, ...options });
    try {
      await fetchRows(engine, this.#drawn);
      engine.use({});
      return engine;
    } catch (error) {
      engine.close();
      throw error;
    }
  }
}

function checkFetch(options: FetchOptions | undefined): FetchOptions {
  const checked = checkOptions(options, ['signal', 'onProgress']);
  checkSignal(checked.signal);
  checkEngine(checked);
  return checked;
}

/** Checks the option `columns`. */
export function checkColumnNames(columns: unknown): readonly string[] | undefined {
  if (columns === undefined) return undefined;
  if (!Array.isArray(columns) || columns.length === 0) {
    throw new TypeError(`columns must be a list of at least one column, got ${describe(columns)}`);
  }
  for (const [i, name] of columns.entries()) {
    checkName(`columns[${i}]`, name);
    if (columns.indexOf(name) < i) throw new RangeError(`columns must differ, got ${describe(name)} twice`);
  }
  return columns;
}
