const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What is done at a signal. It returns whether it ends the process itself, later. */
type Interrupt = (signal: NodeJS.Signals) => boolean;

const interrupts = new Set<Interrupt>();

/**
 * Calls `interrupt` at a signal that would end the process, until the function that is returned is called. The process
 * then ends by that signal. The listener of signals stays until the process ends: Node tells of a signal in the next
 * turn of its event loop, and forgets it if nobody listens by then.
 */
export function onInterrupt(interrupt: Interrupt): () => void {
  for (const signal of SIGNALS) if (!process.listeners(signal).includes(tell)) process.on(signal, tell);
  interrupts.add(interrupt);
  return () => void interrupts.delete(interrupt);
}

/**
 * Ends the process by the signal itself, which a shell checks. What is done when a process exits is done first: a
 * signal skips it, and temporary folders would stay.
 */
export function dieOf(signal: NodeJS.Signals): void {
  for (const each of SIGNALS) process.off(each, tell);
  try {
    process.emit('exit', process.exitCode as number);
  } finally {
    process.kill(process.pid, signal);
  }
}

function tell(signal: NodeJS.Signals): void {
  const later = Array.from(interrupts, (interrupt) => interrupt(signal));
  if (!later.includes(true)) dieOf(signal);
}
