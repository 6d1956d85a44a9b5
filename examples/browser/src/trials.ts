import { NO_WORKER } from './asker.js';
import { byId, say, setText } from './dom.js';
import type { Setup } from './setup.js';
import { count } from './text.js';
import type { Told, Wanted } from './trials-worker.js';

const toggle = byId('trials-toggle', HTMLButtonElement);
const choice = byId('trials', HTMLSelectElement);
const bar = byId('trials-progress', HTMLProgressElement);
const done = byId('trials-done', HTMLElement);
const error = byId('trials-error', HTMLElement);

/** Simulates runs of a set-up in a worker of their own, which is terminated to stop them. */
export class Trials {
  #worker: Worker | undefined;
  #setup: Setup | undefined;

  /** @param report Takes the epochs of the runs so far. */
  constructor(private readonly report: (epochs: Uint32Array, end: boolean) => void) {
    toggle.addEventListener('click', () => {
      if (this.#worker) this.stop();
      else if (this.#setup) this.start(this.#setup);
    });
    choice.addEventListener('change', () => {
      if (this.#setup) this.start(this.#setup);
    });
  }

  start(setup: Setup): void {
    this.stop();
    this.#setup = setup;
    const trials = Number(choice.value);
    say(error, undefined);
    this.#show(0, trials);
    const worker = new Worker(new URL('./trials-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if ('failed' in data) {
        this.stop();
        say(error, data.failed);
        return;
      }
      const end = data.epochs.length === trials;
      this.#show(data.epochs.length, trials);
      if (end) this.stop();
      this.report(data.epochs, end);
    };
    worker.onerror = ({ message }) => {
      this.stop();
      say(error, message || NO_WORKER);
    };
    worker.postMessage({ setup, trials } satisfies Wanted);
    this.#worker = worker;
    setText(toggle, 'Stop');
  }

  /** Stops the runs; their results stay. */
  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    setText(toggle, 'Run again');
  }

  #show(runs: number, of: number): void {
    bar.max = of;
    bar.value = runs;
    setText(done, `${count(runs)} of ${count(of)}`);
  }
}
