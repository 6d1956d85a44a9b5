// Results as JSON Lines: a run a line. What is there is not run again.
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Told } from '../told.mjs';
import { keyOf } from './plan.mjs';

/**
 * @typedef {object} Result
 * @property {import('./plan.mjs').Task} task
 * @property {Pick<import('../train/run.mjs').Run, 'best' | 'losses' | 'epochs' | 'seen' | 'milliseconds'>} run
 */

/** How each line begins. */
const BEGINNING = '{"task":{"setup":';

export class Results {
  #path;
  /** @type {Map<string, Result>} */
  #byKey = new Map();

  constructor(path) {
    this.#path = path;
  }

  /**
   * Reads what is there. A last line that was not finished is taken off: its run is made again.
   * @throws {Told} Another line is none of this experiment's.
   */
  static async open(path) {
    const results = new Results(path);
    await mkdir(dirname(path), { recursive: true });
    if (!existsSync(path)) return results;
    const text = await readFile(path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const foreign = (line) =>
      new Told(`${path}:${line} is no result of this experiment: move the file away, or give --results`);
    const lines = whole.split('\n').slice(0, -1);
    lines.forEach((line, i) => {
      try {
        const result = JSON.parse(line);
        results.#byKey.set(keyOf(result.task), result);
      } catch {
        throw foreign(i + 1);
      }
    });
    const rest = text.slice(whole.length);
    if (rest === '') return results;
    // not before all of it is known to be this experiment's
    if (!rest.startsWith(BEGINNING.slice(0, rest.length))) throw foreign(lines.length + 1);
    await truncate(path, Buffer.byteLength(whole));
    return results;
  }

  /** @returns {Result | undefined} */
  get(task) {
    return this.#byKey.get(keyOf(task));
  }

  async add(result) {
    this.#byKey.set(keyOf(result.task), result);
    await appendFile(this.#path, `${JSON.stringify(result)}\n`);
  }
}
