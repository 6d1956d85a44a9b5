import { Presets, SingleBar } from 'cli-progress';

/** A bar on standard error, where that is a terminal and the job takes over a second. */
export class Progress {
  #bar: SingleBar | undefined;
  #timer: NodeJS.Timeout | undefined;
  #done = 0;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /** Begins a job of `total` steps; of unknown length where that is undefined. */
  start(what: string, total: number | undefined): void {
    this.stop();
    this.#done = 0;
    if (!this.stream.isTTY) return;
    const begun = Date.now();
    const format = total === undefined ? `${what} {value}` : `${what} {bar} {percentage} % · {eta_formatted} left`;
    this.#timer = setInterval(() => {
      if (Date.now() - begun < 1000) return;
      if (!this.#bar) {
        this.#bar = new SingleBar(
          { stream: this.stream, format, clearOnComplete: true, hideCursor: true, barsize: 24 },
          Presets.shades_classic,
        );
        this.#bar.start(total ?? Infinity, this.#done);
      }
      this.#bar.update(this.#done);
    }, 100);
    this.#timer.unref();
  }

  add(steps: number): void {
    this.#done += steps;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#bar?.stop();
    this.#bar = undefined;
  }
}
