import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
} from 'node:fs';
import { access, constants, lstat, realpath, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { onInterrupt } from './interrupts.js';
import { UserError } from './user-error.js';

/** A file to be written. */
export interface Output {
  /** The option that asked for it, for errors. */
  readonly option: string;
  readonly path: string;
  /** What to write: text, or a function that writes to a temporary path. */
  readonly chunks: Iterable<string> | ((temporary: string) => Promise<void>);
}

/** A file that is being written. It has a temporary name until all files are complete. */
interface PendingFile {
  readonly output: Output;
  /** The final path, with links followed. */
  readonly path: string;
  readonly folder: string;
  /** The state of the file that is replaced, if any. */
  readonly replaced: Stats | undefined;
  readonly temporary: string;
  /** The path of the replaced file until all files are renamed. */
  readonly backup: string;
}

/** Milliseconds to wait for another run that renames its files, and between two checks. */
const PATIENCE = 5_000;
const INTERVAL = 20;

/** The name of a lock file, which exists in a folder while files are renamed there. */
const LOCK = '.loaded-dice.lock';

/**
 * Checks that a file can be written, before anything is computed for it.
 * @param inputs The paths of the inputs, which must not be overwritten.
 * @throws {UserError} The folder is missing, the path is not a regular file, or it is the input.
 */
export async function checkFile(option: string, file: string, inputs: readonly string[]): Promise<void> {
  if (file === '') throw new UserError(`${option} must name a file`);
  const folder = await statOf(option, dirname(file));
  if (!folder) throw new UserError(`${option}: there is no folder ${dirname(file)}`);
  if (!folder.isDirectory()) throw new UserError(`${option}: ${dirname(file)} is a file, not a folder`);
  await checkPath(option, file, inputs);
}

/**
 * Checks that a folder exists or can be made, and that files of these names can be written there.
 * @param inputs The paths of the inputs, which must not be overwritten.
 * @throws {UserError} A part of the path is a file, or one of the names is not a regular file or is the input.
 */
export async function checkNewFolder(
  option: string,
  folder: string,
  names: readonly string[],
  inputs: readonly string[],
): Promise<void> {
  if (folder === '') throw new UserError(`${option} must name a folder`);
  for (let path = folder; ; path = dirname(path)) {
    const found = await statOf(option, path);
    if (found && !found.isDirectory()) throw new UserError(`${option}: ${path} is a file, not a folder`);
    if (found || path === dirname(path)) break;
  }
  for (const name of names) await checkPath(option, join(folder, name), inputs);
}

/** @returns The state of the file that would be replaced, if any. */
async function checkPath(option: string, path: string, inputs: readonly string[]): Promise<Stats | undefined> {
  const link = await lstat(path).catch(() => undefined);
  const found = await statOf(option, path);
  if (!found && link?.isSymbolicLink()) throw new UserError(`${option}: ${path} is a broken link`);
  if (!found) return undefined;
  if (!found.isFile()) {
    const what = found.isDirectory() ? 'a folder' : 'not a regular file';
    throw new UserError(`${option} ${path} is ${what}: give the path of a file`);
  }
  const isFound = (each: Stats | undefined): boolean => each?.ino === found.ino && each.dev === found.dev;
  const inputStats = await Promise.all(inputs.map((input) => stat(input).catch(() => undefined)));
  const streams = ['standard input', 'standard output', 'standard error'];
  const use = inputStats.some(isFound) ? 'the input file' : streams.find((_, stream) => isFound(fstatSync(stream)));
  if (use !== undefined) throw new UserError(`${option}: ${path} is ${use}: give another path`);
  await access(path, constants.W_OK).catch((error) => {
    throw unwritable(option, path, error);
  });
  return found;
}

/** The state of a file or folder; undefined where there is none. */
async function statOf(option: string, path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unwritable(option, path, error);
  }
}

/** Turns an error of the operating system, such as EACCES, into a UserError. Returns any other error as it is. */
function unwritable(option: string, path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? error : new UserError(`${option}: ${path} cannot be written (${code})`);
}

/**
 * Writes files: all of them, or none. Makes missing folders, and follows links. When several runs write the same files
 * at once, all files are from one of these runs at the end. An interrupt leaves nothing behind.
 * @param inputs The paths of the inputs, which must not be overwritten.
 * @throws {UserError} The files cannot be written.
 */
