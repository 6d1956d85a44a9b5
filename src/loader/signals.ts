/** What `get` is given: made when it is read, so that who needs none pays for none. */
export interface GetOptions {
  readonly signal: AbortSignal;
}

/** The signals of a batch's items: one each, since Node warns of a leak where ten listen to one. */
export class Signals {
  readonly #controllers: AbortController[] = [];
  #aborted = false;

  /** Of one item. */
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
