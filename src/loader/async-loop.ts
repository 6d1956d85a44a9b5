import type { Loop } from '../samplers/cursor.js';
import { Signals } from './signals.js';

/** What an asynchronous loop asks of its loader. */
export interface AsyncSource<B> {
  /** Batches to load ahead. */
  readonly prefetch: number;
  /** Begins to load a batch of the loop's epoch; nothing where that has no such batch. */
  begin(position: number, signals: Signals): Promise<B> | undefined;
  /** Makes a batch the next one that the loop gives. */
  offer(batch: B): void;
}

interface Ahead<B> {
  readonly position: number;
  readonly batch: Promise<B>;
  readonly signals: Signals;
}

const DONE = { value: undefined, done: true } as const;

/**
 * One `for await…of`: a loop whose batches are loaded ahead, delivered in order. The place of whoever loops is that of
 * the delivered ones.
 */
export class AsyncLoop<B> implements AsyncIterableIterator<B, undefined> {
  /** Batches that are being loaded, or are ready; the first one is next. */
  #ahead: Ahead<B>[] = [];
  /** Of the batch that was delivered last. */
  #delivered: Signals | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #over = false;
  #failed = false;
  /** Ends the wait for a batch. */
  #wake: (() => void) | undefined;

  constructor(
    private readonly loop: Loop<B>,
    private readonly source: AsyncSource<B>,
  ) {}

  /** Calls take their turns, as those of an async generator do. */
  next(): Promise<IteratorResult<B, undefined>> {
    const step = this.#tail.then(() => this.#step());
    this.#tail = step.catch(() => {});
    return step;
  }

  /** Leaves the loop: what was ahead is aborted and dropped. */
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
      // another loop or draw() may have taken what was ahead, or the rest of the epoch
      if (cursor.loop !== this.loop) break;
      while (this.#ahead.length > 0 && this.#ahead[0].position < cursor.position) this.#ahead.shift();
      try {
        this.#fill(Math.max(1, this.source.prefetch));
        const [head] = this.#ahead;
        if (!head) break;
        const batch = await this.#orLeft(head.batch);
        if (this.#over || !batch) return DONE;
        if (cursor.loop !== this.loop || head.position !== cursor.position) continue;
        this.source.offer(batch.value);
      } catch (error) {
        if (this.#over) return DONE;
        // over, like a generator function that threw; the next loop goes on from here
        this.#leave();
        if (cursor.loop === this.loop) cursor.loop = undefined;
        throw error;
      }
      this.#delivered = this.#ahead.shift()?.signals;
      const result = this.loop.next();
      if (cursor.loop === this.loop) this.#fill(this.source.prefetch);
      return result;
    }
    this.#over = true;
    this.#ahead = [];
    return this.loop.next();
  }

  /** Where there are no indices to be had, that is a failed batch, and the last one to be begun. */
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
    while (this.#ahead.length < most) {
      const position = cursor.position + this.#ahead.length;
      const signals = new Signals();
      const batch = this.#begin(position, signals);
      if (!batch) return;
      // what fails is told when its turn comes, if it comes
      batch.catch(() => {});
      this.#ahead.push({ position, batch, signals });
    }
  }

  /** A batch, or nothing once the loop is left: a batch that is aborted may never come. */
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
    for (const { signals } of this.#ahead) signals.abort();
    this.#ahead = [];
  }
}
