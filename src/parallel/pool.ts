import {
  checkArrayLength,
  checkBatches,
  checkInteger,
  checkOptions,
  checkSignal,
  throwIfAborted,
} from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { inspectable, type Shown, shown } from '../internal/inspect.js';
import { zeros } from '../internal/zeros.js';
import { MOST_THREADS } from '../kernels/thread-memory.js';
import { nextEpoch } from '../samplers/cursor.js';
import type { IndexSampler } from '../samplers/index-sampler.js';
import { givenBy } from '../samplers/sampler.js';
import type { DrawTask } from '../sources/source.js';
import { onAbort } from './abort.js';
import { type Ahead, BatchLoop, CHUNK } from './batch-loop.js';
import { type DrawRequest, placeAfter } from './pool-job.js';
import type { PoolOptions, SamplerPoolOptions } from './pool-options.js';
import { Scheduler } from './scheduler.js';
import { processors } from './thread.js';
import { warnOnce } from './warn-once.js';

/** Fewer draws than these are drawn sooner than they are asked for. */
const FEW = 1 << 16;

declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}

/** Ends the threads of pools that were dropped. */
let dropped: FinalizationRegistry<Scheduler> | undefined;

/**
 * Threads that draw from samplers. They give the same numbers as the sampler's own methods, whatever the number of
 * threads.
 *
 * Threads are started at the first draws. An idle pool does not keep a process from ending. `close()` ends the threads,
 * and so does leaving the block of `await using pool = new SamplerPool()`. Threads of a pool that was dropped without
 * that end when the engine collects the pool, some time later.
 *
 * Threads share what is a function of its place: draws with replacement, by a seed. All else is drawn on the calling
 * thread. So is everything where there are no threads (a page that is not cross-origin isolated, say). Where some
 * threads cannot be started, the others do the work. One warning says why.
 */
export class SamplerPool {
  readonly #threads: number;
  readonly #url: string | URL | undefined;
  #scheduler: Scheduler | undefined;
  readonly #warn = warnOnce();
  #closed = false;
  /**
   * @internal Fewer draws than `few` are drawn on the calling thread; `ahead` are drawn ahead for a loop; a thread
   * draws `chunk` at a time.
   */
  readonly _sizes: { few: number; ahead: number; chunk?: number } = { few: FEW, ahead: CHUNK };
  /** The same as `close`, for `await using`. Missing where the engine has no `Symbol.asyncDispose`. */
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

  /** Where a thread's code is, as given. */
  get workerUrl(): string | URL | undefined {
    return this.#url;
  }

