import { Presets, SingleBar } from 'cli-progress';
import { printable } from './text.js';

/** A bar appears after this many milliseconds. */
const PATIENCE = 1000;

/**
 * A progress bar on standard error, where that is a terminal and the job takes over a second. It uses no timer, because
 * drawing never yields to the event loop.
 */
export class Progress {
  #bar: SingleBar | undefined;
  #title = '';
  #status = '';
  #total: number | undefined;
  #done = 0;
  #started = Number.POSITIVE_INFINITY;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /** Whether there is a terminal to show a bar on. */
  get isShowable(): boolean {
    return Boolean(this.stream.isTTY);
  }

  /** Starts a job. @param total Its number of steps; undefined if that is unknown. */
  start(title: string, total: number | undefined): void {
    this.stop();
    this.#title = printable(title);
    this.#status = '';
    this.#total = total;
    this.#done = 0;
    if (this.stream.isTTY) this.#started = Date.now();
  }

  /** Adds steps that were done. */
  add(steps: number): void {
    this.reach(this.#done + steps);
  }

  /** Sets the number of steps that were done since the start. */
  reach(done: number): void {
    this.#done = done;
    if (this.#bar) this.#bar.update(done, { status: this.#status });
    else if (Date.now() - this.#started > PATIENCE) this.#show();
  }

  /** Shows a text behind the bar: rates, for example. */
  describe(status: string): void {
    this.#status = ` · ${printable(status)}`;
    this.reach(this.#done);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#started = Number.POSITIVE_INFINITY;
  }

  #show(): void {
    const rest = this.#total === undefined ? '{value}' : '{bar} {percentage} % · {eta_formatted} left{status}';
    // an interrupt would leave a hidden cursor or switched wrapping to the terminal
    const options = { stream: this.stream, clearOnComplete: true, linewrap: true, barsize: 24 };
    this.#bar = new SingleBar({ ...options, format: `${this.#title} ${rest}` }, Presets.shades_classic);
    this.#bar.start(this.#total ?? Number.POSITIVE_INFINITY, this.#done, { status: this.#status });
  }
}
