// Iterables that count what is done to them.

/** What happened to the iterators of an iterable. */
export class Counts {
  opened = 0;
  read = 0;
  closed = 0;
  ended = 0;
  /** Iterators that are open. */
  get open(): number {
    return this.opened - this.closed - this.ended;
  }
}

export interface StreamOptions {
  /** Item that throws. Default: none. */
  failing?: number;
  /** Waits before item i. */
  wait?: (i: number) => Promise<unknown> | undefined;
}

/** Counts from 0. Each loop begins anew. */
export class SyncCounting extends Counts {
  constructor(
    readonly count: number,
    readonly options: StreamOptions = {},
  ) {
    super();
  }

  [Symbol.iterator](): Iterator<number> {
    this.opened++;
    let next = 0;
    return {
      next: () => {
        this.read++;
        if (next === this.options.failing) {
          this.ended++;
          throw new Error(`no item ${next}`);
        }
        if (next < this.count) return { value: next++, done: false };
        this.ended++;
        return { value: undefined, done: true };
      },
      return: () => {
        this.closed++;
        return { value: undefined, done: true };
      },
    };
  }
}

/** Counts from 0, asynchronously. Each loop begins anew. */
export class AsyncCounting extends Counts {
  constructor(
    readonly count: number,
    readonly options: StreamOptions = {},
  ) {
    super();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<number> {
    this.opened++;
    let over = false;
    try {
      for (let i = 0; i < this.count; i++) {
        await this.options.wait?.(i);
        this.read++;
        if (i === this.options.failing) {
          over = true;
          throw new Error(`no item ${i}`);
        }
        yield i;
      }
      over = true;
    } finally {
      if (over) this.ended++;
      else this.closed++;
    }
  }
}

export const KINDS = [
  ['iterable', SyncCounting],
  ['async iterable', AsyncCounting],
] as const;
