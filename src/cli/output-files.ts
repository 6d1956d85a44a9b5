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
import { UserError } from './user-error.js';

/** A file to be written: where, and by which option it was asked for. */
export interface Output {
  readonly option: string;
  readonly path: string;
  readonly chunks: Iterable<string>;
}

/** A file under way: it is written beside its place, and renamed when all are written. */
interface Part {
  readonly output: Output;
  /** The place, links followed. */
  readonly path: string;
  readonly folder: string;
  /** What is there already, and is replaced. */
  readonly found: Stats | undefined;
  readonly temporary: string;
  /** What was there before, until all are renamed. */
  readonly backup: string;
}

/** Milliseconds that another run may take to rename its files, and between looks whether it has. */
const PATIENCE = 5_000;
const LOOK = 20;

/** Held in a folder while files are renamed there. */
const LOCK = '.loaded-dice.lock';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Checks that a file can be written, before anything is computed for it.
 * @param input what is read, and must not be written over.
 * @throws {UserError} Its folder is missing, what lies there is no file, or it is `input`.
 */
export async function checkFile(option: string, file: string, input: string): Promise<void> {
  if (file === '') throw new UserError(`${option} must name a file`);
  const folder = await found(option, dirname(file));
  if (!folder) throw new UserError(`${option}: there is no folder ${dirname(file)}`);
  if (!folder.isDirectory()) throw new UserError(`${option}: ${dirname(file)} is a file, not a folder`);
  await checkPlace(option, file, input);
}

/**
 * Checks that a folder is there, or can be made, and that files can be written there.
 * @throws {UserError} A file is in the way, or what lies there under one of these names is no file, or is `input`.
 */
export async function checkNewFolder(
  option: string,
  folder: string,
  names: readonly string[],
  input: string,
): Promise<void> {
  if (folder === '') throw new UserError(`${option} must name a folder`);
  for (let path = folder; ; path = dirname(path)) {
    const there = await found(option, path);
    if (there && !there.isDirectory()) throw new UserError(`${option}: ${path} is a file, not a folder`);
    if (there || path === dirname(path)) break;
  }
  for (const name of names) await checkPlace(option, join(folder, name), input);
}

/** @returns What is to be replaced. */
async function checkPlace(option: string, path: string, input: string): Promise<Stats | undefined> {
  const link = await lstat(path).catch(() => undefined);
  const there = await found(option, path);
  if (!there && link?.isSymbolicLink()) throw new UserError(`${option}: ${path} is a link that leads nowhere`);
  if (!there) return undefined;
  if (!there.isFile()) {
    const what = there.isDirectory() ? 'a folder' : 'not a regular file';
    throw new UserError(`${option} ${path} is ${what}: give the path of a file`);
  }
  const read = await stat(input).catch(() => undefined);
  const inUse = [read, ...[0, 1, 2].map((stream) => fstatSync(stream))];
  const use = inUse.findIndex((each) => each?.ino === there.ino && each.dev === there.dev);
  if (use !== -1) {
    const uses = ['the file that is read', 'standard input', 'standard output', 'standard error'];
    throw new UserError(`${option}: ${path} is ${uses[use]}`);
  }
  await access(path, constants.W_OK).catch((error) => {
    throw unwritable(option, path, error);
  });
  return there;
}

/** What a path leads to; undefined where there is nothing. */
async function found(option: string, path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unwritable(option, path, error);
  }
}

/** The error of what the system does not let write, such as EACCES; any other error as it is. */
function unwritable(option: string, path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? error : new UserError(`${option}: ${path} cannot be written (${code})`);
}

/**
 * Writes files, all of them or none; folders that are missing are made, links followed. Other runs may write the same
 * files at the same time: the files of one of them are there at the end. An interrupt leaves nothing behind.
 * @param input what is read, and must not be written over.
 * @throws {UserError} They cannot be written.
 */
