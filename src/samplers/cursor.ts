import type { Opened } from '../reader.js';

/** Where reading goes on: an epoch, and in it a chunk that was read ahead. */
export class Cursor<T> {
  /** Items start, start + 1, … of the epoch; `limit` of them. */
  chunk!: ArrayLike<T>;
  limit = 0;
  /** The next one to be given out is chunk[next]. */
  next = 0;
  /** The loop that is open on this cursor. It ends when the epoch does, whoever brought that about. */
  loop: Loop<T> | undefined;
  /** What the chunks are read from. */
  reader: Opened | undefined;
  /** Finishes the epoch before: its loop has given everything, and has not been asked for more. */
  ending: (() => void) | undefined;
  /** Items to read ahead next time: from few to many, so that one draw is cheap and a million are fast. */
  ahead = 128;

  constructor(
    public epoch: number,
    public start: number,
  ) {}

  get position(): number {
    return this.start + this.next;
  }

  moveTo(epoch: number, position: number): void {
    if (epoch !== this.epoch) this.loop = undefined;
    const next = position - this.start;
    if (epoch === this.epoch && next >= 0 && next < this.limit) {
      this.next = next;
    } else {
      this.epoch = epoch;
      this.start = position;
      this.next = 0;
      this.limit = 0;
    }
  }
}

/** What a loop asks of its sampler. */
export interface Looped<T> {
  /** Reads the next chunk; false at the end of the epoch, where the cursor then stands at the next one. */
  refill(cursor: Cursor<T>): boolean;
  /** Called when a chunk is used up: at the end of the epoch the cursor moves to the next one. */
  settle(cursor: Cursor<T>): void;
  /** Called when a loop is left early. */
  leave(cursor: Cursor<T>): void;
  /** Called when a loop that has given everything is asked for more. */
  finish(cursor: Cursor<T>): void;
}

/** One `for…of`: from where the cursor stands to the end of that epoch. */
export class Loop<T> implements IterableIterator<T, undefined> {
  constructor(
    protected readonly sampler: Looped<T>,
    readonly cursor: Cursor<T>,
  ) {
    cursor.loop = this;
  }

  next(): IteratorResult<T, undefined> {
    const { cursor } = this;
    if (cursor.loop !== this || (cursor.next === cursor.limit && !this.more())) return this.end();
    const value = cursor.chunk[cursor.next++];
    if (cursor.next === cursor.limit) this.sampler.settle(cursor);
    return { value, done: false };
  }

  /** Reads on; false at the end of the epoch. */
  protected more(): boolean {
    try {
      return this.sampler.refill(this.cursor);
    } catch (error) {
      // over, like a generator function that threw; the next loop goes on from here
      this.cursor.loop = undefined;
      throw error;
    }
  }

  protected end(): IteratorResult<T, undefined> {
    this.sampler.finish(this.cursor);
    return { value: undefined, done: true };
  }

  return(): IteratorResult<T, undefined> {
    if (this.cursor.loop === this) this.sampler.leave(this.cursor);
    this.cursor.ending = undefined;
    return { value: undefined, done: true };
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/**
 * The same over indices. Engines learn of each function what it reads: one that reads typed arrays here and arrays of batches there takes twice as
 * long for either.
 */
export class IndexLoop extends Loop<number> {
  override next(): IteratorResult<number, undefined> {
    const { cursor } = this;
    if (cursor.loop !== this || (cursor.next === cursor.limit && !this.more())) return this.end();
    const value = cursor.chunk[cursor.next++];
    if (cursor.next === cursor.limit) this.sampler.settle(cursor);
    return { value, done: false };
  }
}