  /** What this is and its settings, for JSON.stringify and console.log. */
  toJSON(): Shown {
    return shown(this, { type: 'SamplerPool', threads: this.#threads, workerUrl: this.#url?.toString() });
  }

  /**
   * The sampler's next `count` draws, as its own `take` gives them. The sampler moves on at once, so that what you ask
   * for next comes next. Where the draws fail or are aborted, it moves back, unless it was moved again meanwhile.
   * @throws {TypeError | RangeError} as `sampler.take`
   * @throws {unknown} The signal's reason.
   */
  async take(sampler: IndexSampler, count: number, options?: PoolOptions): Promise<Uint32Array<ArrayBuffer>> {
    const signal = this.#check(sampler, options);
    checkArrayLength('count', count);
    const task = this.#taskOf(sampler, count);
    if (!task) return sampler.take(count);
    const { epoch, position, length } = sampler;
    const after = placeAfter(epoch, position, length, count);
    const moveBack = sampler._moveOn(after.epoch, after.position, position + count >= length);
    try {
      return await this.#draw(sampler, task, epoch, position, count, signal);
    } catch (error) {
      moveBack();
      throw error;
    }
  }

  /**
   * The sampler's present epoch, as its own `indices` gives it; moves nothing.
   * @throws as `take`
   */
  async indices(sampler: IndexSampler, options?: PoolOptions): Promise<Uint32Array<ArrayBuffer>> {
    const signal = this.#check(sampler, options);
    const count = checkArrayLength('length', sampler.length);
    const task = this.#taskOf(sampler, count);
    if (!task) return sampler.indices();
    return this.#draw(sampler, task, sampler.epoch, 0, count, signal);
  }

  /**
   * A loop over the sampler that gives its draws in batches, drawn ahead while you use them. All else is as in `for
   * (const index of sampler)`, with every `batchSize` draws put in one array:
   *
   * - It goes from where the sampler stands to the end of that epoch. The last batch may be shorter; `dropLast` leaves
   *   it out.
   * - The sampler stands behind the batches that were given, not behind what was drawn ahead. At the end, and when left
   *   early, it stands at the next epoch.
   * - What you draw in the loop, with `draw()` or `take`, the loop does not give again. After `setEpoch` and `restore`
   *   the loop keeps to its own epoch, and the sampler to where you put it.
   * - A loop opened inside a loop takes the next epoch, and the sampler follows the newest.
   *
   * The loop opens when the first batch is asked for. A batch is an array of its own, which may be transferred. Where a
   * batch fails, the loop is over and the sampler stands behind the batch before.
   * @throws {TypeError | RangeError} as a BatchSampler's constructor
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
    const begin = (epoch: number, from: number, count: number) => this.#ahead(sampler, epoch, from, count);
    const loop = new BatchLoop(sampler, batchSize, dropLast, { check, begin }, this._sizes.ahead);
    try {
      for (let batch = await loop.next(); batch; batch = await loop.next()) yield batch;
    } finally {
      loop.leave();
    }
  }

  /** @internal `count` results of a task, `size` a chunk; nothing where there are no threads to do it. */
  async _run(
    task: DrawTask | 'js',
    count: number,
    size: number,
    signal: AbortSignal | undefined,
    progress: (done: number) => void,
  ): Promise<Uint32Array<ArrayBuffer> | undefined> {
    this.#checkOpen();
    const able = this.#prepared(task);
    if (!able) return undefined;
    const place = { epoch: 0, position: 0, length: Number.MAX_SAFE_INTEGER };
    return this.#job({ task: able, ...place, count, size, progress }, signal, () => undefined);
  }

  /** Ends the threads. What is under way is given up; nothing can be asked for afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    const scheduler = this.#scheduler;
    this.#scheduler = undefined;
    dropped?.unregister(this);
    await scheduler?.end();
  }

  #checkOpen(): void {
    if (this.#closed) throw new Error('the pool is closed');
  }

  #check(sampler: unknown, options: PoolOptions | undefined): AbortSignal | undefined {
    this.#checkOpen();
    if (givenBy(sampler) !== 'indices') {
      throw new TypeError(`sampler must be one of this library's that gives indices, got ${describe(sampler)}`);
    }
    const { signal } = checkOptions(options, ['signal']);
    checkSignal(signal);
    throwIfAborted(signal);
    return signal;
  }

  /** What threads may do of it; nothing where it is sooner done here, or there are none. */
  #taskOf(sampler: IndexSampler, count: number): DrawTask | undefined {
    if (count < this._sizes.few || sampler.length === 0) return undefined;
    return this.#prepared(sampler._task());
  }

  /** A task that threads are ready for. */
  #prepared(task: DrawTask | 'js' | undefined): DrawTask | undefined {
    if (!task) return undefined;
    if (task === 'js') return this.#warn('the JavaScript backend is in use, whose memory is not shared');
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

  /** Draws of an epoch, for a loop. */
  #ahead(sampler: IndexSampler, epoch: number, from: number, count: number): Ahead | undefined {
    const task = this.#taskOf(sampler, count);
    if (!task) return undefined;
    const controller = new AbortController();
    const draws = this.#draw(sampler, task, epoch, from, count, controller.signal);
    // what fails is told when its turn comes, if it comes
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
    const here = () => this.#here(sampler, epoch, position, count);
    const { chunk } = this._sizes;
    const request = { task, epoch, position, length: sampler.length, count, ...(chunk && { size: chunk }) };
    return this.#job(request, signal, here);
  }

  /** What is ordered, by threads; or, where there are none, what is had `here`. */
  #job<T>(
    ordered: Omit<DrawRequest, 'resolve' | 'reject' | 'undone'>,
    signal: AbortSignal | undefined,
    here: () => T,
  ): Promise<Uint32Array<ArrayBuffer> | T> {
    let stop: (() => void) | undefined;
    return new Promise<Uint32Array<ArrayBuffer> | T>((resolve, reject) => {
      const undone = () => resolve(Promise.resolve().then(here));
      if (!this.#scheduler) {
        undone();
        return;
      }
      const progress = (done: number): void => {
        try {
          ordered.progress?.(done);
        } catch (error) {
          // who asked has failed, and not the threads
          giveUp();
          reject(error);
        }
      };
      const giveUp = this.#scheduler.add({ ...ordered, progress, resolve, reject, undone });
      if (!signal) return;
      stop = onAbort(signal, () => {
        giveUp();
        reject(signal.reason);
      });
    }).finally(() => stop?.());
  }

  /** The same on this thread. */
  #here(sampler: IndexSampler, epoch: number, position: number, count: number): Uint32Array<ArrayBuffer> {
    const out = zeros(Uint32Array, count, 'indices');
    for (let done = 0; done < count; position = 0, epoch = nextEpoch(epoch)) {
      const some = Math.min(count - done, sampler.length - position);
      sampler._read({ epoch, position, stride: 1, count: some }, out, done);
      done += some;
    }
    return out;
  }
}
