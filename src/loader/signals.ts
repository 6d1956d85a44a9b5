/** Options of `get`. The signal is made when it is first read, so that a `get` that ignores it pays nothing. */
export interface GetOptions {
  readonly signal: AbortSignal;
}

/**
 * The signals of a batch's items. Each item has its own, because Node warns of a leak when a signal has more than ten
 * listeners.
 */
export class Signals {
  readonly #controllers: AbortController[] = [];
  #aborted = false;

  /** The options for one item's `get`. */
  options(): GetOptions {
    let controller: AbortController | undefined;
    const make = () => {
      const made = new AbortController();
      if (this.#aborted) made.abort();
      this.#controllers.push(made);
      return made;
    };
    return {
      get signal() {
        controller ??= make();
        return controller.signal;
      },
    };
  }

  abort(): void {
    this.#aborted = true;
    for (const controller of this.#controllers) controller.abort();
  }
}
