import {
  type Candidate,
  drawPart,
  mergeCandidates,
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
/** Bytes of a candidate in a result, packed, about. */
const BYTES = 48;

/** A sample that workers drew. */
export interface WorkersSample {
  readonly sample: TableSample;
  /** Removes the parts' results. Call it once the sample is written. */
  clean(): Promise<void>;
}

/**
 * Plans a sample here, and draws its parts on workers: the rows of `sampleTable`, in the same order.
 * @throws {UserError} Something is wrong with the source, an option, Redis or a part.
 */
export async function sampleOnWorkers(
  source: TableSource,
  options: SampleOptions,
  running: RunOptions,
): Promise<WorkersSample> {
  // before the weights are read, which may take long
  await checkRedis(running);
  running.progress.start('reading weights', undefined);
  let plan = await planned(source, options, running.scratch !== undefined);
  running.progress.stop();
  for (;;) {
    const { candidates, clean } = await drawParts(plan, running);
    const sample = sampleFromParts(plan, [candidates]);
    if (sample) return { sample, clean };
    await clean();
    plan = widenPlan(plan);
  }
}

/** Plans parts. Their number depends on the source and the options alone, so that finished parts count again. */
async function planned(source: TableSource, options: SampleOptions, scratch: boolean): Promise<SamplePlan> {
  const whole = await planSample(source, options);
  const rows = whole.parts.reduce((sum, part) => sum + part.rows, 0);
  // results of half the size that they may have, in case that some parts have heavier rows
  const small = scratch ? 1 : (candidatesOf(whole, rows) * BYTES) / (MOST_RESULT / 2);
  return splitPlan(whole, Math.min(MOST_PARTS, Math.max(1, Math.ceil(rows / ROWS), Math.ceil(small))));
}

/** The number of candidates that a part gives, about. */
function candidatesOf({ n, limit, parts }: SamplePlan, rows: number): number {
  if (limit === null) return Math.min(n, rows);
  const all = parts.reduce((sum, part) => sum + part.rows, 0);
  return Math.min(n, ((n + 8 * Math.sqrt(n) + 20) * rows) / all);
}

async function drawParts(plan: SamplePlan, running: RunOptions) {
  const jobs = samplePlan(plan, running.version);
  if (running.scratch === undefined) checkSizes(plan, jobs);
  const bytes = plan.parts.reduce((sum, part) => sum + candidatesOf(plan, part.rows) * BYTES, 0);
  const run = await JobRun.open(jobs, bytes, running);
  try {
    const merged = new Merged(plan.n);
    await run.run((result) => merged.add(candidatesIn(result)));
    return {
      candidates: merged.all(),
      clean: async () => {
        await run.clean();
        await run.close();
      },
    };
  } catch (error) {
    await run.close();
    throw error;
  }
}

/** The jobs of a plan: one a part. */
export function samplePlan({ parts, ...shared }: SamplePlan, version: string): JobPlan {
  const jobs = parts.map((part) => ({
    payload: part,
    name: `part ${count(part.part + 1)} of ${count(parts.length)} (${placeOf(part)})`,
    size: part.rows,
  }));
  return { kind: 'sample', version, shared: shared satisfies PlanSettings, jobs };
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
