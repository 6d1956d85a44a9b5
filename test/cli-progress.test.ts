import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Progress } from '../src/cli/progress.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A stream that may be a terminal, and what was written to it. */
function terminal(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const extras = { isTTY, columns: 80, cursorTo: () => true, moveCursor: () => true, clearLine: () => true };
  return { stream: Object.assign(stream, extras) as unknown as NodeJS.WriteStream, written: () => text };
}

function work(isTTY: boolean, seconds: number): string {
  const { stream, written } = terminal(isTTY);
  const progress = new Progress(stream);
  progress.start('reading a.csv', 100);
  for (let i = 0; i < 10 * seconds; i++) {
    progress.add(100 / (10 * seconds));
    vi.advanceTimersByTime(100);
  }
  progress.stop();
  return written();
}

test('a job of over a second shows a bar on a terminal', () => {
  expect(work(true, 3)).toMatch(/reading a\.csv .*\d+ %/);
});

test('a shorter one shows none, and one without a terminal neither', () => {
  expect(work(true, 0.9)).toBe('');
  expect(work(false, 3)).toBe('');
});

test('nothing is shown after the end', () => {
  const { stream, written } = terminal(true);
  const progress = new Progress(stream);
  progress.start('reading', undefined);
  vi.advanceTimersByTime(2000);
  progress.stop();
  const before = written();
  expect(before).toContain('reading');
  vi.advanceTimersByTime(5000);
  expect(written()).toBe(before);
});
