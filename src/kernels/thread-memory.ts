// The bytes that a thread needs in a sampler's memory, beside the sampler's own: a stream, and chunks of draws.

/** Largest number of threads in a pool. */
export const MOST_THREADS = 32;

/** Most draws in a chunk. */
export const THREAD_CHUNK = 1 << 19;
/** Chunks of one thread at a time: it draws one while others are copied. */
export const CHUNKS = 3;

/** Bytes of a page. */
export const PAGE = 65536;
/** A stream has 16 bytes. Scratch follows at a whole cache line. */
const STREAM = 64;
/** Bytes of a kernel's scratch, in whole cache lines: `dynamicDraw` needs 1,552. */
const SCRATCH = 1600;

/** Bytes for one thread, in whole pages. */
export const THREAD_BYTES: number = ((STREAM + SCRATCH + CHUNKS * 4 * THREAD_CHUNK + PAGE - 1) >> 16) << 16;

/** Most samplers of other threads at a time that have a page of a memory which is used again after them. */
export const SLOTS = 64;

/**
 * Pages by which a memory can grow, enough for the largest pool and for samplers of other threads. Until then they take
 * address space, but no memory.
 */
export const THREAD_PAGES: number = (MOST_THREADS * THREAD_BYTES) / PAGE + SLOTS + 1;

/** The address of a thread's scratch. `thread` is the address of the thread's bytes. */
export function scratchAt(thread: number): number {
  return thread + STREAM;
}

/**
 * The address of chunk number `slot` of a thread. `thread` is the address of the thread's bytes, where its stream is.
 */
export function chunkAt(thread: number, slot: number): number {
  return thread + STREAM + SCRATCH + slot * 4 * THREAD_CHUNK;
}
