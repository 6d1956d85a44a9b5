/** Warns why draws run on the calling thread, or on fewer threads. */
export type Warn = (why: string, where?: string) => undefined;

/**
 * Returns a function that warns at its first call only. It does not refer to the pool, so that threads which hold it do
 * not keep the pool alive.
 */
export function warnOnce(): Warn {
  let warned = false;
  return (why, where = 'the calling thread') => {
    if (!warned) globalThis.console?.warn(`loaded-dice: drawing on ${where}: ${why}`);
    warned = true;
  };
}
