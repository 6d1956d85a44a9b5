import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../user-error.js';

/**
 * Checks that files can be written to a folder, before anything is computed for them.
 * @throws {UserError} There is no such folder, or what is named is none.
 */
export async function checkFolder(option: string, folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) throw new UserError(`${option}: there is no folder ${folder}`);
  if (!found.isDirectory()) throw new UserError(`${option}: ${folder} is a file, not a folder`);
}

/** Checks that a file can be written. @throws {UserError} Its folder is missing, or it is a folder itself. */
export async function checkFile(option: string, file: string): Promise<void> {
  await checkFolder(option, dirname(file));
  const found = await stat(file).catch(() => undefined);
  if (found && !found.isFile()) throw new UserError(`${option}: ${file} is in the way, and no file`);
}

/**
 * Writes files, all of them or none.
 * @throws {UserError} They cannot be written.
 */
export async function writeAll(option: string, files: ReadonlyMap<string, string>): Promise<void> {
  const part = (file: string): string => join(dirname(file), `.${basename(file)}.part`);
  const names = [...files.keys()];
  try {
    for (const [file, text] of files) await writeFile(part(file), text);
    for (const file of names) await rename(part(file), file);
  } catch (error) {
    await Promise.allSettled(names.map((file) => rm(part(file), { force: true })));
    throw new UserError(`${option}: cannot be written (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
}

/** A folder of pictures, which is made where it is missing. @throws {UserError} It cannot be. */
export async function makeFolder(option: string, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isFile = code === 'EEXIST' || code === 'ENOTDIR';
    throw new UserError(`${option}: ${folder} ${isFile ? 'is a file, not a folder' : `cannot be made (${code})`}`);
  }
}
