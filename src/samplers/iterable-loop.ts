import type { EpochSource } from '../sources/epochs.js';

/** Reads an iterable of your own, with one iterator for each epoch. It only moves forward. */
export class IterableLoop<T> implements EpochSource {
  /** @internal */
  declare readonly _generated?: undefined;
  #iterator: Iterator<T> | undefined;
  #started = false;
  #over = false;

  constructor(private readonly items: Iterable<T>) {}

  /** Starts a new iterator at the beginning of an epoch, or at the position that was restored. */
  open(position: number): void {
    if (position > 0 && this.#started) return;
    this.#started = true;
    this.#over = false;
    this.#iterator = this.items[Symbol.iterator]();
  }

  /** Returns the next item; undefined at the end. An iterator that throws is at its end, as in a for…of. */
  next(): { readonly value: T } | undefined {
    const iterator = this.#iterator;
    this.#iterator = undefined;
    const result = iterator?.next();
    this.#over = !result || result.done === true;
    if (!result || this.#over) return undefined;
    this.#iterator = iterator;
    return result;
  }

  /** Returns make(item) of the next items, at most `count`. */
  take<U>(count: number, make: (item: T) => U): U[] {
    const made: U[] = [];
    for (let next = count > 0 && this.next(); next; next = made.length < count && this.next()) {
      made.push(this.convert(next.value, make));
    }
    return made;
  }

  /** Returns make(item) of the `size` items from a position on, fewer at the end. `ends` says that it is the end. */
  batch<U>(position: number, size: number, ends: () => boolean, make: (item: T) => U): U[] {
    this.open(position);
    const made = this.take(size, make);
    if (ends()) this.end(size);
    return made;
  }

  /** Returns make(item). If it throws, closes the iterator, as an error in the body of a for…of does. */
  convert<U>(item: T, make: (item: T) => U): U {
    try {
      return make(item);
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  /** Closes the iterator after an error. An error of closing it is ignored in favor of the first one. */
  abandon(): void {
    try {
      this.close();
    } catch {}
    this.#over = false;
  }

  /** Whether the iterator is at its end. After an error, it is not known until the next call of `next`. */
  get over(): boolean {
    return this.#over;
  }

  /**
   * Reads on after the last item, as a for…of does, so that code after the iterable's last `yield` runs. Reads at most
   * `most` items, then closes the iterator.
   */
  end(most: number): void {
    while (most-- > 0 && this.next());
    this.close();
  }

  /** Closes the iterator, unless it is at its end. */
  close(): void {
    const iterator = this.#iterator;
    this.#iterator = undefined;
    this.#over = this.#started;
    iterator?.return?.();
  }
}
