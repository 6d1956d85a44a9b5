import { printable } from './text.js';

/** An error that the user can correct: shown as one line, with exit code 2. */
export class UserError extends Error {}

/** The message of whatever was thrown, on one line: line breaks and control characters are escaped. */
export function oneLine(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error));
}

/** Turns an error of the operating system, such as EACCES, into a UserError. Returns any other error as it is. */
export function readError(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? error : new UserError(`${path}: cannot be read (${code})`);
}

/** Runs `read`. @throws {UserError} The operating system refused it. */
export function withReadErrors<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw readError(path, error);
  }
}
