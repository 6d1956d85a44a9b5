import { throwIfAborted } from '../internal/check.js';
import type { Allocation } from '../kernels/allocation.js';
import type { DrawTask } from '../sources/source.js';
import { onAbort } from './abort.js';
import type { Here } from './calling-thread.js';
import type { DrawRequest } from './pool-job.js';
import { closed, Scheduler } from './scheduler.js';
import { warnOnce } from './warn-once.js';

/** Ends the threads of pools that the engine collected. */
let dropped: FinalizationRegistry<Scheduler> | undefined;

/** The threads of a pool: starts them at the first request, and turns requests into promises. */
export class PoolThreads {
  #scheduler: Scheduler | undefined;
  #closed = false;
  readonly #warnings = warnOnce();
  readonly #warn = this.#warnings.warn;
  /** What fails each pending request, in the order in which they were made. */
  readonly #pending = new Set<(reason: unknown) => void>();

  constructor(
    readonly count: number,
    readonly url: string | URL | undefined,
  ) {}

  /** Why the calling thread drew what threads should draw; undefined if it did not. */
  get fallback(): string | undefined {
    return this.#warnings.fallback();
  }

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

  /**
   * Runs a request on threads. Calls `here` if there are none, and at once if the request has no task for threads. An
   * abort undoes the request at once, in either case.
   */
  job<T>(
    request: Omit<DrawRequest, 'task' | 'resolve' | 'reject' | 'unavailable'> & { task?: DrawTask | undefined },
    signal: AbortSignal | undefined,
    here: (here: Here) => T | Promise<T>,
  ): Promise<Uint32Array | T> {
    const { task } = request;
    let stop: (() => void) | undefined;
    let fail: (reason: unknown) => void;
    return new Promise<Uint32Array | T>((resolve, reject) => {
      let isOver = false;
      let most = 0;
      // the calling thread stops by itself, and writes nothing anymore
      let abort = (then: () => void): void => then();
      fail = (reason) => {
        if (isOver) return;
        isOver = true;
        request.undo?.();
        abort(() => reject(reason));
      };
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
      let isHere = false;
      const unavailable = (): void => {
        isHere = true;
        abort = (then) => then();
        const drawn = async () => here({ isOver: () => isOver, progress });
        (task ? Promise.resolve().then(drawn) : drawn()).then(resolve, fail);
      };
      this.#pending.add(fail);
      if (signal) stop = onAbort(signal, () => fail(signal.reason));
      if (!task || !this.#scheduler) {
        unavailable();
        return;
      }
      const stopThreads = this.#scheduler.add({
        ...request,
        task,
        ...(request.progress && { progress }),
        ...{ resolve, reject, unavailable },
      });
      if (!isHere) abort = stopThreads;
    }).finally(() => {
      stop?.();
      this.#pending.delete(fail);
    });
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
    // the last one first: each moves its sampler back to the position before its own request
    for (const fail of [...this.#pending].reverse()) fail(closed());
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
