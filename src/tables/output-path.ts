import { randomBytes } from 'node:crypto';
import { access, constants, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { describe } from '../internal/describe.js';
import { isRemote } from './paths.js';
import { TableError } from './table-error.js';

/**
 * Checks that a file can be written, before anything is read for it.
 * @param sources The paths of files that must not be overwritten.
 * @returns The final path, with links followed.
 */
export async function checkOutput(path: unknown, sources: readonly string[]): Promise<string> {
  if (typeof path !== 'string' || path === '')
    throw new TypeError(`path must be the path of a file, got ${describe(path)}`);
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (!folder) throw new TableError(`there is no folder ${dirname(path)}`);
  if (!folder.isDirectory()) throw new TableError(`${dirname(path)} is a file, not a folder`);
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isFile()) {
    throw new TableError(`${path} is ${found.isDirectory() ? 'a folder' : 'no regular file'}: give the path of a file`);
  }
  const real = found ? await realpath(path) : join(await realpath(dirname(path)), basename(path));
  for (const source of sources) {
    if (isRemote(source)) continue;
    const other = await stat(source).catch(() => undefined);
    if (real === resolve(source) || (found && other?.ino === found.ino && other.dev === found.dev)) {
      throw new TableError(`${path} is a file of the source: give another path`);
    }
  }
  await access(dirname(real), constants.W_OK).catch(() => {
    throw new TableError(`${dirname(real)} cannot be written to`);
  });
  return real;
}

/** Writes a file under a temporary name beside its own, and renames it when it is complete. */
export async function writeAtomically(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = join(dirname(path), `.loaded-dice-${randomBytes(8).toString('hex')}.part`);
  try {
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
