import {
  checkArrayLength,
  checkBatches,
  checkInteger,
  checkOptions,
  checkSignal,
  throwIfAborted,
} from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import { processors } from '../internal/thread.js';
import { zeros } from '../internal/zeros.js';
import { MOST_THREADS } from '../kernels/thread-memory.js';
import { nextEpoch } from '../samplers/cursor.js';
import type { IndexSampler } from '../samplers/index-sampler.js';
import { itemKindOf } from '../samplers/sampler.js';
import type { DrawTask } from '../sources/source.js';
import { onAbort } from './abort.js';
import { BatchLoop, LOOP_CHUNK, type PrefetchedDraws } from './batch-loop.js';
import { type DrawRequest, positionAfter } from './pool-job.js';
import type { PoolOptions, SamplerPoolOptions } from './pool-options.js';
import { Scheduler } from './scheduler.js';
import { warnOnce } from './warn-once.js';

/** Requests for fewer draws run on the calling thread, which is faster than asking other threads. */
const FEW_DRAWS = 1 << 16;

declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}

/** Ends the threads of pools that the engine collected. */
let dropped: FinalizationRegistry<Scheduler> | undefined;

/**
 * Threads that draw from samplers. They give the same numbers as the sampler's own methods, with any number of threads.
 *
 * The first request starts the threads. An idle pool does not keep a process alive. `close()` ends the threads, and so
 * does leaving the block of `await using pool = new SamplerPool()`. If you drop a pool without either, its threads end
 * when the engine collects it.
 *
 * Threads share draws with replacement by a seed, because such a draw depends only on its epoch and position. The
 * calling thread draws everything else. It also draws everything if the platform has no threads, such as on a page that
 * is not cross-origin isolated. If some threads do not start, the others do the work. One warning says why.
 */
export class SamplerPool {
  readonly #threads: number;
  readonly #url: string | URL | undefined;
  #scheduler: Scheduler | undefined;
  readonly #warn = warnOnce();
  #closed = false;
  /** @internal Fewest draws for other threads; draws ahead of a loop; draws in a thread's chunk. */
  readonly _sizes: { few: number; ahead: number; chunk?: number } = { few: FEW_DRAWS, ahead: LOOP_CHUNK };
  /** Closes the pool, for `await using`. Missing if the engine has no `Symbol.asyncDispose`. */
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;

  /** @throws {TypeError | RangeError} An option is not as described. */
  constructor(options?: SamplerPoolOptions) {
    const { threads = Math.min(processors(), 16), workerUrl } = checkOptions(options, ['threads', 'workerUrl']);
    checkInteger('threads', threads, 1);
    if (threads > MOST_THREADS) throw new RangeError(`threads must be at most ${MOST_THREADS}, got ${threads}`);
    if (workerUrl !== undefined && typeof workerUrl !== 'string' && !(workerUrl instanceof URL)) {
      throw new TypeError(`workerUrl must be a string or a URL, got ${describe(workerUrl)}`);
    }
    inspectable(new.target.prototype);
    this.#threads = threads;
    this.#url = workerUrl;
    if (Symbol.asyncDispose) {
      Object.defineProperty(this, Symbol.asyncDispose, { value: () => this.close() });
    }
  }

  /** Number of threads. */
  get threads(): number {
    return this.#threads;
  }

  /** URL of the code that threads run, as given. */
  get workerUrl(): string | URL | undefined {
    return this.#url;
  }

