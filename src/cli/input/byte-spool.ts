import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../user-error.js';

/** The most bytes that are kept in memory: they are copied once, into one piece. */
const MOST_KEPT = 1 << 28;

/**
 * Bytes that are written once and then read in any order. Many of them go to a temporary file, which has no name, so
 * that nothing is left behind however the process ends.
 */
export class ByteSpool {
  #chunks: Buffer[] = [];
  #length = 0;
  #file: number | undefined;

  /** @param most Bytes beyond this many go to a file. Default 2^28. */
  constructor(private readonly most = MOST_KEPT) {}

  /** The number of bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** Adds bytes. @throws {UserError} The temporary folder has no space for them. */
  append(bytes: Buffer): void {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    if (this.#file === undefined && this.#length <= this.most) return;
    this.#file ??= inTemporaryFolder(nameless);
    const file = this.#file;
    for (const chunk of this.#chunks) {
      for (let at = 0; at < chunk.length; ) at += inTemporaryFolder(() => writeSync(file, chunk, at));
    }
    this.#chunks = [];
  }

  /** The bytes in [from, to). */
  read(from: number, to: number): Buffer {
    if (this.#file === undefined) {
      if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
      return this.#chunks[0].subarray(from, to);
    }
    const bytes = Buffer.allocUnsafe(to - from);
    const file = this.#file;
    for (let at = 0; at < bytes.length; ) {
      at += inTemporaryFolder(() => readSync(file, bytes, at, bytes.length - at, from + at));
    }
    return bytes;
  }

  /** Frees the bytes. */
  close(): void {
    this.#chunks = [];
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** A file in the temporary folder that is deleted while it is open. */
function nameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    return openSync(join(folder, 'rows'), 'wx+', 0o600);
  } finally {
    try {
      remove();
    } catch {
      // some systems keep the file until it is closed, which the end of the process does
      process.on('exit', remove);
    }
  }
}

function inTemporaryFolder<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${tmpdir()}: the rows cannot be kept there (${code}): set TMPDIR to a folder with more space`);
  }
}
