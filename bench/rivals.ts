import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Samples } from './measure.js';

/**
 * Libraries of another language, in a process that stays open. It reads lines "task n k". It answers each with a JSON
 * object: library to the nanoseconds an item of a few runs.
 */
class Rival {
  readonly #process;
  readonly #lines;
  /** Resolves if the program is not installed: then there are no figures. */
  readonly #gone: Promise<undefined>;

  constructor(command: string, ...args: string[]) {
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#gone = once(this.#process, 'error').then(() => undefined);
    this.#process.stdin.on('error', () => {});
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async measure(task: string, n: number, k: number): Promise<Samples> {
    this.#process.stdin.write(`${task} ${n} ${k}\n`);
    const line = await Promise.race([this.#lines.next(), this.#gone]);
    return new Map(Object.entries(line && !line.done ? JSON.parse(line.value) : {}));
  }

  close(): void {
    this.#process.stdin.end();
  }
}

/** NumPy, PyTorch and R, if installed. */
export class Rivals {
  readonly #all = [new Rival('python3', 'bench/python.py'), new Rival('Rscript', 'bench/rival.R')];

  /** Measures `k` items of `n` in each library that has such a task, one after the other. */
  async measure(task: string, n: number, k: number): Promise<Samples> {
    const found: Samples = new Map();
    for (const rival of this.#all) for (const [name, runs] of await rival.measure(task, n, k)) found.set(name, runs);
    return found;
  }

  close(): void {
    for (const rival of this.#all) rival.close();
  }
}
