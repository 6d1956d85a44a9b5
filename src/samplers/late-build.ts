// Checks weights and builds their table in pieces, between which the event loop turns, or on a pool's thread.
import { checkSignal, throwIfAborted } from '../internal/check.js';
import { checkEnough, checkPositive, countPositive, hasPositive } from '../internal/check-weights.js';
import { describe } from '../internal/describe.js';
import { TURN, turnOfLoop } from '../internal/turn.js';
import type { Allocation } from '../kernels/allocation.js';
import { aliasBits, type OpenTable } from '../sources/alias-table.js';
import { callOne, type TableCall, tableCalls } from '../sources/table-pieces.js';

/** Threads that build tables: a SamplerPool of loaded-dice/parallel. */
export interface TablePool {
  /** @internal What a kernel returns that a thread called, or undefined if no thread can. */
  _call(
    allocation: Allocation<never>,
    module: WebAssembly.Module,
    kernel: string,
    args: readonly number[],
    signal?: AbortSignal,
  ): Promise<number | undefined>;
}

/** Options of building a table while other tasks run. */
export interface BuildOptions {
  /** Aborts the construction; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * Called every few milliseconds with the work done so far, counted in weights, and the number of weights. The last
   * call has both equal. If it throws, the promise rejects with that error.
   */
  onProgress?: ((done: number, weights: number) => void) | undefined;
  /** Builds the table on one of its threads. Default: the calling thread, which yields to other tasks every 8 ms. */
  pool?: TablePool | undefined;
}

export const BUILD_OPTIONS = ['signal', 'onProgress', 'pool'] as const;

/** Weights that are checked between two looks at the clock. */
const CHECKED = 2 ** 18;
/** Pieces of the table that one message to a thread asks for, because messages take time. */
const PIECES = 16;

/** Checks the options. @throws {TypeError} An option is not as described. */
export function checkBuild({ signal, onProgress, pool }: BuildOptions): void {
  checkSignal(signal);
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`onProgress must be a function, got ${describe(onProgress)}`);
  }
  if (pool !== undefined && (typeof pool !== 'object' || pool === null || !('_call' in pool))) {
    throw new TypeError(`pool must be a SamplerPool, got ${describe(pool)}`);
  }
}

/** One construction: when it yields, and how far it is. */
export class LateBuild {
  readonly #signal: AbortSignal | undefined;
  readonly #onProgress: ((done: number, weights: number) => void) | undefined;
  #pool: TablePool | undefined;
  #turn = Date.now();
  #done = 0;

  constructor(
    private readonly weights: ArrayLike<number>,
    private readonly count: number,
    { signal, onProgress, pool }: BuildOptions,
  ) {
    this.#signal = signal;
    this.#onProgress = onProgress;
    this.#pool = pool;
  }

  /**
   * Checks the weights, and without replacement also that at least `numSamples` of them are positive.
   * @throws {unknown} What the constructor throws, or the signal's reason.
   */
  async check(replacement: boolean, numSamples: number): Promise<void> {
    const { weights, count } = this;
    let positive = false;
    let positives = 0;
    for (let from = 0; from < count; from += CHECKED) {
      const end = Math.min(from + CHECKED, count);
      positive = hasPositive(weights, from, end, replacement) || positive;
      if (!replacement) positives += countPositive(weights, from, end);
      await this.#yield();
    }
    checkPositive(count, positive, replacement);
    if (!replacement) checkEnough(positives, numSamples);
  }

  /**
   * Builds the table in a memory that `open` makes. If a thread is lost, begins again on the calling thread.
   * @throws {unknown} What the constructor throws, or the signal's reason. Nothing stays allocated.
   */
  async build<T extends OpenTable>(open: () => T): Promise<T & { positives: number }> {
    const opened = open();
    try {
      const positives = await this.#callAll(opened);
      if (positives !== undefined) return { ...opened, positives };
    } catch (error) {
      opened.memory.free();
      throw error;
    }
    opened.memory.free();
    this.#pool = undefined;
    return this.build(open);
  }

  /** Makes all calls. Returns undefined if no thread can make one, or if a thread was lost, perhaps in the middle. */
  async #callAll({ memory, at }: OpenTable): Promise<number | undefined> {
    const { weights, count } = this;
    const module = this.#pool && memory.module;
    const calls = tableCalls(memory, weights, count, aliasBits(count), at, module ? PIECES : 1);
    for (let result: number | undefined = 0; result !== undefined; ) {
      const { value, done } = calls.next(result);
      if (done) return value;
      await this.#yield(value.done);
      result = module ? await this.#callThread(memory, module, value) : callOne(memory.kernels, value);
    }
    return undefined;
  }

  async #callThread(
    memory: Allocation,
    module: WebAssembly.Module,
    { kernel, args }: TableCall,
  ): Promise<number | undefined> {
    return this.#pool?._call(memory as never, module, kernel, args, this.#signal);
  }

  /** Reports that all is done. */
  end(): void {
    this.#onProgress?.(this.count, this.count);
  }

  /** Lets the event loop turn if it is time. */
  async #yield(done = 0): Promise<void> {
    if (Date.now() - this.#turn < TURN) return;
    // a build that begins again does not go back
    this.#done = Math.max(this.#done, Math.floor(done));
    this.#onProgress?.(this.#done, this.count);
    await turnOfLoop();
    throwIfAborted(this.#signal);
    this.#turn = Date.now();
  }
}
