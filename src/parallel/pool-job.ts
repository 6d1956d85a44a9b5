import { CHUNK } from '../kernels/thread-memory.js';
import { nextEpoch } from '../samplers/cursor.js';
import type { DrawTask } from '../sources/source.js';

/** Draws in a chunk at least. */
const LEAST_CHUNK = 1 << 15;
/** Small jobs are cut so often, so that threads end together. */
const SMALL_JOB_CHUNKS = 16;

/** Draws of a sampler, from a place on into following epochs, for one array. */
export interface DrawRequest {
  readonly task: DrawTask;
  readonly epoch: number;
  readonly position: number;
  /** Draws in an epoch. */
  readonly length: number;
  readonly count: number;
  /** In a chunk. Default: as suits draws. */
  readonly size?: number;
  /** How many are put together by now. */
  progress?(done: number): void;
  resolve(draws: Uint32Array<ArrayBuffer>): void;
  reject(reason: unknown): void;
  /** There is no thread to do it. */
  undone(): void;
}

/** A job for draws: which chunks of it are yet to be given out, and to be put together. */
export class PoolJob {
  readonly chunks: number;
  readonly #size: number;
  /** Those that were given out and have to be again. */
  readonly again: number[] = [];
  next = 0;
  left: number;

  constructor(
    readonly id: number,
    readonly request: DrawRequest,
  ) {
    this.#size = request.size ?? Math.min(CHUNK, Math.max(LEAST_CHUNK, Math.ceil(request.count / SMALL_JOB_CHUNKS)));
    this.chunks = Math.ceil(request.count / this.#size);
    this.left = this.chunks;
  }

  /** One more chunk is put together. Returns whether it was the last one. */
  done(): boolean {
    this.left--;
    this.request.progress?.(Math.min(this.request.count, (this.chunks - this.left) * this.#size));
    return this.left === 0;
  }

  get open(): boolean {
    return this.again.length > 0 || this.next < this.chunks;
  }

  /** The next chunk. */
  take(): number {
    return this.again.pop() ?? this.next++;
  }

  /** A chunk's place in the array, and in the epochs. */
  rangeOf(chunk: number): { at: number; epoch: number; position: number; count: number } {
    const { epoch, position, length, count } = this.request;
    const at = chunk * this.#size;
    return { at, ...placeAfter(epoch, position, length, at), count: Math.min(this.#size, count - at) };
  }
}

/** The place `count` draws after another one. The last epoch is followed by itself. */
export function placeAfter(
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
