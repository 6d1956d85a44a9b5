import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { UserError } from '../user-error.js';

/** What FILE names: a CSV, standard input, or a folder. */
export interface Input {
  /** As messages have it. */
  readonly name: string;
  readonly path: string;
  readonly kind: 'file' | 'stdin' | 'folder';
  /** What a file was before it was read; undefined for what can be read once only, such as a pipe. */
  readonly found: Stats | undefined;
  open(): Readable;
}

/**
 * @param stdin opens standard input.
 * @throws {UserError} There is nothing to read.
 */
export async function findInput(path: string, stdin: () => Readable = () => process.stdin): Promise<Input> {
  if (path === '-') return { name: 'standard input', path, kind: 'stdin', found: undefined, open: stdin };
  if (path === '') throw new UserError('<file> is empty: it must name a file or a folder, or be - for standard input');
  let found: Stats;
  try {
    found = await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(code === 'ENOENT' ? `${path}: no such file or folder` : `${path}: cannot be read (${code})`);
  }
  const open = () => createReadStream(path, { highWaterMark: 1 << 18 });
  if (found.isDirectory()) return { name: path, path, kind: 'folder', found: undefined, open };
  return { name: path, path, kind: 'file', found: found.isFile() ? found : undefined, open };
}
