// Finds or installs a Redis server for tests of workers.
import { join } from 'node:path';
import { installByApt, onPath, runs, sudoFor } from './programs.mjs';

const NAMES = ['redis-server', 'valkey-server'];

const here = {
  platform: process.platform,
  env: process.env,
  root: process.getuid?.() === 0,
  places: ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].flatMap((at) => NAMES.map((name) => join(at, name))),
  limit: 600,
};

/** Finds a Redis or Valkey server that runs, in PATH and the usual places. Returns its path, or undefined. */
export function findRedis({ env, platform, places } = here) {
  const named = NAMES.flatMap((name) => onPath(name, env));
  return [...named, ...places].find((path) => runs(path, platform));
}

/**
 * Finds a server as `findRedis` does. If there is none, installs Debian's package if that needs no password.
 * @throws {Error} There is none, and none could be installed. One line says what to do.
 */
export function ensureRedis(machine = here) {
  const found = findRedis(machine);
  if (found) return found;
  const sudo = sudoFor(machine);
  const failure = sudo
    ? installByApt('Redis', 'redis-server', machine, sudo)
    : 'apt-get is missing or needs a password';
  const installed = findRedis(machine);
  if (installed) return installed;
  throw new Error(
    `tests of workers need Redis, and it could not be installed (${failure ?? 'the installed server does not run'}): ` +
      'install redis-server or valkey-server',
  );
}
