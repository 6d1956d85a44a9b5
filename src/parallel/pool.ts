import { checkArrayLength, checkInteger, checkOptions, checkUint32Array, throwIfAborted } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import { processors } from '../internal/thread.js';
import type { Allocation } from '../kernels/allocation.js';
import { MOST_THREADS } from '../kernels/thread-memory.js';
import type { IndexSampler } from '../samplers/index-sampler.js';
import { itemKindOf } from '../samplers/sampler.js';
import type { DrawTask } from '../sources/source.js';
import { onAbort } from './abort.js';
import { BatchLoop, LOOP_CHUNK, type PrefetchedDraws } from './batch-loop.js';
import { canPause, drawAlone, drawHere, type Place } from './calling-thread.js';
import { moveOn } from './move-on.js';
import {
  checkBatchesOptions,
  checkPoolOptions,
  type PoolBatchesOptions,
  type PoolOptions,
  type SamplerPoolOptions,
} from './pool-options.js';
import { PoolThreads } from './pool-threads.js';
import { positionAfter } from './position-after.js';

/** Requests for fewer draws run on the calling thread, which is faster than asking other threads. */
const FEW_DRAWS = 1 << 16;

/** How to make draws: the task for threads, if they can; and how the calling thread reads, if not by `_read`. */
interface Asked {
  readonly task?: DrawTask;
  readonly read: DrawTask['read'];
}

declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}

/**
 * Threads that draw from samplers. They give the same numbers as the sampler's own methods, with any number of threads.
 *
 * The first request starts the threads. An idle pool does not keep a process alive. `close()` ends the threads, and so
 * does leaving the block of `await using pool = new SamplerPool()`. If you drop a pool without either, its threads end
 * when the engine collects it.
 *
 * Threads share draws with replacement by a seed, because such a draw depends only on its epoch and position. The
 * calling thread draws everything else. It also draws everything if the platform has no threads, such as on a page that
 * is not cross-origin isolated: in parts of some milliseconds, between which it yields to other tasks. If some threads do
 * not start, the others do the work. One warning says why, and so does `fallback`.
 */
