import type { Opened } from '../reader.js';

/** Reads a plain iterable, one loop an epoch: it can only go on. */
export class PlainLoop<T> implements Opened {
  declare readonly _stream?: undefined;
  #loop: Iterator<T> | undefined;

  constructor(private readonly items: Iterable<T>) {}

  /** A new loop. */
  open(): void {
    this.#loop = this.items[Symbol.iterator]();
  }

  /** The loop's next item; none where it is over. */
  next(): { readonly value: T } | undefined {
    const result = this.#loop?.next();
    if (result && !result.done) return result;
    this.#loop = undefined;
    return undefined;
  }

  /** Leaves the loop, where it is not over. */
  close(): void {
    const loop = this.#loop;
    this.#loop = undefined;
    loop?.return?.();
  }
}
