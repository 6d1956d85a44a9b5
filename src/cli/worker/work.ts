import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { plural } from '../text.js';
import { oneLine, UserError } from '../user-error.js';
import { ATTEMPTS, type JobData, type Kind, PREFIX, planKey, QUEUE } from './jobs.js';
import { type Connection, connect, isFull } from './redis.js';
import { hasResult, keepResult, pack, readKept, TooLargeError } from './results.js';

/** What a worker may use. */
export interface Means {
  readonly threads: number;
  /** The most memory of DuckDB, as it takes it: '4GB'. */
  readonly memoryLimit?: string | undefined;
}

/** Runs the jobs of one kind. @param shared What all jobs of the plan share. */
export type Runner = (shared: unknown, payload: unknown, means: Means) => Promise<Buffer>;

export interface WorkOptions extends Means {
  readonly redis: string;
  readonly version: string;
  readonly runners: Readonly<Record<Kind, Runner>>;
  /** Shows a line. */
  readonly tell: (line: string) => void;
  /** Ends the worker after the job that it is at. */
  readonly signal: AbortSignal;
}

/** Milliseconds after which a job of a worker that does not answer goes to another one. Timers renew it by halves. */
const LOCK = 15_000;
const STALLED = 5_000;
/** Milliseconds for the end of a worker whose Redis is away. */
const CLOSING = 1000;
/** Milliseconds until a job that this worker failed at is offered again. */
const ELSEWHERE = 1000;

/**
 * Takes jobs from Redis and does them, until `signal` aborts.
 * @throws {UserError} Redis is away or unfit, or the jobs are those of another version.
 */
export async function work(options: WorkOptions): Promise<void> {
  const connection = await connect(options.redis);
  try {
    await new JobWorker(connection, options).run();
  } finally {
    await connection.close();
  }
}

class JobWorker {
  /** Names this worker among all. BullMQ makes it part of the name of a connection, which has no spaces. */
  readonly #name = `${hostname().replace(/[^\w.-]/g, '_')}-${process.pid}`;
  /** What the jobs of the last plan share. */
  #plan: { readonly id: string; readonly shared: unknown } | undefined;
  #done = 0;
  #stop: (reason?: UserError) => void = () => {};

  constructor(
    private readonly connection: Connection,
    private readonly options: WorkOptions,
  ) {}

  async run(): Promise<void> {
    const { packages, redis, at, another } = this.connection;
    const { tell, signal, threads } = this.options;
    const ended = new Promise<UserError | undefined>((resolve) => (this.#stop = resolve));
    const queue = new packages.Queue<JobData>(QUEUE, { connection: redis, prefix: PREFIX, skipMetasUpdate: true });
    const worker = new packages.Worker<JobData>(QUEUE, (job, token) => this.#process(job, token), {
      ...{ connection: another(), prefix: PREFIX, name: this.#name, autorun: false },
      ...{ lockDuration: LOCK, stalledInterval: STALLED, maxStalledCount: ATTEMPTS },
    });
    this.#others = async (failedOn) => (await queue.getWorkers()).length > failedOn.length;
    this.#pause = () => worker.pause(true);
    const told = onceInARow(tell);
    queue.on('error', () => {});
    worker.on('error', (error) => told(errorText(at, error)));
    worker.on('failed', (job, error) => tell(`${job?.data.name ?? 'a job'}: ${oneLine(error)}`));
    worker.on('completed', () => told(undefined));
    const aborted = (): void => this.#stop();
    signal.addEventListener('abort', aborted);
    if (signal.aborted) aborted();
    tell(`waiting for jobs at ${at} as ${this.#name}, with ${plural(threads, 'thread')}`);
    worker.run().catch((error) => this.#stop(new UserError(errorText(at, error))));
    const reason = await ended;
    signal.removeEventListener('abort', aborted);
    let closed = false;
    const closing = Promise.allSettled([worker.close(redis.status !== 'ready'), queue.close()]);
    const whileThere = async (): Promise<void> => {
      do await setTimeout(CLOSING);
      while (!closed && redis.status === 'ready');
    };
    // without Redis, there is nothing to wait for
    await Promise.race([closing.then(() => (closed = true)), whileThere()]);
    if (reason) throw reason;
    tell(`did ${plural(this.#done, 'job')}`);
  }

  /** Whether there are more workers than those that failed at a job. */
  #others: (failedOn: readonly string[]) => Promise<boolean> = async () => false;
  #pause: () => Promise<void> = async () => {};

  async #process(job: Job<JobData>, token: string | undefined): Promise<void> {
    const { packages, redis } = this.connection;
    const { version, runners, threads, memoryLimit } = this.options;
    const { data } = job;
    if (data.version !== version) {
      await this.#pause();
      await job.moveToWait(token);
      const theirs = data.version;
      this.#stop(
        new UserError(
          `the jobs are those of loaded-dice ${theirs}, and this worker is ${version}: ` +
            `run npm install loaded-dice@${theirs} here, or start the jobs with ${version}`,
        ),
      );
      throw new packages.WaitingError();
    }
    const failedOn = data.failedOn ?? [];
    if (failedOn.includes(this.#name) && (await this.#others(failedOn))) {
      await job.moveToDelayed(Date.now() + ELSEWHERE, token);
      throw new packages.DelayedError();
    }
    try {
      const plan = await this.#sharedBy(data.plan, redis);
      if (!plan || (await hasResult(redis, data.plan, job.id as string))) return;
      const result = await runners[data.kind](plan.shared, data.payload, { threads, memoryLimit });
      await keepResult(redis, data.plan, job.id as string, await pack(result), data.scratch);
      this.#done++;
    } catch (error) {
      await job.updateData({ ...data, failedOn: [...new Set([...failedOn, this.#name])] }).catch(() => {});
      const reason = `${isFull(error) ? 'Redis is full (maxmemory)' : oneLine(error)} [on ${this.#name}]`;
      // another attempt would give the same
      throw error instanceof TooLargeError ? new packages.UnrecoverableError(reason) : new Error(reason);
    }
  }

  /** What the jobs of a plan share; undefined if nobody waits for their results any more. */
  async #sharedBy(plan: string, redis: Redis): Promise<{ readonly id: string; readonly shared: unknown } | undefined> {
    if (this.#plan?.id === plan) return (await redis.exists(planKey(plan))) ? this.#plan : undefined;
    const found = await redis.getBuffer(planKey(plan));
    if (!found) return undefined;
    const read = await readKept(found);
    if (!read) throw new UserError(`its plan is not on this machine: ${found}`);
    this.#plan = { id: plan, shared: JSON.parse(read.value.toString()) };
    return this.#plan;
  }
}

function errorText(at: string, error: Error): string {
  if (isFull(error)) return `Redis at ${at} is full (maxmemory): trying again`;
  return `Redis at ${at}: ${oneLine(error)}: trying again`;
}

/** Shows a line unless it is the last one again. `undefined` ends the row. */
function onceInARow(tell: (line: string) => void): (line: string | undefined) => void {
  let last: string | undefined;
  return (line) => {
    if (line !== undefined && line !== last) tell(line);
    last = line;
  };
}