  /** Type and settings of the pool, for JSON.stringify and console.log. */
  toJSON(): Shown {
    return settingsForJson(this, { type: 'SamplerPool', threads: this.#threads, workerUrl: this.#url?.toString() });
  }

  /**
   * The sampler's next `count` draws, as `sampler.take(count)` gives them. The sampler moves on at once, so the next
   * request continues after this one. If the draws fail or are aborted, the sampler moves back, unless it was moved
   * again meanwhile.
   * @param count Number of draws, a non-negative integer.
   * @throws {TypeError | RangeError} An argument is not as described, as in `sampler.take`.
   * @throws {Error} The pool is closed.
   * @throws {unknown} The signal's reason.
   */
  async take(sampler: IndexSampler, count: number, options?: PoolOptions): Promise<Uint32Array<ArrayBuffer>> {
    const signal = this.#check(sampler, options);
    checkArrayLength('count', count);
    const task = this.#taskOf(sampler, count);
    if (!task) return sampler.take(count);
    const { epoch, position, length } = sampler;
    const after = positionAfter(epoch, position, length, count);
    const moveBack = sampler._moveOn(after.epoch, after.position, position + count >= length);
    try {
      return await this.#draw(sampler, task, epoch, position, count, signal);
    } catch (error) {
      moveBack();
      throw error;
    }
  }

  /**
   * All draws of the sampler's present epoch, as `sampler.indices()` gives them. The sampler does not move.
   * @throws {TypeError | RangeError} An argument is not as described.
   * @throws {Error} The pool is closed.
   * @throws {unknown} The signal's reason.
   */
  async indices(sampler: IndexSampler, options?: PoolOptions): Promise<Uint32Array<ArrayBuffer>> {
    const signal = this.#check(sampler, options);
    const count = checkArrayLength('length', sampler.length);
    const task = this.#taskOf(sampler, count);
    if (!task) return sampler.indices();
    return this.#draw(sampler, task, sampler.epoch, 0, count, signal);
  }

  /**
   * Loops over the sampler and gives its draws in batches, drawn ahead while you use them. It works like `for (const
   * index of sampler)`, with every `batchSize` draws in one array:
   *
   * - It goes from the sampler's position to the end of that epoch. The last batch may be shorter; `dropLast` drops it.
   * - The sampler's position is after the batches that you received, not after what was drawn ahead. When the loop
   *   ends, or when you leave it early, the sampler goes to the next epoch.
   * - Draws that you take inside the loop, with `draw()` or `take`, are not repeated by the loop. After `setEpoch` and
   *   `restore` the loop stays in its own epoch, and the sampler stays where you put it.
   * - A loop that opens inside a loop takes the next epoch, and the sampler follows the newest loop.
   *
   * The loop opens when you ask for the first batch. Each batch is a new array, which you may transfer. If a batch
   * fails, the loop ends, and the sampler stays after the batch before.
   * @throws {TypeError | RangeError} An argument is not as described, as in a BatchSampler's constructor.
   * @throws {Error} The pool is closed.
   */
  async *batches(
    sampler: IndexSampler,
    batchSize: number,
    dropLast = false,
  ): AsyncGenerator<Uint32Array<ArrayBuffer>, void, undefined> {
    this.#check(sampler, undefined);
    checkBatches(batchSize, dropLast);
    const check = () => this.#checkOpen();
    const begin = (epoch: number, from: number, count: number) => this.#prefetch(sampler, epoch, from, count);
    const loop = new BatchLoop(sampler, batchSize, dropLast, { check, begin }, this._sizes.ahead);
    try {
      for (let batch = await loop.next(); batch; batch = await loop.next()) yield batch;
    } finally {
      loop.leave();
    }
  }

  /**
   * @internal `count` results of a task from result `first` on, `size` in a chunk. Undefined if no thread can run it.
   */
  async _run(
    task: DrawTask | 'js',
    first: number,
    count: number,
    size: number,
    signal: AbortSignal | undefined,
    progress: (done: number) => void,
  ): Promise<Uint32Array<ArrayBuffer> | undefined> {
    this.#checkOpen();
    const able = this.#prepared(task);
    if (!able) return undefined;
    const place = { epoch: 0, position: first, length: Number.MAX_SAFE_INTEGER };
    return this.#job({ task: able, ...place, count, size, progress }, signal, () => undefined);
  }

  /** Ends the threads and closes the pool. Pending requests reject, and so does every later one. */
  async close(): Promise<void> {
    this.#closed = true;
    const scheduler = this.#scheduler;
    this.#scheduler = undefined;
    dropped?.unregister(this);
    await scheduler?.end();
  }

  #checkOpen(): void {
    if (this.#closed) throw new Error('the pool is closed: make a new SamplerPool');
  }

  #check(sampler: unknown, options: PoolOptions | undefined): AbortSignal | undefined {
    this.#checkOpen();
    if (itemKindOf(sampler) !== 'indices') {
      throw new TypeError(
        `sampler must be a sampler of this library that gives single indices, got ${describe(sampler)}`,
      );
    }
    const { signal } = checkOptions(options, ['signal']);
    checkSignal(signal);
    throwIfAborted(signal);
    return signal;
  }

  /** A task for threads. Undefined if the calling thread is faster, or if there are none. */
  #taskOf(sampler: IndexSampler, count: number): DrawTask | undefined {
    if (count < this._sizes.few || sampler.length === 0) return undefined;
    return this.#prepared(sampler._task());
  }

