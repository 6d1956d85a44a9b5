// loaded-dice/parallel: threads.
export { SamplerPool } from './parallel/pool.js';
export type { PoolBatchesOptions, PoolOptions, SamplerPoolOptions } from './parallel/pool-options.js';
