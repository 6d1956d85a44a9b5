import type { Redis } from 'ioredis';
import { count } from '../text.js';
import { oneLine, UserError } from '../user-error.js';

/** Names of BullMQ's classes that are used here, and the one of ioredis. */
type Packages = Pick<
  typeof import('bullmq'),
  'Queue' | 'Worker' | 'WaitingError' | 'DelayedError' | 'UnrecoverableError'
> &
  Pick<typeof import('ioredis'), 'Redis'>;

/** What a command needs to talk to Redis. */
export interface Connection {
  readonly packages: Packages;
  readonly redis: Redis;
  /** Host and port, for messages: never the password. */
  readonly at: string;
  /** Opens another connection: a worker waits for jobs on its own. */
  another(): Redis;
  close(): Promise<void>;
}

/** Milliseconds until a server that does not answer counts as being away, at the first connection. */
const CONNECT = 10_000;

/** What an error says, where it is about something that the user can correct. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'nothing listens there: start redis-server, or correct --redis'],
  [/ENOTFOUND|EAI_AGAIN/, 'no such host: correct --redis'],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, 'it does not answer: check the host, the port and the firewall'],
  [/WRONGPASS|invalid password/, 'wrong user name or password: correct redis://USER:PASSWORD@…, or REDISCLI_AUTH'],
  [/NOAUTH/, 'it asks for a password: give redis://:PASSWORD@…, or set REDISCLI_AUTH'],
  [/NOPERM/, 'this user may not run a command that jobs need: give it the rights ~* +@all'],
  [/DB index is out of range/, 'it has no database of that number: correct the end of --redis'],
  [/wrong version number|packet length too long|ECONNRESET|EPROTO/, 'one side speaks TLS: try rediss:// or redis://'],
  [/LOADING/, 'it is still loading its data: try again in a minute'],
];

/** Whether an error says that Redis has no memory left. */
export const isFull = (error: unknown): boolean => /\bOOM command not allowed/.test(oneLine(error));

/** @throws {UserError} bullmq or ioredis is not installed. */
async function loadPackages(): Promise<Packages> {
  try {
    const [{ Queue, Worker, WaitingError, DelayedError, UnrecoverableError }, { Redis }] = await Promise.all([
      import('bullmq'),
      import('ioredis'),
    ]);
    return { Queue, Worker, WaitingError, DelayedError, UnrecoverableError, Redis };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UserError('--redis needs two more packages: npm install bullmq ioredis');
  }
}

/**
 * Connects to Redis, and checks that it keeps what it is given.
 * @param url redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE], or rediss:// for TLS. The environment variable
 * REDISCLI_AUTH gives a password that is not in it, as to redis-cli.
 * @throws {UserError} A package is missing; Redis is away, refuses the password, or may evict keys.
 */
export async function connect(url: string): Promise<Connection> {
  const packages = await loadPackages();
  const { host, password } = new URL(url);
  const given = password === '' ? process.env.REDISCLI_AUTH : undefined;
  let opened = false;
  const open = (): Redis =>
    new packages.Redis(url, {
      ...(given && { password: given }),
      lazyConnect: true,
      connectTimeout: CONNECT,
      // commands wait while Redis restarts
      maxRetriesPerRequest: null,
      retryStrategy: (times) => (opened ? Math.min(100 * times, 2000) : null),
    });
  const redis = open();
  let last: unknown;
  const keep = (error: unknown): void => void (last = error);
  redis.on('error', keep);
  try {
    await redis.connect();
    await checkPolicy(redis, host);
    opened = true;
  } catch (error) {
    redis.disconnect();
    if (error instanceof UserError) throw error;
    throw awayError(host, last ?? error);
  }
  const others: Redis[] = [];
  return {
    packages,
    redis,
    at: host,
    another() {
      const other = open();
      other.on('error', () => {});
      others.push(other);
      return other;
    },
    async close() {
      for (const each of [redis, ...others]) each.disconnect();
    },
  };
}

function awayError(host: string, error: unknown): UserError {
  const text = oneLine(error);
  const [, reason] = REASONS.find(([pattern]) => pattern.test(text)) ?? [];
  return new UserError(`Redis at ${host}: ${reason ?? text}`);
}

/** Jobs must not vanish: Redis has to refuse writes where it is full, and not evict keys. */
async function checkPolicy(redis: Redis, host: string): Promise<void> {
  const { policy } = await memoryOf(redis);
  if (policy === 'noeviction') return;
  throw new UserError(
    `Redis at ${host} may evict jobs (maxmemory-policy is ${policy}): ` +
      'run redis-cli config set maxmemory-policy noeviction, or take a Redis of its own',
  );
}

/** What Redis says about its memory, in bytes. `most` is Infinity without a limit. */
export async function memoryOf(redis: Redis): Promise<{ used: number; most: number; policy: string }> {
  const info = await redis.info('memory');
  const field = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  return {
    used: Number(field('used_memory')),
    most: Number(field('maxmemory')) || Number.POSITIVE_INFINITY,
    policy: field('maxmemory_policy') || 'noeviction',
  };
}

/** A number of bytes as people read it: 34.2 MB. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${count(bytes)} bytes`;
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${['', 'kB', 'MB', 'GB', 'TB'][power]}`;
}
