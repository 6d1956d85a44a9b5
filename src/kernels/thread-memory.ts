// What a thread needs of a memory that it draws in, beside what the sampler has there: a stream, and chunks of draws.

/** Most threads of a pool. */
export const MOST_THREADS = 32;

/** Draws in a chunk at most. */
export const CHUNK = 1 << 19;
/** Chunks that one thread may have under way: it draws one while others are copied away. */
export const CHUNKS = 3;

const PAGE = 65536;
/** The stream has 16 bytes; chunks begin at a whole cache line. */
const STREAM = 64;

/** Bytes for one thread, in whole pages. */
export const THREAD_BYTES: number = ((STREAM + CHUNKS * 4 * CHUNK + PAGE - 1) >> 16) << 16;

/** Pages by which a memory may grow, so that the largest pool fits. They take address space, but no memory. */
export const THREAD_PAGES: number = (MOST_THREADS * THREAD_BYTES) / PAGE;

/** The address of chunk `slot`, in bytes, from the address of a thread's bytes, where the stream is. */
export function chunkAt(thread: number, slot: number): number {
  return thread + STREAM + slot * 4 * CHUNK;
}
