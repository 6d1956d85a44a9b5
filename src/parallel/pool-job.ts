import { THREAD_CHUNK } from '../kernels/thread-memory.js';
import { nextEpoch } from '../samplers/cursor.js';
import type { DrawTask } from '../sources/source.js';

/** Fewest draws in a chunk. */
const LEAST_CHUNK = 1 << 15;
/** Small jobs are divided into this many chunks, so that all threads finish at about the same time. */
const SMALL_JOB_CHUNKS = 16;

/** Asks for draws of a sampler as one array. They begin at a position of an epoch and go on into the next epochs. */
export interface DrawRequest {
  readonly task: DrawTask;
  readonly epoch: number;
  readonly position: number;
  /** Draws in an epoch. */
  readonly length: number;
  readonly count: number;
  /** Draws in a chunk. Default: chosen by `count`. */
  readonly size?: number;
  /** Called with the number of draws that are in the array so far. */
  progress?(done: number): void;
  resolve(draws: Uint32Array<ArrayBuffer>): void;
  reject(reason: unknown): void;
  /** Called if no thread can run the job. */
  unavailable(): void;
}

/**
 * A request for draws, divided into chunks. It knows which chunks are not yet drawn, and how many are not yet copied.
 */
export class PoolJob {
  readonly chunks: number;
  readonly #size: number;
  /** Chunks whose thread was lost, to be drawn again. */
  readonly again: number[] = [];
  next = 0;
  left: number;

  constructor(
    readonly id: number,
    readonly request: DrawRequest,
  ) {
    this.#size =
      request.size ?? Math.min(THREAD_CHUNK, Math.max(LEAST_CHUNK, Math.ceil(request.count / SMALL_JOB_CHUNKS)));
    this.chunks = Math.ceil(request.count / this.#size);
    this.left = this.chunks;
  }

  /** Counts a copied chunk. Returns whether it was the last one. */
  done(): boolean {
    this.left--;
    this.request.progress?.(Math.min(this.request.count, (this.chunks - this.left) * this.#size));
    return this.left === 0;
  }

  get open(): boolean {
    return this.again.length > 0 || this.next < this.chunks;
  }

  /** Number of the next chunk to draw. */
  take(): number {
    return this.again.pop() ?? this.next++;
  }

  /** Where a chunk goes in the array, and the epoch and position of its first draw. */
  rangeOf(chunk: number): { at: number; epoch: number; position: number; count: number } {
    const { epoch, position, length, count } = this.request;
    const at = chunk * this.#size;
    return { at, ...positionAfter(epoch, position, length, at), count: Math.min(this.#size, count - at) };
  }
}

/** The epoch and position that follow after `count` draws. The last epoch is followed by itself. */
export function positionAfter(
  epoch: number,
  position: number,
  length: number,
  count: number,
): { readonly epoch: number; readonly position: number } {
  const left = length - position;
  if (count < left) return { epoch, position: position + count };
  const target = count - left;
  return { epoch: nextEpoch(epoch + Math.floor(target / length)), position: target % length };
}
