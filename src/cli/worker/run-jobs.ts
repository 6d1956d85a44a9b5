import { mkdir, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import type { Progress } from '../progress.js';
import { plural } from '../text.js';
import { UserError } from '../user-error.js';
import {
  ATTEMPTS,
  JOB_OPTIONS,
  type JobData,
  type JobPlan,
  jobId,
  KEPT,
  MOST_PLAN,
  type PlannedJob,
  PREFIX,
  planId,
  planKey,
  QUEUE,
  resultsKey,
} from './jobs.js';
import { bytesText, type Connection, connect, isFull, memoryOf } from './redis.js';
import { checkScratch, kept, pack, readKept, scratchFolder } from './results.js';
import { Status } from './status.js';

/** The workers of a Redis. */
export interface Workers {
  /** The address of Redis. */
  readonly redis: string;
  /** A folder that all machines see, for results that are too large for Redis. */
  readonly scratch?: string | undefined;
  /** The version of the package. */
  readonly version: string;
  /** Shows a line. */
  readonly tell: (line: string) => void;
}

/** How jobs are run on workers. */
export interface RunOptions extends Workers {
  readonly progress: Progress;
}

/** Checks what can be known of Redis and the folder for large results. @throws {UserError} They are away or unfit. */
export async function checkRedis({ redis, scratch }: Workers): Promise<void> {
  if (scratch !== undefined) await checkScratch(scratch);
  await (await connect(redis)).close();
}

/** Milliseconds between two looks for results; looks that take long are rarer. */
const LOOK = 100;
/** Milliseconds without a result after which all missing jobs are added again: Redis may have lost some. */
const LOST = 10_000;
/** Milliseconds without Redis after which the command gives up. */
const AWAY = 60_000;
/** Jobs that are added, and results that are read, at once. */
const BATCH = 500;
const READ = 32;

/** Jobs on their way. */
export class JobRun {
  readonly #id: string;
  readonly #missing = new Map<string, PlannedJob>();
  readonly #queue: Queue<JobData>;
  readonly #status: Status;
  #folder: string | undefined;
  #away: NodeJS.Timeout | undefined;
  readonly #gaveUp: Promise<never>;

  private constructor(
    private readonly connection: Connection,
    private readonly plan: JobPlan,
    private readonly options: RunOptions,
  ) {
    const { redis, packages, at } = connection;
    this.#id = planId(plan, options.scratch);
    for (const job of plan.jobs) this.#missing.set(jobId(this.#id, job.payload), job);
    this.#queue = new packages.Queue<JobData>(QUEUE, {
      ...{ connection: redis, prefix: PREFIX, streams: { events: { maxLen: 1000 } } },
    });
    this.#queue.on('error', () => {});
    this.#status = new Status(plan, options, at);
    this.#gaveUp = new Promise((_, reject) => {
      redis.on('close', () => {
        this.#away ??= globalThis.setTimeout(() => {
          const kept = 'finished jobs are kept, so run the same command again';
          reject(new UserError(`Redis at ${at} has been away for ${AWAY / 1000} seconds: ${kept}`));
        }, AWAY);
      });
      redis.on('ready', () => {
        clearTimeout(this.#away);
        this.#away = undefined;
      });
    });
    this.#gaveUp.catch(() => {});
  }

  /**
   * Connects to Redis and checks what can be known before any work begins.
   * @param bytes Bytes of all results together, about.
   * @throws {UserError} Redis is away, unfit or too small; the folder for large results cannot be written to.
   */
  static async open(plan: JobPlan, bytes: number, options: RunOptions): Promise<JobRun> {
    if (options.scratch !== undefined) await checkScratch(options.scratch);
    const connection = await connect(options.redis);
    try {
      const { used, most } = await memoryOf(connection.redis);
      if (options.scratch === undefined && used + bytes > most) {
        throw new UserError(
          `Redis at ${connection.at} has ${bytesText(Math.max(0, most - used))} left (maxmemory), and the results ` +
            `take about ${bytesText(bytes)}: raise maxmemory, or give --scratch FOLDER, which all machines see`,
        );
      }
      return new JobRun(connection, plan, options);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /**
   * Runs all jobs on the workers that are there. Jobs that were finished before, by this command or by one that was
   * killed, do not run again.
   * @param take Takes the result of each job, once, in any order.
   * @throws {UserError} A job failed after all its attempts, or Redis is full or away.
   */
  async run(take: (result: Buffer, job: PlannedJob) => void): Promise<void> {
    try {
      await Promise.race([this.#run(take), this.#gaveUp]);
      this.options.progress.stop();
      this.options.tell(this.#status.summary());
    } catch (error) {
      if (isFull(error)) throw this.#full();
      throw error;
    } finally {
      this.options.progress.stop();
    }
  }

  /** Removes from Redis what the jobs left there. Call it once the whole result is safe. */
  async clean(): Promise<void> {
    await this.connection.redis.unlink(resultsKey(this.#id), planKey(this.#id));
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async close(): Promise<void> {
    this.connection.redis.removeAllListeners('close');
    clearTimeout(this.#away);
    await this.#queue.close();
    await this.connection.close();
  }

  async #run(take: (result: Buffer, job: PlannedJob) => void): Promise<void> {
    await this.#keepPlan();
    await this.#takeNew(take, true);
    await this.#forgetFailed();
    await this.#add();
    this.#status.start();
    for (let last = Date.now(); this.#missing.size > 0; ) {
      const before = Date.now();
      if (await this.#takeNew(take)) last = Date.now();
      const looked = Date.now() - before;
      if (await this.#status.look(this.#queue)) await this.#look();
      if (Date.now() - last > LOST) {
        await this.#keepPlan();
        await this.#add();
        last = Date.now();
      }
      if (this.#missing.size > 0) await setTimeout(Math.max(LOOK, 5 * looked));
    }
  }

  async #keepPlan(): Promise<void> {
    const { scratch } = this.options;
    if (scratch !== undefined) {
      this.#folder = scratchFolder(scratch, this.#id);
      await mkdir(this.#folder, { recursive: true });
    }
    const packed = await pack(Buffer.from(JSON.stringify(this.plan.shared)));
    const value = await kept(packed, MOST_PLAN, 'what all jobs share', scratch, this.#id, 'plan');
    await this.connection.redis.set(planKey(this.#id), value, 'EX', KEPT);
  }

  /** Adds all missing jobs. Those that wait or run already stay as they are: they have the same ids. */
  async #add(): Promise<void> {
    const { kind, version } = this.plan;
    const { scratch } = this.options;
    const jobs = [...this.#missing].map(([jobId, { payload, name }]) => ({
      name: kind,
      data: { plan: this.#id, kind, version, name, payload, ...(scratch !== undefined && { scratch }) },
      opts: { ...JOB_OPTIONS, jobId },
    }));
    for (let at = 0; at < jobs.length; at += BATCH) await this.#queue.addBulk(jobs.slice(at, at + BATCH));
  }

  /** Takes the results that are new. @returns Whether there are any. */
  async #takeNew(take: (result: Buffer, job: PlannedJob) => void, before = false): Promise<boolean> {
    const { redis } = this.connection;
    const key = resultsKey(this.#id);
    const found = (await redis.hkeys(key)).filter((id) => this.#missing.has(id));
    let taken = 0;
    for (let at = 0; at < found.length; at += READ) {
      const ids = found.slice(at, at + READ);
      const values = await redis.hmgetBuffer(key, ...ids);
      const results = await Promise.all(values.map((value) => (value ? readKept(value) : undefined)));
      for (const [i, read] of results.entries()) {
        if (!read) {
          // its file is gone: the job runs again
          await redis.hdel(key, ids[i]);
          continue;
        }
        const job = this.#missing.get(ids[i]) as PlannedJob;
        this.#missing.delete(ids[i]);
        take(read.value, job);
        this.#status.took(job, read, before);
        taken++;
      }
    }
    return taken > 0;
  }

  /** The jobs of this plan that failed after all their attempts. */
  async #failed() {
    if ((await this.#queue.getFailedCount()) === 0) return [];
    const failed = await this.#queue.getFailed();
    return failed.filter((job) => this.#missing.has(job?.id as string));
  }

  /** Removes failed jobs of an earlier run, so that they can be added again. */
  async #forgetFailed(): Promise<void> {
    for (const job of await this.#failed()) await job.remove();
  }

  /** @throws {UserError} A job failed. Jobs that wait are removed; results stay, for the next run. */
  async #checkFailed(): Promise<void> {
    const [job] = await this.#failed();
    if (!job) return;
    const { name } = job.data;
    await this.#removeJobs();
    if (/stalled more than/.test(job.failedReason)) {
      throw new UserError(
        `${name}: its worker ended ${plural(ATTEMPTS + 1, 'time')} while at it (was it killed, or out of memory?)`,
      );
    }
    throw new UserError(`${name} failed ${plural(job.attemptsMade, 'time')}: ${job.failedReason}`);
  }

  async #removeJobs(): Promise<void> {
    this.options.progress.stop();
    const ids = [...this.#missing.keys()];
    for (let at = 0; at < ids.length; at += BATCH) {
      // one that runs is locked by its worker, and is removed when it ends
      await Promise.allSettled(ids.slice(at, at + BATCH).map((id) => this.#queue.remove(id)));
    }
  }

  /** Once a second: what takes longer than to look for results. */
  async #look(): Promise<void> {
    const { redis } = this.connection;
    await this.#checkFailed();
    await redis.expire(planKey(this.#id), KEPT);
    const { used, most } = await memoryOf(redis);
    if (used >= most) {
      await this.#removeJobs();
      throw this.#full();
    }
  }

  #full(): UserError {
    return new UserError(
      `Redis at ${this.connection.at} is full: raise maxmemory and run the same command again ` +
        '(finished jobs are kept), or give --scratch FOLDER, which all machines see',
    );
  }
}
