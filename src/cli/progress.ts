import { Presets, SingleBar } from 'cli-progress';
import { printable } from './text.js';

/** Milliseconds before a job is worth a bar. */
const PATIENCE = 1000;

/**
 * A bar on standard error, where that is a terminal and the job takes over a second. No timer: drawing never yields to
 * one.
 */
export class Progress {
  #bar: SingleBar | undefined;
  #what = '';
  #total: number | undefined;
  #done = 0;
  #begun = Number.POSITIVE_INFINITY;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /** Begins a job of `total` steps; of unknown length where that is undefined. */
  start(what: string, total: number | undefined): void {
    this.stop();
    this.#what = printable(what);
    this.#total = total;
    this.#done = 0;
    if (this.stream.isTTY) this.#begun = Date.now();
  }

  add(steps: number): void {
    this.#done += steps;
    if (this.#bar) this.#bar.update(this.#done);
    else if (Date.now() - this.#begun > PATIENCE) this.#show();
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#begun = Number.POSITIVE_INFINITY;
  }

  #show(): void {
    const rest = this.#total === undefined ? '{value}' : '{bar} {percentage} % · {eta_formatted} left';
    // no hidden cursor and no switched wrapping, which an interrupt would leave to the terminal
    const options = { stream: this.stream, clearOnComplete: true, linewrap: true, barsize: 24 };
    this.#bar = new SingleBar({ ...options, format: `${this.#what} ${rest}` }, Presets.shades_classic);
    this.#bar.start(this.#total ?? Number.POSITIVE_INFINITY, this.#done);
  }
}
