import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../user-error.js';

/** A file to be written: where, and by which option it was asked for. */
export interface Output {
  readonly option: string;
  readonly path: string;
  readonly text: string;
}

/**
 * Checks that a file can be written, before anything is computed for it.
 * @param input what is read, and must not be written over.
 * @throws {UserError} Its folder is missing, what lies there is no file, or it is `input`.
 */
export async function checkFile(option: string, file: string, input: string): Promise<void> {
  if (file === '') throw new UserError(`${option} must name a file`);
  await checkFolder(option, dirname(file));
  const found = await stat(file).catch(() => undefined);
  if (!found) return;
  if (!found.isFile()) throw new UserError(`${option}: ${file} is in the way, and no file`);
  if ((await realpath(file)) === (await realpath(input).catch(() => undefined))) {
    throw new UserError(`${option}: ${file} is the file that is read`);
  }
}

async function checkFolder(option: string, folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) throw new UserError(`${option}: there is no folder ${folder}`);
  if (!found.isDirectory()) throw new UserError(`${option}: ${folder} is a file, not a folder`);
}

/** Checks that a folder is there, or can be made. @throws {UserError} A file is in the way. */
export async function checkNewFolder(option: string, folder: string): Promise<void> {
  if (folder === '') throw new UserError(`${option} must name a folder`);
  for (let path = folder; ; path = dirname(path)) {
    const found = await stat(path).catch(() => undefined);
    if (found && !found.isDirectory()) throw new UserError(`${option}: ${path} is a file, not a folder`);
    if (found || path === dirname(path)) return;
  }
}

/**
 * Writes files, all of them or none; folders that are missing are made, links followed.
 * @throws {UserError} They cannot be written.
 */
export async function writeAll(outputs: readonly Output[]): Promise<void> {
  const parts: [part: string, path: string][] = [];
  const made: string[] = [];
  let at: Output | undefined;
  try {
    for (at of outputs) {
      const folder = await mkdir(dirname(at.path), { recursive: true });
      if (folder !== undefined) made.push(folder);
      const found = await stat(at.path).catch(() => undefined);
      if (found && !found.isFile()) throw new UserError(`${at.option}: ${at.path} is in the way, and no file`);
    }
    for (at of outputs) {
      const path = await realpath(at.path).catch(() => (at as Output).path);
      const part = join(dirname(path), `.${basename(path)}.part`);
      parts.push([part, path]);
      await writeFile(part, at.text);
    }
    for (const [part, path] of parts) await rename(part, path);
  } catch (error) {
    await Promise.allSettled(parts.map(([part]) => rm(part, { force: true })));
    await Promise.allSettled(made.map((folder) => rm(folder, { recursive: true, force: true })));
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${at?.option}: ${at?.path} cannot be written (${code ?? error})`);
  }
}
