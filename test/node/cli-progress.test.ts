import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Progress } from '../../src/cli/progress.js';

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

/** Ten steps a second, and never a turn of the event loop: that is how drawing works. */
function work(isTTY: boolean, seconds: number): string {
  const { stream, written } = terminal(isTTY);
  const progress = new Progress(stream);
  const begun = Date.now();
  progress.start('reading a.csv', 100);
  for (let i = 1; i <= 10 * seconds; i++) {
    vi.setSystemTime(begun + 100 * i);
    progress.add(10 / seconds);
  }
  const text = written();
  progress.stop();
  return text;
}

test('a job of over a second shows a bar on a terminal', () => {
  expect(work(true, 3)).toMatch(/reading a\.csv .*\d+ %/);
  // an interrupt would leave a terminal without cursor, or without line breaks
  expect(work(true, 3)).not.toContain('\u001b[?');
});

test('a text behind the bar is shown while the job goes on, and is gone with it', () => {
  const { stream, written } = terminal(true);
  const progress = new Progress(stream);
  expect(progress.isShowable).toBe(true);
  expect(new Progress(terminal(false).stream).isShowable).toBe(false);
  const begun = Date.now();
  progress.start('parts', 4);
  vi.setSystemTime(begun + 2000);
  progress.describe('3M rows/s · 2 workers');
  expect(written()).toMatch(/parts .*0 % · .* left · 3M rows\/s · 2 workers/);
  vi.setSystemTime(begun + 4000);
  progress.describe('4M rows/s · 1 worker\u001b[2J');
  expect(written()).toMatch(/left · 4M rows\/s · 1 worker\\u001b\[2J/);
  progress.start('rows', 4);
  vi.setSystemTime(begun + 9000);
  progress.add(2);
  expect(written()).toMatch(/rows .*50 % · [^·]* left(?! ·)/);
});

test('a shorter one shows none, and one without a terminal neither', () => {
  expect(work(true, 0.9)).toBe('');
  expect(work(false, 3)).toBe('');
});

test('a job of unknown length shows how far it is, and nothing is shown after the end', () => {
  const { stream, written } = terminal(true);
  const progress = new Progress(stream);
  progress.start('reading', undefined);
  vi.setSystemTime(Date.now() + 2000);
  progress.add(12345);
  expect(written()).toContain('reading 12345');
  progress.stop();
  const before = written();
  vi.advanceTimersByTime(5000);
  progress.add(1);
  expect(written()).toBe(before);
});
