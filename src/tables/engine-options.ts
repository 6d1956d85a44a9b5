import { checkInteger, checkSignal } from '../internal/check.js';
import { describe } from '../internal/describe.js';

/** How far a task is. */
export interface TableProgress {
  /** What is done now: planning reads the weights, drawing hashes the rows, fetching reads the drawn rows. */
  readonly step: 'plan' | 'draw' | 'fetch';
  /** The part of the step that is done, in [0, 1]. */
  readonly done: number;
}

/** Options of everything that reads a table. None of them changes what is drawn. */
export interface EngineOptions {
  /** The number of DuckDB's threads, a positive integer. Default: the number of cores. */
  threads?: number | undefined;
  /**
   * The most memory that DuckDB may use, in bytes or as a text like `'2GiB'`. What needs more goes to a temporary
   * folder. Default: 80 % of the machine's.
   */
  memoryLimit?: number | string | undefined;
  /** Aborts the task; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called several times a second. */
  onProgress?: ((progress: TableProgress) => void) | undefined;
}

export const ENGINE_OPTIONS = ['threads', 'memoryLimit', 'signal', 'onProgress'] as const;

/** @throws {TypeError | RangeError} An option is invalid. */
export function checkEngine({ threads, memoryLimit, signal, onProgress }: EngineOptions): void {
  if (threads !== undefined) checkInteger('threads', threads, 1);
  if (typeof memoryLimit === 'number') checkInteger('memoryLimit', memoryLimit, 1);
  else if (memoryLimit !== undefined && !/^\s*\d+(\.\d+)?\s*[kmgt]i?b\s*$/i.test(String(memoryLimit))) {
    throw new RangeError(`memoryLimit must be a number of bytes or a text like '2GiB', got ${describe(memoryLimit)}`);
  }
  checkSignal(signal);
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`onProgress must be a function, got ${describe(onProgress)}`);
  }
}
