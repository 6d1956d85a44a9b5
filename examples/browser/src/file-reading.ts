import { NO_WORKER } from './asker.js';
import type { ReadAnswer, ReadRequest } from './reading-worker.js';

/** Reads one file at a time in a worker. */
export class FileReading {
  #worker: Worker | undefined;

  /** Reads a file; one that is being read is given up. */
  start(request: ReadRequest, answered: (answer: ReadAnswer) => void): void {
    this.stop();
    const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<ReadAnswer>) => {
      if (worker !== this.#worker) return;
      if (!('part' in data)) this.stop();
      answered(data);
    };
    worker.onerror = ({ message }) => {
      if (worker !== this.#worker) return;
      this.stop();
      answered({ failed: message || NO_WORKER, columns: [], column: 0 });
    };
    worker.postMessage(request);
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
