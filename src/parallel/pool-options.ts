/** Options of a SamplerPool. */
export interface SamplerPoolOptions {
  /** How many. Default: as many as there are processors, at most 16. */
  threads?: number | undefined;
  /**
   * Where a thread's code is, the package's `loaded-dice/worker`, for pages whose Content-Security-Policy forbids
   * workers from blobs.
   */
  workerUrl?: string | URL | undefined;
}

/** What is asked of a pool may be given up. */
export interface PoolOptions {
  signal?: AbortSignal | undefined;
}
