// Servers of PostgreSQL and MariaDB in temporary folders, reached by a socket there, and ClickHouse in a process.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ensureDatabase } from '../../scripts/databases.mjs';
import { npxFolder } from './npx.js';

/** A database that runs statements in SQL. */
export interface Database {
  /** Runs statements; returns the rows of all, as texts. @throws {Error} The database's message. */
  run(sql: string): string[][];
  stop(): Promise<void>;
}

/** Servers refuse to run as root. The package makes a user for each of them. */
function userOf(...names: string[]): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of names) {
    const { status, stdout } = spawnSync('id', ['-u', name], { encoding: 'utf8' });
    const gid = () => Number(execFileSync('id', ['-g', name], { encoding: 'utf8' }));
    if (status === 0) return { uid: Number(stdout), gid: gid() };
  }
  throw new Error(`there is no user ${names.join(' or ')} to run a database as`);
}

function folderFor(user: { uid: number; gid: number } | undefined): string {
  // short: the path of a socket has at most 107 bytes
  const folder = mkdtempSync(join(tmpdir(), 'db-'));
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** Runs a client, with the statements as its input. */
function ask(path: string, args: readonly string[], sql: string, env = process.env): string {
  const { status, stdout, stderr, error } = spawnSync(path, args, {
    input: sql,
    encoding: 'utf8',
    env,
    maxBuffer: 2 ** 28,
    timeout: 240_000,
  });
  if (status !== 0) throw new Error(stderr.trim() || String(error));
  return stdout;
}

/**
 * Starts a server, and waits until it answers. Its log is a file: a pipe would fill up while this thread waits for a
 * client, and the server would wait for the pipe.
 */
async function started(
  command: readonly [path: string, ...args: string[]],
  user: { uid: number; gid: number } | undefined,
  folder: string,
  run: Database['run'],
): Promise<Database> {
  const [path, ...args] = command;
  const log = join(folder, 'log');
  const file = openSync(log, 'w');
  const server = spawn(path, args, { ...user, cwd: folder, stdio: ['ignore', file, file] });
  closeSync(file);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const stop = async () => {
    server.kill('SIGQUIT');
    if (server.exitCode === null) await Promise.race([ended, wait(20_000)]);
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; ; tries++) {
    try {
      run('SELECT 1');
      return { run, stop };
    } catch (error) {
      if (server.exitCode === null && tries < 300) await wait(100);
      else {
        const said = readFileSync(log, 'utf8');
        await stop();
        throw new Error(`the database did not start: ${error}\n${said}`);
      }
    }
  }
}

export async function startPostgres(locale = 'C.UTF-8', encoding = 'UTF8'): Promise<Database> {
  const { postgres, initdb, psql } = ensureDatabase('postgres');
  const user = userOf('postgres', 'nobody');
  const folder = folderFor(user);
  const data = join(folder, 'data');
  const options = ['-U', 'postgres', '-A', 'trust', '-E', encoding, '--locale', locale, '--no-sync'];
  execFileSync(initdb, ['-D', data, ...options], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const settings = ['-c', 'listen_addresses=', '-c', 'fsync=off', '-k', folder];
  const env = { ...process.env, PGCLIENTENCODING: 'UTF8', PGOPTIONS: '-c client_min_messages=error' };
  return started([postgres, '-D', data, ...settings], user, folder, (sql) => {
    const args = ['-X', '-q', '-A', '-t', '-0', '-F', '\x1f', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-U', 'postgres'];
    const text = ask(psql, [...args, 'postgres'], sql, env);
    return text
      .split('\0')
      .slice(0, -1)
      .map((row) => row.split('\x1f'));
  });
}

const UNESCAPED: Record<string, string> = { n: '\n', t: '\t', 0: '\0', '\\': '\\' };

export async function startMariaDb(): Promise<Database> {
  const programs = ensureDatabase('mariadb');
  const user = userOf('mysql', 'nobody');
  const folder = folderFor(user);
  const [data, socket] = [join(folder, 'data'), join(folder, 's')];
  const install = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'];
  execFileSync(programs['mariadb-install-db'], install, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const settings = [`--socket=${socket}`, '--skip-networking', `--pid-file=${join(folder, 'pid')}`];
  const command = [programs.mariadbd, '--no-defaults', `--datadir=${data}`, ...settings] as const;
  const database = await started(command, user, folder, (sql) => {
    const args = ['--no-defaults', '-u', 'root', '-S', socket, '--default-character-set=utf8mb4', '-B', '-N'];
    const lines = ask(programs.mariadb, args, sql).split('\n').slice(0, -1);
    return lines.map((line) =>
      line.split('\t').map((text) => text.replace(/\\([nt0\\])/g, (_, character: string) => UNESCAPED[character])),
    );
  });
  database.run('CREATE DATABASE test CHARACTER SET utf8mb4');
  return { ...database, run: (sql) => database.run(`USE test;\n${sql}`) };
}

/** ClickHouse in this process: npx gets it, half a GiB, and keeps it. */
export function startClickHouse(): Database {
  const folder = mkdtempSync(join(tmpdir(), 'db-'));
  const { Session } = createRequire(import.meta.url)(npxFolder('chdb', '3.4.0'));
  const session = new Session(join(folder, 'data'));
  const format = 'JSONCompactStringsEachRow';
  session.query('CREATE DATABASE test');
  session.query('USE test');
  return {
    run: (sql) =>
      String(session.query(sql, format))
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    async stop() {
      session.cleanup();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
