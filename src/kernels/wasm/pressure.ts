/**
 * Tells the engine that so many more bytes are in use, of which some may be garbage. An engine decides when to collect
 * by the bytes that it knows of, and it does not know of blocks within a memory. It does know the size of an array
 * buffer. The system gives out the bytes of one only when they are written to, so that this one takes no memory.
 */
export function reportPressure(bytes: number): void {
  try {
    new ArrayBuffer(bytes);
  } catch {
    // there is no such memory: then the engine collects without being told
  }
}
