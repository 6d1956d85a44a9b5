import {
  type Candidate,
  drawPart,
  type EngineOptions,
  finishPlan,
  measurePart,
  mergeCandidates,
  outlinePlan,
  type PartMeasure,
  type PlanFile,
  type PlanPart,
  type PlanSettings,
  planSample,
  type SampleOptions,
  type SamplePlan,
  sampleFromParts,
  splitPlan,
  type TableSample,
  type TableSource,
  widenPlan,
} from '../../tables.js';
import { count } from '../text.js';
import { UserError } from '../user-error.js';
import { type JobPlan, MOST_RESULT } from './jobs.js';
import { bytesText } from './redis.js';
import { checkRedis, JobRun, type RunOptions } from './run-jobs.js';
import type { Runner } from './work.js';

/** Rows of a part: several seconds of work for a core. */
const ROWS = 2 ** 24;
/** The most parts. */
const MOST_PARTS = 100_000;
/** Bytes of a candidate in a result, packed, about; and of the weights of a part. */
const BYTES = 48;
const MEASURE = 2000;

/** Runs a task on tables that an interrupt ends without temporary files. */
export type Interruptible = <T>(
  task: (running: Pick<EngineOptions, 'signal' | 'onProgress'>) => Promise<T>,
) => Promise<T>;

/** A sample that workers drew. */
export interface WorkersSample {
  readonly sample: TableSample;
  /** Removes the parts' results. Call it once the sample is written. */
  clean(): Promise<void>;
  /** Disconnects from Redis. */
  close(): Promise<void>;
}

/**
 * Plans a sample here, and draws its parts on workers: the rows of `sampleTable`, in the same order.
 * @param interruptible Runs what is read here.
 * @param most Rows of the largest table whose weights are read here.
 * @throws {UserError} Something is wrong with Redis, or a part failed.
 * @throws {TableError | TypeError | RangeError} Something is wrong with the source or an option.
 */
export async function sampleOnWorkers(
  source: TableSource,
  options: SampleOptions,
  running: RunOptions,
  interruptible: Interruptible,
  most = ROWS,
): Promise<WorkersSample> {
  // before the weights are read, which may take long
  await checkRedis(running);
  const outline = await interruptible((reading) => outlinePlan(source, { ...options, ...reading }));
  const runs: JobRun[] = [];
  const clean = async (): Promise<void> => void (await Promise.all(runs.map((run) => run.clean())));
  const close = async (): Promise<void> => void (await Promise.all(runs.map((run) => run.close())));
  try {
    const large = outline && rowsOf(outline) > most;
    let plan = large
      ? await measuredPlan(outline, most, running, runs)
      : await interruptible((reading) => planSample(source, { ...options, ...reading }));
    plan = splitPlan(plan, partsFor(plan, running.scratch !== undefined));
    for (;;) {
      const candidates = await drawParts(plan, running, runs);
      const sample = sampleFromParts(plan, [candidates]);
      if (sample) return { sample, clean, close };
      plan = widenPlan(plan);
    }
  } catch (error) {
    await close();
    throw error;
  }
}

const rowsOf = ({ parts }: SamplePlan): number => parts.reduce((sum, part) => sum + part.rows, 0);

/** Has the weights read by workers. */
async function measuredPlan(
  outline: SamplePlan,
  most: number,
  running: RunOptions,
  runs: JobRun[],
): Promise<SamplePlan> {
  const { weights, id, parts } = splitPlan(outline, Math.min(MOST_PARTS, Math.ceil(rowsOf(outline) / most)));
  const jobs = jobsOf(parts, (text) => `the weights of ${text}`);
  const plan: JobPlan = { kind: 'measure', version: running.version, shared: { weights, id }, jobs };
  const measures: PartMeasure[] = [];
  await runAll(plan, parts.length * MEASURE, running, runs, (result) => {
    measures.push(JSON.parse(result.toString()));
  });
  return finishPlan(outline, measures);
}

/** The number of parts. It depends on the plan and the options alone, so that finished parts count again. */
function partsFor(plan: SamplePlan, scratch: boolean): number {
  const rows = rowsOf(plan);
  // results of half the size that they may have, in case that some parts have heavier rows
  const small = scratch ? 1 : (candidatesOf(plan, rows) * BYTES) / (MOST_RESULT / 2);
  return Math.min(MOST_PARTS, Math.max(1, Math.ceil(rows / ROWS), Math.ceil(small)));
}

