import type { Opened } from '../reader.js';

/** Reads a plain iterable, one loop an epoch: it can only go on. */
export class PlainLoop<T> implements Opened {
  declare readonly _stream?: undefined;
  #loop: Iterator<T> | undefined;
  #begun = false;

  constructor(private readonly items: Iterable<T>) {}

  /** A new loop for an epoch's beginning, or for the place that the items were restored to. */
  open(position: number): void {
    if (position > 0 && this.#begun) return;
    this.#begun = true;
    this.#loop = this.items[Symbol.iterator]();
  }

  /** The loop's next item; none where it is over. */
  next(): { readonly value: T } | undefined {
    const result = this.#loop?.next();
    if (result && !result.done) return result;
    this.#loop = undefined;
    return undefined;
  }

  /** Whether there is nothing left of the loop. */
  get over(): boolean {
    return this.#begun && !this.#loop;
  }

  /** Asks on after the last item that is wanted, as a for…of does, so that code behind the loop runs: at most `most` times. Then leaves it. */
  end(most: number): void {
    while (most-- > 0 && this.next());
    this.close();
  }

  /** Leaves the loop, where it is not over. */
  close(): void {
    const loop = this.#loop;
    this.#loop = undefined;
    loop?.return?.();
  }
}
