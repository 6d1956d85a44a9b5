/** Says why draws are made on the calling thread, or on fewer threads. */
export type Warn = (why: string, where?: string) => undefined;

/**
 * Warns the first time that it is called. It is not the pool's own, so that threads which hold it do not hold the pool.
 */
export function warnOnce(): Warn {
  let warned = false;
  return (why, where = 'the calling thread') => {
    if (!warned) globalThis.console?.warn(`loaded-dice: drawing on ${where}: ${why}`);
    warned = true;
  };
}
