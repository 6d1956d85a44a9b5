/**
 * Calls back once the event loop has turned, without keeping a process from ending. Returns false where the engine has
 * no timers: it is then never called.
 */
export function afterTurn(call: () => void): boolean {
  const timer = (globalThis.setImmediate ?? globalThis.setTimeout)?.(call) as { unref?: () => void } | undefined;
  timer?.unref?.();
  return timer !== undefined;
}
