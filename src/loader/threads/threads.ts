// What a loader over a module needs beside itself. It is loaded when such a loader reads its first batch.
import type { Signals } from '../signals.js';
import type { Backend, BackendSettings } from './backend.js';
import { DatasetWorker } from './dataset-worker.js';
import { LocalBackend } from './local.js';

/** Loads a data set from a module, on this thread or on others. */
export function openBackend(settings: BackendSettings, owner: object): Backend {
  if (settings.numWorkers === 0) return new LocalBackend(settings);
  return new ThreadsBackend(settings, owner);
}

/** Ends the threads of loaders that the engine collected. */
let dropped: FinalizationRegistry<ThreadsBackend> | undefined;

/** Divides batches among workers: batch k of an epoch to worker k mod numWorkers, as PyTorch does. */
class ThreadsBackend implements Backend {
  readonly #workers: DatasetWorker[];
  #ids = 0;

  constructor(settings: BackendSettings, owner: object) {
    this.#workers = Array.from({ length: settings.numWorkers }, (_, index) => new DatasetWorker(index, settings));
    this.#own(owner);
  }

  adopt(settings: BackendSettings, owner: object): void {
    for (const worker of this.#workers) worker.settings = settings;
    dropped?.unregister(this);
    this.#own(owner);
  }

  #own(owner: object): void {
    dropped ??= new FinalizationRegistry((left) => void left.close());
    dropped.register(owner, this, this);
  }

  fetch(indices: Uint32Array, signals: Signals, position: number): Promise<unknown> {
    const worker = this.#workers[position % this.#workers.length];
    const id = this.#ids++;
    return new Promise((resolve, reject) => {
      const { signal } = signals.options();
      const abort = (): void => {
        worker.drop(id, signals.late);
        reject(signal.reason);
      };
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      signal.addEventListener('abort', abort, { once: true });
      const done = (): void => {
        signal.removeEventListener('abort', abort);
        signals.waitsFor = undefined;
      };
      signals.waitsFor = () => worker.waitsFor(indices);
      worker.add({
        id,
        indices,
        resolve: (value) => {
          done();
          resolve(value);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
    });
  }

  length(): Promise<number> {
    return this.#workers[0].length();
  }

  async close(): Promise<void> {
    dropped?.unregister(this);
    const error = new Error('the loader was closed');
    await Promise.all(this.#workers.map((worker) => worker.end(error)));
  }
}
