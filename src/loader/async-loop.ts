import type { Loop } from '../samplers/cursor.js';
import { Signals } from './signals.js';

/** The loader, as an asynchronous loop sees it. */
export interface AsyncSource<B> {
  /** Batches to load ahead. */
  readonly prefetch: number;
  /** Starts loading a batch of the loop's epoch. Returns undefined if the epoch has no such batch. */
  begin(position: number, signals: Signals): Promise<B> | undefined;
  /** Makes a batch the next one that the loop gives. */
  offer(batch: B): void;
}

interface PrefetchedBatch<B> {
  readonly position: number;
  readonly batch: Promise<B>;
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
  /** Stops waiting for a batch. */
  #wake: (() => void) | undefined;

  constructor(
    private readonly loop: Loop<B>,
    private readonly source: AsyncSource<B>,
  ) {}

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
        this.#fill(Math.max(1, this.source.prefetch));
        const [head] = this.#prefetched;
        if (!head) break;
        const batch = await this.#orLeft(head.batch);
        if (this.#over || !batch) return DONE;
        if (cursor.loop !== this.loop || head.position !== cursor.position) continue;
        this.source.offer(batch.value);
      } catch (error) {
        if (this.#over) return DONE;
        // the loop is over, like a generator function that threw; the next loop continues from here
        this.#leave();
        if (cursor.loop === this.loop) cursor.loop = undefined;
        throw error;
      }
      this.#delivered = this.#prefetched.shift()?.signals;
      const result = this.loop.next();
      if (cursor.loop === this.loop) this.#fill(this.source.prefetch);
      return result;
    }
    this.#over = true;
    this.#prefetched = [];
    return this.loop.next();
  }

  /** Starts loading a batch. If its indices cannot be read, the batch rejects, and no later one is started. */
  #begin(position: number, signals: Signals): Promise<B> | undefined {
    if (this.#failed) return undefined;
    try {
      return this.source.begin(position, signals);
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
  #orLeft(batch: Promise<B>): Promise<{ readonly value: B } | undefined> {
    return new Promise((resolve, reject) => {
      this.#wake = () => resolve(undefined);
      batch.then((value) => resolve({ value }), reject);
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
