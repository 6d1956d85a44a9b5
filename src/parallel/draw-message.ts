import { chunkAt, scratchAt } from '../kernels/thread-memory.js';
import type { DrawMessage } from './messages.js';
import type { PoolJob } from './pool-job.js';

/**
 * Asks a thread, whose bytes begin at address `thread` of a memory, for a chunk of a job in one of its slots; or to
 * take chunks by itself.
 */
export function drawMessage(job: PoolJob, chunk: number, slot: number, memory: number, thread: number): DrawMessage {
  const { task, length, count } = job.request;
  const { fill } = job;
  const range = job.rangeOf(chunk);
  return {
    ...task.call,
    seed: task.seed,
    purpose: task.purpose,
    epoch: range.epoch,
    position: range.position,
    count: fill ? count : range.count,
    length,
    stream: thread,
    scratch: scratchAt(thread),
    chunk: slot,
    memory,
    out: chunkAt(thread, slot),
    ...(fill && { fill }),
  };
}
