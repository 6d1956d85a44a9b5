/**
 * Tells the engine that `bytes` more are in use, some of them garbage. An engine decides when to collect by the bytes
 * it knows of. It does not know of blocks inside a memory, but it does know the size of an array buffer. The array
 * buffer made here is never written, so the system gives it no memory.
 */
export function reportPressure(bytes: number): void {
  try {
    new ArrayBuffer(bytes);
  } catch {
    // not enough memory for the buffer: the engine then collects without this hint
  }
}
