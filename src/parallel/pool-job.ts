import { THREAD_CHUNK } from '../kernels/thread-memory.js';
import type { DrawTask } from '../sources/source.js';
import type { FillPart } from './messages.js';
import { positionAfter } from './position-after.js';

/** Fewest draws in a chunk. */
const LEAST_CHUNK = 1 << 15;
/** Draws in a chunk that goes straight to an array of the caller's: few, so that all threads finish together. */
const FILL_CHUNK = 1 << 17;
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
  /** The caller's array. Default: a new one, which a thread assembles. */
  readonly out?: Uint32Array;
  /** Called with the number of draws that are in the array so far. */
  progress?(done: number): void;
  resolve(draws: Uint32Array): void;
  /** Called at once if the request fails, before `reject`, which waits until no thread writes to `out`. */
  undo?(): void;
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
  /**
   * If threads share the caller's array: the number of the next chunk, which each thread takes by itself, and whether
   * they are to stop. Threads ask for nothing else, because a message takes as long as some thousand draws.
   */
  readonly control: Int32Array | undefined;
  /** Threads that take chunks by themselves. */
  readonly joined = new Set<unknown>();
  /** Number of them that are still at work. */
  working = 0;
  /** Whether one of them was lost, so that all has to be drawn again. */
  torn = false;
  #drawn = 0;
  /** Called once no thread works on the job anymore, if it was stopped. */
  stopped: (() => void) | undefined;

  constructor(
    readonly id: number,
    readonly request: DrawRequest,
  ) {
    const isDirect = request.out !== undefined && isShared(request.out) && typeof SharedArrayBuffer === 'function';
    this.control = isDirect ? new Int32Array(new SharedArrayBuffer(8)) : undefined;
    const most = isDirect ? FILL_CHUNK : THREAD_CHUNK;
    this.#size = request.size ?? Math.min(most, Math.max(LEAST_CHUNK, Math.ceil(request.count / SMALL_JOB_CHUNKS)));
    this.chunks = Math.ceil(request.count / this.#size);
    this.left = this.chunks;
  }

  /** Counts a copied chunk. Returns whether it was the last one. */
  done(): boolean {
    this.left--;
    this.request.progress?.(Math.min(this.request.count, (this.chunks - this.left) * this.#size));
    return this.left === 0;
  }

  /** Counts draws that threads wrote to the caller's array. */
  wrote(count: number): void {
    this.#drawn += count;
    this.request.progress?.(this.#drawn);
  }

  /** Whether there is a chunk for a thread. */
  isOpenTo(thread: unknown): boolean {
    if (this.stopped) return false;
    if (this.control) return !this.joined.has(thread) && Atomics.load(this.control, 0) < this.chunks;
    return this.again.length > 0 || this.next < this.chunks;
  }

  /** Counts a thread that takes chunks by itself. */
  join(thread: unknown): void {
    this.joined.add(thread);
    this.working++;
  }

  /** Stops the job. Calls `then` once no thread works on it. */
  stop(then: () => void): void {
    this.stopped = then;
    if (this.control) Atomics.store(this.control, 1, 1);
  }

  /** What a thread needs to take chunks by itself. */
  get fill(): FillPart | undefined {
    const { control, chunks } = this;
    const { out, progress } = this.request;
    return out && control && { control, chunks, array: out, size: this.#size, reports: progress !== undefined };
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

/** Whether an array's memory is shared with other threads. */
function isShared({ buffer }: Uint32Array): boolean {
  // a page that is not cross-origin isolated has no name for the class
  return buffer[Symbol.toStringTag] === 'SharedArrayBuffer';
}
