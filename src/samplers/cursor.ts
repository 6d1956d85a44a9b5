import type { EpochSource } from '../sources/epochs.js';

/**
 * Items are read ahead this many indices at a time at the most: few enough for the cache, enough for an engine to
 * optimize the call.
 */
export const CHUNK = 65536;

/**
 * The last epoch, 2^53 - 1, is followed by itself: another number would be no safe integer, and no state could hold it.
 */
export function nextEpoch(epoch: number): number {
  return Math.min(epoch + 1, Number.MAX_SAFE_INTEGER);
}

/** Where reading goes on: an epoch, and in it a chunk that was read ahead. */
export class Cursor<T> {
  /** Items start, start + 1, … of the epoch. */
  chunk!: ArrayLike<T>;
  /** The next one to be given out is chunk[next]; the last one is chunk[last], where there is one. */
  next = 0;
  last = -1;
  #loop: Loop<T> | undefined;
  /** What the chunks are read from. */
  reader: EpochSource | undefined;
  /** Finishes the epoch before: its loop has given everything, and has not been asked for more. */
  ending: (() => void) | undefined;
  /** Items to read ahead next time: from few to many, so that one draw is cheap and a million are fast. */
  ahead = 16;
  /** Who moved it here last, for draws that may yet fail; none where something else has moved it since. */
  moved: object | undefined;
  /** The position that `restore` set; undefined once the epoch has ended or was left. */
  restored: number | undefined;

  constructor(
    public epoch: number,
    public start: number,
  ) {}

  /** The loop that is open on this cursor. It ends when the epoch does, whoever brought that about. */
  get loop(): Loop<T> | undefined {
    return this.#loop;
  }

  set loop(loop: Loop<T> | undefined) {
    if (this.#loop) this.#loop.ahead = OVER;
    this.#loop = loop;
  }

  get position(): number {
    return this.start + this.next;
  }

  /** Moves to another epoch, which may have the same number: the last one is followed by itself. */
  open(epoch: number, position: number): void {
    this.loop = undefined;
    this.moved = undefined;
    this.restored = undefined;
    this.epoch = epoch;
    this.#drop(position);
  }

  /** Moves within the epoch. */
  moveTo(position: number): void {
    this.moved = undefined;
    const next = position - this.start;
    if (next >= 0 && next <= this.last) this.next = next;
    else this.#drop(position);
  }

  /** Drops what was read ahead. */
  forget(): void {
    this.#drop(this.position);
  }

  #drop(position: number): void {
    this.start = position;
    this.next = 0;
    this.last = -1;
  }
}

/** What a loop asks of its sampler. */
export interface LoopHost<T> {
  /** @internal Reads the next chunk; false at the end of the epoch, where the cursor then stands at the next one. */
  _refill(cursor: Cursor<T>): boolean;
  /** @internal Called when a chunk is used up: at the end of the epoch the cursor moves to the next one. */
  _settle(cursor: Cursor<T>): void;
  /** @internal Called when a loop is left early. */
  _leave(cursor: Cursor<T>): void;
}

/** Finishes the epoch before, where that is yet to be done. */
export function finish<T>(cursor: Cursor<T>): void {
  const { ending } = cursor;
  cursor.ending = undefined;
  ending?.();
}

/** What a loop is given before it has to look closer. */
type Ahead<T> = Pick<Cursor<T>, 'chunk' | 'next' | 'last'>;

/** Nothing: the loop is over. */
const OVER: Ahead<never> = { chunk: [], next: 0, last: -1 };

/** One `for…of`: from where the cursor stands to the end of that epoch. */
export class Loop<T> implements IterableIterator<T, undefined> {
  /** The cursor, until the loop is over: what `next` looks at first is one comparison. */
  ahead: Ahead<T>;
  protected value: T | undefined;

  constructor(
    protected readonly sampler: LoopHost<T>,
    readonly cursor: Cursor<T>,
  ) {
    this.ahead = cursor;
    cursor.loop = this;
  }

  next(): IteratorResult<T, undefined> {
    const { ahead } = this;
    const at = ahead.next;
    let value: T | undefined;
    let done = false;
    if (at < ahead.last) {
      ahead.next = at + 1;
      value = ahead.chunk[at];
    } else {
      done = this.edge();
      value = this.value;
    }
    // the one result that is made: of two in two places engines allocate either, 2.4 ns an item
    return { value, done } as IteratorResult<T, undefined>;
  }

  /** Puts the last item of a chunk, or the first of the next, in `value`; true at the end. */
  protected edge(): boolean {
    const { cursor } = this;
    this.value = undefined;
    if (cursor.loop !== this || (cursor.next > cursor.last && !this.more())) {
      finish(cursor);
      return true;
    }
    this.value = cursor.chunk[cursor.next++];
    if (cursor.next > cursor.last) this.sampler._settle(cursor);
    return false;
  }

  /** Reads on; false at the end of the epoch. */
  protected more(): boolean {
    try {
      return this.sampler._refill(this.cursor);
    } catch (error) {
      // over, like a generator function that threw; the next loop goes on from here
      this.cursor.loop = undefined;
      throw error;
    }
  }

  return(): IteratorResult<T, undefined> {
    if (this.cursor.loop === this) this.sampler._leave(this.cursor);
    this.cursor.ending = undefined;
    return { value: undefined, done: true };
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/**
 * The same over indices. Engines learn of each function what it reads: one that reads typed arrays here and arrays of
 * batches there takes twice as long for either.
 */
export class IndexLoop extends Loop<number> {
  override next(): IteratorResult<number, undefined> {
    const { ahead } = this;
    const at = ahead.next;
    let value: number | undefined;
    let done = false;
    if (at < ahead.last) {
      ahead.next = at + 1;
      value = ahead.chunk[at];
    } else {
      done = this.edge();
      value = this.value;
    }
    return { value, done } as IteratorResult<number, undefined>;
  }
}