  /** Prepares the task's memory for threads. Undefined if no thread can run the task. */
  #prepared(task: DrawTask | 'js' | undefined): DrawTask | undefined {
    if (!task) return undefined;
    if (task === 'js')
      return this.#warn('threads cannot share the memory of the JavaScript backend; check `sampler.backend`');
    try {
      this.#scheduler ??= this.#start();
      if (!this.#scheduler.alive) return undefined;
      this.#scheduler.prepare(task);
      return task;
    } catch (error) {
      return this.#warn(String(error));
    }
  }

  #start(): Scheduler {
    const scheduler = new Scheduler(this.#threads, this.#url, this.#warn);
    dropped ??= new FinalizationRegistry((left) => void left.end());
    dropped.register(this, scheduler, this);
    return scheduler;
  }

  /** Starts draws of an epoch that a loop will need. */
  #prefetch(sampler: IndexSampler, epoch: number, from: number, count: number): PrefetchedDraws | undefined {
    const task = this.#taskOf(sampler, count);
    if (!task) return undefined;
    const controller = new AbortController();
    const draws = this.#draw(sampler, task, epoch, from, count, controller.signal);
    // a failure is reported when the loop reaches these draws, or not at all
    draws.catch(() => {});
    return { from, count, draws, stop: () => controller.abort() };
  }

  #draw(
    sampler: IndexSampler,
    task: DrawTask,
    epoch: number,
    position: number,
    count: number,
    signal: AbortSignal | undefined,
  ): Promise<Uint32Array<ArrayBuffer>> {
    const here = () => this.#here(sampler, task, epoch, position, count);
    const { chunk } = this._sizes;
    const parts = { task, epoch, position, length: sampler.length, count, ...(chunk && { size: chunk }) };
    return this.#job(parts, signal, here);
  }

  /** Runs a request on threads, or calls `here` if there are none. */
  #job<T>(
    request: Omit<DrawRequest, 'resolve' | 'reject' | 'unavailable'>,
    signal: AbortSignal | undefined,
    here: () => T,
  ): Promise<Uint32Array<ArrayBuffer> | T> {
    let stop: (() => void) | undefined;
    return new Promise<Uint32Array<ArrayBuffer> | T>((resolve, reject) => {
      const unavailable = () => resolve(Promise.resolve().then(here));
      if (!this.#scheduler) {
        unavailable();
        return;
      }
      const progress = (done: number): void => {
        try {
          request.progress?.(done);
        } catch (error) {
          // the caller's progress callback failed, not the threads
          abort();
          reject(error);
        }
      };
      const abort = this.#scheduler.add({ ...request, progress, resolve, reject, unavailable });
      if (!signal) return;
      stop = onAbort(signal, () => {
        abort();
        reject(signal.reason);
      });
    }).finally(() => stop?.());
  }

  /** Draws on the calling thread. */
  #here(sampler: IndexSampler, { read }: DrawTask, epoch: number, position: number, count: number) {
    const out = zeros(Uint32Array, count, 'indices');
    for (let done = 0; done < count; position = 0, epoch = nextEpoch(epoch)) {
      const some = Math.min(count - done, sampler.length - position);
      (read ?? sampler._read).call(sampler, { epoch, position, stride: 1, count: some }, out, done);
      done += some;
    }
    return out;
  }
}
