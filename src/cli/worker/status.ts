import type { Queue } from 'bullmq';
import type { Progress } from '../progress.js';
import { count, plural } from '../text.js';
import type { JobPlan, PlannedJob } from './jobs.js';
import { bytesText } from './redis.js';

/** Milliseconds between two looks at the workers. */
const LOOK = 1000;
/** Milliseconds between two lines, where standard error is no terminal. */
const LINE = 10_000;
/** Milliseconds without a worker until that is said. */
const ALONE = 3000;

/** What is counted, by kind. */
const COUNTED = { measure: 'weight', sample: 'row', trials: 'trial' } as const;

/** How far jobs are, for people: parts, rates, workers. */
export class Status {
  #done = 0;
  /** Jobs that an earlier run had done. */
  #before = 0;
  /** Rows or trials of all other jobs that are done. */
  #size = 0;
  #redis = 0;
  #files = 0;
  #started = Date.now();
  #looked = 0;
  #told = 0;
  #alone: number | undefined;
  #workers = 0;
  #most = 0;

  constructor(
    private readonly plan: JobPlan,
    private readonly options: { progress: Progress; tell: (line: string) => void },
    private readonly at: string,
  ) {}

  start(): void {
    this.#started = Date.now();
    this.#told = this.#started;
    const before = this.#before > 0 ? `, ${count(this.#before)} of them done before` : '';
    this.options.tell(`${plural(this.plan.jobs.length, 'part')} for the workers at ${this.at}${before}`);
    this.#showProgress();
  }

  #showProgress(): void {
    this.options.progress.start('parts', this.plan.jobs.length);
    this.options.progress.reach(this.#done);
  }

  /** Counts a job. */
  took(job: PlannedJob, { bytes, inFile }: { bytes: number; inFile: boolean }, before: boolean): void {
    this.#done++;
    if (before) this.#before++;
    else this.#size += job.size;
    if (inFile) this.#files += bytes;
    else this.#redis += bytes;
    if (!before) this.options.progress.reach(this.#done);
  }

  /** Once a second, looks at the workers and shows how far the jobs are. @returns Whether it did. */
  async look(queue: Queue): Promise<boolean> {
    const now = Date.now();
    if (now - this.#looked < LOOK) return false;
    this.#looked = now;
    this.#workers = (await queue.getWorkers()).length;
    this.#most = Math.max(this.#most, this.#workers);
    if (this.#workers > 0) this.#alone = undefined;
    else if (this.#alone === undefined) this.#alone = now + ALONE;
    else if (now > this.#alone) {
      this.#alone = Number.POSITIVE_INFINITY;
      this.options.progress.stop();
      this.options.tell(`no worker is there: start some with loaded-dice worker --redis redis://${this.at}`);
      this.#showProgress();
    }
    const text = `${this.#rate()} · ${plural(this.#workers, 'worker')}`;
    this.options.progress.describe(text);
    if (!this.options.progress.isShowable && now - this.#told > LINE) {
      this.#told = now;
      this.options.tell(`${count(this.#done)} of ${plural(this.plan.jobs.length, 'part')} · ${text}`);
    }
    return true;
  }

  summary(): string {
    const seconds = (Date.now() - this.#started) / 1000;
    const { kind, jobs } = this.plan;
    const size = jobs.reduce((sum, job) => sum + job.size, 0);
    const before = this.#before > 0 ? ` (${count(this.#before)} done before)` : '';
    const files = this.#files > 0 ? `, ${bytesText(this.#files)} in files` : '';
    return (
      `${plural(size, COUNTED[kind])} in ${plural(jobs.length, 'part')}${before}, ${seconds.toFixed(1)} s: ` +
      `${this.#rate()}, ${plural(this.#most, 'worker')}, ${bytesText(this.#redis)} through Redis${files}`
    );
  }

  #rate(): string {
    const seconds = Math.max(0.001, (Date.now() - this.#started) / 1000);
    const rate = this.#size / seconds;
    const shown = rate.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
    return `${shown} ${COUNTED[this.plan.kind]}s/s`;
  }
}
