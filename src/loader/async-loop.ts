import { torch } from '../internal/describe.js';
import type { Loop } from '../samplers/cursor.js';
import { END, type Loading } from './loading.js';
import { Signals } from './signals.js';

/** What a loop may be told to do. */
export interface LoopOptions {
  /** Batches to load ahead. */
  readonly prefetch: number;
  /** Milliseconds that the loop waits for a batch. 0 means without end. */
  readonly timeout: number;
}

interface PrefetchedBatch<B> {
  readonly position: number;
  readonly batch: Promise<B | typeof END>;
  readonly signals: Signals;
}

const DONE = { value: undefined, done: true } as const;

/**
 * The iterator of one `for await…of`. It loads batches ahead and delivers them in order. The loader's position counts
 * delivered batches only.
 */
export class AsyncLoop<B> implements AsyncIterableIterator<B, undefined> {
  /** Batches that are loading or ready. The first one is next. */
  #prefetched: PrefetchedBatch<B>[] = [];
  /** Signals of the batch that was delivered last. */
  #delivered: Signals | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #over = false;
  #failed = false;
  /** Whether a batch did not come in time. */
  #late = false;
  /** Stops waiting for a batch. */
  #wake: (() => void) | undefined;

  readonly #epoch: number;

  constructor(
    private readonly loop: Loop<B>,
    private readonly loading: Loading<B>,
    private readonly options: LoopOptions,
  ) {
    this.#epoch = loop.cursor.epoch;
  }

  /** The next batch. Calls run one after the other, as in an async generator. */
  next(): Promise<IteratorResult<B, undefined>> {
    const step = this.#tail.then(() => this.#step());
    this.#tail = step.catch(() => {});
    return step;
  }

  /** Ends the loop, aborts what is still loading, and drops it. */
  async return(): Promise<IteratorResult<B, undefined>> {
    this.#leave();
    this.loop.return();
    const closed = this.loading.closed?.();
    if (closed) await closed;
    return DONE;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #step(): Promise<IteratorResult<B, undefined>> {
    const { cursor } = this.loop;
    for (;;) {
      if (this.#over) return DONE;
      // another loop or draw() may have taken these batches, or the rest of the epoch
      if (cursor.loop !== this.loop) break;
      while (this.#prefetched.length > 0 && this.#prefetched[0].position < cursor.position) this.#prefetched.shift();
      try {
        this.#fill(Math.max(1, this.options.prefetch));
        const [head] = this.#prefetched;
        if (!head) break;
        const batch = await this.#orLeft(head);
        if (this.#over || !batch) return DONE;
        if (cursor.loop !== this.loop || head.position !== cursor.position) continue;
        if (batch.value === END) {
          this.loading.end?.(head.position);
          break;
        }
        this.loading.forget(head.position);
        cursor.offer([batch.value as B]);
      } catch (error) {
        if (this.#over) return DONE;
        await this.#fail();
        throw error;
      }
      this.#delivered = this.#prefetched.shift()?.signals;
      const result = this.loop.next();
      if (cursor.loop === this.loop) this.#fill(this.options.prefetch);
      return result;
    }
    this.#over = true;
    this.#prefetched = [];
    return this.loop.next();
  }

  /** Ends the loop, like a generator function that throws. The next loop continues from here. */
  async #fail(): Promise<void> {
    this.#leave();
    const { cursor } = this.loop;
    if (cursor.loop !== this.loop) return;
    cursor.loop = undefined;
    this.loading.fail?.(cursor.position);
    // what did not come in time may also not end
    if (!this.#late) await this.loading.closed?.()?.catch(() => {});
  }

  /** Starts loading a batch. If its indices cannot be read, the batch rejects, and no later one is started. */
  #begin(position: number, signals: Signals): Promise<B | typeof END> | undefined {
    if (this.#failed) return undefined;
    try {
      return this.loading.begin(this.#epoch, position, signals);
    } catch (error) {
      this.#failed = true;
      return Promise.reject(error);
    }
  }

  #fill(most: number): void {
    const { cursor } = this.loop;
    while (this.#prefetched.length < most) {
      const position = cursor.position + this.#prefetched.length;
      const signals = new Signals();
      const batch = this.#begin(position, signals);
      if (!batch) return;
      // a failure is reported when the loop reaches this batch, or not at all
      batch.catch(() => {});
      this.#prefetched.push({ position, batch, signals });
    }
  }

  /** The batch, or undefined once the loop ends: a batch that was aborted may never settle. */
  #orLeft({ batch, position, signals }: PrefetchedBatch<B>): Promise<{ readonly value: B | typeof END } | undefined> {
    const { timeout } = this.options;
    return new Promise((resolve, reject) => {
      const late = () => {
        this.#late = true;
        signals.late = true;
        reject(timeoutError(timeout, position, signals));
      };
      const timer = timeout > 0 ? setTimeout(late, timeout) : undefined;
      const settled = () => {
        if (timer !== undefined) clearTimeout(timer);
        this.#wake = undefined;
      };
      this.#wake = () => {
        settled();
        resolve(undefined);
      };
      batch.then(
        (value) => {
          settled();
          resolve({ value });
        },
        (error) => {
          settled();
          reject(error);
        },
      );
    });
  }

  #leave(): void {
    this.#over = true;
    this.#wake?.();
    this.#delivered?.abort();
    for (const { signals } of this.#prefetched) signals.abort();
    this.#prefetched = [];
  }
}

function timeoutError(timeout: number, position: number, { waitsFor }: Signals): Error {
  const what = waitsFor?.() ?? 'collate';
  return new Error(
    `${what} timed out: batch ${position} did not come within ${timeout} ms` +
      torch(`DataLoader timed out after ${timeout / 1000} seconds`),
  );
}
