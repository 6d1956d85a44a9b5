import type { Collate, Fetcher } from './fetch.js';
import type { Signals } from './signals.js';
import type { Backend, BackendSettings } from './threads/backend.js';

/** Makes batches of a module's data set. The code for that, and threads, are loaded with the first batch. */
export class ModuleFetcher<T, B> implements Fetcher<B> {
  #backend: Promise<Backend> | undefined;
  #closed = false;

  /** @param collate Makes batches of items here. Undefined: batches come from the module. */
  constructor(
    private readonly settings: BackendSettings,
    private readonly collate: Collate<T, B> | undefined,
  ) {}

  async batch(indices: Uint32Array, signals: Signals, position: number): Promise<B> {
    signals.waitsFor = () => 'the module of the data set';
    const backend = await this.#open();
    const made = await backend.fetch(indices, signals, position);
    return this.collate ? this.collate(made as T[], indices.slice()) : (made as B);
  }

  batchNow(): never {
    throw new TypeError(
      'the data set is in a module, which loads asynchronously: iterate with for await (… of loader)',
    );
  }

  /** Number of items of the data set, whatever the settings say of it if it is `unknown`. */
  async length(unknown: boolean): Promise<number> {
    if (unknown) this.settings.numItems = undefined;
    return (await this.#open()).length();
  }

  /** Takes over the data set of a fetcher that was asked for its length. */
  adopt(asked: ModuleFetcher<T, B>): void {
    this.#backend = asked.#backend?.then((backend) => {
      backend.adopt(this.settings, this);
      return backend;
    });
  }

  /** Ends the workers. */
  async close(): Promise<void> {
    this.#closed = true;
    const backend = this.#backend;
    this.#backend = undefined;
    await (await backend?.catch(() => undefined))?.close();
  }

  async #open(): Promise<Backend> {
    if (this.#closed) throw new Error('the loader is closed: make a new DataLoader');
    const opening = (this.#backend ??= this.#load());
    try {
      return await opening;
    } catch (error) {
      // the next loop tries again
      if (this.#backend === opening) this.#backend = undefined;
      throw error;
    }
  }

  async #load(): Promise<Backend> {
    const { openBackend } = await import('./threads/threads.js');
    return openBackend(this.settings, this);
  }
}
