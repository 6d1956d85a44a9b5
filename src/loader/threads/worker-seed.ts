import { fingerprint } from '../../internal/fingerprint.js';
import type { WorkerInfo } from './messages.js';

/**
 * What a data set is told of its worker. As in PyTorch, a worker's seed is a base seed plus its number. The base seed
 * is a hash, so that it has nothing to do with the sampler's numbers.
 */
export function workerInfo(seed: unknown, workerId: number, numWorkers: number): WorkerInfo {
  // 52 bits, so that the sum is a safe integer
  const base = Number.parseInt(fingerprint(`workers ${seed}`).slice(3), 16);
  return Object.freeze({ workerId, numWorkers, seed: base + workerId });
}
