/** Options of `get`. The signal is made when it is first read, so that a `get` that ignores it pays nothing. */
export interface GetOptions {
  readonly signal: AbortSignal;
}

/**
 * The signals of a batch's items. Each item has its own, because Node warns of a leak when a signal has more than ten
 * listeners.
 */
export class Signals {
  #controllers: AbortController[] | undefined;
  #aborted = false;
  /** Whether the signal of the options that were given last was read. */
  read = false;
  /** Says what the batch waits for, for the error of a timeout. Undefined if it waits for collate. */
  waitsFor: (() => string) | undefined;
  /** Whether the batch was given up because it took too long. */
  late = false;

  /** The options for one item's `get`. */
  options(): GetOptions {
    this.read = false;
    let controller: AbortController | undefined;
    const make = () => this.#make();
    return {
      get signal() {
        controller ??= make();
        return controller.signal;
      },
    };
  }

  abort(): void {
    this.#aborted = true;
    for (const controller of this.#controllers ?? []) controller.abort();
  }

  #make(): AbortController {
    this.read = true;
    const made = new AbortController();
    if (this.#aborted) made.abort();
    this.#controllers ??= [];
    this.#controllers.push(made);
    return made;
  }
}
