import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { sampleTable, TableError, type TableSample } from '../../tables.js';
import type { Progress } from '../progress.js';
import { oneLine, UserError } from '../user-error.js';
import type { Workers } from '../worker/run-jobs.js';
import { sampleOnWorkers } from '../worker/sample-jobs.js';
import type { SampleOptions } from './sample.js';

export interface TableSampleOptions extends SampleOptions {
  /** The column of ids. Default: rows are named by file and number. */
  id?: string;
  /** The Parquet file for the rows. Default: ids are printed. */
  out?: string;
  replacement: boolean;
  seed: number;
  json?: boolean;
  rows?: boolean;
  progress: Progress;
  /** Machines that draw; undefined for this one alone. */
  workers: Workers | undefined;
}

/** Lines that are written at once. */
const LINES = 10_000;

/** Options that mean something only where a file is read into memory. */
const OTHERS = [
  ['classes', '--classes'],
  ['limit', '--limit'],
  ['distinct', '--distinct'],
  ['rows', '--rows'],
] as const;

/**
 * Draws a sample of a table that need not fit in memory, here or on workers, and writes the ids of its rows, in the
 * order of draws, or the rows to a Parquet file.
 * @throws {UserError} Something is wrong with the source, an option, Redis or a part.
 */
export async function writeTableSample(
  source: string,
  options: TableSampleOptions,
  out: Writable,
  tell: (line: string) => void,
): Promise<void> {
  check(options);
  const { weights, column, target, number, replacement, seed, id, progress, workers } = options;
  const table = { weights, labels: column, target, n: number as number, replacement, seed, id };
  tell(`seed ${seed}`);
  try {
    const drawn = workers && (await sampleOnWorkers(source, table, { ...workers, progress }));
    const sample = drawn?.sample ?? (await sampleTable(source, table));
    try {
      await write(sample, source, options, out);
      await drawn?.clean();
    } finally {
      await sample.close();
      await drawn?.close();
    }
    if (options.out !== undefined) tell(`wrote ${options.out}`);
  } catch (error) {
    if (!(error instanceof TableError || error instanceof RangeError || error instanceof TypeError)) throw error;
    throw new UserError(oneLine(error).replace(/^n must/, '--number must'));
  }
}

function check(options: TableSampleOptions): void {
  const { weights, column, number, sampler, workers, id } = options;
  const which = workers ? '--redis' : id === undefined ? '--out' : '--id';
  for (const [name, option] of OTHERS) {
    const given = options[name];
    if (given instanceof Map ? given.size > 0 : given) throw new UserError(`${option} cannot be used with ${which}`);
  }
  if (sampler !== undefined && sampler !== 'weighted') {
    throw new UserError(`${which} goes with --sampler weighted, not with ${sampler}`);
  }
  if (number === undefined) throw new UserError(`${which} needs --number: how many rows to draw`);
  if ((weights === undefined) === (column === undefined)) {
    throw new UserError(
      `${which} needs either --weights NAME, a column of weights, or --column NAME, to balance classes`,
    );
  }
}

async function write(sample: TableSample, source: string, options: TableSampleOptions, out: Writable): Promise<void> {
  const { json, id = null, seed, replacement, weights = null, column = null } = options;
  if (options.out !== undefined) return sample.writeParquet(options.out);
  const ids = sample.ids();
  if (json) out.write(`${JSON.stringify({ source, seed, replacement, weights, column, id }).slice(0, -1)},"draws":[`);
  for (let at = 0; at < ids.length; at += LINES) {
    const some = ids.slice(at, at + LINES);
    const text = json
      ? `${at > 0 ? ',' : ''}${some.map((each) => JSON.stringify(each)).join(',')}`
      : `${some.join('\n')}\n`;
    if (!out.write(text)) await once(out, 'drain');
  }
  if (json) out.write(']}\n');
}
