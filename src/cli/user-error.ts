import { printable } from './text.js';

/** What the user can mend: shown as one line, exit code 2. */
export class UserError extends Error {}

/** The message of what was thrown, on one line: line breaks and control characters are escaped. */
export function oneLine(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error));
}

/** The error of what the system does not let read, such as EACCES; any other error as it is. */
export function unreadable(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? error : new UserError(`${path}: cannot be read (${code})`);
}

/** Reads something of a path. @throws {UserError} The system does not let it. */
export function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(path, error);
  }
}
