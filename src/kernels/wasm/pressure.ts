/**
 * Tells the engine that so many bytes more are in use, of which some may be garbage. An engine decides by the bytes that
 * it knows of when to collect, and it does not know of blocks within a memory. It does know of an array buffer's bytes,
 * used or not, which a system gives out only when they are written to.
 */
export function reportPressure(bytes: number): void {
  try {
    new ArrayBuffer(bytes);
  } catch {
    // there is no such memory: then the engine collects without being told
  }
}
