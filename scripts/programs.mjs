// Finding and installing programs that tests need and npm does not have.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

/** Installs a program's Debian package, or several. Returns why where that fails. */
export function installByApt(program, name, machine, sudo) {
  const names = [name].flat();
  console.error(`no ${program} found: installing the package${names[1] ? 's' : ''} ${names.join(' and ')} by apt-get…`);
  const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];
  const apt = (...args) =>
    attempt([...sudo, ...limit(machine), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args], machine);
  const install = () => apt('install', ...options, ...names);
  // lists that are there may do; where there are none, or old ones, the package is not found
  return install() && (apt('update') || install());
}

/** What apt-get is to be run by; undefined where it is missing, or would ask for a password. */
export function sudoFor(machine) {
  const { platform, env, root } = machine;
  if (platform !== 'linux' || !onPath('apt-get', env).length) return undefined;
  if (root) return [];
  return attempt(['sudo', '-n', 'true'], machine) ? undefined : ['sudo', '-n'];
}

/**
 * What ends a command with all that it has started: the child alone could be killed from here, and one of sudo not at
 * all.
 */
export function limit({ env, limit }) {
  return onPath('timeout', env).length ? ['timeout', '-k', '10', String(limit)] : [];
}

/**
 * Runs a command that gets no input. Returns why where it fails: the first error that it names, or the last line that
 * it says.
 */
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
  // 124 is what timeout returns
  if (status === 124 || error?.code === 'ETIMEDOUT') return `no end after ${limit} s`;
  const lines = `${stdout ?? ''}\n${stderr ?? ''}`.split('\n').map((line) => line.trim());
  const said = lines.find((line) => /^E(rror)?:/.test(line)) ?? lines.findLast(Boolean);
  return said ?? error?.message ?? `${[command, ...args].join(' ')} failed with exit code ${status}`;
}

/**
 * Whether it is more than a name: Ubuntu's chromium is a script that asks for a snap. Chrome for Windows would open a
 * window.
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

/** The executables of that name, in the order of PATH. */
export function onPath(name, { PATH = '' }) {
  const folders = PATH.split(delimiter).filter(Boolean);
  return folders.map((folder) => resolve(folder, name)).filter(isExecutable);
}
