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

/** Options of a pool's methods. */
export interface PoolOptions {
  /** Aborts the request; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}
