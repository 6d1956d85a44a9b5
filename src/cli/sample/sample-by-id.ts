import {
  type SampleTableOptions,
  sampleTable,
  TableError,
  type TableProgress,
  type TableSample,
} from '../../tables.js';
import { type Inputs, pathsOf } from '../input/find-input.js';
import { dieOf, onInterrupt } from '../interrupts.js';
import { checkFile, writeAll } from '../output-files.js';
import type { Progress } from '../progress.js';
import { UserError } from '../user-error.js';
import type { Workers } from '../worker/run-jobs.js';
import { type Interruptible, sampleOnWorkers } from '../worker/sample-jobs.js';
import { countRows } from './drawn-rows.js';
import { type JsonHeader, jsonHeader } from './json-header.js';

/** Options of a sample of rows that are named by an id. */
export interface ByIdOptions {
  /** The column of ids. */
  readonly id: string;
  /** The column of weights. Default: weights that balance the classes. */
  readonly weights?: string;
  /** The column of labels. */
  readonly column?: string;
  readonly target?: ReadonlyMap<string, number>;
  /** Draws in the sample. Default: as many as rows. */
  readonly number?: number;
  readonly replacement: boolean;
  readonly seed: number;
  readonly batchSize: number;
  /** The Parquet file to write. */
  readonly out?: string;
  readonly progress: Progress;
  /** Machines that draw. Default: this one alone. */
  readonly workers?: Workers | undefined;
}

/** A sample, and what its JSON begins with. */
export interface ByIdSample {
  readonly header: ByIdHeader;
  readonly sample: TableSample;
  /** Removes what workers keep of it. Call it once the sample is written. */
  clean(): Promise<void>;
  close(): Promise<void>;
}

/** The keys that the JSON of such a sample begins with. `rows` is null where they were not counted. */
export interface ByIdHeader extends Omit<JsonHeader, 'rows'> {
  readonly rows: number | null;
  readonly id: string;
  readonly warnings: readonly string[];
}

const TITLES: Record<TableProgress['step'], string> = {
  plan: 'reading the weights',
  draw: 'drawing',
  fetch: 'reading the drawn rows',
};

/**
 * Draws rows of Parquet or CSV files that need not fit in memory. What is drawn depends on the seed, and on the ids and
 * weights of the rows, on nothing else.
 * @throws {UserError} Something is wrong with the files or the options.
 */
export async function sampleById(input: Inputs, options: ByIdOptions): Promise<ByIdSample> {
  const { id, weights, column, target, replacement, seed, progress, workers } = options;
  if (input.kind === 'stdin') throw new UserError('--id needs a file, which can be read twice, not standard input');
  if (input.kind === 'folder') throw new UserError(`${input.name} is a folder: --id needs files with columns`);
  if (weights !== undefined && column !== undefined) {
    throw new UserError('--column cannot be used with --weights and --id: give one of them');
  }
  if (weights === undefined && column === undefined) {
    throw new UserError(`--id needs --weights or --column, too: loaded-dice columns ${input.name} lists the columns`);
  }
  if (workers && options.number === undefined) throw new UserError('--redis needs --number: how many rows to draw');
  // the columns of Parquet files are checked, too
  const rows = options.number === undefined || input.kind === 'parquet' ? await countRows(input) : undefined;
  const n = options.number ?? (rows as number);
  if (n === 0) throw new UserError(`${input.name} has columns and no rows`);
  const shares = target && Object.fromEntries(target);
  const source = pathsOf(input);
  const settings = {
    ...(weights === undefined ? { labels: column as string } : { weights }),
    id,
    n,
    replacement,
    seed,
  };
  const table = { ...settings, ...(shares && { target: shares }) } as SampleTableOptions;
  const reading: Interruptible = (task) => interruptible(progress, task);
  const drawn = workers && (await named(() => sampleOnWorkers(source, table, { ...workers, progress }, reading)));
  const sample = drawn?.sample ?? (await reading((running) => sampleTable(source, { ...table, ...running })));
  const header = jsonHeader({ name: input.name, unlabeled: 0 }, rows ?? 0, undefined, { ...options, numSamples: n });
  const clean = async (): Promise<void> => drawn?.clean();
  const close = async (): Promise<void> => {
    await sample.close();
    await drawn?.close();
  };
  return { header: { ...header, rows: rows ?? null, id, warnings: [] }, sample, clean, close };
}

/** Checks that --out can be written, before anything is read. @throws {UserError} It cannot. */
export async function checkSampleOutput(out: string, input: Inputs): Promise<void> {
  if (out !== '' && !/\.parquet$/i.test(out)) {
    throw new UserError(`--out writes Parquet: let ${out} end in .parquet, or print a CSV by --rows`);
  }
  await checkFile('--out', out, pathsOf(input));
}

/** Writes the drawn rows to a Parquet file, in the order of draws. @throws {UserError} It cannot be written. */
export async function writeSampleParquet(
  sample: TableSample,
  out: string,
  input: Inputs,
  progress: Progress,
): Promise<void> {
  const chunks = (path: string) => interruptible(progress, (running) => sample.writeParquet(path, running));
  await writeAll([{ option: '--out', path: out, chunks }], pathsOf(input));
}

const OPTIONS: Readonly<Record<string, string>> = {
  n: '--number',
  target: '--target',
  labels: '--column',
  weights: '--weights',
  id: '--id',
};

/** Runs a task on tables, whose errors then name the options of the library as they are called here. */
async function named<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    const { message } = error as Error;
    const text = message.replace(/^(n|target|labels|weights|id)\b/, (name) => OPTIONS[name]);
    throw error instanceof TableError || text !== message ? new UserError(text) : error;
  }
}

type Running = Required<Pick<SampleTableOptions, 'signal' | 'onProgress'>>;

/** Runs a task on tables. Shows its progress, and ends it at an interrupt, so that it leaves no temporary files. */
async function interruptible<T>(progress: Progress, task: (running: Running) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let interrupt: NodeJS.Signals | undefined;
  const abort = (signal: NodeJS.Signals): boolean => {
    interrupt = signal;
    controller.abort();
    return true;
  };
  let shown: TableProgress['step'] | undefined;
  const onProgress = ({ step, done }: TableProgress): void => {
    if (step !== shown) progress.start(TITLES[step], 100);
    shown = step;
    progress.reach(Math.floor(100 * done));
  };
  const release = onInterrupt(abort);
  try {
    return await named(() => task({ signal: controller.signal, onProgress }));
  } finally {
    release();
    progress.stop();
    if (interrupt) dieOf(interrupt);
  }
}
