/** Warns why draws run on the calling thread, or on fewer threads. */
export type Warn = (why: string, where?: string) => undefined;

/** The warnings of a pool. */
export interface Warnings {
  readonly warn: Warn;
  /** The first reason why the calling thread drew what threads should draw; undefined if there was none. */
  readonly fallback: () => string | undefined;
}

/**
 * Warnings of which only the first one is printed. They do not refer to the pool, so that threads which hold them do
 * not keep the pool alive.
 */
export function warnOnce(): Warnings {
  let warned = false;
  let fallback: string | undefined;
  const warn: Warn = (why, where) => {
    if (!warned) globalThis.console?.warn(`loaded-dice: drawing on ${where ?? 'the calling thread'}: ${why}`);
    warned = true;
    if (where === undefined) fallback ??= why;
  };
  return { warn, fallback: () => fallback };
}
