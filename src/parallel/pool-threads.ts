import { throwIfAborted } from '../internal/check.js';
import type { Allocation } from '../kernels/allocation.js';
import type { DrawTask } from '../sources/source.js';
import { onAbort } from './abort.js';
import type { DrawRequest } from './pool-job.js';
import { Scheduler } from './scheduler.js';
import { warnOnce } from './warn-once.js';

/** Ends the threads of pools that the engine collected. */
let dropped: FinalizationRegistry<Scheduler> | undefined;

/** The threads of a pool: starts them at the first request, and turns requests into promises. */
export class PoolThreads {
  #scheduler: Scheduler | undefined;
  #closed = false;
  readonly #warn = warnOnce();

  constructor(
    readonly count: number,
    readonly url: string | URL | undefined,
  ) {}

  /** @throws {Error} The pool is closed. */
  checkOpen(): void {
    if (this.#closed) throw new Error('the pool is closed: make a new SamplerPool');
  }

  /** Prepares the task's memory for threads. Undefined if no thread can run the task. */
  prepared(task: DrawTask | 'js' | undefined): DrawTask | undefined {
    if (!task) return undefined;
    if (task === 'js')
      return this.#warn('threads cannot share the memory of the JavaScript backend; check `sampler.backend`');
    try {
      const scheduler = this.#started();
      scheduler?.prepare(task);
      return scheduler && task;
    } catch (error) {
      return this.#warn(String(error));
    }
  }

  /** Runs a request on threads, or calls `here` if there are none. */
  job<T>(
    request: Omit<DrawRequest, 'resolve' | 'reject' | 'unavailable'>,
    signal: AbortSignal | undefined,
    here: () => T,
  ): Promise<Uint32Array | T> {
    let stop: (() => void) | undefined;
    return new Promise<Uint32Array | T>((resolve, reject) => {
      let isOver = false;
      const unavailable = () => {
        isOver = true;
        resolve(Promise.resolve().then(here));
      };
      if (!this.#scheduler) {
        unavailable();
        return;
      }
      let most = 0;
      const progress = (done: number): void => {
        // a job that lost its assembler begins anew; threads report what they had drawn before they stopped
        if (isOver || done <= most) return;
        most = done;
        try {
          request.progress?.(done);
        } catch (error) {
          // the caller's progress callback failed, not the threads
          fail(error);
        }
      };
      const fail = (reason: unknown): void => {
        if (isOver) return;
        isOver = true;
        request.undo?.();
        abort(() => reject(reason));
      };
      const abort = this.#scheduler.add({
        ...request,
        ...(request.progress && { progress }),
        ...{ resolve, reject, unavailable },
      });
      if (signal) stop = onAbort(signal, () => fail(signal.reason));
    }).finally(() => stop?.());
  }

  /** Calls a kernel on a thread: see `SamplerPool._call`. */
  call(
    allocation: Allocation<never>,
    module: WebAssembly.Module,
    kernel: string,
    args: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<number | undefined> {
    throwIfAborted(signal);
    const { memory } = allocation;
    const scheduler = memory && this.#started();
    if (!scheduler) return Promise.resolve(undefined);
    let stop: (() => void) | undefined;
    return new Promise<number | undefined>((resolve, reject) => {
      if (signal) stop = onAbort(signal, () => reject(signal.reason));
      const unavailable = () => resolve(undefined);
      scheduler.call({ memory, module, kernel, args, release: allocation.hold(), resolve, reject, unavailable });
    }).finally(() => stop?.());
  }

  /** Ends the threads and closes the pool. */
  async close(): Promise<void> {
    this.#closed = true;
    const scheduler = this.#scheduler;
    this.#scheduler = undefined;
    dropped?.unregister(this);
    await scheduler?.end();
  }

  /** The scheduler; starts it if necessary. Undefined if no thread is left. */
  #started(): Scheduler | undefined {
    if (!this.#scheduler) {
      const scheduler = new Scheduler(this.count, this.url, this.#warn);
      dropped ??= new FinalizationRegistry((left) => void left.end());
      dropped.register(this, scheduler, this);
      this.#scheduler = scheduler;
    }
    return this.#scheduler.alive ? this.#scheduler : undefined;
  }
}
