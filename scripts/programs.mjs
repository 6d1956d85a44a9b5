// Finds and installs programs that tests need and npm does not have.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

/** Installs one or several Debian packages. Returns the reason if that fails. */
export function installByApt(program, name, machine, sudo) {
  const names = [name].flat();
  console.error(
    `no ${program} found: installing the package${names[1] ? 's' : ''} ${names.join(' and ')} with apt-get…`,
  );
  const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];
  const apt = (...args) =>
    attempt([...sudo, ...limit(machine), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args], machine);
  const install = () => apt('install', ...options, ...names);
  // try the present package lists first; if they are missing or old, update them and try again
  return install() && (apt('update') || install());
}

/** The command to run apt-get with. Undefined if apt-get is missing or would ask for a password. */
export function sudoFor(machine) {
  const { platform, env, root } = machine;
  if (platform !== 'linux' || !onPath('apt-get', env).length) return undefined;
  if (root) return [];
  return attempt(['sudo', '-n', 'true'], machine) ? undefined : ['sudo', '-n'];
}

/**
 * A command that ends another one with all processes that it started. From here we could only end the child, and under
 * sudo not even that.
 */
export function limit({ env, limit }) {
  return onPath('timeout', env).length ? ['timeout', '-k', '10', String(limit)] : [];
}

/** Runs a command without input. If it fails, returns the reason: the first error in its output, or its last line. */
export function attempt([command, ...args], { platform, env, limit }) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: platform === 'win32',
    maxBuffer: 1 << 28,
    timeout: 1000 * limit + 15_000,
    killSignal: 'SIGKILL',
  });
  if (status === 0) return undefined;
  // timeout returns 124
  if (status === 124 || error?.code === 'ETIMEDOUT') return `no end after ${limit} s`;
  const lines = `${stdout ?? ''}\n${stderr ?? ''}`.split('\n').map((line) => line.trim());
  const said = lines.find((line) => /^E(rror)?:/.test(line)) ?? lines.findLast(Boolean);
  return said ?? error?.message ?? `${[command, ...args].join(' ')} failed with exit code ${status}`;
}

/**
 * Whether a file is a program that runs: Ubuntu's chromium is a script that asks for a snap. Chrome for Windows would
 * open a window.
 */
export function runs(path, platform, option = '--version') {
  if (!isExecutable(path) || platform === 'win32') return isExecutable(path);
  return spawnSync(path, [option], { stdio: 'ignore', timeout: 30_000, killSignal: 'SIGKILL' }).status === 0;
}

export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The executables with this name, in the order of PATH. */
export function onPath(name, { PATH = '' }) {
  const folders = PATH.split(delimiter).filter(Boolean);
  return folders.map((folder) => resolve(folder, name)).filter(isExecutable);
}
