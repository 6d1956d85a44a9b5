import type { EpochSource } from '../sources/epochs.js';

/** Most items read ahead at once: few enough for the cache, enough for an engine to optimize the call. */
export const MAX_CHUNK = 65536;

/** The epoch after `epoch`. The last one, 2^53 - 1, repeats, because a state holds only safe integers. */
export function nextEpoch(epoch: number): number {
  return Math.min(epoch + 1, Number.MAX_SAFE_INTEGER);
}

const NONE: ArrayLike<never> = [];

/** Tracks an epoch and a position, and holds the chunk of items that was read ahead. */
export class Cursor<T> {
  /** Items of the epoch from position `start` on. */
  chunk: ArrayLike<T> = NONE;
  /** chunk[next] is the next item to return, chunk[last] the last item of the chunk. */
  next = 0;
  last = -1;
  #loop: Loop<T> | undefined;
  /** The epoch source that chunks are read from. */
  reader: EpochSource | undefined = undefined;
  /** Finishes the previous epoch. Set when its loop returned the last item and `next` was not called again. */
  ending: (() => void) | undefined = undefined;
  /** Number of items to read ahead next. It doubles, so that one draw is cheap and a million are fast. */
  readAhead = 16;
  /** Marks the last tentative move; undefined once anything else moved the cursor. */
  moved: object | undefined = undefined;
  /** The position that `restore` set; undefined once the epoch ended or was left. */
  restored: number | undefined = undefined;

  constructor(
    public epoch: number,
    public start: number,
  ) {}

  /** The loop that is open on this cursor. It ends when the epoch ends. */
  get loop(): Loop<T> | undefined {
    return this.#loop;
  }

  set loop(loop: Loop<T> | undefined) {
    if (this.#loop) this.#loop.buffer = EMPTY;
    this.#loop = loop;
  }

  get position(): number {
    return this.start + this.next;
  }

  /** Moves to another epoch. Its number may be equal, because the last epoch repeats. */
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

  /** Makes `items` the chunk that comes next. */
  offer(items: ArrayLike<T>): void {
    this.#drop(this.position);
    this.chunk = items;
    this.last = items.length - 1;
  }

  /** Discards the items that were read ahead. Then reads ahead little, since it may soon be called again. */
  forget(): void {
    this.readAhead = 1;
    this.#drop(this.position);
  }

  #drop(position: number): void {
    this.start = position;
    this.next = 0;
    this.last = -1;
  }
}

/** Members of a sampler that a loop calls. */
export interface LoopHost<T> {
  /** @internal Reads the next chunk. Returns false at the end of the epoch, and moves the cursor to the next one. */
  _refill(cursor: Cursor<T>): boolean;
  /** @internal Called after the last item of a chunk: at the end of the epoch, moves the cursor to the next one. */
  _settle(cursor: Cursor<T>): void;
  /** @internal Called when a loop is left early: moves the cursor to the next epoch. */
  _leave(cursor: Cursor<T>): void;
}

/** Finishes the previous epoch, if it is not finished yet. */
export function finish<T>(cursor: Cursor<T>): void {
  const { ending } = cursor;
  cursor.ending = undefined;
  ending?.();
}

/** A chunk that a loop reads without further checks. */
type ReadBuffer<T> = Pick<Cursor<T>, 'chunk' | 'next' | 'last'>;

/** What a loop reads after it ended. */
const EMPTY: ReadBuffer<never> = { chunk: NONE, next: 0, last: -1 };

/** Iterates from the cursor's position to the end of its epoch, as one `for…of` does. */
export class Loop<T> implements IterableIterator<T, undefined> {
  /** The cursor, until the loop ends; then empty. So the common path of `next` needs one comparison. */
  buffer: ReadBuffer<T>;
  protected value: T | undefined = undefined;

  constructor(
    protected readonly sampler: LoopHost<T>,
    readonly cursor: Cursor<T>,
  ) {
    this.buffer = cursor;
    cursor.loop = this;
  }

  next(): IteratorResult<T, undefined> {
    const { buffer } = this;
    const at = buffer.next;
    let value: T | undefined;
    let done = false;
    if (at < buffer.last) {
      buffer.next = at + 1;
      value = buffer.chunk[at];
    } else {
      done = this.edge();
      value = this.value;
    }
    // one literal for both paths: with two, engines allocate each result, which takes 2.4 ns per item
    return { value, done } as IteratorResult<T, undefined>;
  }

  /** Stores the last item of a chunk, or the first of the next chunk, in `value`. Returns true at the end. */
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

  /** Reads the next chunk. Returns false at the end of the epoch. */
  protected more(): boolean {
    try {
      return this.sampler._refill(this.cursor);
    } catch (error) {
      // the loop ends, as a generator function does that throws; the next loop continues from here
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
 * A loop over indices. It repeats `next`, because engines learn of each function what it reads: one that reads typed
 * arrays here and arrays of batches there takes twice as long for either.
 */
export class IndexLoop extends Loop<number> {
  override next(): IteratorResult<number, undefined> {
    const { buffer } = this;
    const at = buffer.next;
    let value: number | undefined;
    let done = false;
    if (at < buffer.last) {
      buffer.next = at + 1;
      value = buffer.chunk[at];
    } else {
      done = this.edge();
      value = this.value;
    }
    return { value, done } as IteratorResult<number, undefined>;
  }
}