export async function writeAll(outputs: readonly Output[], input: string): Promise<void> {
  const leftovers = new Leftovers();
  let at: Output | undefined;
  try {
    const parts: Part[] = [];
    for (at of outputs) parts.push(await partOf(at, input, leftovers));
    for (const { output, path, temporary, found } of parts) {
      at = output;
      if (parts.some((other) => other.output !== output && other.path === path)) {
        throw new UserError(`${at.option}: ${path} is to be written twice`);
      }
      leftovers.files.add(temporary);
      // made at once and never again: an interrupt deletes it
      closeSync(openSync(temporary, 'wx'));
      await writeFile(temporary, at.chunks, { flag: 'r+' });
      if (found) chmodSync(temporary, found.mode & 0o777);
    }
    // in one order, so that two runs never wait for each other
    for (const folder of [...new Set(parts.map((part) => part.folder))].sort()) await lock(folder, leftovers);
    replace(parts, leftovers, (part) => {
      at = part.output;
    });
    leftovers.folders.length = 0;
  } catch (error) {
    throw unwritable(at?.option ?? '', at?.path ?? '', error);
  } finally {
    leftovers.end();
  }
}

async function partOf(output: Output, input: string, leftovers: Leftovers): Promise<Part> {
  const parent = dirname(output.path);
  const made = mkdirSync(parent, { recursive: true });
  if (made !== undefined) leftovers.addFolders(resolve(parent), resolve(made));
  const found = await checkPlace(output.option, output.path, input);
  const path = found ? await realpath(output.path) : join(await realpath(parent), basename(output.path));
  const folder = dirname(path);
  // names that no other run takes, and short ones: what is added to a name may make it too long
  const own = join(folder, `.loaded-dice-${randomBytes(8).toString('hex')}`);
  return { output, path, folder, found, temporary: `${own}.part`, backup: `${own}.old` };
}

/** Waits until no other run renames files in a folder, and keeps others from it. */
async function lock(folder: string, leftovers: Leftovers): Promise<void> {
  const path = join(folder, LOCK);
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      closeSync(openSync(path, 'wx'));
      leftovers.files.add(path);
      return;
    } catch (error) {
      // Windows says EPERM of one that is being deleted
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST' && !(code === 'EPERM' && process.platform === 'win32')) throw error;
    }
    if (Date.now() > end) throw new UserError(`another run is writing to ${folder}; delete ${path} if none is`);
    await setTimeout(LOOK * Math.random());
  }
}

/** Puts all parts in their places, or none. Without a pause, so that a signal comes before or after. */
function replace(parts: readonly Part[], { files }: Leftovers, onPart: (part: Part) => void): void {
  const undo: (() => void)[] = [];
  try {
    for (const part of parts) {
      const { path, temporary, backup } = part;
      onPart(part);
      files.add(backup);
      const kept = keep(path, backup);
      undo.push(() => {
        if (!kept) rmSync(path, { force: true });
        // should this fail, it stays under its other name
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
 * Gives what lies at a path a second name; where the file system has no links, another name.
 * @returns Whether anything lay there.
 */
function keep(path: string, backup: string): boolean {
  try {
    linkSync(path, backup);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    // not what came there since it was checked
    if (!lstatSync(path).isFile()) throw error;
    renameSync(path, backup);
  }
  return true;
}

/** What is to be deleted when files were written or could not be; also on an interrupt. */
class Leftovers {
  readonly files = new Set<string>();
  /** The deepest first. */
  readonly folders: string[] = [];
  readonly #delete = (): void => {
    for (const path of this.files) attempt(() => rmSync(path, { force: true }));
    for (const path of this.folders) attempt(() => rmdirSync(path));
  };
  readonly #interrupt = (signal: NodeJS.Signals): void => {
    this.end();
    // as if nobody had waited for it: a shell wants to see of what a command died
    process.kill(process.pid, signal);
  };

  constructor() {
    process.on('exit', this.#delete);
    for (const signal of SIGNALS) process.on(signal, this.#interrupt);
  }

  /** Adds a folder and those above it, up to `made`. */
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
    for (const signal of SIGNALS) process.off(signal, this.#interrupt);
  }
}

/** @returns Whether it was done: there is nobody to tell why not. */
function attempt(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}
