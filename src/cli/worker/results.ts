import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Redis } from 'ioredis';
import { UserError } from '../user-error.js';
import { KEPT, MOST_RESULT, planKey, resultsKey } from './jobs.js';
import { bytesText } from './redis.js';

/** A value that is too large for Redis. */
export class TooLargeError extends UserError {}

/** Packs a result for its way through Redis or a file. */
export const pack: (result: Buffer) => Promise<Buffer> = promisify(gzip);
const unpack: (packed: Buffer) => Promise<Buffer> = promisify(gunzip);

/** Milliseconds between attempts to read a file that another machine wrote: network file systems need a moment. */
const WAITS = [100, 400, 1500, 3000];

/** A result that is in a file. */
interface InFile {
  readonly file: string;
  readonly bytes: number;
}

/** The folder of a plan's large results. */
export function scratchFolder(scratch: string, plan: string): string {
  return join(scratch, `loaded-dice-${plan}`);
}

/** Checks the folder for large results, before any work begins. @throws {UserError} It cannot be written to. */
export async function checkScratch(scratch: string): Promise<void> {
  if (/^\w+:\/\//.test(scratch)) {
    throw new UserError(`--scratch must be a folder that all machines see, such as a network file system: ${scratch}`);
  }
  if (!isAbsolute(scratch)) {
    throw new UserError(`--scratch must be an absolute path, which all machines see, got ${scratch}`);
  }
  try {
    if (!(await stat(scratch)).isDirectory()) throw new UserError(`--scratch ${scratch}: is not a folder`);
    await access(scratch, constants.W_OK);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`--scratch ${scratch}: cannot be written to (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Writes a file as a whole: under another name first. */
async function writeWhole(path: string, contents: Buffer): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/**
 * What Redis holds of a packed value: the value, or, if it is larger than `most` bytes, the name of a file that has it.
 * @throws {UserError} It is large and there is no folder for it, or the folder is not there on this machine.
 */
export async function kept(
  packed: Buffer,
  most: number,
  what: string,
  scratch: string | undefined,
  plan: string,
  name: string,
): Promise<Buffer | string> {
  if (packed.length <= most) return packed;
  if (scratch === undefined) {
    throw new TooLargeError(
      `${what} has ${bytesText(packed.length)}, and Redis holds at most ${bytesText(most)} of it: ` +
        'give --scratch FOLDER, which all machines see',
    );
  }
  const folder = scratchFolder(scratch, plan);
  const file = join(folder, `${name}.gz`);
  try {
    await writeWhole(file, packed);
  } catch (error) {
    throw new UserError(`--scratch ${folder}: cannot be written to (${(error as NodeJS.ErrnoException).code})`);
  }
  return JSON.stringify({ file, bytes: packed.length } satisfies InFile);
}

/** Keeps a result and renews the time to live of all, unless nobody waits for them any more: their plan is gone. */
const KEEP = `
  if redis.call('exists', KEYS[1]) == 0 then return 0 end
  redis.call('hset', KEYS[2], ARGV[1], ARGV[2])
  return redis.call('expire', KEYS[2], ARGV[3])`;

/** Whether a job has a result. It may run a second time if it ended while the command looked for what is missing. */
export async function hasResult(redis: Redis, plan: string, job: string): Promise<boolean> {
  return (await redis.hexists(resultsKey(plan), job)) === 1;
}

/** Keeps the result of a job: in Redis, or, if it is large, in a file. */
export async function keepResult(
  redis: Redis,
  plan: string,
  job: string,
  packed: Buffer,
  scratch: string | undefined,
): Promise<void> {
  const value = await kept(packed, MOST_RESULT, 'the result', scratch, plan, job);
  await redis.eval(KEEP, 2, planKey(plan), resultsKey(plan), job, value, KEPT);
}

/** Reads a value as it was kept. Undefined if its file is gone. */
export async function readKept(
  value: Buffer,
): Promise<{ readonly value: Buffer; readonly bytes: number; readonly inFile: boolean } | undefined> {
  if (value[0] !== 0x7b) return { value: await unpack(value), bytes: value.length, inFile: false };
  const { file, bytes } = JSON.parse(value.toString()) as InFile;
  for (const wait of [...WAITS, 0]) {
    const packed = await readFile(file).catch(() => undefined);
    if (packed?.length === bytes) return { value: await unpack(packed), bytes, inFile: true };
    await setTimeout(wait);
  }
  return undefined;
}
