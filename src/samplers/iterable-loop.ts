import type { EpochSource } from '../sources/epochs.js';

/** Reads a plain iterable, one loop an epoch: it can only go on. */
export class IterableLoop<T> implements EpochSource {
  /** @internal */
  declare readonly _generated?: undefined;
  #loop: Iterator<T> | undefined;
  #begun = false;
  #over = false;

  constructor(private readonly items: Iterable<T>) {}

  /** A new loop for an epoch's beginning, or for the place that the items were restored to. */
  open(position: number): void {
    if (position > 0 && this.#begun) return;
    this.#begun = true;
    this.#over = false;
    this.#loop = this.items[Symbol.iterator]();
  }

  /** The loop's next item; none where it is over. One that throws is over, as in a for…of. */
  next(): { readonly value: T } | undefined {
    const loop = this.#loop;
    this.#loop = undefined;
    const result = loop?.next();
    this.#over = !result || result.done === true;
    if (!result || this.#over) return undefined;
    this.#loop = loop;
    return result;
  }

  /** What is made of an item. An error leaves the loop, as one in the body of a for…of does. */
  made<U>(item: T, make: (item: T) => U): U {
    try {
      return make(item);
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  /** Leaves the loop because of an error, which counts more than one of leaving it. */
  abandon(): void {
    try {
      this.close();
    } catch {}
    this.#over = false;
  }

  /** Whether there is nothing left of the loop; of one that failed, that is known once it was asked again. */
  get over(): boolean {
    return this.#over;
  }

  /**
   * Asks on after the last item that is wanted, as a for…of does, so that code behind the loop runs: at most `most`
   * times. Then leaves it.
   */
  end(most: number): void {
    while (most-- > 0 && this.next());
    this.close();
  }

  /** Leaves the loop, where it is not over. */
  close(): void {
    const loop = this.#loop;
    this.#loop = undefined;
    this.#over = this.#begun;
    loop?.return?.();
  }
}
