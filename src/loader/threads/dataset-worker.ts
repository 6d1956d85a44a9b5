import { describe, plural, torch } from '../../internal/describe.js';
import { adoptThread, startThread, type Thread, type WorkerLike } from '../../internal/thread.js';
import type { BackendSettings } from './backend.js';
import type { FromDataset, ToDataset } from './messages.js';
import { moduleName } from './module-name.js';
import { fromPosted } from './posted-error.js';
import { workerInfo } from './worker-seed.js';
import { source } from './worker-source.js';

/** Milliseconds that a thread may take until it runs. The module of its data set may take longer. */
const PATIENCE = 60_000;

const TORCH = 'DataLoader worker (pid(s) …) exited unexpectedly';

/** A batch that a worker makes. */
export interface WorkerJob {
  readonly id: number;
  readonly indices: Uint32Array;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A batch, or the length of the data set, and how often a thread ended that was asked for it. */
interface Asked {
  ends: number;
  sent: boolean;
}

/**
 * One worker of a loader: its thread, and the batches that it makes. If the thread ends, another one makes them again,
 * one at a time: so a batch with which a thread ends twice is known, and the others are delivered.
 */
export class DatasetWorker {
  #thread: Thread<ToDataset> | undefined;
  #serves = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Threads that are ending. */
  readonly #ending = new Set<Promise<unknown>>();
  readonly #jobs = new Map<number, WorkerJob & Asked>();
  readonly #lengths: (Asked & { resolve(length: number): void; reject(error: unknown): void })[] = [];

  constructor(
    private readonly index: number,
    public settings: BackendSettings,
  ) {}

  add(job: WorkerJob): void {
    this.#jobs.set(job.id, { ...job, ends: 0, sent: false });
    this.#start();
    this.#send();
  }

