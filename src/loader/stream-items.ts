import { describe } from '../internal/describe.js';
import { failed, ignore, isPromise } from './promises.js';

/** How long a loop that is left waits for an iterator that is itself still waiting for an item, in milliseconds. */
const PATIENCE = 1000;

/** One iterator of a stream, which only moves forward. */
abstract class StreamItems<T> {
  /** Whether the iterator is at its end: it said so, or it threw. */
  over = false;
  /** Items that were read before the iterator threw. They come first in the next batch. */
  protected left: (T | PromiseLike<T>)[] = [];
  #read = 0;

  /** Number of items that were read, for errors. */
  get count(): number {
    return this.#read;
  }

  protected add(value: T | PromiseLike<T>): void {
    this.#read++;
    this.left.push(value);
    // a loop that waits for the batch is told of an error, but the batch may also be dropped
    if (isPromise(value)) ignore(value);
  }

  /** The items of a batch that is complete, or the last ones. */
  protected takeLeft(): (T | PromiseLike<T>)[] {
    const items = this.left;
    this.left = [];
    return items;
  }

  protected failure(cause: unknown): Error {
    this.over = true;
    return failed(`item ${this.#read} of the data set`, cause);
  }
}

/** The items of an iterable. They may be promises. */
export class SyncItems<T> extends StreamItems<T> {
  constructor(readonly iterator: Iterator<T | PromiseLike<T>>) {
    super();
  }

  /** The next items, `count` or fewer at the end. */
  read(count: number): (T | PromiseLike<T>)[] {
    while (this.left.length < count && !this.over) {
      let next: IteratorResult<T | PromiseLike<T>>;
      try {
        next = checked(this.iterator.next());
      } catch (cause) {
        throw this.failure(cause);
      }
      if (next.done) this.over = true;
      else this.add(next.value);
    }
    return this.takeLeft();
  }

  /** Reads `count` items and drops them. */
  drop(count: number): void {
    this.read(count);
  }

  /** Closes the iterator, unless it is at its end. With `keep`, one that cannot be closed goes on later. */
  close(keep: boolean): undefined {
    const { over, iterator } = this;
    this.over ||= !keep || iterator.return !== undefined;
    if (!over) iterator.return?.();
  }
}

/** The items of an async iterable. Reads one item at a time. */
export class AsyncItems<T> extends StreamItems<T> {
  #waiting = false;

  constructor(readonly iterator: AsyncIterator<T>) {
    super();
  }

  /** The next items, `count` or fewer at the end. */
  async read(count: number): Promise<(T | PromiseLike<T>)[]> {
    while (this.left.length < count && !this.over) {
      this.#waiting = true;
      try {
        const next = checked(await this.iterator.next());
        if (next.done) this.over = true;
        else this.add(next.value);
      } catch (cause) {
        throw this.failure(cause);
      } finally {
        this.#waiting = false;
      }
    }
    return this.takeLeft();
  }

  async drop(count: number): Promise<void> {
    await this.read(count);
  }

  /**
   * Closes the iterator, unless it is at its end. With `keep`, one that cannot be closed goes on later. Returns what to
   * wait for.
   */
  close(keep: boolean): Promise<unknown> | undefined {
    const { over, iterator } = this;
    this.over ||= !keep || iterator.return !== undefined;
    if (over || !iterator.return) return undefined;
    const closed = Promise.resolve(iterator.return());
    return this.#waiting ? within(PATIENCE, closed) : closed;
  }
}

/**
 * What `next` of an iterator gave, as `for…of` checks it.
 * @throws {TypeError} It is not an object. It would be an item without end.
 */
function checked<R extends object>(result: R): R {
  if (Object(result) === result) return result;
  throw new TypeError(`next() of an iterator must give { value, done }, got ${describe(result)}`);
}

/** Waits for a promise, but no longer than this: an async generator ends only once it has the item it waits for. */
function within(milliseconds: number, promise: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = globalThis.setTimeout?.(resolve, milliseconds);
    promise.finally(() => globalThis.clearTimeout?.(timer)).then(resolve, reject);
  });
}
