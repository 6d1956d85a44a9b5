import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { UserError } from '../user-error.js';

/** What the argument <file> names: a CSV, standard input, or a folder. */
export interface Input {
  /** The name in messages. */
  readonly name: string;
  readonly path: string;
  readonly kind: 'file' | 'stdin' | 'folder';
  /** The state of a regular file before it was read; undefined for anything else, such as a pipe or a folder. */
  readonly stats: Stats | undefined;
  open(): Readable;
}

/**
 * Finds out what a path names.
 * @param stdin Opens standard input.
 * @throws {UserError} The path is empty, names nothing, or cannot be read.
 */
export async function findInput(path: string, stdin: () => Readable = () => process.stdin): Promise<Input> {
  if (path === '-') return { name: 'standard input', path, kind: 'stdin', stats: undefined, open: stdin };
  if (path === '') throw new UserError('<file> is empty: it must name a file or a folder, or be - for standard input');
  let stats: Stats;
  try {
    stats = await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(code === 'ENOENT' ? `${path}: no such file or folder` : `${path}: cannot be read (${code})`);
  }
  const open = () => createReadStream(path, { highWaterMark: 1 << 18 });
  if (stats.isDirectory()) return { name: path, path, kind: 'folder', stats: undefined, open };
  return { name: path, path, kind: 'file', stats: stats.isFile() ? stats : undefined, open };
}
