// Draws by several threads, into arrays of the pool's and of the caller's.
import { WeightedRandomSampler } from 'loaded-dice';
import { SamplerPool } from 'loaded-dice/parallel';
import type { Task } from './measure.js';
import type { Row, Table } from './table.js';
import { uniformWeights } from './weights.js';

const TOGETHER = 1 << 24;

const samplerOf = (bits: number) =>
  new WeightedRandomSampler(uniformWeights(2 ** bits), Number.MAX_SAFE_INTEGER, { seed: 1, backend: 'wasm' });

/** An idle pool does not keep the process alive. */
const pooled = (run: (pool: SamplerPool) => unknown) =>
  [1, 2].map((threads): Task => {
    const pool = new SamplerPool({ threads });
    return [`${threads} in a pool`, TOGETHER, () => run(pool)];
  });

function taking(bits: number): Row {
  const set = (): { tasks: Task[] } => {
    const sampler = samplerOf(bits);
    return {
      tasks: [['wasm', TOGETHER, () => sampler.take(TOGETHER)], ...pooled((pool) => pool.take(sampler, TOGETHER))],
    };
  };
  return { name: `n = 2^${bits}`, set };
}

function filling(bits: number): Row {
  const set = (): { tasks: Task[] } => {
    const sampler = samplerOf(bits);
    const shared = new Uint32Array(new SharedArrayBuffer(4 * TOGETHER));
    const alone: Task = ['wasm', TOGETHER, () => sampler.fill(shared)];
    return { tasks: [alone, ...pooled((pool) => pool.fill(sampler, shared))] };
  };
  return { name: `n = 2^${bits}`, set };
}

/** Tables of pools. */
export const threadTables: readonly Table[] = [
  { id: 'threads', title: 'a draw of 2^24 into a new array', rows: [10, 24].map(taking) },
  { id: 'threads-fill', title: 'a draw of 2^24 into a shared array', rows: [10, 24].map(filling) },
];
