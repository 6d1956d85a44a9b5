import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { ensureRedis } from '../../scripts/redis.mjs';
import { COMMAND } from './cli.js';

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A Redis server of a test: on a free port, with its files in a temporary folder. */
export class RedisServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'loaded-dice-redis-'));
  #server: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly options: readonly string[],
    private readonly password: string | undefined,
  ) {}

  /** Starts a server that keeps everything it confirmed. */
  static async start(options: readonly string[] = [], password?: string): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options, password);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const own = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.#folder, '--save', ''];
    const durable = ['--appendonly', 'yes', '--appendfsync', 'always'];
    const secret = this.password === undefined ? [] : ['--requirepass', this.password];
    this.#server = spawn(ensureRedis(), [...own, ...durable, ...secret, ...this.options], { stdio: 'ignore' });
    await this.client(async (redis) => void (await redis.ping()));
  }

  /** Ends the server at once, as a power cut does. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Calls a function with a connection. */
  async client<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.port, '127.0.0.1', {
      retryStrategy: (times) => Math.min(50 * times, 500),
      ...(this.password !== undefined && { password: this.password }),
    });
    redis.on('error', () => {});
    try {
      return await use(redis);
    } finally {
      redis.disconnect();
    }
  }

  /** The keys that commands and workers left after some seconds, without the counters of the queue. */
  async leftovers(): Promise<string[]> {
    return this.client(async (redis) => {
      // the worker of the last part may still tell of its end
      for (let rounds = 50; ; rounds--) {
        const keys = await redis.keys('*');
        const left = keys.filter((key) => !/:jobs:(meta|id|events|stalled-check|marker)$/.test(key));
        if (left.length === 0 || rounds === 0) return left.sort();
        await setTimeout(100);
      }
    });
  }
}

/** A command that runs. */
export class Running {
  stdout = '';
  stderr = '';
  readonly ended: Promise<{ status: number | null; stdout: string; stderr: string }>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text) => (this.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (this.stderr += text));
    this.ended = new Promise((resolve) => {
      child.on('close', (status) => resolve({ status, stdout: this.stdout, stderr: this.stderr }));
    });
  }

  /** Waits until standard error has it. */
  async says(pattern: RegExp, seconds = 60): Promise<void> {
    for (let i = 0; i < 20 * seconds && this.child.exitCode === null; i++) {
      if (pattern.test(this.stderr)) return;
      await setTimeout(50);
    }
    if (!pattern.test(this.stderr)) throw new Error(`it did not say ${pattern}, but: ${this.stderr}`);
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }
}

/** Starts the built command, or a copy of it. */
export function start(args: readonly string[], { env = {}, command = COMMAND, cwd = '.' } = {}): Running {
  return new Running(
    spawn(process.execPath, [command, ...args], {
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd,
    }),
  );
}

/** Starts a worker with one thread, and waits until it is there. */
export async function startWorker({ url }: RedisServer, options: Parameters<typeof start>[1] = {}): Promise<Running> {
  const worker = start(['worker', '--redis', url, '--threads', '1'], options);
  await worker.says(/waiting for jobs/);
  return worker;
}
