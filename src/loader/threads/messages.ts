/** What the function that makes a module's data set gets: the worker that it runs on. */
export interface WorkerInfo {
  /** Index of this worker, in [0, numWorkers). Without workers, 0. */
  readonly workerId: number;
  /** Number of workers of the loader. 0 if the data set is on the calling thread. */
  readonly numWorkers: number;
  /**
   * Seed for this worker's random numbers, in [0, 2^53 - 1]: a base seed plus `workerId`. The base seed is a hash of
   * the loader's seed, so loaders with equal seeds give equal worker seeds. A loader without a seed, as without
   * `shuffle`, has a constant base seed.
   */
  readonly seed: number;
}

/**
 * How a worker makes batches of items: by `collate` of the module or `defaultCollate`, or not at all. A batch of
 * `single` is one item.
 */
export type CollateMode = 'collate' | 'items' | 'single';

/** Asks a worker to make its data set. `load` is its module's URL; undefined if the worker's own module serves it. */
export interface LoadMessage {
  readonly load: string | undefined;
  readonly info: WorkerInfo;
  readonly mode: CollateMode;
  /** Number of items that the data set must have, if that is known. */
  readonly numItems: number | undefined;
}

export interface FetchMessage {
  readonly fetch: number;
  readonly indices: Uint32Array<ArrayBuffer>;
}

export type ToDataset = LoadMessage | FetchMessage | { readonly abort: number };

export type FromDataset =
  /** The worker runs, and takes messages. */
  | { readonly serves: 'loaded-dice' }
  | { readonly loaded: true; readonly length: number }
  | { readonly unloaded: PostedError }
  | { readonly batch: number; readonly value: unknown }
  | { readonly failed: number; readonly error: PostedError };

/** An error as it is posted. Engines differ in what they keep of one. */
export interface PostedError {
  readonly thrown?: unknown;
  readonly name?: string;
  readonly message?: string;
  readonly stack?: string | undefined;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly cause?: PostedError;
  readonly errors?: readonly PostedError[];
}
