import { checkBatches, checkOptions, checkSignal, throwIfAborted } from '../internal/check.js';
import { describe } from '../internal/describe.js';

/** Options of a `SamplerPool`. */
export interface SamplerPoolOptions {
  /** Number of threads, in [1, 32]. Default: the number of processors, at most 16. */
  threads?: number | undefined;
  /**
   * URL of the code that threads run, the package's `loaded-dice/worker`. Needed on pages whose Content-Security-Policy
   * forbids workers from blobs. Default: a blob.
   */
  workerUrl?: string | URL | undefined;
}

/**
 * Options of a pool's methods. They work in the same way where the calling thread draws. But draws from a generator, and
 * from weights that may change while threads cannot draw, are made without a pause: then `onProgress` is called once.
 */
export interface PoolOptions {
  /** Aborts the request; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * Called with the number of draws made so far, and the number requested. The last call has both equal. If it throws,
   * the request fails with that error.
   */
  onProgress?: ((done: number, count: number) => void) | undefined;
}

/** Options of `SamplerPool.batches`. */
export interface PoolBatchesOptions {
  /** Whether to drop the epoch's last batch if it is shorter than `batchSize`. Default false. */
  dropLast?: boolean | undefined;
  /**
   * Ends the loop: the pending batch, or the next one, rejects with the signal's reason. The sampler stays after the
   * last batch that you received, also if you then leave the loop by `break`.
   */
  signal?: AbortSignal | undefined;
}

/** Checks the options of a pool's methods. @throws {unknown} An option is not as described, or the signal's reason. */
export function checkPoolOptions(options: PoolOptions | undefined): PoolOptions {
  const checked = checkOptions(options, ['signal', 'onProgress']);
  const { signal, onProgress } = checked;
  checkSignal(signal);
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`onProgress must be a function, got ${describe(onProgress)}`);
  }
  throwIfAborted(signal);
  return checked;
}

/** Checks the arguments of `batches`. @throws {unknown} One is not as described, or the signal's reason. */
export function checkBatchesOptions(
  batchSize: number,
  options: boolean | PoolBatchesOptions,
): { dropLast: boolean; signal: AbortSignal | undefined } {
  const given = typeof options === 'object' && options !== null ? options : { dropLast: options };
  const { dropLast = false, signal } = checkOptions(given, ['dropLast', 'signal']);
  checkBatches(batchSize, dropLast);
  checkSignal(signal);
  throwIfAborted(signal);
  return { dropLast, signal };
}