  /** Gives a batch up. If it was `late`, its thread is ended, which may be stuck in it. */
  drop(id: number, late: boolean): void {
    const sent = this.#jobs.get(id)?.sent;
    if (!this.#jobs.delete(id)) return;
    if (late && sent) {
      void this.#endThread();
      for (const job of this.#jobs.values()) job.sent = false;
      if (this.#jobs.size > 0) this.#start();
    } else if (this.#serves) this.#thread?.post({ abort: id });
    this.#send();
  }

  /** What a batch waits for, for the error of a timeout. */
  waitsFor(indices: Uint32Array): string {
    return `${this.#name} with the batch of ${itemsOf(indices)}`;
  }

  /** Number of items of the data set. */
  length(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#lengths.push({ resolve, reject, ends: 0, sent: true });
      this.#start();
      this.#send();
    });
  }

  /** Ends the thread, and fails what was asked of it. Waits for threads that were ended earlier, too. */
  async end(error: Error): Promise<void> {
    void this.#endThread();
    this.#fail(error);
    await Promise.all(this.#ending);
  }

  #start(): void {
    if (this.#thread) return;
    let thread: Thread<ToDataset> | undefined;
    // a thread that was given up may still send
    const current = (): boolean => thread !== undefined && this.#thread === thread;
    const got = (message: FromDataset) => current() && this.#got(message);
    const lost = (why: string) => current() && this.#lost(why);
    try {
      const { source: module } = this.settings;
      thread =
        typeof module === 'function'
          ? adoptThread(checkWorker(module()), got, lost)
          : startThread(source, undefined, got, lost);
    } catch (cause) {
      this.#fail(
        new Error(`${this.#name} did not start: ${cause instanceof Error ? cause.message : cause}`, { cause }),
      );
      return;
    }
    this.#thread = thread;
    this.#timer = setTimeout(() => this.#lost(`no answer in ${PATIENCE / 1000} s; ${this.#hint()}`), PATIENCE);
    (this.#timer as { unref?: () => void }).unref?.();
  }

  #got(message: FromDataset): void {
    if (!this.#serves) {
      // a worker that runs other code never sends this
      if ((message as { serves?: unknown } | null)?.serves !== 'loaded-dice') {
        this.#lost(`it sent ${describe(message)}; ${this.#hint()}`);
        return;
      }
      clearTimeout(this.#timer);
      this.#serves = true;
      const { source: module, mode, numItems, seed, numWorkers } = this.settings;
      const load = typeof module === 'function' ? undefined : module.href;
      this.#thread?.post({ load, info: workerInfo(seed(), this.index, numWorkers), mode, numItems });
    } else if ('batch' in message) {
      const job = this.#jobs.get(message.batch);
      this.#jobs.delete(message.batch);
      job?.resolve(message.value);
    } else if ('failed' in message) {
      const job = this.#jobs.get(message.failed);
      this.#jobs.delete(message.failed);
      job?.reject(fromPosted(message.error));
    } else if ('loaded' in message) {
      for (const { resolve } of this.#lengths.splice(0)) resolve(message.length);
    } else if ('unloaded' in message) {
      void this.#endThread();
      this.#fail(fromPosted(message.unloaded));
    }
    this.#send();
  }

  /** Sends the batches that may be made now. Lets the process end if there are none. */
  #send(): void {
    const jobs = [...this.#jobs.values()];
    this.#thread?.idle(jobs.length === 0 && this.#lengths.length === 0);
    if (!this.#serves) return;
    const again = jobs.find(({ ends }) => ends > 0);
    if (again && jobs.some(({ sent }) => sent)) return;
    for (const job of again ? [again] : jobs) {
      if (job.sent) continue;
      job.sent = true;
      // a copy: the indices may be a part of a larger buffer, and are needed again if the thread ends
      const copy = job.indices.slice();
      this.#thread?.post({ fetch: job.id, indices: copy }, [copy.buffer]);
    }
  }

  #lost(why: string): void {
    const serves = this.#serves;
    void this.#endThread();
    const reason = why || (serves ? 'the browser does not say why' : this.#hint());
    const fate = serves ? 'ended twice with' : 'did not start for';
    const fails = (asked: Asked): boolean => {
      if (asked.sent || !serves) asked.ends++;
      return asked.ends > 1;
    };
    for (const job of this.#jobs.values()) {
      if (fails(job)) {
        this.#jobs.delete(job.id);
        const what = `the batch of ${itemsOf(job.indices)}`;
        job.reject(new Error(`${this.#name} ${fate} ${what}: ${reason}${torch(TORCH)}`));
      }
      job.sent = false;
    }
    const [length] = this.#lengths;
    if (length && fails(length)) {
      const error = new Error(`${this.#name} ${fate} the length of the data set: ${reason}`);
      for (const { reject } of this.#lengths.splice(0)) reject(error);
    }
    if (this.#jobs.size > 0 || this.#lengths.length > 0) {
      this.#start();
      this.#send();
    }
  }

  /** Lets go of the thread, and ends it. */
  async #endThread(): Promise<void> {
    const thread = this.#thread;
    clearTimeout(this.#timer);
    this.#thread = undefined;
    this.#serves = false;
    if (!thread) return;
    const ending = thread.end();
    this.#ending.add(ending);
    await ending;
    this.#ending.delete(ending);
  }

  #fail(error: unknown): void {
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const job of jobs) job.reject(error);
    for (const { reject } of this.#lengths.splice(0)) reject(error);
  }

  get #name(): string {
    const { source: module } = this.settings;
    return `worker ${this.index}${typeof module === 'function' ? '' : ` of ${moduleName(module.href)}`}`;
  }

  /** What may be wrong with a worker that does not start. */
  #hint(): string {
    return typeof this.settings.source === 'function'
      ? 'check that its module can be loaded and calls serveDataset'
      : 'no worker started from a blob: if worker-src of a Content-Security-Policy forbids blobs, pass ' +
          "() => new Worker(new URL('./dataset.js', import.meta.url), { type: 'module' }), and call serveDataset there";
  }
}

function checkWorker(worker: unknown): WorkerLike {
  const { postMessage, terminate } = Object(worker);
  if (typeof postMessage === 'function' && typeof terminate === 'function') return worker as WorkerLike;
  throw new TypeError(`the function must start and return a Worker, got ${describe(worker)}`);
}

function itemsOf(indices: Uint32Array): string {
  const shown = [...indices.subarray(0, 8)].join(', ');
  const more = indices.length > 8 ? `, … (${plural(indices.length, 'item')})` : '';
  return `${indices.length === 1 ? 'item' : 'items'} ${shown}${more}`;
}
