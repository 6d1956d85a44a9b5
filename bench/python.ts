import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Samples } from './measure.js';

/** NumPy and PyTorch, where python3 has them, in a process that goes on: nanoseconds an item of a few runs, measured there. */
export class Python {
  readonly #process = spawn('python3', ['bench/python.py'], { stdio: ['pipe', 'pipe', 'ignore'] });
  readonly #lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  /** No python3: no figures. */
  readonly #gone = once(this.#process, 'error').then(() => undefined);

  constructor() {
    this.#process.stdin.on('error', () => {});
  }

  /** `k` items of `n`, in each library that has such a task. */
  async measure(task: string, n: number, k: number): Promise<Samples> {
    this.#process.stdin.write(`${JSON.stringify({ task, n, k })}\n`);
    const line = await Promise.race([this.#lines.next(), this.#gone]);
    return new Map(Object.entries(line && !line.done ? JSON.parse(line.value) : {}));
  }

  close(): void {
    this.#process.stdin.end();
  }
}
