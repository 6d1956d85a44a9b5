/**
 * Calls `call` after the event loop has turned. This does not keep a process alive. Returns false if the engine has no
 * timers; `call` is then never called.
 */
export function afterTurn(call: () => void): boolean {
  const timer = (globalThis.setImmediate ?? globalThis.setTimeout)?.(call) as { unref?: () => void } | undefined;
  timer?.unref?.();
  return timer !== undefined;
}
