// loaded-dice/parallel: threads.
export { type PoolOptions, SamplerPool, type SamplerPoolOptions } from './parallel/pool.js';
