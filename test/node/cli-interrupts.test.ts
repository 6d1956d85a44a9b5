import { setImmediate } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { onInterrupt } from '../../src/cli/interrupts.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Sends a signal to this process, which is told of it later: in which turn of the event loop, the system decides.
 * @param seen Whether it was told. By default, whether it would have ended.
 * @returns What the process does then.
 */
async function told(
  signal: NodeJS.Signals,
  meanwhile: () => void,
  seen = (done: unknown[][]) => done.length === 2,
): Promise<unknown[][]> {
  process.kill(process.pid, signal);
  const done: unknown[][] = [];
  const kill = vi.spyOn(process, 'kill').mockImplementation((...given) => {
    done.push(given);
    return true;
  });
  const emitter: { emit(...event: unknown[]): unknown } = process;
  const emit = emitter.emit.bind(process);
  const exit = vi.spyOn(emitter, 'emit').mockImplementation((...event) => {
    return event[0] === 'exit' ? done.push(['exit']) > 0 : emit(...event);
  });
  try {
    meanwhile();
    const end = performance.now() + 10_000;
    while (!seen(done) && performance.now() < end) await setImmediate();
    // what it does beside is seen too
    await setImmediate();
    return done;
  } finally {
    kill.mockRestore();
    exit.mockRestore();
  }
}

it.each(SIGNALS)('%s that came while nothing could be told is not lost', async (signal) => {
  const got: NodeJS.Signals[] = [];
  const release = onInterrupt((each) => got.push(each) > 0);
  const nothingYet = () => expect(got).toEqual([]);
  expect(await told(signal, nothingYet, () => got.length > 0)).toEqual([]);
  expect(got).toEqual([signal]);
  // and ends the process if the step has ended since
  expect(await told(signal, release)).toEqual([['exit'], [process.pid, signal]]);
  expect(got).toEqual([signal]);
});

it.each(SIGNALS)('%s ends the process once all have cleaned up', async (signal) => {
  const cleaned: number[] = [];
  const releases = [1, 2].map((i) =>
    onInterrupt(() => {
      cleaned.push(i);
      return false;
    }),
  );
  expect(await told(signal, () => {})).toEqual([['exit'], [process.pid, signal]]);
  expect(cleaned).toEqual([1, 2]);
  for (const release of releases) release();
});