export async function writeAll(outputs: readonly Output[], inputs: readonly string[]): Promise<void> {
  const leftovers = new Leftovers();
  // the output that an error is about
  let current: Output | undefined;
  try {
    const pending: PendingFile[] = [];
    for (current of outputs) pending.push(await pendingFile(current, inputs, leftovers));
    for (const { output, path, temporary, replaced } of pending) {
      current = output;
      if (pending.some((other) => other.output !== output && other.path === path)) {
        throw new UserError(`${current.option}: ${path} would be written twice: give another path`);
      }
      leftovers.files.add(temporary);
      // created synchronously, so that an interrupt finds and deletes it; not created again by writeFile
      closeSync(openSync(temporary, 'wx'));
      if (typeof current.chunks === 'function') await current.chunks(temporary);
      else await writeFile(temporary, current.chunks, { flag: 'r+' });
      if (replaced) chmodSync(temporary, replaced.mode & 0o777);
    }
    // in sorted order, so that two runs never wait for each other
    for (const folder of [...new Set(pending.map((file) => file.folder))].sort()) await lock(folder, leftovers);
    renameAll(pending, leftovers, (file) => {
      current = file.output;
    });
    leftovers.folders.length = 0;
  } catch (error) {
    throw unwritable(current?.option ?? '', current?.path ?? '', error);
  } finally {
    leftovers.end();
  }
}

async function pendingFile(output: Output, inputs: readonly string[], leftovers: Leftovers): Promise<PendingFile> {
  const parent = dirname(output.path);
  const made = mkdirSync(parent, { recursive: true });
  if (made !== undefined) leftovers.addFolders(resolve(parent), resolve(made));
  const replaced = await checkPath(output.option, output.path, inputs);
  const path = replaced ? await realpath(output.path) : join(await realpath(parent), basename(output.path));
  const folder = dirname(path);
  // unique to this run; and short, because a suffix could make the name of the file too long
  const prefix = join(folder, `.loaded-dice-${randomBytes(8).toString('hex')}`);
  return { output, path, folder, replaced, temporary: `${prefix}.part`, backup: `${prefix}.old` };
}

/** Waits until no other run renames files in a folder, and locks the folder. */
async function lock(folder: string, leftovers: Leftovers): Promise<void> {
  const path = join(folder, LOCK);
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      closeSync(openSync(path, 'wx'));
      leftovers.files.add(path);
      return;
    } catch (error) {
      // on Windows, EPERM is the error for a file that is being deleted
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST' && !(code === 'EPERM' && process.platform === 'win32')) throw error;
    }
    if (Date.now() > end)
      throw new UserError(`another run is writing to ${folder}: wait for it, or delete ${path} if there is none`);
    await setTimeout(INTERVAL * Math.random());
  }
}

/** Renames all files to their final paths, or none. Synchronous, so that no signal is handled halfway. */
function renameAll(pending: readonly PendingFile[], { files }: Leftovers, onFile: (file: PendingFile) => void): void {
  const undo: (() => void)[] = [];
  try {
    for (const file of pending) {
      const { path, temporary, backup } = file;
      onFile(file);
      files.add(backup);
      const hasBackup = backUp(path, backup);
      undo.push(() => {
        if (!hasBackup) rmSync(path, { force: true });
        // where this fails, the backup is not deleted
        else if (!attempt(() => renameSync(backup, path))) files.delete(backup);
      });
      renameSync(temporary, path);
    }
  } catch (error) {
    for (const step of undo.reverse()) attempt(step);
    throw error;
  }
}

/**
 * Gives the file at a path a second name; on a file system without hard links, renames it.
 * @returns Whether there was a file.
 */
function backUp(path: string, backup: string): boolean {
  try {
    linkSync(path, backup);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    // the path may have become something else since it was checked
    if (!lstatSync(path).isFile()) throw error;
    renameSync(path, backup);
  }
  return true;
}

/** Deletes temporary files at the end, on success, failure or an interrupt. */
class Leftovers {
  readonly files = new Set<string>();
  /** Folders that were made, the deepest first. */
  readonly folders: string[] = [];
  readonly #delete = (): void => {
    for (const path of this.files) attempt(() => rmSync(path, { force: true }));
    for (const path of this.folders) attempt(() => rmdirSync(path));
  };
  readonly #release = onInterrupt(() => {
    this.#delete();
    return false;
  });

  constructor() {
    process.on('exit', this.#delete);
  }

  /** Adds a folder and its parents, up to `made`. */
  addFolders(folder: string, made: string): void {
    const folders = [];
    for (let path = folder; ; path = dirname(path)) {
      folders.push(path);
      if (path === made || path === dirname(path)) break;
    }
    this.folders.unshift(...folders);
  }

  end(): void {
    this.#delete();
    process.off('exit', this.#delete);
    this.#release();
  }
}

/** Runs a step of the clean-up. @returns Whether it succeeded; its error could not be reported. */
function attempt(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}
