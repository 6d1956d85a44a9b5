import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { UserError } from './user-error.js';

/** What FILE names: a CSV, standard input, or a folder. */
export interface Input {
  /** As messages have it. */
  readonly name: string;
  readonly path: string;
  readonly kind: 'file' | 'stdin' | 'folder';
  /** Bytes, where they are known before they are read. */
  readonly size: number | undefined;
}

export async function findInput(path: string): Promise<Input> {
  if (path === '-') return { name: 'standard input', path, kind: 'stdin', size: undefined };
  let found: Stats;
  try {
    found = await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(code === 'ENOENT' ? `${path}: no such file or folder` : `${path}: cannot be read (${code})`);
  }
  if (found.isDirectory()) return { name: path, path, kind: 'folder', size: undefined };
  return { name: path, path, kind: 'file', size: found.isFile() ? found.size : undefined };
}

export function openInput(input: Input): Readable {
  return input.kind === 'stdin' ? process.stdin : createReadStream(input.path, { highWaterMark: 1 << 18 });
}
