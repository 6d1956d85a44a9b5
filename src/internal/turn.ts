/** Milliseconds of work between two turns of the event loop. */
export const TURN = 8;

/** Yields to other tasks of this thread, if the engine has timers. */
export function turnOfLoop(): Promise<void> {
  const later = globalThis.setImmediate ?? globalThis.setTimeout;
  return new Promise((resolve) => (later ? later(resolve) : resolve()));
}