/** The number of candidates that a part gives, about. */
function candidatesOf({ n, limit, parts }: SamplePlan, rows: number): number {
  if (limit === null) return Math.min(n, rows);
  const all = parts.reduce((sum, part) => sum + part.rows, 0);
  return Math.min(n, ((n + 8 * Math.sqrt(n) + 20) * rows) / all);
}

async function drawParts(plan: SamplePlan, running: RunOptions, runs: JobRun[]): Promise<Candidate[]> {
  const jobs = samplePlan(plan, running.version);
  if (running.scratch === undefined) checkSizes(plan, jobs);
  const bytes = plan.parts.reduce((sum, part) => sum + candidatesOf(plan, part.rows) * BYTES, 0);
  const merged = new Merged(plan.n);
  await runAll(jobs, bytes, running, runs, (result) => merged.add(candidatesIn(result)));
  return merged.all();
}

/** Runs jobs. Adds the run to those whose results are still there. */
async function runAll(
  plan: JobPlan,
  bytes: number,
  running: RunOptions,
  runs: JobRun[],
  take: (result: Buffer) => void,
): Promise<void> {
  const run = await JobRun.open(plan, bytes, running);
  runs.push(run);
  await run.run(take);
}

/** The jobs of a plan: one a part. */
export function samplePlan({ parts, ...shared }: SamplePlan, version: string): JobPlan {
  return { kind: 'sample', version, shared: shared satisfies PlanSettings, jobs: jobsOf(parts, (text) => text) };
}

function jobsOf(parts: readonly PlanPart[], nameOf: (text: string) => string): JobPlan['jobs'] {
  return parts.map((part) => ({
    payload: part,
    name: nameOf(`part ${count(part.part + 1)} of ${count(parts.length)} (${placeOf(part)})`),
    size: part.rows,
  }));
}

function placeOf({ from }: PlanPart): string {
  if (from.kind !== 'files') return from.name;
  const [file, ...others] = from.files;
  if (others.length > 0) return `${file.path} and ${count(others.length)} more`;
  return `${file.path}${rowsText(file)}`;
}

const rowsText = ({ first, end }: PlanFile): string =>
  first === undefined || end === undefined ? '' : `, rows ${count(first)} to ${count(end - 1)}`;

/** @throws {UserError} A part that cannot be split has too large a result for Redis. */
function checkSizes(plan: SamplePlan, { jobs }: JobPlan): void {
  for (const { size, name } of jobs) {
    const bytes = candidatesOf(plan, size) * BYTES;
    if (bytes > MOST_RESULT) {
      throw new UserError(
        `${name} gives about ${bytesText(bytes)}, and Redis gets at most ${bytesText(MOST_RESULT)} from a part: ` +
          'give --scratch FOLDER, which all machines see, or take Parquet, which can be split',
      );
    }
  }
}

/** Reads the weights of a part. */
export const runMeasure: Runner = async (shared, payload, { threads, memoryLimit }) => {
  const measure = await measurePart(shared as PlanSettings, payload as PlanPart, { threads, memoryLimit });
  return Buffer.from(JSON.stringify(measure));
};

/** Draws from a part. */
export const runSample: Runner = async (shared, payload, { threads, memoryLimit }) =>
  resultOf(await drawPart(shared as PlanSettings, payload as PlanPart, { threads, memoryLimit }));

/** Candidates as JSON lines. Numbers come back as the same bits. */
function resultOf(candidates: readonly Candidate[]): Buffer {
  const lines = candidates.map(({ time, hash, id, arrival, file, row }) =>
    JSON.stringify([time, hash, id, arrival, file, row]),
  );
  return Buffer.from(lines.join('\n'));
}

function candidatesIn(result: Buffer): Candidate[] {
  if (result.length === 0) return [];
  return result
    .toString()
    .split('\n')
    .map((line) => {
      const [time, hash, id, arrival, file, row] = JSON.parse(line);
      return { time, hash, id, arrival, file, row };
    });
}

/** Merges candidates as they come, so that there are never many more than n. */
class Merged {
  #lists: Candidate[][] = [];
  #count = 0;

  constructor(private readonly n: number) {}

  add(candidates: Candidate[]): void {
    this.#lists.push(candidates);
    this.#count += candidates.length;
    if (this.#count > 2 * this.n + 65536) this.all();
  }

  all(): Candidate[] {
    const merged = mergeCandidates(this.#lists, this.n);
    this.#lists = [merged];
    this.#count = merged.length;
    return merged;
  }
}