export class SamplerPool {
  readonly #threads: PoolThreads;
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
    this.#threads = new PoolThreads(threads, workerUrl);
    if (Symbol.asyncDispose) {
      Object.defineProperty(this, Symbol.asyncDispose, { value: () => this.close() });
    }
  }

  /** Number of threads. */
  get threads(): number {
    return this.#threads.count;
  }

  /** URL of the code that threads run, as given. */
  get workerUrl(): string | URL | undefined {
    return this.#threads.url;
  }

  /**
   * Why the calling thread drew what threads should draw: the first reason, as the warning gives it. Undefined if
   * threads drew all that they should. Requests for few draws do not count, nor do draws that only one thread can make,
   * such as those without replacement.
   */
  get fallback(): string | undefined {
    return this.#threads.fallback;
  }

  /** Type and settings of the pool, for JSON.stringify and console.log. */
  toJSON(): Shown {
    const { threads, workerUrl, fallback } = this;
    return settingsForJson(this, { type: 'SamplerPool', threads, workerUrl: workerUrl?.toString(), fallback });
  }

  /**
   * The sampler's next `count` draws, as `sampler.take(count)` gives them. The sampler moves on at once, so the next
   * request continues after this one. If the draws fail or are aborted, the sampler moves back, unless it was moved
   * again meanwhile, or draws from a generator, which cannot move back.
   * @param count Number of draws, a non-negative integer.
   * @throws {TypeError | RangeError} An argument is not as described, as in `sampler.take`.
   * @throws {Error} The pool is closed.
   * @throws {unknown} The signal's reason.
   */
  async take(sampler: IndexSampler, count: number, options?: PoolOptions): Promise<Uint32Array<ArrayBuffer>> {
    const checked = this.#check(sampler, options);
    checkArrayLength('count', count);
    return (await this.#next(sampler, count, checked)) as Uint32Array<ArrayBuffer>;
  }

  /**
   * Writes the sampler's next out.length draws into `out`, as `sampler.fill(out)` does, and resolves to `out`. The
   * sampler moves as in `take`.
   *
   * It is fastest if `out` is a view of shared memory, of a SharedArrayBuffer or a shared WebAssembly.Memory: then the
   * threads write to it themselves, and no array has to be made. Into other arrays, the calling thread copies what the
   * threads drew, as it comes; do not transfer such an array before the promise settles.
   *
   * Threads finish a fill of a shared array before they begin anything else that the pool is asked for.
   *
   * Until the promise settles, read nothing from `out`, and fill it with nothing else. If it rejects, the contents of
   * `out` are undefined, and the sampler moves back as in `take`. After an abort it rejects once no thread writes
   * anymore, within some milliseconds. If the pool is closed meanwhile, a browser's threads may write for another
   * moment.
   * @param out Uint32Array. If it is empty, nothing happens.
   * @throws {TypeError | RangeError} An argument is not as described, or the sampler is empty.
   * @throws {Error} The pool is closed.
   * @throws {unknown} The signal's reason.
   */
  async fill<Out extends Uint32Array>(sampler: IndexSampler, out: Out, options?: PoolOptions): Promise<Out> {
    const checked = this.#check(sampler, options);
    checkUint32Array('out', out);
    await this.#next(sampler, out.length, checked, out);
    return out;
  }

  /**
   * All draws of the sampler's present epoch, as `sampler.indices()` gives them. The sampler does not move.
   * @throws {TypeError | RangeError} An argument is not as described.
   * @throws {Error} The pool is closed.
   * @throws {unknown} The signal's reason.
   */
  async indices(sampler: IndexSampler, options?: PoolOptions): Promise<Uint32Array<ArrayBuffer>> {
    const checked = this.#check(sampler, options);
    const count = checkArrayLength('length', sampler.length);
    const asked = this.#ask(sampler, count);
    const place = { epoch: sampler.epoch, position: 0, count };
    if (asked) return (await this.#draw(sampler, asked, place, checked)) as Uint32Array<ArrayBuffer>;
    const draws = sampler.indices();
    checked.onProgress?.(count, count);
    return draws;
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
   * @param options `{ dropLast, signal }`, or `dropLast` itself, as a BatchSampler has it.
   * @throws {TypeError | RangeError} An argument is not as described, as in a BatchSampler's constructor.
   * @throws {Error} The pool is closed.
   * @throws {unknown} The signal's reason.
   */
  async *batches(
    sampler: IndexSampler,
    batchSize: number,
    options: boolean | PoolBatchesOptions = false,
  ): AsyncGenerator<Uint32Array<ArrayBuffer>, void, undefined> {
    this.#checkSampler(sampler);
    const { dropLast, signal } = checkBatchesOptions(batchSize, options);
    const check = (): void => {
      this.#threads.checkOpen();
      throwIfAborted(signal);
    };
    const begin = (epoch: number, position: number, count: number) =>
      this.#prefetch(sampler, { epoch, position, count }, signal);
    const loop = new BatchLoop(sampler, batchSize, dropLast, { check, begin }, this._sizes.ahead);
    try {
      for (let batch = await loop.next(); batch; batch = await loop.next()) yield batch;
    } finally {
      loop.leave(signal?.aborted);
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
    this.#threads.checkOpen();
    const able = this.#threads.prepared(task);
    if (!able) return undefined;
    const place = { epoch: 0, position: first, length: Number.MAX_SAFE_INTEGER };
    const results = this.#threads.job({ task: able, ...place, count, size, progress }, signal, () => undefined);
    return results as Promise<Uint32Array<ArrayBuffer> | undefined>;
  }

  /**
   * @internal Calls a kernel on a thread, in the memory of an allocation. Resolves to what it returns, or to undefined
   * if no thread can call it: then call it yourself. The allocation's bytes stay allocated until the thread is done,
   * also if you free them after an abort.
   * @throws {Error} The pool is closed.
   * @throws {unknown} The signal's reason. The kernel may still be running.
   */
  async _call(
    allocation: Allocation<never>,
    module: WebAssembly.Module,
    kernel: string,
    args: readonly number[],
    signal?: AbortSignal,
  ): Promise<number | undefined> {
    this.#threads.checkOpen();
    return this.#threads.call(allocation, module, kernel, args, signal);
  }

  /** Ends the threads and closes the pool. Pending requests reject, and so does every later one. */
  async close(): Promise<void> {
    await this.#threads.close();
  }

  #checkSampler(sampler: unknown): void {
    this.#threads.checkOpen();
    if (itemKindOf(sampler) === 'indices') return;
    throw new TypeError(
      `sampler must be a sampler of this library that gives single indices, got ${describe(sampler)}`,
    );
  }

  #check(sampler: unknown, options: PoolOptions | undefined): PoolOptions {
    this.#checkSampler(sampler);
    return checkPoolOptions(options);
  }

  /** The sampler's next draws, as a new array or in `out`. */
  async #next(sampler: IndexSampler, count: number, options: PoolOptions, out?: Uint32Array): Promise<Uint32Array> {
    const { epoch, position, length } = sampler;
    const asked = this.#ask(sampler, count);
    if (!asked) return drawAlone(sampler, count, options, out);
    const after = positionAfter(epoch, position, length, count);
    const undo = moveOn(sampler, after.epoch, after.position, position + count >= length);
    try {
      return await this.#draw(sampler, asked, { epoch, position, count, undo, ...(out && { out }) }, options);
    } catch (error) {
      undo();
      throw error;
    }
  }

  /** How to make many draws. Undefined if the calling thread must make them without a pause, as it does with few. */
  #ask(sampler: IndexSampler, count: number): Asked | undefined {
    if (count < this._sizes.few || sampler.length === 0) return undefined;
    const able = sampler._task();
    const task = this.#threads.prepared(able);
    if (task) return { task, read: task.read };
    const read = typeof able === 'object' ? able.read : undefined;
    return read || canPause(sampler) ? { read } : undefined;
  }

  /** Starts draws of an epoch that a loop will need. */
  #prefetch(sampler: IndexSampler, place: Place, signal: AbortSignal | undefined): PrefetchedDraws | undefined {
    const asked = this.#ask(sampler, place.count);
    if (!asked?.task) return undefined;
    const controller = new AbortController();
    const release = signal && onAbort(signal, () => controller.abort(signal.reason));
    const draws = this.#draw(sampler, asked, place, { signal: controller.signal }) as Promise<Uint32Array<ArrayBuffer>>;
    // a failure is reported when the loop reaches these draws, or not at all
    draws.catch(() => {}).finally(release);
    return { from: place.position, count: place.count, draws, stop: () => controller.abort() };
  }

  #draw(
    sampler: IndexSampler,
    { task, read }: Asked,
    place: Place,
    { signal, onProgress }: PoolOptions,
  ): Promise<Uint32Array> {
    const { count } = place;
    const { chunk: size } = this._sizes;
    const progress = onProgress && ((done: number) => onProgress(done, count));
    const request = { task, ...place, length: sampler.length, ...(size && { size }), ...(progress && { progress }) };
    return this.#threads.job(request, signal, (here) => drawHere(sampler, read, place, here));
  }
}
