/** The callbacks that one signal calls when it is aborted. */
class Waiting {
  readonly #stops = new Set<() => void>();

  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener('abort', this.#abort);
  }

  add(stop: () => void): void {
    this.#stops.add(stop);
  }

  delete(stop: () => void): void {
    if (this.#stops.delete(stop) && this.#stops.size === 0) this.#end();
  }

  readonly #abort = (): void => {
    this.#end();
    // the last one first: each moves its sampler back to the position before its own request
    for (const stop of [...this.#stops].reverse()) stop();
  };

  #end(): void {
    waiting.delete(this.signal);
    this.signal.removeEventListener('abort', this.#abort);
  }
}

/** Each signal gets one listener, because Node warns of a leak when a signal has more than ten. */
const waiting = new WeakMap<AbortSignal, Waiting>();

/** Calls `stop` when the signal is aborted. Returns a function that cancels this. */
export function onAbort(signal: AbortSignal, stop: () => void): () => void {
  const all = waiting.get(signal) ?? new Waiting(signal);
  waiting.set(signal, all);
  all.add(stop);
  return () => all.delete(stop);
}

/** The error of requests that are pending when the pool is closed. */
export function closed(): Error {
  return new Error('the pool was closed meanwhile');
}
