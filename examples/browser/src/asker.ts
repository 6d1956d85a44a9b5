import type { Answer } from './numbers-worker.js';
import type { Setup } from './setup.js';

/** The message for a worker whose error has none, as when its file is missing. */
export const NO_WORKER = 'a worker could not be started: check that the server has all files of the page';

/** Asks a worker for the numbers of set-ups. While it computes one, only the newest of the following waits. */
export class Asker {
  readonly #worker = new Worker(new URL('./numbers-worker.ts', import.meta.url), { type: 'module' });
  #asked: Setup | undefined;
  #next: Setup | undefined;

  constructor(answered: (answer: Answer, setup: Setup) => void) {
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const asked = this.#asked as Setup;
      // the numbers come first; the comparison or an error is the last message
      if (!('numbers' in data)) {
        this.#asked = undefined;
        if (this.#next) this.#send(this.#next);
      }
      if (!this.#asked || this.#asked === asked) answered(data, asked);
    };
    this.#worker.onerror = ({ message }) => {
      const failed = message || NO_WORKER;
      if (this.#asked) answered({ failed }, this.#asked);
    };
  }

  ask(setup: Setup): void {
    if (this.#asked) this.#next = setup;
    else this.#send(setup);
  }

  #send(setup: Setup): void {
    this.#next = undefined;
    this.#asked = setup;
    this.#worker.postMessage(setup);
  }
}
